#include "io/import/rows/file_forms.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/locale/locale.h"

/* Is there a cell in the field's columns of which its form must be found out?
 * Numbers and days of a sheet are what they are; but a number may also be a
 * day (20260115). */
static bool
has_texts(const struct cell_types *types, const struct header *header, size_t f)
{
	const struct feed *feed = &header->feeds[f];
	int wanted = COLUMN_HAS_DIGITS;
	if (schema_fields[f].type == FIELD_DATE)
		wanted |= COLUMN_HAS_NUMBERS;
	for (size_t i = 0; types && i < feed->count; i++)
		if (feed->columns[i] >= CELL_TYPE_COLUMNS ||
		    types->columns[feed->columns[i]] & wanted)
			return true;
	return !types;
}

/* Does a column that feeds the field say that it is in percent? */
static bool
is_of_percent(const struct header *header, size_t f)
{
	const struct feed *feed = &header->feeds[f];
	for (size_t i = 0; i < feed->count; i++)
		if (strchr(header->names[feed->columns[i]], '%'))
			return true;
	return false;
}

/* Takes the plain grammar for a field. */
static void
take_plain(struct file_forms *file_forms, size_t f)
{
	file_forms->forms[f].dates = DATES_YMD;
	file_forms->forms[f].numbers = NUMBERS_PLAIN;
	file_forms->ways[f] = FORM_PLAIN;
}

/* The zone of the run; unknown if kpi.yaml says none. */
static struct zone
run_zone(const struct row_taker *taker)
{
	const char *said = taker->loading->configuration->definitions.time_zone;
	struct zone zone = { false, 0 };
	if (said)
		zone_parse(text_of(said), &zone);
	return zone;
}

void
file_forms_declare(struct file_forms *file_forms, const struct row_taker *taker,
    const struct cell_types *types)
{
	const struct source_configuration *source = taker->source;
	const struct header *header = taker->header;
	struct zone local = run_zone(taker);
	struct field_range range = schema_range(source->table);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct field *field = &schema_fields[f];
		struct form *form = &file_forms->forms[f];
		*form = (struct form){ .dates = source->date_order[f],
			.numbers = source->number_style[f],
			.unit = source->unit,
			.excel_dates = source->excel_dates,
			.unix_dates = source->unix_dates,
			.short_years = source->short_years,
			.far_dates = source->far_dates,
			.suffixes = source->suffixes,
			.fine = field->table == TABLE_TIMESHEETS &&
				!source->rounds[f],
			.rounds = source->rounds[f] ||
				  (field->flags & FIELD_DURATION &&
				      header->feeds[f].way != FED_BY_NAME),
			.shares = field->flags & FIELD_SHARE,
			.percent = field->flags & FIELD_SHARE &&
				   is_of_percent(header, f),
			.local = local };
		bool open = (field->type == FIELD_DATE && !form->dates) ||
			    (field->type == FIELD_DECIMAL && !form->numbers);
		bool typed = open && !has_texts(types, header, f);
		file_forms->undecided[f] =
		    open && !typed && header->feeds[f].count;
		file_forms->any_undecided |= file_forms->undecided[f];
		file_forms->ways[f] =
		    header->feeds[f].count == 0                ? FORM_NONE
		    : form->dates && field->type == FIELD_DATE ? FORM_DECLARED
		    : form->numbers && field->type == FIELD_DECIMAL
			? FORM_DECLARED
			: FORM_NONE;
		if (typed)
			take_plain(file_forms, f);
	}
}

void
file_forms_assume_canonical(struct file_forms *file_forms)
{
	file_forms->assumed = true;
	for (size_t f = 0; f < FIELD_COUNT; f++)
		if (file_forms->undecided[f])
			take_plain(file_forms, f);
}

bool
file_forms_are_foreign(const struct file_forms *file_forms)
{
	for (size_t f = 0; f < FIELD_COUNT; f++)
		if (file_forms->undecided[f] &&
		    evidence_is_foreign(&file_forms->evidence[f]))
			return true;
	return false;
}

/* Looks at one cell; a day that the file itself says to be one tells less. */
static bool
look_at(struct file_forms *file_forms, const struct row_taker *taker, size_t f,
    struct text text, const struct row_form *how, uint64_t line)
{
	const struct field *field = &schema_fields[f];
	struct evidence *evidence = &file_forms->evidence[f];
	struct arena *arena =
	    file_forms->assumed ? NULL : taker->loading->arena;
	if (how->of_column)
		return evidence_add(
		    evidence, field, &file_forms->forms[f], text, line, arena);
	bool day = field->type == FIELD_DATE && how->form.dates == DATES_YMD;
	return !day || evidence_add_day(evidence, text, line, arena);
}

