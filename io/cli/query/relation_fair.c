/* The rows of fair.csv and reliability.csv as relations. */
#include "engine/base/arena.h"
#include "io/cli/query/relation.h"
#include "io/locale/locale.h"

/* ---- fair ---- */

enum {
	FAIR_SCOPE,
	FAIR_SUBJECT,
	FAIR_METRIC,
	FAIR_N,
	FAIR_VALUE,
	FAIR_EXPECTED,
	FAIR_RATIO,
	FAIR_RATIO_LOW,
	FAIR_RATIO_HIGH,
	FAIR_ADJUSTED,
	FAIR_TAIL_CHANCE,
	FAIR_TAIL_SPREAD,
	FAIR_BEYOND,
	FAIR_FIXED
};

/* The metrics of a kind that has rows, by their indices in results. */
struct chosen {
	size_t *metrics, count;
};

static struct datum
read_measure(const struct estimate *estimate, size_t column)
{
	const struct fair *fair = estimate->fair;
	switch (column) {
	case FAIR_N:
		return datum_integer(estimate->n);
	case FAIR_VALUE:
		return datum_quantity(estimate->value);
	case FAIR_EXPECTED:
		return datum_optional(fair->expected);
	case FAIR_RATIO:
		return datum_optional(fair->ratio);
	case FAIR_RATIO_LOW:
		return datum_optional(fair->ratio_low);
	case FAIR_RATIO_HIGH:
		return datum_optional(fair->ratio_high);
	case FAIR_ADJUSTED:
		return datum_optional(fair->adjusted);
	case FAIR_TAIL_CHANCE:
		return datum_optional(fair->tail_chance);
	case FAIR_TAIL_SPREAD:
		return datum_optional(fair->tail_spread);
	default:
		return datum_string(beyond_name(fair->beyond));
	}
}

static struct datum
read_fair(const struct relation *relation, size_t row, size_t column)
{
	const struct results *results = relation->ground->results;
	const struct chosen *chosen = relation->own;
	/* Subject 0 is the company, with which the others are compared. */
	size_t subject = 1 + row / chosen->count;
	size_t metric = chosen->metrics[row % chosen->count];
	switch (column) {
	case FAIR_SCOPE:
		return datum_string(
		    scope_name(results->subjects[subject].scope));
	case FAIR_SUBJECT:
		return datum_text(results->subjects[subject].key);
	case FAIR_METRIC:
		return datum_string(results->metrics[metric].id);
	default:
		return read_measure(
		    results_at(results, results->run_period, subject, metric),
		    column);
	}
}

/* Shares, and means too if they are wanted. NULL without memory. */
static struct chosen *
choose(const struct ground *ground, bool means)
{
	const struct results *results = ground->results;
	struct chosen *chosen =
	    arena_allocate(ground->arena, 1, sizeof *chosen);
	if (!chosen)
		return NULL;
	chosen->metrics = arena_allocate(
	    ground->arena, results->metric_count, sizeof *chosen->metrics);
	if (!chosen->metrics)
		return NULL;
	for (size_t m = 0; m < results->metric_count; m++) {
		enum metric_kind kind = results->metrics[m].kind;
		if (kind == METRIC_SHARE || (means && kind == METRIC_MEAN))
			chosen->metrics[chosen->count++] = m;
	}
	return chosen;
}

#define TEXT_OF(name) COLUMN_OWN_(TEXT, name, KEY_NONE)
#define NUMBER_OF(name) COLUMN_OWN_(NUMBER, name, KEY_NONE)

struct relation *
relation_fair(const struct ground *ground)
{
	static const struct relation_column columns[FAIR_FIXED] = {
		[FAIR_SCOPE] = TEXT_OF("scope"),
		[FAIR_SUBJECT] = TEXT_OF("subject"),
		[FAIR_METRIC] = TEXT_OF("metric"),
		[FAIR_N] = NUMBER_OF("n"),
		[FAIR_VALUE] = NUMBER_OF("value"),
		[FAIR_EXPECTED] = NUMBER_OF("expected"),
		[FAIR_RATIO] = NUMBER_OF("ratio"),
		[FAIR_RATIO_LOW] = NUMBER_OF("ratio_low"),
		[FAIR_RATIO_HIGH] = NUMBER_OF("ratio_high"),
		[FAIR_ADJUSTED] = NUMBER_OF("adjusted"),
		[FAIR_TAIL_CHANCE] = NUMBER_OF("tail_chance"),
		[FAIR_TAIL_SPREAD] = NUMBER_OF("tail_spread"),
		[FAIR_BEYOND] = TEXT_OF("beyond"),
	};
	struct relation *relation = relation_new(ground, "fair",
	    _("the rows of fair.csv"), columns, FAIR_FIXED, TABLE_COUNT);
	struct chosen *chosen = choose(ground, false);
	if (!relation || !chosen)
		return NULL;
	relation->rows = (ground->results->subject_count - 1) * chosen->count;
	relation->own = chosen;
	relation->read = read_fair;
	return relation;
}

/* ---- reliability ---- */

enum {
	RELIABLE_METRIC,
	RELIABLE_SUBJECTS,
	RELIABLE_BETWEEN,
	RELIABLE_WITHIN,
	RELIABLE_SHARE,
	RELIABLE_FIXED
};

static struct datum
read_reliability(const struct relation *relation, size_t row, size_t column)
{
	const struct results *results = relation->ground->results;
	const struct chosen *chosen = relation->own;
	size_t metric = chosen->metrics[row];
	const struct reliability *reliability =
	    results_reliability(results, results->run_period, metric);
	switch (column) {
	case RELIABLE_METRIC:
		return datum_string(results->metrics[metric].id);
	case RELIABLE_SUBJECTS:
		return datum_integer(reliability->subjects);
	case RELIABLE_BETWEEN:
		return datum_optional(reliability->between);
	case RELIABLE_WITHIN:
		return datum_optional(reliability->within);
	default:
		return datum_optional(reliability->share);
	}
}

struct relation *
relation_reliability(const struct ground *ground)
{
	static const struct relation_column columns[RELIABLE_FIXED] = {
		[RELIABLE_METRIC] = TEXT_OF("metric"),
		[RELIABLE_SUBJECTS] = NUMBER_OF("subjects"),
		[RELIABLE_BETWEEN] = NUMBER_OF("between"),
		[RELIABLE_WITHIN] = NUMBER_OF("within"),
		[RELIABLE_SHARE] = NUMBER_OF("reliability"),
	};
	struct relation *relation = relation_new(ground, "reliability",
	    _("the rows of reliability.csv"), columns, RELIABLE_FIXED,
	    TABLE_COUNT);
	struct chosen *chosen = choose(ground, true);
	if (!relation || !chosen)
		return NULL;
	relation->rows = chosen->count;
	relation->own = chosen;
	relation->read = read_reliability;
	return relation;
}

#undef TEXT_OF
#undef NUMBER_OF
