/* A breakdown for people (a table with formatted numbers, a plot) and for
 * programs (a line a number). */
#ifndef IO_CLI_QUERY_SHOW_H
#define IO_CLI_QUERY_SHOW_H

#include "io/cli/query/breakdown.h"
#include "io/cli/query/print.h"

/* The columns for programs: period, the dimensions, then these. */
#define SHOW_COLUMNS                                                           \
	"metric", "value", "unit", "numerator", "denominator", "n", "ci_low",  \
	    "ci_high", "method", "reference", "change", "p", "flags"

/* Fills a table of values with a row a (period, group, metric): CSV, JSON,
 * workbook. STATUS_OK or STATUS_MEMORY. */
enum status show_rows(const struct breakdown *breakdown, struct values *values);

/* An aligned table: a line a (period, group), the metrics side by side. */
enum status show_table(
    const struct breakdown *breakdown, const struct session *session, FILE *to);

/* Bars, trend lines or a funnel, as the shape of the answer suggests. */
enum status show_plot(
    const struct breakdown *breakdown, const struct session *session, FILE *to);

/* Adds a sheet with a chart for each metric to a workbook's answer; its context
 * is a struct showing. */
struct showing {
	const struct breakdown *breakdown;
	const struct session *session;
};
struct report;
void show_chart(
    void *context, const struct values *values, struct report *report);

/* ---- shared by the above ---- */

enum { SHOW_NUMBER_SIZE = 80 };

/* A quantity as people read it: thousands apart, percent, one decimal. An
 * undefined one is "–". Returns `text`. */
const char *show_number(char text[SHOW_NUMBER_SIZE], struct quantity quantity,
    const struct metric *metric, enum language language);

/* The same of a number's value; a word where it is hidden. */
const char *show_value(char text[SHOW_NUMBER_SIZE],
    const struct estimate *estimate, const struct metric *metric,
    enum language language);

/* The same of a difference: with its sign, shares in percentage points. */
const char *show_change(char text[SHOW_NUMBER_SIZE], struct quantity quantity,
    const struct metric *metric, enum language language);

/* The cell of a dimension for people: managers by name, blanks in words. */
struct text show_cell(const struct breakdown *breakdown,
    const struct session *session, const struct line *line, size_t dimension);

/* All dimensions of a line, and the period where there are several. In
 * `arena`; empty without memory. */
struct text show_label(const struct breakdown *breakdown,
    const struct session *session, const struct line *line, bool with_time,
    struct arena *arena);

#endif
