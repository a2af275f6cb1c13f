/* The rows of pipeline.csv as a relation. */
#include "engine/base/arena.h"
#include "engine/model/analysis.h"
#include "io/cli/query/relation.h"
#include "io/locale/locale.h"

enum {
	SCOPE,
	SUBJECT,
	DAYS,
	AT_RISK,
	WON,
	LOST,
	WON_SO_FAR,
	LOST_SO_FAR,
	WON_LOW,
	WON_HIGH,
	FIXED
};

static struct datum
read_step(const struct pipeline_step *step, size_t column)
{
	switch (column) {
	case DAYS:
		return datum_integer(step->days);
	case AT_RISK:
		return datum_integer(step->at_risk);
	case WON:
		return datum_integer(step->won);
	case LOST:
		return datum_integer(step->lost);
	case WON_SO_FAR:
		return datum_real(step->won_so_far);
	case LOST_SO_FAR:
		return datum_real(step->lost_so_far);
	case WON_LOW:
		return datum_optional(step->won_low);
	default:
		return datum_optional(step->won_high);
	}
}

static struct datum
read_pipeline(const struct relation *relation, size_t row, size_t column)
{
	const struct results *results = relation->ground->results;
	const size_t *first = relation->own; /* by subject: its first row */
	size_t low = 0, high = results->subject_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (first[middle] <= row)
			low = middle;
		else
			high = middle;
	}
	const struct subject *subject = &results->subjects[low];
	if (column == SCOPE)
		return datum_string(scope_name(subject->scope));
	if (column == SUBJECT)
		return datum_text(subject->key);
	return read_step(
	    &results->analysis->pipeline.curves[low].steps[row - first[low]],
	    column);
}

/* By subject the index of its first row; behind the last the count of rows.
 * NULL without memory. */
static size_t *
first_rows(const struct ground *ground)
{
	const struct results *results = ground->results;
	size_t *first = arena_allocate(
	    ground->arena, results->subject_count + 1, sizeof *first);
	/* Who asks for no row of it has no analysis made. */
	if (first && results->analysis)
		for (size_t s = 0; s < results->subject_count; s++)
			first[s + 1] =
			    first[s] +
			    results->analysis->pipeline.curves[s].step_count;
	return first;
}

#define TEXT_OF(name) COLUMN_OWN_(TEXT, name, KEY_NONE)
#define NUMBER_OF(name) COLUMN_OWN_(NUMBER, name, KEY_NONE)

struct relation *
relation_pipeline(const struct ground *ground)
{
	static const struct relation_column columns[FIXED] = {
		[SCOPE] = TEXT_OF("scope"),
		[SUBJECT] = TEXT_OF("subject"),
		[DAYS] = NUMBER_OF("days"),
		[AT_RISK] = NUMBER_OF("at_risk"),
		[WON] = NUMBER_OF("won"),
		[LOST] = NUMBER_OF("lost"),
		[WON_SO_FAR] = NUMBER_OF("won_so_far"),
		[LOST_SO_FAR] = NUMBER_OF("lost_so_far"),
		[WON_LOW] = NUMBER_OF("won_low"),
		[WON_HIGH] = NUMBER_OF("won_high"),
	};
	struct relation *relation = relation_new(ground, "pipeline",
	    _("the rows of pipeline.csv"), columns, FIXED, TABLE_COUNT);
	size_t *first = first_rows(ground);
	if (!relation || !first)
		return NULL;
	relation->rows = first[ground->results->subject_count];
	relation->own = first;
	relation->read = read_pipeline;
	return relation;
}

#undef TEXT_OF
#undef NUMBER_OF
