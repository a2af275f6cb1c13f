/* The dashboard: which sheets, cells and charts a run's results become.
 *
 * One file a sheet; each fills the report model and calls no spreadsheet
 * library. What a number means (unit, direction, label) comes from the table
 * of metrics, so a new KPI shows up by itself. A sheet's title says what was
 * found; a sheet with nothing to say is left out. */
#ifndef IO_EXPORT_DASHBOARD_DASHBOARD_H
#define IO_EXPORT_DASHBOARD_DASHBOARD_H

#include "engine/model/analysis.h"
#include "engine/model/plan.h"
#include "io/export/workbook/report.h"
#include "io/run/json.h"

struct dashboard;

/* Builds the report in report->arena: of record->results, and of record->pay
 * where it is not NULL. All sheets but the one about the run, which
 * dashboard_conclude adds once the digests of inputs and outputs are there;
 * they must live until then. STATUS_OK or STATUS_MEMORY. */
enum status dashboard_build(struct dashboard *dashboard, struct report *report,
    const struct run_record *record, enum language language,
    struct diagnostics *diagnostics);
enum status dashboard_conclude(
    struct dashboard *dashboard, struct diagnostics *diagnostics);

/* ---- for the sheets ---- */

enum label {
#define LABEL(id, english, vietnamese) LABEL_##id,
#include "io/export/dashboard/labels.def"
#undef LABEL
	LABEL_COUNT_
};

enum {
	PERSON_SHEETS_MOST = 60,
	HEADLINES_MOST = 16,
	QUARTERS = 8,     /* of the views over time */
	HALF_WIDTH = 520, /* of a chart that shares its row with another */
	FULL_WIDTH = 1052,
	CHART_HEIGHT = 260
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
	size_t managers;            /* their count */
	const char **person_sheets; /* by subject; NULL: none */
	struct headline headlines[HEADLINES_MOST];
	size_t headline_count;

	/* The numbers that charts are drawn from, below each other. */
	struct sheet *data;
	uint32_t data_row;
	size_t first_period; /* of the views over time */
	uint32_t *history;   /* by subject: its first row in `data`, or 0 */
	/* By period and metric, once asked for: of the managers; NaN: none. */
	struct optional *medians;
};

const char *dashboard_label(
    const struct dashboard *dashboard, enum label label);

/* printf with a label as format; in the report's arena. */
const char *dashboard_format(
    const struct dashboard *dashboard, enum label label, ...);

/* A number within a sentence, in the language's own form: 82 %, 12,4 tỷ ₫. */
const char *dashboard_number(const struct dashboard *dashboard,
    enum measure_format format, double number);

/* A day as people of the language write it. */
const char *dashboard_day(const struct dashboard *dashboard, date day);

/* The number formats of a metric's values and of its changes. */
enum measure_format dashboard_value_format(const struct metric *metric);
enum measure_format dashboard_change_format(const struct metric *metric);

/* Is a change for the better (ROLE_GOOD), for the worse, or neither? */
enum role dashboard_change_role(
    const struct metric *metric, struct quantity change);

/* The index of a metric; SIZE_MAX if there is none of that id. */
size_t dashboard_metric(const struct dashboard *dashboard, const char *id);

/* The estimate of a subject in the run's own period. */
const struct estimate *dashboard_estimate(
    const struct dashboard *dashboard, size_t subject, size_t metric);

/* The company's; NULL without a value. */
const struct estimate *dashboard_company(
    const struct dashboard *dashboard, const char *id);

/* Its observations in the run's own period; NULL if there is no such metric. */
const struct observations *dashboard_observations(
    const struct dashboard *dashboard, const char *id);

/* A value in any period; NaN for none. */
double dashboard_value_in(const struct dashboard *dashboard, size_t period,
    size_t subject, size_t metric);

/* The metrics that are the eight indicators, in order; the count. */
size_t dashboard_headlines(
    const struct dashboard *dashboard, size_t headlines[16]);

/* What a subject is called; `Company` for subject 0, a word for NO_ID. */
struct text dashboard_subject_name(
    const struct dashboard *dashboard, size_t subject);
struct text dashboard_manager_name(
    const struct dashboard *dashboard, uint32_t manager);

/* The name of a client, from the first of its contracts that has one, else its
 * id. */
struct text dashboard_client_name(
    const struct dashboard *dashboard, uint32_t client);

/* Of a metric's observations that `counts` admits, whose are most: the
 * subject, and how many; SIZE_MAX if there are none. */
size_t dashboard_most(const struct dashboard *dashboard,
    const struct observations *observations,
    bool (*counts)(const struct observation *observation), size_t *most);

