#include "engine/base/arena.h"
#include "engine/model/plan.h"
#include "io/import/tables/parts.h"

enum { LARGEST_MIN_N = 1000000000 };

/* The index of a word; -1 if it is none of them. */
static int
word_of(struct text text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(text, words[i]))
			return (int)i;
	return -1;
}

static bool
is_level(const struct dataset *data, struct text text)
{
	uint32_t word = dictionary_find(&data->words, text);
	for (size_t i = 0; word != NO_ID && i < data->person_count; i++)
		if (data->people[i].level == word)
			return true;
	return false;
}

/* An alias stands for the id wherever a manager is named; a level or an id of
 * that name beats it. */
static struct text
resolve_level(const struct loading *loading, struct text level)
{
	const struct dataset *data = loading->data;
	uint32_t alias = dictionary_find(&loading->aliases, level);
	if (alias == NO_ID || is_level(data, level) ||
	    dictionary_find(&data->managers, level) != NO_ID)
		return level;
	return dictionary_text(
	    &data->managers, loading->manager_of_alias[alias]);
}

/* The cells that are words; FIELD_COUNT if all are known. */
static size_t
read_words(
    struct plan_row *row, const struct value *values, const char **reason)
{
	static const char *const estimators[] = { "", "value", "shrunk",
		"ci_low", "ci_high" };
	static const char *const periods[] = { "", "quarter", "year" };
	struct text gate = values[FIELD_PLAN_gate].text;
	int estimator = word_of(values[FIELD_PLAN_estimator].text, estimators,
	    sizeof estimators / sizeof *estimators);
	int period = word_of(values[FIELD_PLAN_period].text, periods,
	    sizeof periods / sizeof *periods);
	row->gate = text_is(gate, "yes");
	if (!row->gate && gate.length) {
		*reason = "expected yes or blank";
		return FIELD_PLAN_gate;
	}
	if (estimator < 0) {
		*reason = "expected value, shrunk, ci_low, ci_high or blank";
		return FIELD_PLAN_estimator;
	}
	if (period < 0) {
		*reason = "expected quarter, year or blank (any period)";
		return FIELD_PLAN_period;
	}
	row->estimator =
	    estimator ? (enum estimator)(estimator - 1) : ESTIMATOR_VALUE;
	row->period = (enum plan_period)period;
	return FIELD_COUNT;
}

static decimal
or_percent(decimal value, int percent)
{
	return value == DECIMAL_NONE ? percent * DECIMAL_ONE : value;
}

enum status
take_plan(struct loading *loading, struct value *values, struct source source,
    struct refusal *refusal)
{
	struct dataset *data = loading->data;
	decimal least = values[FIELD_PLAN_min_n].as.decimal;
	struct plan_row row = { .source = source,
		.weight = values[FIELD_PLAN_weight].as.decimal,
		.threshold = values[FIELD_PLAN_threshold].as.decimal,
		.target = values[FIELD_PLAN_target].as.decimal,
		.stretch = values[FIELD_PLAN_stretch].as.decimal,
		.payout_threshold = or_percent(
		    values[FIELD_PLAN_payout_threshold].as.decimal, 50),
		.payout_stretch = or_percent(
		    values[FIELD_PLAN_payout_stretch].as.decimal, 150) };
	const char *reason = NULL;
	size_t field = read_words(&row, values, &reason);
	if (field != FIELD_COUNT)
		return table_refuse(refusal, field, reason);
	if (least != DECIMAL_NONE &&
	    (least % DECIMAL_ONE || least / DECIMAL_ONE > LARGEST_MIN_N))
		return table_refuse(refusal, FIELD_PLAN_min_n,
		    "expected a whole number of records");
	row.least_n =
	    least == DECIMAL_NONE ? 0 : (uint32_t)(least / DECIMAL_ONE);

	struct text level =
	    resolve_level(loading, values[FIELD_PLAN_level].text);
	struct text metric = values[FIELD_PLAN_metric].text;
	row.level =
	    (struct text){ arena_copy(loading->arena, level.data, level.length),
		    level.length };
	row.metric = (struct text){ arena_copy(loading->arena, metric.data,
					metric.length),
		metric.length };
	struct plan_row *rows = arena_grown(loading->arena, data->plan,
	    data->plan_count, &loading->plan_capacity, sizeof *rows);
	if (!rows || !row.level.data || !row.metric.data)
		return STATUS_MEMORY;
	data->plan = rows;
	rows[data->plan_count++] = row;
	return STATUS_OK;
}
