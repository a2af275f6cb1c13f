#include "io/import/rows/rows.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/config/formats.h"
#include "io/import/rows/attributes.h"
#include "io/import/rows/duplicates.h"
#include "io/import/rows/footers.h"
#include "io/import/rows/rejects.h"
#include "io/import/rows/word_readings.h"
#include "io/locale/locale.h"

/* ---- the text of a field ---- */

static struct text
clean_cell(const struct row_taker *taker, const struct csv_record *record,
    size_t column, size_t field)
{
	if (column >= record->count)
		return text_of("");
	const struct csv_cell *cell = &record->cells[column];
	return cell_clean((struct text){ cell->data, cell->length },
	    schema_fields[field].flags & FIELD_FREE, taker->scratch);
}

/* a and b with a space between them, unless one is blank. */
static struct text
joined(struct text a, struct text b, struct arena *arena)
{
	if (!a.data || !b.data || b.length == 0)
		return b.data ? a : b;
	if (a.length == 0)
		return b;
	struct text text = { NULL, a.length + 1 + b.length };
	char *bytes = arena_allocate(arena, text.length, 1);
	if (!bytes)
		return text;
	memcpy(bytes, a.data, a.length);
	bytes[a.length] = ' ';
	memcpy(bytes + a.length + 1, b.data, b.length);
	text.data = bytes;
	return text;
}

/* `Last, First` as `First Last`; a text without a comma as it is. */
static struct text
first_name_first(struct text text, struct arena *arena)
{
	const char *comma =
	    text.length ? memchr(text.data, ',', text.length) : NULL;
	if (!comma)
		return text;
	struct text last = { text.data, (size_t)(comma - text.data) };
	struct text first = { comma + 1, text.length - last.length - 1 };
	return joined(cell_clean(first, false, arena),
	    cell_clean(last, false, arena), arena);
}

/* A text up to its last dash: DESIGN of DESIGN-12 or #DESIGN-12. */
static struct text
before_dash(struct text text)
{
	if (text.length && text.data[0] == '#') {
		text.data++;
		text.length--;
	}
	for (size_t i = text.length; i-- > 1;)
		if (text.data[i] == '-')
			return (struct text){ text.data, i };
	return text;
}

/* The hours from one time to another; where they are none, both as they stand.
 * Blank if one of them is. */
static struct text
span_text(const struct row_taker *taker, const struct csv_record *record,
    const struct feed *feed, size_t field, enum cell_type *type)
{
	const struct form *form = &taker->forms[FIELD_TIMESHEETS_worked_on];
	struct text from = clean_cell(taker, record, feed->columns[0], field);
	struct text to = clean_cell(taker, record, feed->columns[1], field);
	struct form_day begin, end;
	*type = CELL_IS_TEXT;
	if (from.length == 0 || to.length == 0)
		return from.length ? to : from;
	int64_t seconds =
	    form_date(form, from, &begin) && form_date(form, to, &end)
		? form_seconds(&begin, &end)
		: -1;
	if (seconds < 0)
		return joined(from, to, taker->scratch);
	*type = CELL_IS_DURATION;
	const char *text = arena_format(taker->scratch, "%jd:%02d:%02d",
	    (intmax_t)(seconds / 3600), (int)(seconds / 60 % 60),
	    (int)(seconds % 60));
	return text ? text_of(text) : (struct text){ NULL, 0 };
}

/* How the text of a field was found. */
struct finding {
	bool canonical;      /* it is written as the schema has it */
	struct text written; /* what the file has */
	enum word_way way;   /* how a word was found */
	enum cell_type type; /* of a cell that is not mapped */
	struct zone zone;    /* that its column's name states */
};

/* finding->type is that of the cell, where it is a single one; errors go before
 * all. */
static struct text
fed_text(const struct row_taker *taker, const struct csv_record *record,
    size_t field, struct finding *finding)
{
	const struct feed *feed = &taker->header->feeds[field];
	enum cell_type *type = &finding->type;
	if (feed->shape == COLUMN_SPAN && feed->count == 2)
		return span_text(taker, record, feed, field, type);
	struct arena *scratch = taker->scratch;
	struct text text = text_of("");
	for (size_t i = 0; i < feed->count && text.data; i++) {
		size_t column = feed->columns[i];
		struct text cell = clean_cell(taker, record, column, field);
		enum cell_type own = csv_record_type(record, column);
		if (text.length == 0 || cell_type_is_unreadable(own))
			*type = own;
		if (text.length == 0 || !finding->zone.known)
			finding->zone = taker->header->zones[column];
		if (feed->shape == COLUMN_JOIN && i)
			text = joined(text, cell, scratch);
		else if (text.length == 0)
			text = cell;
	}
	if (feed->shape == COLUMN_BEFORE_DASH && text.data)
		text = before_dash(text);
	return feed->last_first ? first_name_first(text, scratch) : text;
}