bool
file_forms_look(struct file_forms *file_forms, struct row_taker *taker,
    const struct csv_record *record)
{
	struct field_range range = row_range(taker);
	struct arena *scratch = taker->scratch;
	struct arena_mark mark = arena_mark(scratch);
	const char *reason;
	size_t column;
	bool has_memory = true;
	enum row_fate fate = row_judge(taker, record, &reason, &column);
	if (fate != ROW_DATA)
		range.count = 0;
	has_memory = fate != ROW_NO_MEMORY;
	for (size_t f = range.first;
	     f < range.first + range.count && has_memory; f++) {
		struct row_form how;
		if (!file_forms->undecided[f])
			continue;
		struct text text = row_text(taker, record, f, &how);
		has_memory = text.data && look_at(file_forms, taker, f, text,
					      &how, record->line);
	}
	arena_release(scratch, mark);
	return has_memory;
}

/* ---- what cannot be decided ---- */

/* An example as both forms read it, for a message. */
static const char *
readings(const struct example *example, const struct field *field,
    struct form form, struct arena *arena)
{
	char a[WIDE_TEXT_SIZE] = "?", b[WIDE_TEXT_SIZE] = "?";
	struct text text = text_of(example->text);
	struct form_number number;
	struct form_day day;
	if (field->type == FIELD_DATE) {
		form.dates = DATES_DMY;
		if (form_date(&form, text, &day))
			date_print(a, day.day);
		form.dates = DATES_MDY;
		if (form_date(&form, text, &day))
			date_print(b, day.day);
	} else {
		form.numbers = NUMBERS_COMMA;
		if (form_number(&form, text, &number) == DECIMAL_OK)
			wide_print(
			    a, decimal_widen_fine(number.value, number.rest));
		form.numbers = NUMBERS_POINT;
		if (form_number(&form, text, &number) == DECIMAL_OK)
			wide_print(
			    b, decimal_widen_fine(number.value, number.rest));
	}
	return arena_format(arena, _("\"%s\" (line %ju) is %s or %s"),
	    example->text, (uintmax_t)example->line, a, b);
}

/* Proposes both forms of a column. */
static enum status
propose_forms(const struct row_taker *taker, size_t f)
{
	static const char *const orders[] = { "dmy", "mdy" };
	static const char *const styles[] = { "comma", "point" };
	const struct field *field = &schema_fields[f];
	bool dates = field->type == FIELD_DATE;
	for (int i = 0; i < 2; i++)
		diagnostics_propose(taker->diagnostics, taker->source->line,
		    "%s: {%s: {%s: %s}}", table_name(field->table),
		    dates ? "date_order" : "number_style", field->name,
		    dates ? orders[i] : styles[i]);
	return STATUS_INPUT;
}

static enum status
undecided(const struct row_taker *taker, size_t f,
    const struct evidence *evidence, const struct form *declared)
{
	const struct field *field = &schema_fields[f];
	struct arena *arena = taker->loading->arena;
	bool dates = field->type == FIELD_DATE, two = evidence->unsure[1].text;
	const char *first =
	    readings(&evidence->unsure[0], field, *declared, arena);
	const char *second =
	    two ? readings(&evidence->unsure[1], field, *declared, arena) : "";
	diagnostics_fail(taker->diagnostics, STATUS_INPUT,
	    "%s: column %s: its %s can be read in two ways: %s%s%s. No cell of "
	    "the column decides; say it in kpi.yaml, as one of",
	    taker->file->path, header_feed_name(taker->header, f),
	    dates ? "dates" : "numbers", first ? first : "", two ? ", " : "",
	    second ? second : "");
	return propose_forms(taker, f);
}

static enum status
contradiction(
    const struct row_taker *taker, size_t f, const struct evidence *evidence)
{
	const struct field *field = &schema_fields[f];
	bool dates = field->type == FIELD_DATE;
	diagnostics_fail(taker->diagnostics, STATUS_INPUT,
	    "%s: column %s: \"%s\" (line %ju) has %s, but \"%s\" (line %ju) "
	    "has %s. Correct one of them, or say in kpi.yaml which is right "
	    "(the others are then rejected), as one of",
	    taker->file->path, header_feed_name(taker->header, f),
	    evidence->first.text, (uintmax_t)evidence->first.line,
	    dates ? _("the day first") : _("a decimal comma"),
	    evidence->second.text, (uintmax_t)evidence->second.line,
	    dates ? _("the month first") : _("a decimal point"));
	return propose_forms(taker, f);
}

