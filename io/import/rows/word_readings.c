#include "io/import/rows/word_readings.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/rows/file_reading.h"
#include "io/import/rows/rejects.h"
#include "io/locale/locale.h"

enum { NAMED = 20 };

static struct word_readings *
readings_of(struct loading *loading)
{
	if (loading->words)
		return loading->words;
	struct word_readings *made =
	    arena_allocate(loading->arena, 1, sizeof *made);
	if (made)
		dictionary_init(&made->keys, loading->arena);
	return loading->words = made;
}

/* What a word was taken for; NULL: it is not known, or there is no memory. */
static const char *
read_as(const struct row_taker *taker, size_t field, const struct value *value)
{
	if (value->way == WORD_UNKNOWN)
		return NULL;
	if (word_readings_cover(field))
		return schema_words(schema_fields[field].type)[value->as.code];
	return arena_copy(
	    taker->loading->arena, value->text.data, value->text.length);
}

/* What a word is found by; without data there is no memory. */
static struct text
key_of(
    size_t field, enum word_way way, struct text written, struct arena *arena)
{
	const uint16_t head[] = { (uint16_t)field, (uint16_t)way };
	char *key = arena_allocate(arena, sizeof head + written.length, 1);
	if (!key)
		return (struct text){ NULL, 0 };
	memcpy(key, head, sizeof head);
	if (written.length)
		memcpy(key + sizeof head, written.data, written.length);
	return (struct text){ key, sizeof head + written.length };
}

/* The entry of a word, made if it is new; NULL without memory. */
static struct word_reading *
entry_of(const struct row_taker *taker, struct word_readings *readings,
    size_t field, const struct value *value, struct source source)
{
	struct loading *loading = taker->loading;
	enum word_way way = value->way;
	struct text key = key_of(field, way, value->written, taker->scratch);
	uint32_t id =
	    readings && key.data ? dictionary_add(&readings->keys, key) : NO_ID;
	if (id == NO_ID)
		return NULL;
	if (id < readings->count)
		return &readings->rows[id];
	const char *copy = arena_copy(
	    loading->arena, value->written.data, value->written.length);
	struct word_reading *rows = arena_grown(loading->arena, readings->rows,
	    readings->count, &readings->capacity, sizeof *rows);
	if (!rows || !copy)
		return NULL;
	readings->rows = rows;
	rows[readings->count] = (struct word_reading){ .field = field,
		.way = way,
		.text = { copy, value->written.length },
		.read_as = read_as(taker, field, value),
		.first = source };
	return &rows[readings->count++];
}

static void
add_to(struct word_reading *entry, decimal money)
{
	entry->rows++;
	if (money != DECIMAL_NONE &&
	    wide_add(&entry->money, decimal_widen(money)))
		entry->with_money = true;
}

static bool
count_word(const struct row_taker *taker, struct word_readings *readings,
    size_t field, const struct value *value, struct source source,
    decimal money)
{
	struct word_reading *entry =
	    entry_of(taker, readings, field, value, source);
	if (entry)
		add_to(entry, money);
	return entry;
}

bool
word_readings_concern(const struct row_taker *taker, const struct value *values)
{
	const struct word_fields *words = taker->words;
	for (size_t i = 0; i < words->count; i++)
		if (words->fields[i].covered &&
		    values[words->fields[i].field].way != WORD_AS_WRITTEN)
			return true;
	return false;
}

/* Is every spelling of the field to be shown? */
static bool
is_shown(const struct row_taker *taker, size_t field)
{
	return taker->reading && is_fed(&taker->header->feeds[field]) &&
	       (word_readings_cover(field) ||
		   row_has_values(taker->source, field));
}

enum status
word_readings_plan(struct row_taker *taker)
{
	struct field_range range = row_range(taker);
	struct arena *arena = taker->loading->arena;
	struct word_fields *words = arena_allocate(arena, 1, sizeof *words);
	if (!words)
		return STATUS_MEMORY;
	*words =
	    (struct word_fields){ .fields = arena_allocate(arena, range.count,
				      sizeof *words->fields) };
	for (size_t f = range.first;
	     words->fields && f < range.first + range.count; f++) {
		struct word_field field = { .field = f,
			.covered = word_readings_cover(f),
			.shown = is_shown(taker, f) };
		if (field.covered || field.shown)
			words->fields[words->count++] = field;
		words->any_shown |= field.shown;
	}
	taker->words = words;
	return words->fields ? STATUS_OK : STATUS_MEMORY;
}

/* Counts a word of a field that is shown. Where it is written as the schema has
 * it, its row is known by its code. */