/* How narrowly a pattern fits a text; 0: not at all. */
static int
fit(const struct value_map *map, struct text folded)
{
	struct text inner;
	if (map->from.length == 1)
		return folded.length ? 1 : 0;
	return formats_pattern_fits(map->from, folded, &inner) ? 2 : 0;
}

static const struct value_map *
find_value(const struct field_values *values, struct text folded)
{
	const struct value_map *best = NULL;
	uint32_t id = dictionary_find(&values->words, folded);
	if (id != NO_ID)
		return values->maps[id];
	for (const struct value_map *map = values->patterns; map;
	     map = map->next)
		if (fit(map, folded) &&
		    (!best || fit(map, folded) > fit(best, folded)))
			best = map;
	return best;
}

static const struct field_values *
values_of(const struct source_configuration *source, size_t field)
{
	const struct field_values *values = source->values;
	while (values && values->field != field)
		values = values->next;
	return values;
}

const struct value_map *
row_value_map(const struct source_configuration *source, size_t field,
    struct text folded, bool *own)
{
	for (*own = true; source; source = source->under, *own = false) {
		const struct field_values *values = values_of(source, field);
		const struct value_map *map =
		    values ? find_value(values, folded) : NULL;
		if (map)
			return map;
	}
	return NULL;
}

bool
row_has_values(const struct source_configuration *source, size_t field)
{
	while (source && !values_of(source, field))
		source = source->under;
	return source;
}

bool
row_field_is_direct(const struct row_taker *taker, size_t field)
{
	const struct feed *feed = &taker->header->feeds[field];
	return !feed->constant.data && !feed->last_first && feed->count <= 1 &&
	       !row_has_values(taker->source, field) &&
	       (feed->count == 0 || feed->shape == COLUMN_ONE_OF);
}

bool
row_field_is_plain(const struct row_taker *taker, size_t field)
{
	const struct feed *feed = &taker->header->feeds[field];
	const struct form *form = &taker->forms[field];
	enum field_type type = schema_fields[field].type;
	return row_field_is_direct(taker, field) &&
	       (feed->count == 0 ||
		   ((type != FIELD_DATE || form->dates <= DATES_YMD) &&
		       (type != FIELD_DECIMAL ||
			   (form->numbers == NUMBERS_PLAIN &&
			       form->unit <= UNIT_HOURS && !form->percent))));
}

/* Is it the `"*"` that takes anything for a stage or a kind? */
static bool
is_star(const struct value_map *map, size_t field)
{
	return text_is(map->from, "*") && word_readings_cover(field);
}

static bool
is_schema_word(size_t field, struct text folded)
{
	const char *const *words = schema_words(schema_fields[field].type);
	while (*words && !text_is(folded, *words))
		words++;
	return *words;
}

/* The form of a field's text, in `room` if it is not that of a whole column.
 * Numbers, dates and durations of a sheet are what they are, where the field is
 * one. */
static const struct form *
form_of(const struct row_taker *taker, size_t field,
    const struct finding *finding, struct form *room, bool *of_column)
{
	enum cell_type type = finding->type;
	bool number = type == CELL_IS_NUMBER || type == CELL_IS_DURATION;
	enum field_type wanted = schema_fields[field].type;
	const struct form *form = &taker->forms[field];
	*of_column = !finding->canonical;
	if (finding->canonical)
		return &form_canonical;
	if (type == CELL_IS_TEXT && !finding->zone.known)
		return form; /* nearly always */
	*room = *form;
	room->stated = finding->zone;
	if ((number && wanted == FIELD_DECIMAL) ||
	    (type == CELL_IS_DATE && wanted == FIELD_DATE)) {
		*of_column = false;
		room->dates = DATES_YMD;
		room->numbers =
		    type == CELL_IS_NUMBER ? NUMBERS_PLAIN : NUMBERS_POINT;
	}
	return room;
}

/* The text of a field as the schema has it. A format's `"*"` is a guess: it is
 * only followed where the user accepts unknown words. */
static struct text
mapped_text(const struct row_taker *taker, const struct csv_record *record,
    size_t field, struct finding *finding)
{
	const struct feed *feed = &taker->header->feeds[field];
	struct text text = feed->constant;
	*finding = (struct finding){ .canonical = text.data != NULL,
		.way = WORD_AS_WRITTEN };
	if (!text.data)
		text = fed_text(taker, record, field, finding);
	finding->written = text;
	if (!text.data || !row_has_values(taker->source, field))
		return text;
	struct text folded = cell_fold(text, taker->scratch);
	bool own;
	if (!folded.data)
		return folded;
	const struct value_map *map =
	    row_value_map(taker->source, field, folded, &own);
	if (map && is_star(map, field)) {
		if (!own && (!taker->loading->options.accept_unknown ||
				is_schema_word(field, folded)))
			return text;
		finding->way = own ? WORD_BY_STAR : WORD_BY_FORMAT;
	}
	if (!map)
		return text;
	finding->canonical = true;
	finding->type = CELL_IS_TEXT;
	return map->to;
}

