#include "io/cli/typed_metric.h"

#include "engine/base/arena.h"
#include "io/cli/talk.h"
#include "metrics/estimates/metrics.h"

/* All metrics, and `also` behind them unless it is NULL. How many. */
static size_t
list_choices(
    struct typed_choice choices[METRICS_MOST], const struct typed_choice *also)
{
	for (size_t i = 0; i < metrics_count; i++) {
		const struct metric *metric = &metrics_table[i];
		choices[i] = (struct typed_choice){ { text_of(metric->id),
		    text_of(language_text(LANGUAGE_EN, metric->label)),
		    text_of(language_text(LANGUAGE_VI, metric->label)) } };
	}
	if (also)
		choices[metrics_count] = *also;
	return metrics_count + (also != NULL);
}

static void
say_unknown(const struct typed_choice *choices, size_t count,
    const char *option, const char *typed)
{
	const char *names[METRICS_MOST];
	const char *between = *option ? " " : "";
	for (size_t i = 0; i < count; i++)
		names[i] = choices[i].names[0].data;
	const char *nearest = text_nearest(text_of(typed), names, count);
	if (nearest)
		talk_error("%s%s%s: unknown metric; did you mean %s?", option,
		    between, typed, nearest);
	else
		talk_error("%s%s%s: unknown metric; kpi list metrics has them",
		    option, between, typed);
}

size_t
typed_metric(const char *option, struct text typed,
    const struct typed_choice *also, bool quiet)
{
	struct typed_choice choices[METRICS_MOST];
	size_t count = list_choices(choices, also);
	struct arena *arena = arena_new();
	const char *name =
	    arena ? arena_copy(arena, typed.data, typed.length) : NULL;
	size_t found =
	    name ? typed_name_choose(choices, count, option, name, quiet, arena)
		 : TYPED_SAID;
	if (!name)
		talk_error("out of memory");
	if (found == TYPED_NOBODY) {
		say_unknown(choices, count, option, name);
		found = TYPED_SAID;
	}
	arena_free(arena);
	return found;
}

size_t
typed_metric_named(struct text typed)
{
	struct typed_choice choices[METRICS_MOST];
	size_t count = list_choices(choices, NULL);
	struct arena *arena = arena_new();
	struct typed_found found = { 0 };
	bool one = arena &&
		   typed_name_find(&found, choices, count, typed, arena) &&
		   found.count == 1 && found.fit <= TYPED_SAME;
	size_t index = one ? found.choices[0] : TYPED_NOBODY;
	arena_free(arena);
	return index;
}
