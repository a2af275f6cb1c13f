#include "engine/model/assumption.h"

#include <inttypes.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"

struct assumption *
assumptions_add(
    struct assumptions *assumptions, uint64_t rows, const char *line)
{
	struct assumption *grown =
	    arena_grown(assumptions->arena, assumptions->rows,
		assumptions->count, &assumptions->capacity, sizeof *grown);
	if (!grown)
		return NULL;
	assumptions->rows = grown;
	struct assumption *added = &grown[assumptions->count++];
	*added = (struct assumption){ .text = note_begin(assumptions->arena),
		.about = assumptions->about,
		.rows = rows,
		.line = line ? line : "" };
	return added;
}

void
assumption_add_money(struct assumption *assumption, wide money)
{
	if (assumption && wide_add(&assumption->money, money))
		assumption->with_money = true;
}

const char *
assumption_weight(const struct assumption *assumption, const char *currency,
    enum language language, struct arena *arena)
{
	char money[WIDE_GROUPED_SIZE];
	if (assumption->rows == 0)
		return "";
	const char *rows = arena_format(arena,
	    language_count(language, "%" PRIu64 " row", "%" PRIu64 " rows",
		assumption->rows),
	    assumption->rows);
	if (!rows || !assumption->with_money)
		return rows ? arena_format(arena, " (%s)", rows) : NULL;
	return arena_format(arena, " (%s, %s %s)", rows,
	    wide_print_grouped(money, assumption->money, language), currency);
}