/* What the flags of an estimate say, in words; empty for none. */
const char *dashboard_remark(
    const struct dashboard *dashboard, const struct estimate *estimate);

/* Where a record stands (place_text), in the report's arena; NULL without
 * memory, which a sheet that is given it notes. */
const char *dashboard_source(
    const struct dashboard *dashboard, struct source source);

/* ---- pages: a sheet that is being written, from top to bottom ---- */

struct page {
	struct dashboard *dashboard;
	struct sheet *sheet;
	uint32_t row; /* the next free one */
};

/* A heading of a column; above numbers it stands to the right. */
struct heading {
	enum label label;
	bool number;
};

/* A row of headings. */
void dashboard_headings(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, int column, const struct heading *headings, size_t count);

/* Begins a page on a new sheet of that name. */
struct page page_open(struct dashboard *dashboard, enum label name);

/* Title, period and the way back; the text is also the sheet's line on the
 * summary, if `is_finding`. */
void page_head(struct page *page, const char *title, bool is_finding);

void page_section(struct page *page, enum label label);
void page_note(struct page *page, enum label label);
void page_headings(
    struct page *page, const struct heading *headings, size_t count);

/* Leaves room for a chart of that height. */
void page_skip(struct page *page, int pixels);

/* Ends the page: widths and heights. */
void page_close(struct page *page);

const char *page_word(const struct page *page, enum label label);

/* A cell with a manager's name, leading to their sheet if they have one. */
void page_manager(struct page *page, int column, size_t subject);

/* ---- blocks that several sheets have ---- */

/* Metrics of a subject, a row each: value, prior, change, interval, n and
 * remark, and the company's value beside them unless it is the subject.
 * `count` ids, or all metrics when `ids` is NULL. */
void block_metrics(
    struct page *page, size_t subject, const char *const *ids, size_t count);

/* The managers (or teams, of many managers) by a metric, best first:
 * numerator, denominator, value, interval, change, what chance says. */
void block_subjects(struct page *page, const char *id, enum label numerator,
    enum label denominator);

/* The subjects of that block with a value, best first; the count. In the
 * report's arena; NULL for none. */
size_t *block_ranking(
    const struct dashboard *dashboard, size_t metric, size_t *count);

/* A chart of one of the eight indicators of the company over the quarters,
 * with the median of the managers. */
void block_quarters(struct page *page, const char *id, int x_offset, int width);

/* Small charts of the eight indicators over the quarters, with the median of
 * the managers; four a row. */
void block_history(struct page *page, size_t subject);

/* How long the company's clients stay: the curve with its band. */
void block_curve(struct page *page, int x_offset);

/* The same by team and manager: losses and what was to be expected, the median,
 * what chance says, and the teams' curves in a chart. */
void block_tenure(struct page *page);

/* The funnel of a share metric, a chart of half the width; false, and nothing,
 * where no manager has a value. */
bool block_funnel(struct page *page, const char *id, int x_offset);

/* Those of up to two metrics beside one another, with a heading. */
void block_funnels(struct page *page, const char *const *ids, size_t count);

/* The records that count against a subject, part by part. */
void block_against(struct page *page, size_t subject);

/* Begins a table of numbers for charts: its title and headings; the first row
 * below them. The next table begins below `rows` rows. */
uint32_t block_data(struct dashboard *dashboard, const char *title,
    const char *const *headings, size_t count, uint32_t rows);

/* A chart's range of one column of that sheet. */
struct range data_range(uint32_t first, uint32_t rows, int column);

/* ---- the sheets ---- */

void dashboard_summary(struct dashboard *dashboard, struct sheet *sheet);
void dashboard_scorecards(struct dashboard *dashboard, struct sheet *sheet);
void dashboard_retention(struct dashboard *dashboard);
void dashboard_pipeline(struct dashboard *dashboard);
void dashboard_growth(struct dashboard *dashboard);
void dashboard_delivery(struct dashboard *dashboard);
void dashboard_budget(struct dashboard *dashboard);
void dashboard_satisfaction(struct dashboard *dashboard);
void dashboard_coordination(struct dashboard *dashboard);
void dashboard_trends(struct dashboard *dashboard);
void dashboard_bonus(struct dashboard *dashboard);
void dashboard_what_if(struct dashboard *dashboard);
void dashboard_person(struct dashboard *dashboard, size_t subject);
void dashboard_definitions(struct dashboard *dashboard);
void dashboard_quality(struct dashboard *dashboard);
void dashboard_about(struct dashboard *dashboard);

/* On the sheet of data quality, from `row` on: what rows that were not taken
 * are worth, by reason. The next free row. */
uint32_t dashboard_left_out(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row);

#endif
