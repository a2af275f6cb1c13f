/* Coordination: what each department says of each manager, plain and adjusted
 * for how strict each department is. A mean of few raters is not shown: one
 * could tell who they are. */
#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"
#include "io/export/dashboard/verdict.h"

enum { OWN_COLUMNS = 4, DEPARTMENTS_MOST = 20, MANAGERS_SHOWN = 300 };

static const struct coordination *
model(const struct dashboard *dashboard)
{
	const struct analysis *analysis = dashboard->results->analysis;
	return analysis && analysis->coordination.manager_count
		   ? &analysis->coordination
		   : NULL;
}

static const char *
shown_score(const struct dashboard *dashboard,
    const struct coordination_manager *manager)
{
	return dashboard_number(dashboard, FORMAT_SCORE, manager->plain.value);
}

/* Whoever has the lowest mean of several that may be shown; NULL where others
 * have the same as it is shown, or too few answers stand behind it. */
static const struct coordination_manager *
lowest_of(
    const struct dashboard *dashboard, const struct coordination *coordination)
{
	const struct coordination_manager *lowest = NULL;
	size_t shown = 0, equal = 0;
	for (size_t i = 0; coordination && i < coordination->manager_count;
	     i++) {
		const struct coordination_manager *manager =
		    &coordination->managers[i];
		if (!manager->plain.defined)
			continue;
		shown++;
		if (!lowest || manager->plain.value < lowest->plain.value)
			lowest = manager;
	}
	for (size_t i = 0; lowest && i < coordination->manager_count; i++)
		equal += coordination->managers[i].plain.defined &&
			 strcmp(shown_score(dashboard, lowest),
			     shown_score(
				 dashboard, &coordination->managers[i])) == 0;
	return shown < 2 || equal > 1 || lowest->answers < NAMED_LEAST ? NULL
								       : lowest;
}

static const char *
title_of(const struct dashboard *dashboard, const struct estimate *mean)
{
	const struct coordination *coordination = model(dashboard);
	const char *score = dashboard_number(
	    dashboard, FORMAT_SCORE, quantity_double(mean->value));
	const struct coordination_manager *lowest =
	    lowest_of(dashboard, coordination);
	if (!lowest)
		return dashboard_format(
		    dashboard, LABEL_COORDINATION_PLAIN, score);
	return dashboard_format(dashboard, LABEL_COORDINATION_FOUND, score,
	    dashboard_subject_name(dashboard, lowest->subject).data,
	    shown_score(dashboard, lowest));
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

/* A number, blank, or a word where raters are too few. */
static void
write_finding(struct list *list, int column, const struct finding *finding)
{
	if (finding->defined)
		list_number_as(list, column, ROLE_KEY, finding->value);
	else if (finding->absence == ABSENCE_HIDDEN)
		list_text_as(list, column, ROLE_HIDDEN,
		    text_of(page_word(list->page, LABEL_FEW_RATERS)));
	else
		list_number_as(list, column, ROLE_KEY, NAN);
}

static void
write_manager(struct list *list, const struct coordination *coordination,
    const struct coordination_manager *manager, size_t departments)
{
	list_row(list);
	list_subject(list, 0, manager->subject);
	list_number(list, 1, manager->answers);
	write_finding(list, 2, &manager->plain);
	write_finding(list, 3, &manager->adjusted);
	for (size_t d = 0; d < departments; d++) {
		const struct coordination_cell *cell = cell_of(coordination,
		    manager->subject, coordination->departments[d].department);
		int column = (int)d + OWN_COLUMNS;
		if (cell && cell->mean.defined)
			list_number(list, column, cell->mean.value);
		else
			list_text_as(list, column, ROLE_HIDDEN,
			    text_of(
				cell ? page_word(list->page, LABEL_FEW_RATERS)
				     : ""));
	}
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

/* How many departments have a column: none if no mean of any may be shown. */
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

/* The managers' own columns, and then one a department. */
static void
write_heat(struct page *page, const struct coordination *coordination)
{
	struct list_column columns[OWN_COLUMNS + DEPARTMENTS_MOST] = {
		{ LABEL_MANAGER, LIST_NAME }, { LABEL_ANSWERS, LIST_COUNT },
		{ LABEL_PLAIN_MEAN, LIST_SCORE },
		{ LABEL_ADJUSTED_MEAN, LIST_SCORE }
	};
	const char *names[OWN_COLUMNS + DEPARTMENTS_MOST] = { NULL };
	const struct dataset *data = page->dashboard->results->data;
	size_t departments = shown_departments(coordination);
	const struct list_form form = { .columns = columns,
		.column_count = OWN_COLUMNS + departments,
		.names = names,
		.most = MANAGERS_SHOWN,
		.none = LABEL_NOTHING_AGAINST };
	for (size_t d = 0; d < departments; d++) {
		columns[OWN_COLUMNS + d].cells = LIST_SCORE;
		names[OWN_COLUMNS + d] = dictionary_text(
		    &data->words, coordination->departments[d].department)
					     .data;
	}
	page_section(page, LABEL_HEAT);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < coordination->manager_count; i++)
		write_manager(&list, coordination, &coordination->managers[i],
		    departments);
	list_end(&list);
	sheet_shade_as(page->sheet,
	    &(struct shade){
		.range = { list.first, list.first + (uint32_t)list.shown - 1, 2,
		    (uint16_t)(OWN_COLUMNS + departments - 1) },
		.shading = SHADING_HIGH_IS_GOOD,
		.has_limits = true,
		.low = 20,
		.high = 100 });
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
	block_quarters(page, "coordination", 0, FULL_WIDTH, CHART_HEIGHT);
	page_skip(page, CHART_HEIGHT);
	if (coordination)
		write_heat(page, coordination);
	else
		block_subjects(
		    page, "coordination", LABEL_SUM_SCORES, LABEL_DEPARTMENTS);
	page_close(page);
}
