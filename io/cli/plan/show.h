/* A back-test for people (tables with bars, a workbook) and for programs. */
#ifndef IO_CLI_PLAN_SHOW_H
#define IO_CLI_PLAN_SHOW_H

#include "io/cli/plan/planning.h"
#include "io/cli/query/print.h"

/* Prints cost, ratings, targets, who is rated otherwise, who gains and loses,
 * and the notes. STATUS_OK or STATUS_MEMORY. */
enum status plan_show_tables(const struct planning *planning, FILE *to);

/* The part of these that is about people. */
enum status plan_show_people(const struct planning *planning, FILE *to);

/* Fills a table of values. For each period, then for all (`*`), and each plan:
 * a row of everybody (subject and metric `*`), one for each metric of a plan,
 * one for each person. STATUS_OK or STATUS_MEMORY. */
enum status plan_put_rows(
    const struct planning *planning, struct values *values);

/* Adds the sheets of a workbook, a question each, before that of all values. A
 * print_more, whose context is the planning. */
void plan_add_sheets(
    void *context, const struct values *values, struct report *report);

/* The part of these that is about people: other plans against the first. */
void plan_add_people(const struct planning *planning, struct report *report);

/* ---- shared by the above ---- */

/* Each outcome in turn: by period, the last of which is that of all periods (if
 * there are several), and by plan. */
size_t plan_period_count(const struct planning *planning);
const struct backtest_outcome *plan_outcome(
    const struct planning *planning, size_t period, size_t plan);
bool plan_is_all(const struct planning *planning, size_t period);

/* The difference to the first plan in percent of it; undefined where that is
 * 0. */
struct optional plan_percent(wide difference, wide first);

/* What moved somebody's pay: a gate that is shut now, or no longer, then what
 * moved the score, the largest moves first, as many as `most`:
 * `close_rate +12.50 (payout 50 → 100); …`, brief without what is in brackets.
 * In `arena`; NULL without memory. */
const char *plan_moves_text(const struct backtest_change *change, size_t most,
    bool brief, enum language language, struct arena *arena);

/* Who is paid otherwise by a plan than by the first, over all periods: whoever
 * gains most first, whoever loses most last. *people is in `arena`. STATUS_OK
 * or STATUS_MEMORY. */
enum status plan_gains(const struct planning *planning, size_t plan,
    const struct backtest_person ***people, size_t *count, struct arena *arena);

/* Periods, plans and currency, in words. In `arena`; NULL without memory. */
const char *plan_heading(const struct planning *planning, struct arena *arena);

/* What a period is called; the last may be that of all. */
const char *plan_period_label(const struct planning *planning, size_t period);

/* The places that amounts are printed with. */
int plan_places(const struct planning *planning);

struct text plan_person_name(const struct planning *planning, uint32_t manager);

#endif
