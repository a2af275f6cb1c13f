#include "engine/model/mix.h"

#include "engine/base/arena.h"

const struct mix *
mix_of(const struct mix *mixes, const char *metric)
{
	while (mixes && !text_is(mixes->metric, metric))
		mixes = mixes->next;
	return mixes;
}

const char *
mix_text(const struct mix *mixes, struct arena *arena)
{
	const char *text = "";
	for (const struct mix *mix = mixes; mix && text; mix = mix->next) {
		text = arena_format(arena, "%s%s%s by", text, *text ? "; " : "",
		    mix->metric.data);
		for (size_t i = 0; i < mix->count && text; i++)
			text = arena_format(arena, "%s%s %s", text,
			    i ? "," : "", mix->columns[i].name.data);
	}
	return text;
}
