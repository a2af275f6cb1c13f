/* What all sheets share: the results they tell of, the report they go into, and
 * what one sheet leaves for another. Sheets look things up here; only page.h
 * and the blocks change anything. */
#ifndef IO_EXPORT_DASHBOARD_CONTEXT_H
#define IO_EXPORT_DASHBOARD_CONTEXT_H

#include "engine/model/analysis.h"
#include "engine/model/plan.h"
#include "io/export/dashboard/words.h"
#include "io/run/json.h"

enum {
	PERSON_SHEETS_MOST = 60,
	QUARTERS = 8,        /* of the views over time */
	INDICATORS_MOST = 16 /* room for eight indicators, and more */
};

/* The rows of sheets.def. */
enum sheet_id {
#define SHEET(id, ...) SHEET_##id,
#include "io/export/dashboard/sheets.def"
#undef SHEET
	SHEET_ROWS
};

/* What a sheet found, for the summary. */
struct headline {
	const char *sheet, *text;
};

struct dashboard {
	struct report *report;
	const struct run_record *record;
	const struct results *results;
	enum language language;
	size_t managers;            /* how many there are */
	const char **person_sheets; /* by subject; NULL: none */
	/* Those that were opened; NULL where one is not, or for each person. */
	struct sheet *sheets[SHEET_ROWS];
	struct headline headlines[SHEET_ROWS];
	size_t headline_count;

	/* The numbers that charts are drawn from, below each other. */
	struct sheet *data;
	uint32_t data_row;   /* the next free one */
	size_t first_period; /* with which the views over time begin */
	uint32_t *history;   /* by subject: its first row in `data`; 0: none */
	/* By period × metrics + metric: the median of the managers once it was
	 * asked for; NaN where none of them has a value. */
	struct optional *medians;
	/* By metric: NULL, or by subject: what may be shown of the estimate
	 * where that is not all, else NULL. */
	const struct estimate ***shown;
};

/* Is it of a team or lead alone (metrics/analysis/extract.h)? Then these are
 * subject 0. */
static inline bool
dashboard_is_part(const struct dashboard *dashboard)
{
	return dashboard->record->is_part;
}

/* The index of a metric; SIZE_MAX if there is none of that id. */
size_t dashboard_metric(const struct dashboard *dashboard, const char *id);

/* Makes what sheets show instead of numbers of too few raters
 * (engine/model/raters.h). False without memory. */
bool dashboard_hide_few_raters(struct dashboard *dashboard);

/* The estimate of a subject in the run's own period, as it may be shown: of too
 * few raters nothing but n and FLAG_HIDDEN is there, and no prior value of
 * such.
 */
const struct estimate *dashboard_estimate(
    const struct dashboard *dashboard, size_t subject, size_t metric);

/* The company's; NULL without a value. */
const struct estimate *dashboard_company(
    const struct dashboard *dashboard, const char *id);

/* Its observations in the run's own period; NULL if there is no such metric. */
const struct observations *dashboard_observations(
    const struct dashboard *dashboard, const char *id);

/* Whom sheets and rankings are of: the managers; where they are too many for
 * that, those to whom others report; without a hierarchy the teams. */
enum scope dashboard_sheet_scope(const struct dashboard *dashboard);

/* The label of a person's line: that of the metric and, where several plans
 * judge the person, whose plan it is of. In `arena`; NULL without memory. */
const char *dashboard_line_label(const struct scorecard *card,
    const struct scorecard_line *line, enum language language,
    struct arena *arena);

/* The value of a person's line that may be shown. */
struct quantity dashboard_line_value(
    const struct results *results, const struct scorecard_line *line);

/* A value in any period; NaN for none, of too few raters, and in periods before
 * the metric's data begin. */
double dashboard_value_in(const struct dashboard *dashboard, size_t period,
    size_t subject, size_t metric);

/* The metrics that are the eight indicators, in order; the count. */
size_t dashboard_indicators(
    const struct dashboard *dashboard, size_t metrics[INDICATORS_MOST]);

/* With which the views over time begin: QUARTERS back, but where an indicator
 * of the company has a value. */
size_t dashboard_first_period(const struct dashboard *dashboard);

/* What a subject is called; `Company` for subject 0. */
struct text dashboard_subject_name(
    const struct dashboard *dashboard, size_t subject);

/* What a manager is called; a word for NO_ID. */
struct text dashboard_manager_name(
    const struct dashboard *dashboard, uint32_t manager);

/* The name of a client, from the first of its contracts that has one, else its
 * id. */
struct text dashboard_client_name(
    const struct dashboard *dashboard, uint32_t client);

/* Of a metric's observations that `counts` admits, whose are most: the
 * subject (of several with as many the first), how many, and how many subjects
 * have as many; SIZE_MAX if there are none. */
size_t dashboard_most(const struct dashboard *dashboard,
    const struct observations *observations,
    bool (*counts)(const struct observation *observation), size_t *most,
    size_t *equal);

/* What the flags of an estimate say, in words; empty for none. */
const char *dashboard_remark(
    const struct dashboard *dashboard, const struct estimate *estimate);

/* Where a record stands (place_text), in the report's arena; NULL without
 * memory, which a sheet that is given it notes. */
const char *dashboard_source(
    const struct dashboard *dashboard, struct source source);

#endif