static enum status
two_styles(
    const struct row_taker *taker, size_t f, const struct evidence *evidence)
{
	const struct field *field = &schema_fields[f];
	diagnostics_fail(taker->diagnostics, STATUS_INPUT,
	    "%s: column %s: two styles of dates: %ju cells such as \"%s\" "
	    "(line "
	    "%ju), %ju such as \"%s\" (line %ju). A spreadsheet may have "
	    "swapped day and month in the first; export the column anew, or "
	    "say "
	    "in kpi.yaml that both are right:",
	    taker->file->path, header_feed_name(taker->header, f),
	    (uintmax_t)evidence_year_first(evidence),
	    evidence->first_year_first.text,
	    (uintmax_t)evidence->first_year_first.line,
	    (uintmax_t)evidence->year_last, evidence->first_year_last.text,
	    (uintmax_t)evidence->first_year_last.line);
	diagnostics_propose(taker->diagnostics, taker->source->line,
	    "%s: {date_order: {%s: dmy}}", table_name(field->table),
	    field->name);
	return STATUS_INPUT;
}

/* Is it a column of numbers whose style is to be found out? */
static bool
seeks_numbers(const struct file_forms *file_forms, size_t f)
{
	return file_forms->undecided[f] &&
	       schema_fields[f].type == FIELD_DECIMAL;
}

enum number_style
file_forms_numbers(const struct file_forms *file_forms, enum table table)
{
	struct field_range range = schema_range(table);
	bool comma = false, point = false;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct evidence *evidence = &file_forms->evidence[f];
		enum number_style declared = file_forms->forms[f].numbers;
		if (schema_fields[f].type != FIELD_DECIMAL)
			continue;
		if (file_forms->undecided[f]) {
			comma |= evidence->first.text != NULL;
			point |= evidence->second.text != NULL;
		} else {
			comma |= declared == NUMBERS_COMMA;
			point |= declared == NUMBERS_POINT;
		}
	}
	return comma == point ? NUMBERS_UNDECIDED
	       : comma        ? NUMBERS_COMMA
			      : NUMBERS_POINT;
}

bool
file_forms_need_numbers(const struct file_forms *file_forms, enum table table)
{
	struct field_range range = schema_range(table);
	if (file_forms_numbers(file_forms, table) != NUMBERS_UNDECIDED)
		return false;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (seeks_numbers(file_forms, f) &&
		    evidence_is_open(&file_forms->evidence[f]))
			return true;
	return false;
}

/* Decides a column of numbers by what is known of others; false if nothing is.
 */
static bool
follow(struct form *form, bool canonical, enum number_style numbers)
{
	if (numbers == NUMBERS_UNDECIDED)
		return false;
	form->numbers =
	    canonical && numbers == NUMBERS_POINT ? NUMBERS_PLAIN : numbers;
	return true;
}

/* Why an undecided column was decided as it is. */
static enum form_way
way_of(const struct file_forms *file_forms, size_t f, enum verdict verdict,
    bool followed, enum number_style of_file)
{
	const struct form *form = &file_forms->forms[f];
	bool plain = schema_fields[f].type == FIELD_DATE
			 ? form->dates == DATES_ISO || form->dates == DATES_YMD
			 : form->numbers == NUMBERS_PLAIN;
	if (verdict != VERDICT_DECIDED)
		return FORM_UNDECIDED;
	if (followed)
		return of_file ? FORM_FOLLOWS_FILE : FORM_FOLLOWS_SOURCE;
	return plain ? FORM_PLAIN : FORM_BY_CELL;
}

enum status
file_forms_decide(struct file_forms *file_forms, bool canonical,
    enum number_style numbers, const struct row_taker *taker)
{
	enum table table = taker->source->table;
	enum number_style of_file = file_forms_numbers(file_forms, table);
	struct field_range range = schema_range(table);
	bool foreign[2] = { !canonical, !canonical }; /* dates, numbers */
	enum status status = STATUS_OK;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (file_forms->undecided[f] &&
		    evidence_is_foreign(&file_forms->evidence[f]))
			foreign[schema_fields[f].type != FIELD_DATE] = true;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct field *field = &schema_fields[f];
		const struct evidence *evidence = &file_forms->evidence[f];
		struct form declared = file_forms->forms[f];
		bool plain = !foreign[field->type != FIELD_DATE];
		enum verdict verdict = VERDICT_UNSURE;
		if (!seeks_numbers(file_forms, f) ||
		    !evidence_is_open(evidence))
			verdict = evidence_decide(
			    evidence, field, plain, &file_forms->forms[f]);
		else if (follow(&file_forms->forms[f], plain,
			     of_file ? of_file : numbers))
			verdict = VERDICT_DECIDED;
		if (file_forms->undecided[f])
			file_forms->ways[f] = way_of(file_forms, f, verdict,
			    seeks_numbers(file_forms, f) &&
				evidence_is_open(evidence),
			    of_file);
		if (verdict != VERDICT_DECIDED)
			file_forms->forms[f] = declared;
		if (verdict == VERDICT_TWO_STYLES)
			status = two_styles(taker, f, evidence);
		if (verdict == VERDICT_UNSURE)
			status = undecided(taker, f, evidence, &declared);
		if (verdict == VERDICT_CONTRADICTION)
			status = contradiction(taker, f, evidence);
	}
	return status;
}

