#include "io/import/lossy_names.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "engine/base/arena.h"
#include "engine/model/rows.h"

/* Has the text a `?` before a letter of the same word, a replacement character,
 * or one that is no character (U+FFFE, U+FFFF), which sheets show as the
 * replacement? A question mark behind a word is one. */
static bool
is_lossy(struct text text)
{
	const uint8_t *at = (const uint8_t *)text.data;
	size_t left = text.length;
	bool asked = false;
	if (!memchr(at, '?', left) && !memchr(at, 0xef, left))
		return false; /* nearly always */
	while (left) {
		ucs4_t point;
		int size = u8_mbtouc(&point, at, left);
		bool letter = uc_is_property_alphabetic(point);
		if ((point >= 0xfffd && point <= 0xffff) || (asked && letter))
			return true;
		asked = point == '?';
		at += size;
		left -= (size_t)size;
	}
	return false;
}

/* The numbers of a dictionary whose texts are lossy; NULL in *marks if there
 * are none. */
static bool
mark_lossy(const struct dictionary *names, struct arena *scratch, bool **marks)
{
	*marks = NULL;
	for (uint32_t id = 0; id < names->count; id++) {
		if (!is_lossy(dictionary_text(names, id)))
			continue;
		if (!*marks)
			*marks = arena_allocate(
			    scratch, names->count, sizeof **marks);
		if (!*marks)
			return false;
		(*marks)[id] = true;
	}
	return true;
}

static bool
say(struct dataset *data, const struct field *field, uint64_t cells,
    const char *name, struct source first)
{
	struct assumption *assumption =
	    assumptions_add(&data->assumptions, cells, "");
	if (!assumption)
		return false;
	note_say(&assumption->text,
	    "%s: letters of %s are lost, such as in \"%s\" (%s:%u): a "
	    "spreadsheet saved it in an encoding without them; save it anew as "
	    "\"CSV UTF-8\"",
	    table_name(field->table), field->name, name,
	    data->inputs[first.input].path, first.line);
	return true;
}

static bool
search_column(struct dataset *data, const struct field *field,
    const struct dictionary *names, const bool *marks)
{
	uint64_t cells = 0;
	struct source first = { 0 };
	const char *name = "";
	for (size_t i = 0; i < rows_count(data, field->table); i++) {
		const char *row = rows_at(data, field->table, i);
		uint32_t id;
		memcpy(&id, row + field->kept, sizeof id);
		if (id == NO_ID || !marks[id])
			continue;
		if (cells++ == 0) {
			memcpy(&first, row, sizeof first);
			name = dictionary_text(names, id).data;
		}
	}
	return cells == 0 || say(data, field, cells, name, first);
}

/* The names are looked at once, the rows only where a name is lossy. */
static bool
search(struct dataset *data, struct arena *scratch)
{
	bool *marks[FIELD_TYPE_COUNT] = { NULL };
	for (enum field_type type = 0; type < FIELD_TYPE_COUNT; type++) {
		const struct dictionary *names = schema_dictionary(data, type);
		if (names && !mark_lossy(names, scratch, &marks[type]))
			return false;
	}
	for (size_t f = 0; f < FIELD_COUNT; f++) {
		const struct field *field = &schema_fields[f];
		if (field->kept != NOT_KEPT && marks[field->type] &&
		    !search_column(data, field,
			schema_dictionary(data, field->type),
			marks[field->type]))
			return false;
	}
	return true;
}

enum status
lossy_names_report(struct dataset *data, struct diagnostics *diagnostics)
{
	struct arena *scratch = arena_new();
	bool has_memory = scratch && search(data, scratch);
	arena_free(scratch);
	return has_memory ? STATUS_OK : diagnostics_no_memory(diagnostics);
}
