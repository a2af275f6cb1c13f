#include "engine/model/place.h"

#include "engine/base/arena.h"

void
place_of(struct place *place, const struct dataset *data, struct source source)
{
	const struct text nothing = { "", 0 };
	for (int i = 0; i < 3; i++)
		place->parts[i] = nothing;
	if (source.line == 0)
		return;
	place->parts[0] = text_of(dataset_input_name(data, source.input));
	place->parts[1] = (struct text){ ":", 1 };
	place->parts[2] =
	    (struct text){ place->line, whole_print(place->line, source.line) };
}

const char *
place_text(
    const struct dataset *data, struct source source, struct arena *arena)
{
	struct place place;
	place_of(&place, data, source);
	return arena_format(arena, "%s%s%s", place.parts[0].data,
	    place.parts[1].data, place.parts[2].data);
}