/* ---- in words ---- */

static const char *
form_word(const struct file_forms *file_forms, size_t f)
{
	static const char *const dates[] = { [DATES_UNDECIDED] = NULL,
		[DATES_ISO] = NULL,
		[DATES_YMD] = N_("year first"),
		[DATES_DMY] = N_("day first"),
		[DATES_MDY] = N_("month first") };
	static const char *const numbers[] = { [NUMBERS_UNDECIDED] = NULL,
		[NUMBERS_PLAIN] = NULL,
		[NUMBERS_POINT] = N_("decimal point"),
		[NUMBERS_COMMA] = N_("decimal comma") };
	const struct form *form = &file_forms->forms[f];
	const struct evidence *evidence = &file_forms->evidence[f];
	if (schema_fields[f].type == FIELD_DATE && form->dates == DATES_YMD &&
	    !evidence->year_first)
		return evidence->plain_to_see ? _("plain to see") : NULL;
	if (schema_fields[f].type == FIELD_DATE)
		return dates[form->dates];
	return schema_fields[f].type == FIELD_DECIMAL ? numbers[form->numbers]
						      : NULL;
}

struct form_reading
file_forms_reading(const struct file_forms *file_forms, size_t field)
{
	const struct evidence *evidence = &file_forms->evidence[field];
	const struct form *form = &file_forms->forms[field];
	struct form_reading reading = { .way = file_forms->ways[field] };
	bool is_date = schema_fields[field].type == FIELD_DATE;
	if (reading.way != FORM_DECLARED && reading.way < FORM_BY_CELL)
		return reading;
	if (reading.way == FORM_UNDECIDED)
		return reading;
	reading.name = form_word(file_forms, field);
	if (reading.way != FORM_BY_CELL)
		return reading;
	if (is_date ? form->dates == DATES_DMY : form->numbers == NUMBERS_COMMA)
		reading.cell = evidence->first;
	else if (is_date ? form->dates == DATES_MDY
			 : form->numbers == NUMBERS_POINT)
		reading.cell = evidence->second;
	if (reading.cell.text && !*reading.cell.text)
		reading.cell.text = NULL;
	return reading;
}

const char *
file_forms_describe(const struct file_forms *file_forms,
    const struct source_configuration *source, struct arena *arena)
{
	struct field_range range = schema_range(source->table);
	const char *text = "";
	for (size_t f = range.first; f < range.first + range.count && text;
	     f++) {
		const char *word =
		    file_forms->undecided[f] ? form_word(file_forms, f) : NULL;
		if (word)
			text = arena_format(arena, "%s%s%s %s", text,
			    *text ? ", " : _("; found out: "),
			    schema_fields[f].name, word);
	}
	return text ? text : "";
}

static void
say_rounded(struct note *text, const struct row_taker *taker, size_t f)
{
	const char *path = taker->file->path, *name = schema_fields[f].name;
	if (taker->source->rounds[f])
		note_say(text,
		    "%s: %s with more than four decimal places are rounded to "
		    "four, half away from zero",
		    path, name);
	else
		note_say(text,
		    "%s: %s with more than eight decimal places are rounded to "
		    "four, half away from zero",
		    path, name);
}

enum status
file_forms_say_rounded(const struct row_taker *taker)
{
	struct dataset *data = taker->loading->data;
	struct field_range range = row_range(taker);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct field *field = &schema_fields[f];
		if (!taker->rounded[f])
			continue;
		const char *line =
		    taker->source->rounds[f]
			? ""
			: arena_format(data->arena, "%s: {round: %s}",
			      table_name(field->table), field->name);
		struct assumption *assumption =
		    line ? assumptions_add(
			       &data->assumptions, taker->rounded[f], line)
			 : NULL;
		if (!assumption)
			return diagnostics_no_memory(taker->diagnostics);
		say_rounded(&assumption->text, taker, f);
	}
	return STATUS_OK;
}

enum status
file_forms_say_zoned(const struct row_taker *taker)
{
	if (taker->zoned_rows == 0 || run_zone(taker).known)
		return STATUS_OK;
	struct assumption *assumption =
	    assumptions_add(&taker->loading->data->assumptions,
		taker->zoned_rows, "time_zone: +07:00");
	if (!assumption)
		return diagnostics_no_memory(taker->diagnostics);
	note_say(&assumption->text,
	    "%s: days of times that state their zone are taken as written: "
	    "%ju; with the offset of your place they are days there",
	    taker->file->path, (uintmax_t)taker->zoned_stamps);
	return STATUS_OK;
}