struct text
row_text(const struct row_taker *taker, const struct csv_record *record,
    size_t field, struct row_form *form)
{
	struct finding finding;
	struct text text = mapped_text(taker, record, field, &finding);
	if (form)
		form->form = *form_of(
		    taker, field, &finding, &form->form, &form->of_column);
	return text;
}

/* ---- the cells ---- */

static enum status
out_of(enum status status, struct row_taker *taker)
{
	if (status == STATUS_OVERFLOW)
		return diagnostics_fail(taker->diagnostics, status,
		    "%s: the sum of hours or cost does not fit into 128 bits; "
		    "look for absurd amounts",
		    taker->file->path);
	return diagnostics_no_memory(taker->diagnostics);
}

/* Is the field's column there, but not kept? */
static bool
is_unread(const struct header *header, size_t field)
{
	const struct feed *feed = &header->feeds[field];
	return feed->count && !header->wanted[feed->columns[0]];
}

/* Does nothing feed a field that need not be there, so that it is blank? */
static bool
is_blank(const struct row_taker *taker, size_t field)
{
	return !is_fed(&taker->header->feeds[field]) &&
	       !(schema_fields[field].flags & FIELD_REQUIRED) &&
	       !row_has_values(taker->source, field);
}

/* Why a cell that is an error of the sheet, or a formula without a value,
 * cannot be read; NULL if it is another. */
static const char *
unreadable(enum cell_type type, struct text text, struct arena *arena)
{
	if (type == CELL_IS_FORMULA)
		return N_(
		    "a formula whose value is not in the file; open it in a "
		    "spreadsheet program and save it");
	if (type != CELL_IS_ERROR)
		return NULL;
	const char *reason =
	    arena_format(arena, _("an error of the sheet (%.*s), no value"),
		(int)text.length, text.data);
	return reason ? reason : N_("an error of the sheet, no value");
}

const char *
row_read_field(const struct row_taker *taker, const struct csv_record *record,
    size_t f, struct value *values, struct text *seen)
{
	const struct field *field = &schema_fields[f];
	struct value *value = &values[f];
	struct finding finding;
	if (is_blank(taker, f))
		return cell_read(field, &form_canonical, value, taker->scratch);
	struct text text = mapped_text(taker, record, f, &finding);
	struct form room;
	bool of_column;
	const struct form *form =
	    form_of(taker, f, &finding, &room, &of_column);
	value->written = finding.written;
	if (seen && of_column)
		seen[f] = text;
	bool ignored = table_ignores(f, values);
	if (ignored)
		text = text_of("");
	value->text = text;
	if (!text.data)
		return NULL;
	if (field->flags & FIELD_REQUIRED && text.length == 0)
		return N_("blank, but required");
	const char *reason =
	    ignored ? NULL : unreadable(finding.type, text, taker->scratch);
	if (!reason)
		reason = cell_read(field, form, value, taker->scratch);
	if (reason && field->type == FIELD_DATE &&
	    finding.type == CELL_IS_NUMBER)
		reason =
		    N_("a number, not a day: give the cell the format of a "
		       "date; or if it counts days, say in kpi.yaml: also: "
		       "[excel_dates]");
	if (finding.way != WORD_AS_WRITTEN)
		value->way = finding.way;
	return reason;
}

enum status
row_read(const struct row_taker *taker, const struct csv_record *record,
    struct value *values, struct text *seen, struct refusal *refusal)
{
	struct field_range range = row_range(taker);
	const struct value blank = { .text = text_of(""),
		.written = text_of("") };
	*refusal = (struct refusal){ FIELD_COUNT, NULL };
	for (size_t f = range.first; f < range.first + range.count; f++) {
		values[f] = blank;
		if (seen)
			seen[f] = (struct text){ NULL, 0 };
		const char *reason =
		    is_unread(taker->header, f)
			? NULL
			: row_read_field(taker, record, f, values, seen);
		if (!values[f].text.data)
			return STATUS_MEMORY;
		if (reason) {
			*refusal = (struct refusal){ f, reason };
			return STATUS_OK;
		}
	}
	return STATUS_OK;
}

/* Times whose zone is known. */
static void
count_zoned(struct row_taker *taker, const struct value *values)
{
	const struct table_columns *columns =
	    &taker->loading->columns[taker->source->table];
	uint64_t before = taker->zoned_stamps;
	for (size_t i = 0; i < columns->date_count; i++)
		taker->zoned_stamps += values[columns->dates[i]].zoned;
	taker->zoned_rows += taker->zoned_stamps > before;
}