static bool
count_shown(const struct row_taker *taker, struct word_field *field,
    const struct value *value, struct source source, decimal money)
{
	struct word_readings *readings = &taker->reading->words;
	bool known = field->covered && value->way == WORD_AS_WRITTEN &&
		     (value->text.data == value->written.data ||
			 text_equal(value->text, value->written));
	size_t code = value->text.length ? (size_t)value->as.code + 1 : 0;
	known = known && code < WORD_FIELD_CODES;
	if (known && field->rows[code]) {
		add_to(&readings->rows[field->rows[code] - 1], money);
		return true;
	}
	struct word_reading *entry =
	    entry_of(taker, readings, field->field, value, source);
	if (!entry)
		return false;
	if (known)
		field->rows[code] = (uint32_t)(entry - readings->rows) + 1;
	add_to(entry, money);
	return true;
}

enum status
word_readings_note_shown(const struct row_taker *taker,
    const struct value *values, struct source source, decimal money)
{
	struct word_fields *words = taker->words;
	for (size_t i = 0; i < words->count; i++) {
		struct word_field *field = &words->fields[i];
		if (field->shown && !count_shown(taker, field,
					&values[field->field], source, money))
			return STATUS_MEMORY;
	}
	return STATUS_OK;
}

enum status
word_readings_note(struct row_taker *taker, const struct csv_record *record,
    const struct value *values, const struct refusal *refusal)
{
	struct word_fields *words = taker->words;
	struct source source = { taker->input, (uint32_t)record->line };
	size_t until = refusal->reason ? refusal->field + 1 : FIELD_COUNT;
	bool weighed = taker->source->table != TABLE_CONTRACTS;
	decimal money = DECIMAL_NONE;
	for (size_t i = 0; i < words->count; i++) {
		struct word_field *field = &words->fields[i];
		size_t f = field->field;
		if (f >= until)
			break;
		bool odd = field->covered && values[f].way != WORD_AS_WRITTEN;
		if (!weighed && (odd || field->shown)) {
			money = reject_value(taker, record);
			weighed = true;
		}
		if (odd && !count_word(taker, readings_of(taker->loading), f,
			       &values[f], source, money))
			return STATUS_MEMORY;
		struct value value = values[f];
		if (refusal->reason && refusal->field == f)
			value.way = WORD_UNKNOWN;
		if (field->shown &&
		    !count_shown(taker, field, &value, source, money))
			return STATUS_MEMORY;
	}
	return STATUS_OK;
}

/* Reads the words of a record, whatever its other cells hold. */
static enum status
read_words(const struct row_taker *taker, const struct csv_record *record,
    struct value *values)
{
	struct field_range range = row_range(taker);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		values[f] = (struct value){ .text = { "", 0 } };
		if (!is_fed(&taker->header->feeds[f]) ||
		    !(word_readings_cover(f) || is_shown(taker, f)))
			continue;
		row_read_field(taker, record, f, values, NULL);
		if (!values[f].text.data)
			return STATUS_MEMORY;
	}
	return STATUS_OK;
}

enum status
word_readings_look(struct row_taker *taker, const struct csv_record *record)
{
	struct arena_mark mark = arena_mark(taker->scratch);
	const struct refusal none = { FIELD_COUNT, NULL };
	struct value values[FIELD_COUNT];
	const char *reason;
	size_t column;
	enum status status = STATUS_OK;
	enum row_fate fate = row_judge(taker, record, &reason, &column);
	taker->counts.continuation += record->lines - 1;
	if (fate == ROW_DATA)
		status = read_words(taker, record, values);
	if (fate == ROW_DATA && !status)
		status = word_readings_note(taker, record, values, &none);
	arena_release(taker->scratch, mark);
	return fate == ROW_NO_MEMORY ? STATUS_MEMORY : status;
}

/* ---- what is said ---- */

/* The most rows first, then by bytes. */
static int
compare(const void *left, const void *right)
{
	const struct word_reading *a = left, *b = right;
	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	if (a->way != b->way)
		return a->way < b->way ? -1 : 1;
	if (a->rows != b->rows)
		return a->rows > b->rows ? -1 : 1;
	return text_compare(a->text, b->text);
}

/* `12 rows, 120,000,000 VND`. */
static const char *
weight_of(const struct word_reading *entry, const struct loading *loading)
{
	const struct assumption weight = { .rows = entry->rows,
		.with_money = entry->with_money,
		.money = entry->money };
	return assumption_weight(&weight,
	    loading->configuration->definitions.currency, LANGUAGE_EN,
	    loading->arena);
}

/* `contracts: {values: {stage: {"Đã ký": won, "Mất": won}}}` for the first few
 * of `count` entries, each with the word `to`, or its own. */
