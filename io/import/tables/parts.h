/* What the tables' rules share. */
#ifndef IO_IMPORT_TABLES_PARTS_H
#define IO_IMPORT_TABLES_PARTS_H

#include "io/import/tables/tables.h"

/* What a table's row must be beyond its columns' types: refuses it, or leaves
 * *refusal as it is. `row` is the table's struct with what its cells say but
 * for ids and words, which are known when it is added (those that are KNOWN
 * are). The rule may change what is kept: in the row, or as another text in
 * `values`. */
typedef void table_rule(const struct loading *loading, struct value *values,
    void *row, struct refusal *refusal);

table_rule judge_contract, judge_survey, judge_person, judge_assignment,
    judge_plan_row, judge_rating, judge_adjustment, judge_split, judge_payment;

/* Timesheets have their own way, by columns. As table_take. */
enum status take_timesheet(struct loading *loading, struct value *values,
    struct source source, struct refusal *refusal);

/* Remembers whom a survey is about that was added, if nobody knows them. False
 * without memory. */
bool survey_note_unknown(struct loading *loading, const struct value *values,
    const struct survey *survey);

/* Remembers whom and which contract a row of splits names that was added. False
 * without memory. */
bool split_note_names(struct loading *loading, const struct value *values);

/* Remembers a row of people that was added. False without memory. */
bool table_note_spell(struct loading *loading, uint32_t row);

void table_refuse(struct refusal *refusal, size_t field, const char *reason);

/* The reason of a refusal for which the row can do nothing: table_take says
 * STATUS_MEMORY instead. */
extern const char table_no_memory[];

/* A text that is a period such as 2026Q3 becomes the period's label, in the
 * loading's scratch; any other is refused. */
void table_judge_period(const struct loading *loading, struct text *text,
    struct refusal *refusal, size_t field, const char *expected);

/* The number of a text of the type, added if new; an alias gives that of its
 * id. NO_ID for a blank one. False without memory. */
bool table_add(struct loading *loading, enum field_type type, struct text text,
    uint32_t *id);

/* Refuses a row one of whose aliases is another's id or alias already. */
void table_judge_aliases(const struct loading *loading,
    const struct table_columns *columns, const struct value *values,
    struct refusal *refusal);

/* Makes the aliases of a row known that was added. False without memory. */
bool table_add_aliases(struct loading *loading,
    const struct table_columns *columns, const struct value *values);

/* Which currency a row's money is in: that of its `currency` column, or what
 * stands beside its `amount` (fields); and its rate of a day. An empty currency
 * and DECIMAL_NONE: the run's own. NULL, or what is wrong, which may lie in the
 * loading's scratch. */
struct conversion {
	struct text currency;
	decimal rate;
};
const char *table_conversion(const struct loading *loading,
    const struct value *values, size_t currency, size_t amount, date day,
    struct conversion *conversion);

/* Brings an amount (or DECIMAL_NONE) to the run's currency; false when it is
 * too large there. */
bool table_apply(const struct conversion *conversion, decimal *money);
extern const char table_too_large[];

/* Brings a row's money to the run's currency: from that of its `currency`
 * column, or what stands beside its `amount` (fields), at the rate of a day.
 * `more` is further money of the row. NULL, or what is wrong, which may lie in
 * the loading's scratch. */
const char *table_convert(const struct loading *loading,
    const struct value *values, size_t currency, size_t amount, date day,
    struct value *money, struct value *more);

#endif
