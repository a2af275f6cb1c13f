/* Blocks: what several sheets have, and the charts. Each writes from the page's
 * next free row on and leaves page->row below itself, but for charts with an
 * x_offset, which stand beside one another: after these page_skip goes on. */
#ifndef IO_EXPORT_DASHBOARD_BLOCKS_H
#define IO_EXPORT_DASHBOARD_BLOCKS_H

#include "io/export/dashboard/page.h"

/* Of charts, in pixels. */
enum {
	HALF_WIDTH = 520, /* shares its row with another */
	FULL_WIDTH = 1052,
	CHART_HEIGHT = 260,
	FUNNEL_HEIGHT = 330 /* with a legend */
};

/* Metrics of the page's subject, a row each: value, prior, change, interval, n
 * and remark, and the company's value beside them unless it is the subject.
 * `count` ids, or all metrics when `ids` is NULL. */
void block_metrics(struct page *page, const char *const *ids, size_t count);

/* The company's indicators as management reads them: actual, target, prior
 * period, a year ago, in millions and billions, and a verdict. */
void block_indicators(struct page *page);

/* The company's sums of the fiscal year to date and of the last twelve months,
 * each beside that of a year before; nothing where the data do not reach, or
 * the run's own period is a year or not over. */
void block_to_date(struct page *page);

/* How far the numbers can be trusted, each line with a link: rejected rows and
 * the money in them, the data's end, scores from less than half a plan,
 * indicators of few records. */
void block_trust(struct page *page);

/* The managers (or teams, of many managers) by a share or a score, best first:
 * numerator, denominator, value, interval, change, what chance says. */
void block_subjects(struct page *page, const char *id, enum label numerator,
    enum label denominator);

/* The subjects of that block with a value, best first; the count. In the
 * report's arena; NULL for none. */
size_t *block_ranking(
    const struct dashboard *dashboard, size_t metric, size_t *count);

/* A chart of one of the eight indicators of the company over the quarters,
 * with the median of the managers. */
void block_quarters(
    struct page *page, const char *id, int x_offset, int width, int height);

/* Small charts of the eight indicators of the page's subject over the
 * quarters, with the median of the managers; four a row. */
void block_history(struct page *page);

/* How long the company's clients stay: the curve with its band. */
void block_curve(struct page *page, int x_offset);

/* The same by team and manager: losses and what was to be expected, the median,
 * what chance says, and the teams' curves in a chart. */
void block_tenure(struct page *page);

/* Labels of a series of `rows` points: the name at the last. NULL without
 * memory, which is noted. */
const char *const *block_name_at_end(
    struct page *page, const char *name, uint32_t rows);

/* The funnel of a share metric, a chart of half the width; false, and nothing,
 * where no manager has a value. */
bool block_funnel(struct page *page, const char *id, int x_offset);

/* Those of up to two metrics beside one another, with a heading. */
void block_funnels(struct page *page, const char *const *ids, size_t count);

/* From one number over its changes to another: whole numbers stand from zero,
 * changes from where the one before them ended. */
enum { WATERFALL_STEPS = 8 };

struct waterfall_step {
	enum label label;
	double amount;
	bool whole;
};

struct waterfall {
	const char *title, *description;
	struct waterfall_step steps[WATERFALL_STEPS];
	size_t count;
};

/* A chart of half the width, of money. */
void block_waterfall(
    struct page *page, const struct waterfall *waterfall, int x_offset);

/* Open proposals by age: a table with their value; a chart of half the width,
 * which is nothing where none is open. */
void block_open_ages(struct page *page);
void block_open_ages_chart(struct page *page);

/* The records that count against the page's subject, part by part. */
void block_against(struct page *page);

/* What the rows that were not taken are worth, by reason; nothing if there are
 * none. */
void block_left_out(struct page *page);

/* Begins a table of numbers for charts: its title and headings; the first row
 * below them. The next table begins below `rows` rows. */
uint32_t block_data(struct dashboard *dashboard, const char *title,
    const char *const *headings, size_t count, uint32_t rows);

/* A chart's range of one column of that sheet. */
struct range data_range(uint32_t first, uint32_t rows, int column);

#endif
