/* Coordination: what the departments say, department by manager, plain and
 * adjusted for how strict each department is. A mean of few raters is not
 * shown: it could be told who they are. */
#include <math.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"

enum { DEPARTMENTS_MOST = 20, MANAGERS_SHOWN = 300 };

static const struct coordination *
model(const struct dashboard *dashboard)
{
	const struct analysis *analysis = dashboard->results->analysis;
	return analysis && analysis->coordination.manager_count
		   ? &analysis->coordination
		   : NULL;
}

static const char *
title_of(const struct dashboard *dashboard, const struct estimate *mean)
{
	const struct coordination *coordination = model(dashboard);
	const char *score = dashboard_number(
	    dashboard, FORMAT_SCORE, quantity_double(mean->value));
	size_t lowest = SIZE_MAX;
	for (size_t i = 0; coordination && i < coordination->manager_count; i++)
		if (lowest == SIZE_MAX ||
		    coordination->managers[i].plain <
			coordination->managers[lowest].plain)
			lowest = i;
	if (lowest == SIZE_MAX || coordination->manager_count < 2)
		return dashboard_format(
		    dashboard, LABEL_COORDINATION_PLAIN, score);
	const struct coordination_manager *manager =
	    &coordination->managers[lowest];
	return dashboard_format(dashboard, LABEL_COORDINATION_FOUND, score,
	    dashboard_subject_name(dashboard, manager->subject).data,
	    dashboard_number(dashboard, FORMAT_SCORE, manager->plain));
}

static const struct coordination_cell *
cell_of(const struct coordination *coordination, size_t subject,
    uint32_t department)
{
	for (size_t i = 0; i < coordination->cell_count; i++)
		if (coordination->cells[i].subject == subject &&
		    coordination->cells[i].department == department)
			return &coordination->cells[i];
	return NULL;
}

static void
write_manager(struct page *page, const struct coordination *coordination,
    const struct coordination_manager *manager, size_t departments)
{
	struct sheet *sheet = page->sheet;
	page_manager(page, 0, manager->subject);
	sheet_count(sheet, page->row, 1, manager->answers);
	sheet_real(sheet, page->row, 2, ROLE_KEY, FORMAT_SCORE, manager->plain);
	sheet_real(sheet, page->row, 3, ROLE_KEY, FORMAT_SCORE,
	    manager->adjusted.defined ? manager->adjusted.value : NAN);
	for (size_t d = 0; d < departments; d++) {
		const struct coordination_cell *cell = cell_of(coordination,
		    manager->subject, coordination->departments[d].department);
		int column = (int)d + 4;
		if (cell && cell->mean.defined)
			sheet_real(sheet, page->row, column, ROLE_BODY,
			    FORMAT_SCORE, cell->mean.value);
		else
			sheet_string(sheet, page->row, column, ROLE_HIDDEN,
			    cell ? page_word(page, LABEL_FEW_RATERS) : "");
	}
	page->row++;
}

/* What each department is like: how strict, and how many answers. */
static void
write_departments(struct page *page, const struct coordination *coordination)
{
	static const struct heading headings[] = { { LABEL_DEPARTMENT, false },
		{ LABEL_ANSWERS, true }, { LABEL_MANAGERS_RATED, true },
		{ LABEL_SEVERITY, true } };
	const struct dataset *data = page->dashboard->results->data;
	page_section(page, LABEL_HOW_STRICT);
	page_headings(page, headings, 4);
	for (size_t d = 0; d < coordination->department_count; d++) {
		const struct coordination_department *department =
		    &coordination->departments[d];
		sheet_text(page->sheet, page->row, 0, ROLE_LABEL,
		    dictionary_text(&data->words, department->department));
		sheet_count(page->sheet, page->row, 1, department->answers);
		sheet_count(page->sheet, page->row, 2, department->managers);
		sheet_real(page->sheet, page->row++, 3, ROLE_KEY, FORMAT_SIGNED,
		    department->severity.defined ? department->severity.value
						 : NAN);
	}
	page_note(page, LABEL_SEVERITY_NOTE);
	if (coordination->icc_mean.defined)
		sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
		    dashboard_format(page->dashboard, LABEL_RELIABILITY,
			dashboard_number(page->dashboard, FORMAT_PERCENT,
			    coordination->icc_mean.value)));
}

/* Departments whose mean of anybody may be shown; else there is no column for
 * each. */
static size_t
shown_departments(const struct coordination *coordination)
{
	for (size_t i = 0; i < coordination->cell_count; i++)
		if (coordination->cells[i].mean.defined)
			return coordination->department_count < DEPARTMENTS_MOST
				   ? coordination->department_count
				   : DEPARTMENTS_MOST;
	return 0;
}

static void
write_heat(struct page *page, const struct coordination *coordination)
{
	static const struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_ANSWERS, true }, { LABEL_PLAIN_MEAN, true },
		{ LABEL_ADJUSTED_MEAN, true } };
	const struct dataset *data = page->dashboard->results->data;
	size_t departments = shown_departments(coordination);
	page_section(page, LABEL_HEAT);
	page_headings(page, headings, 4);
	for (size_t d = 0; d < departments; d++)
		sheet_text(page->sheet, page->row - 1, (int)d + 4,
		    ROLE_HEADING_NUMBER,
		    dictionary_text(
			&data->words, coordination->departments[d].department));
	uint32_t first = page->row;
	size_t shown = coordination->manager_count < MANAGERS_SHOWN
			   ? coordination->manager_count
			   : MANAGERS_SHOWN;
	for (size_t i = 0; i < shown; i++)
		write_manager(page, coordination, &coordination->managers[i],
		    departments);
	struct shade heat = { .range = { first, page->row - 1, 2,
				  (uint16_t)(departments + 3) },
		.shading = SHADING_HIGH_IS_GOOD,
		.has_limits = true,
		.low = 20,
		.high = 100 };
	sheet_shade_as(page->sheet, &heat);
	if (shown < coordination->manager_count)
		sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
		    dashboard_format(page->dashboard, LABEL_AND_MORE,
			coordination->manager_count - shown));
	sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
	    dashboard_format(page->dashboard,
		departments ? LABEL_FEW_RATERS_NOTE : LABEL_ALL_FEW_NOTE,
		(int)coordination->min_raters));
	write_departments(page, coordination);
}

void
fill_coordination(struct page *page)
{
	static const char *const ids[] = { "coordination" };
	const struct dashboard *dashboard = page->dashboard;
	const struct estimate *mean =
	    dashboard_company(dashboard, "coordination");
	const struct coordination *coordination = model(dashboard);
	page_head(page, title_of(dashboard, mean));
	page->row++;
	block_metrics(page, ids, 1);
	page->row++;
	block_quarters(page, "coordination", 0, FULL_WIDTH);
	page_skip(page, CHART_HEIGHT);
	if (coordination)
		write_heat(page, coordination);
	else
		block_subjects(
		    page, "coordination", LABEL_SUM_SCORES, LABEL_DEPARTMENTS);
	page_close(page);
}
