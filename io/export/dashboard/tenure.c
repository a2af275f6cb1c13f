/* How long clients stay: the curve of the company, those of the teams, and what
 * the log-rank test says of teams and managers. */
#include <math.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"

enum { TEAMS_MOST = 4, MANAGERS_MOST = 60, STEPS_MOST = 100, DAYS_OF_WEEK = 7 };

static const double DAYS_OF_MONTH = 30.4375, SURE = 0.05;

static const struct tenure *
tenure_of(const struct page *page)
{
	const struct analysis *analysis = page->dashboard->results->analysis;
	return analysis && analysis->tenure.curves ? &analysis->tenure : NULL;
}

/* One corner of a step curve: months, and up to three levels. */
static void
write_corner(struct page *page, uint32_t row, double months,
    const double level[3], int levels)
{
	struct sheet *data = page->dashboard->data;
	sheet_real(data, row, 0, ROLE_BODY, FORMAT_SCORE, months);
	for (int c = 0; c < levels; c++)
		sheet_real(
		    data, row, c + 1, ROLE_BODY, FORMAT_PERCENT, level[c]);
}

static double
optional_level(struct optional optional)
{
	return optional.defined ? optional.value : NAN;
}

/* The last of the steps that are drawn as one with step i. A curve of many
 * steps is drawn by the week; a chart cannot show less. */
static size_t
last_drawn_with(const struct tenure_curve *curve, size_t i)
{
	const struct tenure_step *steps = curve->steps;
	if (curve->step_count > STEPS_MOST)
		while (i + 1 < curve->step_count &&
		       steps[i + 1].days / DAYS_OF_WEEK ==
			   steps[i].days / DAYS_OF_WEEK)
			i++;
	return i;
}

static uint32_t
count_corners(const struct tenure_curve *curve)
{
	uint32_t count = 2;
	for (size_t i = 0; i < curve->step_count; i++, count += 2)
		i = last_drawn_with(curve, i);
	return count;
}

/* The corners of a step curve: from month 0, where all are there, two for each
 * step (the day of the loss on the level before it and on the one after), to
 * the longest time that a client was seen. With its band (levels 3), or without
 * (levels 1). */
static uint32_t
curve_data(struct page *page, const char *title,
    const struct tenure_curve *curve, int levels, uint32_t *rows)
{
	const char *headings[] = { page_word(page, LABEL_MONTHS),
		page_word(page, LABEL_STILL_CLIENTS),
		page_word(page, LABEL_INTERVAL_LOW),
		page_word(page, LABEL_INTERVAL_HIGH) };
	double level[3] = { 1, NAN, NAN };
	*rows = count_corners(curve);
	uint32_t first = block_data(
	    page->dashboard, title, headings, (size_t)levels + 1, *rows);
	uint32_t row = first;
	write_corner(page, row++, 0, level, 1);
	for (size_t i = 0; i < curve->step_count; i++) {
		i = last_drawn_with(curve, i);
		const struct tenure_step *step = &curve->steps[i];
		double months = step->days / DAYS_OF_MONTH;
		write_corner(page, row++, months, level, levels);
		level[0] = step->survival;
		level[1] = optional_level(step->ci_low);
		level[2] = optional_level(step->ci_high);
		write_corner(page, row++, months, level, levels);
	}
	write_corner(page, row, curve->longest / DAYS_OF_MONTH, level, levels);
	return first;
}

static struct chart *
curve_chart(struct page *page, const char *title, const char *description,
    int x_offset, int width)
{
	struct chart chart = { .kind = CHART_SCATTER,
		.title = title,
		.description = description,
		.row = page->row,
		.x_offset = x_offset,
		.width = width,
		.height = CHART_HEIGHT,
		.values = { .shown = true,
		    .grid = true,
		    .has_low = true,
		    .has_high = true,
		    .high = 1,
		    .step = 0.25,
		    .format = FORMAT_WHOLE_PERCENT },
		.categories = { .shown = true,
		    .has_low = true,
		    .step = 6,
		    .format = FORMAT_COUNT,
		    .title = page_word(page, LABEL_MONTHS) } };
	return sheet_chart(page->sheet, &chart);
}

void
block_curve(struct page *page, int x_offset)
{
	static const enum label names[] = { LABEL_STILL_CLIENTS,
		LABEL_INTERVAL_LOW, LABEL_INTERVAL_HIGH };
	const struct tenure *tenure = tenure_of(page);
	uint32_t rows;
	if (!tenure || tenure->curves[0].step_count == 0)
		return;
	uint32_t first = curve_data(
	    page, page_word(page, LABEL_CURVE), &tenure->curves[0], 3, &rows);
	struct chart *made = curve_chart(page, page_word(page, LABEL_CURVE),
	    page_word(page, LABEL_ALT_CURVE), x_offset, HALF_WIDTH);
	for (int i = 0; i < 3; i++)
		chart_series(page->sheet, made,
		    &(struct series){ .name = page_word(page, names[i]),
			.sheet = page->dashboard->data,
			.categories = data_range(first, rows, 0),
			.values = data_range(first, rows, i + 1),
			.style = i ? STYLE_BAND : STYLE_ACTUAL });
}

/* ---- by team and manager ---- */

/* The name at the curve's last corner, instead of a legend. */
const char *const *
block_name_at_end(struct page *page, const char *name, uint32_t rows)
{
	struct report *report = page->dashboard->report;
	const char **names = arena_allocate(report->arena, rows, sizeof *names);
	report->out_of_memory |= !names;
	if (names)
		names[rows - 1] = name;
	return names;
}