static void
count_rounded(struct row_taker *taker, const struct value *values)
{
	static const size_t fields[] = { FIELD_TIMESHEETS_hours,
		FIELD_TIMESHEETS_cost, FIELD_TIMESHEETS_hourly_cost };
	if (taker->source->table != TABLE_TIMESHEETS)
		return;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		taker->rounded[fields[i]] += values[fields[i]].rounded;
}

enum status
row_add(struct row_taker *taker, struct value *values,
    const struct text *attributes, struct source source,
    struct refusal *refusal)
{
	*refusal = (struct refusal){ FIELD_COUNT, NULL };
	enum status status = table_take(
	    taker->loading, taker->source->table, values, source, refusal);
	if (status)
		return out_of(status, taker);
	if (refusal->reason)
		return STATUS_OK;
	taker->counts.accepted++;
	count_rounded(taker, values);
	count_zoned(taker, values);
	taker->footers = 0;
	return attributes_take(taker, attributes)
		   ? diagnostics_no_memory(taker->diagnostics)
		   : STATUS_OK;
}

static enum status
reject_read(struct row_taker *taker, const struct csv_record *record,
    const struct refusal *refusal, const struct value *values)
{
	return reject_row(taker, record, schema_fields[refusal->field].name,
	    values[refusal->field].text, refusal->reason);
}

/* Until another record follows. */
static enum status
reject_footer(struct row_taker *taker, const struct csv_record *record,
    const struct refusal *refusal, const struct value *values)
{
	size_t footers = taker->footers + 1;
	if (footers == 1)
		taker->footers_from =
		    rejects_end(&taker->loading->data->rejects);
	enum status status = reject_read(taker, record, refusal, values);
	taker->footers = footers;
	return status;
}

static enum status
take_data(struct row_taker *taker, const struct csv_record *record)
{
	struct value values[FIELD_COUNT];
	struct refusal refusal;
	struct source source = { taker->input, (uint32_t)record->line };
	enum status status = row_read(taker, record, values, NULL, &refusal);
	const struct text *attributes = attributes_read(taker, record);
	if (status || !attributes)
		return out_of(STATUS_MEMORY, taker);
	if (refusal.reason && footers_is_heading(taker, record))
		return skip_row(taker, record, N_("heading of a group"));
	bool fits = refusal.reason && footers_fit(taker, record);
	if (!refusal.reason && footers_pass_for_record(taker, record, values)) {
		refusal =
		    (struct refusal){ row_range(taker).first, footers_reason };
		fits = true;
	}
	if (fits)
		return reject_footer(taker, record, &refusal, values);
	if (word_readings_note(taker, record, values, &refusal))
		return out_of(STATUS_MEMORY, taker);
	if (!refusal.reason)
		status = row_add(taker, values, attributes, source, &refusal);
	if (!status && !refusal.reason && taken_may_go(taker))
		status = taken_note(taker, record);
	return status || !refusal.reason
		   ? status
		   : reject_read(taker, record, &refusal, values);
}

static enum status
reject_judged(struct row_taker *taker, const struct csv_record *record,
    const char *reason, size_t column)
{
	if (column == NO_COLUMN)
		return reject_row(taker, record, "", text_of(""), reason);
	const struct csv_cell *cell = &record->cells[column];
	struct text value = { cell->data, cell->length };
	if (!taker->header->wanted[column])
		value = text_of("");
	return reject_row(
	    taker, record, taker->header->names[column], value, reason);
}

enum status
row_take(struct row_taker *taker, const struct csv_record *record)
{
	struct arena *scratch = taker->scratch;
	struct arena_mark mark = arena_mark(scratch);
	const char *reason;
	size_t column;
	enum status status = STATUS_OK;
	bool drop = false;
	uint64_t rejected = taker->counts.rejected;
	taker->counts.continuation += record->lines - 1;
	switch (row_judge(taker, record, &reason, &column)) {
	case ROW_BLANK:
		taker->counts.skipped++;
		break;
	case ROW_SKIPPED:
		status = skip_row(taker, record, reason);
		break;
	case ROW_REJECTED:
		status = reject_judged(taker, record, reason, column);
		break;
	case ROW_NO_MEMORY:
		status = diagnostics_no_memory(taker->diagnostics);
		break;
	case ROW_DATA:
		if (taker->duplicates)
			status = duplicates_look(taker, record, &drop);
		if (!status)
			status = drop ? skip_row(taker, record, "duplicate")
				      : take_data(taker, record);
		if (taker->duplicates && taker->counts.rejected > rejected)
			duplicates_rejected(taker->duplicates);
		break;
	}
	arena_release(scratch, mark);
	return status;
}