static const char *
line_for(const struct word_reading *entries, size_t count, const char *to,
    struct arena *arena)
{
	const struct field *field = &schema_fields[entries->field];
	const char *pairs = "";
	for (size_t i = 0; i < count && i < NAMED && pairs; i++) {
		const char *quoted = yaml_quoted(entries[i].text, arena);
		pairs = quoted ? arena_format(arena, "%s%s%s: %s", pairs,
				     i ? ", " : "", quoted,
				     to ? to : entries[i].read_as)
			       : NULL;
	}
	return pairs ? arena_format(arena, "%s: {values: {%s: {%s}}}",
			   table_name(field->table), field->name, pairs)
		     : NULL;
}

/* `won, lost, open or cancelled`. */
static const char *
list_words(const char *const *words, struct arena *arena)
{
	const char *list = words[0];
	for (size_t i = 1; words[i] && list; i++)
		list = arena_format(arena, "%s%s%s", list,
		    words[i + 1] ? ", " : " or ", words[i]);
	return list ? list : "";
}

/* What a proposal says of a word that nobody knows. */
static const char *
likeliest_word(const struct field *field)
{
	return field->type == FIELD_STAGE ? "open"
					  : schema_words(field->type)[0];
}

/* Words of one column that nobody knows. */
static enum status
refuse(const struct loading *loading, const struct word_reading *entries,
    size_t count, struct diagnostics *diagnostics)
{
	struct arena *arena = loading->arena;
	const struct field *field = &schema_fields[entries->field];
	const char *const *words = schema_words(field->type);
	const char *named = "";
	for (size_t i = 0; i < count && i < NAMED && named; i++) {
		const struct source *first = &entries[i].first;
		const char *weight = weight_of(&entries[i], loading);
		named = arena_format(arena, _("%s\n  \"%s\"%s, first in %s:%u"),
		    named, entries[i].text.data, weight ? weight : "",
		    dataset_input_name(loading->data, first->input),
		    first->line);
	}
	if (named && count > NAMED)
		named = arena_format(
		    arena, _("%s\n  and %zu more"), named, count - NAMED);
	const char *line =
	    line_for(entries, count, likeliest_word(field), arena);
	if (!named || !line)
		return diagnostics_no_memory(diagnostics);
	diagnostics_fail(diagnostics, STATUS_USAGE,
	    locale_count("%1$s: %2$zu %3$s that nobody knows:%4$s\nSay in "
			 "kpi.yaml what each means (%5$s), or run with "
			 "--accept-unknown:",
		"%1$s: %2$zu %3$ss that nobody knows:%4$s\nSay in kpi.yaml "
		"what each means (%5$s), or run with --accept-unknown:",
		count),
	    table_name(field->table), count, field->name, named,
	    list_words(words, arena));
	diagnostics_propose(diagnostics, 0, "%s", line);
	return STATUS_USAGE;
}

static enum status
assume(struct loading *loading, const struct word_reading *entry,
    struct diagnostics *diagnostics)
{
	const struct field *field = &schema_fields[entry->field];
	const char *line = line_for(entry, 1,
	    entry->way == WORD_UNKNOWN ? likeliest_word(field) : NULL,
	    loading->arena);
	struct assumption *assumption =
	    line ? assumptions_add(
		       &loading->data->assumptions, entry->rows, line)
		 : NULL;
	if (!assumption)
		return diagnostics_no_memory(diagnostics);
	if (entry->with_money)
		assumption_add_money(assumption, entry->money);
	if (entry->way == WORD_UNKNOWN)
		note_say(&assumption->text,
		    "%s: %s \"%s\" is not known; its rows are rejected "
		    "(--accept-unknown)",
		    table_name(field->table), field->name, entry->text.data);
	else if (entry->way == WORD_BY_FORMAT)
		note_say(&assumption->text,
		    "%s: %s \"%s\" is not known and taken as %s "
		    "(--accept-unknown)",
		    table_name(field->table), field->name, entry->text.data,
		    entry->read_as);
	else
		note_say(&assumption->text, "%s: %s \"%s\" is taken as %s%s",
		    table_name(field->table), field->name, entry->text.data,
		    entry->read_as,
		    entry->way == WORD_BY_STAR ? " (\"*\")" : "");
	return STATUS_OK;
}

enum status
word_readings_conclude(struct loading *loading, struct diagnostics *diagnostics)
{
	struct word_readings *readings = loading->words;
	enum status status = STATUS_OK;
	if (!readings)
		return STATUS_OK;
	qsort(readings->rows, readings->count, sizeof *readings->rows, compare);
	for (size_t i = 0, n = 1; i < readings->count; i += n, n = 1) {
		struct word_reading *entry = &readings->rows[i];
		bool unknown = entry->way == WORD_UNKNOWN &&
			       !loading->options.accept_unknown;
		while (unknown && i + n < readings->count &&
		       entry[n].field == entry->field &&
		       entry[n].way == WORD_UNKNOWN)
			n++;
		enum status said = unknown
				       ? refuse(loading, entry, n, diagnostics)
				       : assume(loading, entry, diagnostics);
		if (said)
			status = said;
	}
	return status;
}