static void
chart_teams(struct page *page, const struct tenure *tenure)
{
	static const enum series_style styles[] = { STYLE_ACTUAL, STYLE_BAD,
		STYLE_SECOND, STYLE_PRIOR };
	const struct results *results = page->dashboard->results;
	size_t drawn = 0;
	if (tenure->teams < 2 || tenure->teams > TEAMS_MOST)
		return;
	struct chart *made =
	    curve_chart(page, page_word(page, LABEL_TENURE_TEAMS),
		page_word(page, LABEL_ALT_TENURE_TEAMS), 0, FULL_WIDTH);
	for (size_t s = 1; s < results->subject_count; s++) {
		const struct tenure_curve *curve = &tenure->curves[s];
		const char *name =
		    dashboard_subject_name(page->dashboard, s).data;
		uint32_t rows;
		if (results->subjects[s].scope != SCOPE_TEAM ||
		    curve->clients == 0)
			continue;
		uint32_t first = curve_data(page, name, curve, 1, &rows);
		chart_series(page->sheet, made,
		    &(struct series){ .name = name,
			.sheet = page->dashboard->data,
			.categories = data_range(first, rows, 0),
			.values = data_range(first, rows, 1),
			.style = styles[drawn++],
			.labels = LABELS_NAMES,
			.names = block_name_at_end(page, name, rows) });
	}
	page_skip(page, CHART_HEIGHT);
}

static void
write_row(struct page *page, const struct tenure *tenure, size_t s)
{
	const struct subject *subject = &page->dashboard->results->subjects[s];
	const struct tenure_curve *curve = &tenure->curves[s];
	bool sure = curve->p_rest.defined && curve->p_rest.value < SURE;
	bool worse = sure && curve->expected.defined &&
		     curve->lost > curve->expected.value;
	struct sheet *sheet = page->sheet;
	uint32_t row = page->row;
	if (subject->scope == SCOPE_MANAGER)
		page_manager(page, 0, s);
	else
		sheet_text(sheet, row, 0, ROLE_LABEL,
		    dashboard_subject_name(page->dashboard, s));
	sheet_count(sheet, row, 1, curve->clients);
	sheet_count(sheet, row, 2, curve->lost);
	sheet_real(sheet, row, 3, ROLE_MUTED, FORMAT_SCORE,
	    curve->expected.defined ? curve->expected.value : NAN);
	sheet_real(sheet, row, 4, ROLE_BODY, FORMAT_SCORE,
	    curve->median.defined ? curve->median.value / DAYS_OF_MONTH : NAN);
	sheet_real(sheet, row, 5,
	    worse  ? ROLE_BAD
	    : sure ? ROLE_GOOD
		   : ROLE_MUTED,
	    FORMAT_PROBABILITY,
	    curve->p_rest.defined ? curve->p_rest.value : NAN);
	if (!curve->median.defined)
		sheet_string(sheet, row, 6, ROLE_REMARK,
		    absence_text(
			curve->median.absence, page->dashboard->language));
	page->row++;
}

/* The teams; and the managers, if there are not too many to read. */
static bool
is_listed(const struct results *results, const struct tenure *tenure, size_t s,
    size_t managers)
{
	return tenure->curves[s].clients &&
	       results->subjects[s].scope != SCOPE_REPORTS &&
	       (results->subjects[s].scope != SCOPE_MANAGER ||
		   managers <= MANAGERS_MOST);
}

static void
write_rows(struct page *page, const struct tenure *tenure)
{
	static const struct heading headings[] = { { LABEL_TEAM_OR_MANAGER,
						       false },
		{ LABEL_CLIENTS, true }, { LABEL_LOST, true },
		{ LABEL_LOST_EXPECTED, true }, { LABEL_MEDIAN_MONTHS, true },
		{ LABEL_P_REST, true }, { LABEL_REMARK, false } };
	const struct results *results = page->dashboard->results;
	size_t managers = 0;
	page_headings(page, headings, sizeof headings / sizeof *headings);
	for (size_t s = 0; s < results->subject_count; s++)
		managers += results->subjects[s].scope == SCOPE_MANAGER &&
			    tenure->curves[s].clients;
	for (size_t s = 0; s < results->subject_count; s++)
		if (is_listed(results, tenure, s, managers))
			write_row(page, tenure, s);
	if (tenure->teams_p.defined) {
		sheet_string(page->sheet, page->row, 0, ROLE_LABEL,
		    page_word(page, LABEL_TEAMS_BETWEEN));
		sheet_real(page->sheet, page->row++, 5,
		    tenure->teams_p.value < SURE ? ROLE_KEY : ROLE_MUTED,
		    FORMAT_PROBABILITY, tenure->teams_p.value);
	}
	page_note(page, LABEL_TENURE_NOTE);
	/* No team has more steps than the company. */
	if (tenure->curves[0].step_count > STEPS_MOST)
		page_note(page, LABEL_CURVE_BY_WEEK);
}

void
block_tenure(struct page *page)
{
	const struct tenure *tenure = tenure_of(page);
	if (!tenure || tenure->curves[0].clients == 0)
		return;
	page_section(page, LABEL_TENURE);
	chart_teams(page, tenure);
	write_rows(page, tenure);
	page->row++;
}
