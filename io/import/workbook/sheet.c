#include <stdlib.h>
#include <string.h>

#include "io/import/workbook/parts.h"

/* Rows are filled up with blank cells to the widest row so far, but not beyond
 * so many: a table's rows then have as many cells as its header. */
enum { FILLED_COLUMNS = 64 };

/* A format of more zeros than these is not followed. */
enum { MOST_WIDTH = 30 };

/* How a cell says what it is. */
enum said {
	SAID_NUMBER,
	SAID_SHARED, /* the number of a shared string */
	SAID_TEXT,   /* inlineStr, or the text that a formula gives */
	SAID_TRUTH,
	SAID_ERROR,
	SAID_DATE /* in ISO 8601 */
};

/* What the text that comes belongs to. */
enum place { NOWHERE, IN_VALUE, IN_FORMULA };

struct reading {
	struct sheet_made *made;
	struct book *book;
	struct package *package;
	const struct strings *strings;
	const struct styles *styles;
	uint64_t most_rows;

	bool in_data;
	uint64_t row;   /* the last one that began, from 1; 0: none */
	uint64_t lines; /* that are written */
	bool row_hidden;
	uint32_t column; /* of the last cell of the row, from 1; 0: none */
	uint32_t written, widest; /* cells of the row; of a row so far */
	uint8_t types[CELL_TYPE_COLUMNS];
	uint32_t typed;

	enum place place;
	unsigned phonetic; /* how deep within rPh */
	enum said said;
	uint32_t style;
	bool has_formula;
	struct growing value, formula;

	/* By column: 1 hidden, 2 hidden and not empty. */
	uint8_t hidden[MOST_COLUMNS];
};

/* ---- writing ---- */

/* Writes what stands before the cell: the line ends of the rows above, the
 * commas of the cells to the left. Where the text goes. */
static struct growing *
begin_cell(struct reading *reading)
{
	struct growing *text = &reading->made->text;
	bool first = reading->written == 0;
	size_t feeds = first ? (size_t)(reading->row - reading->lines - 1) : 0;
	size_t commas = reading->column - (first ? 1 : reading->written);
	if (!growing_room(text, feeds + commas)) {
		package_no_memory(reading->package);
		return NULL;
	}
	memset(text->bytes + text->length, '\n', feeds);
	memset(text->bytes + text->length + feeds, ',', commas);
	text->length += feeds + commas;
	reading->lines += feeds;
	reading->written = reading->column;
	if (reading->hidden[reading->column - 1])
		reading->hidden[reading->column - 1] = 2;
	return text;
}

static void
note_type(struct reading *reading, enum cell_type type, bool digits)
{
	uint32_t column = reading->column - 1;
	struct cell_types *types = reading->made->types;
	if (column >= CELL_TYPE_COLUMNS)
		return;
	if (type == CELL_IS_TEXT && digits)
		types->columns[column] |= COLUMN_HAS_DIGITS;
	if (type == CELL_IS_NUMBER)
		types->columns[column] |= COLUMN_HAS_NUMBERS;
	if (type == CELL_IS_TEXT)
		return;
	types->any_unreadable |=
	    type == CELL_IS_ERROR || type == CELL_IS_FORMULA;
	reading->types[column] = (uint8_t)type;
	if (reading->typed <= column)
		reading->typed = column + 1;
}

static void
put_bytes(struct reading *reading, const char *bytes, size_t length,
    enum cell_type type, bool digits)
{
	struct growing *text = length ? begin_cell(reading) : NULL;
	if (!text)
		return;
	if (!growing_add(text, bytes, length))
		package_no_memory(reading->package);
	note_type(reading, type, digits);
}

/* A text that is still to be brought into the form of CSV. */
static void
put_text(struct reading *reading, struct growing *value, enum cell_type type)
{
	bool digits = false;
	struct growing *text = value->length ? begin_cell(reading) : NULL;
	if (!text)
		return;
	if (!growing_add_cell(text, value->bytes, value->length, &digits))
		package_no_memory(reading->package);
	note_type(reading, type, digits);
}

/* Ends the row that was begun, if there is one. */
static void
end_row(struct reading *reading)
{
	struct growing *text = &reading->made->text;
	if (reading->written == 0)
		return;
	uint32_t fill = reading->widest > reading->written
			    ? reading->widest - reading->written
			    : 0;
	if (reading->written > reading->widest)
		reading->widest = reading->written < FILLED_COLUMNS
				      ? reading->written
				      : FILLED_COLUMNS;
	if (!growing_room(text, fill + (size_t)1) ||
	    !cell_types_add(reading->made->types, reading->row, reading->types,
		reading->typed)) {
		package_no_memory(reading->package);
		return;
	}
	memset(text->bytes + text->length, ',', fill);
	text->length += fill;
	text->bytes[text->length++] = '\n';
	reading->lines++;
	memset(reading->types, 0, reading->typed);
	reading->typed = reading->written = 0;
	reading->book->sheet.hidden_rows += reading->row_hidden;
	if (text->length > SHEET_TEXT_BYTES)
		package_refuse(reading->package,
		    "the sheet's text is longer than %zu MiB; save it as CSV",
		    SHEET_TEXT_BYTES >> 20);
}

/* ---- values ---- */

/* Digits, perhaps with a sign and a point, that nothing is to be done about:
 * most numbers are. */
static bool
is_ready(const char *text, size_t length)
{
	size_t first = *text == '-', point = 0;
	if (length <= first || length > 15 || text[first] == '0' ||
	    text[first] == '.')
		return false;
	for (size_t i = first; i < length; i++) {
		if (text[i] == '.' && !point)
			point = i;
		else if ((unsigned char)(text[i] - '0') >= 10)
			return false;
	}
	return !point || (text[length - 1] != '0' && text[length - 1] != '.');
}

/* A number as its style has it: as a number, a day, a time. */
static void
put_number(struct reading *reading, const char *text, size_t length)
{
	char printed[NUMBER_TEXT];
	struct number number;
	struct style style = reading->style < reading->styles->count
				 ? reading->styles->rows[reading->style]
				 : (struct style){ LOOK_NUMBER, 0 };
	enum cell_type type = CELL_IS_NUMBER;
	if (style.look == LOOK_NUMBER && style.width <= 1 &&
	    is_ready(text, length)) {
		put_bytes(reading, text, length, type, false);
		return;
	}
	if (!number_read(&number, text, length)) {
		put_text(reading, &reading->value, CELL_IS_TEXT);
		return;
	}
	size_t size = 0;
	if (style.look != LOOK_NUMBER)
		size = moment_print(printed, &number, style.look,
		    reading->book->since_1904, &type);
	if (size == 0) {
		number_drop_noise(&number);
		bool whole = number.count <= number.point || number.count == 0;
		size = number_print(printed, &number,
		    whole && style.width <= MOST_WIDTH ? style.width : 0);
	}
	put_bytes(reading, printed, size, type, false);
}

static void
put_shared(struct reading *reading, const char *text, size_t length)
{
	const struct strings *strings = reading->strings;
	size_t number = 0;
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)(text[i] - '0') >= 10 ||
		    number > strings->count) {
			number = SIZE_MAX;
			break;
		}
		number = number * 10 + (size_t)(text[i] - '0');
	}
	if (length == 0 || number >= strings->count) {
		package_refuse(reading->package,
		    "row %ju refers to the text number %.*s, and there are %zu",
		    (uintmax_t)reading->row, (int)(length < 20 ? length : 20),
		    text, strings->count);
		return;
	}
	size_t begin = number ? strings->ends[number - 1] : 0;
	const char *bytes = strings->texts.bytes + begin;
	put_bytes(reading, bytes + 1, strings->ends[number] - begin - 1,
	    CELL_IS_TEXT, *bytes);
}

/* `2026-01-15T09:30:00.000` as a person writes it. */
static void
put_iso_date(struct reading *reading, char *text, size_t length)
{
	if (length > 10 && text[10] == 'T') {
		text[10] = ' ';
		if (length > 19)
			length = 19;
		if (length == 19 && memcmp(text + 11, "00:00:00", 8) == 0)
			length = 10;
	}
	reading->value.length = length;
	put_text(reading, &reading->value, CELL_IS_DATE);
}

static void
trim(const char **text, size_t *length)
{
	while (*length && strchr(" \t\r\n", **text)) {
		++*text;
		--*length;
	}
	while (*length && strchr(" \t\r\n", (*text)[*length - 1]))
		--*length;
}

static void
put_cell(struct reading *reading)
{
	struct growing *value = &reading->value;
	const char *text = value->bytes;
	size_t length = value->length;
	if (reading->said != SAID_TEXT)
		trim(&text, &length);
	if (length == 0 && reading->has_formula && reading->said != SAID_TEXT) {
		put_text(reading, &reading->formula, CELL_IS_FORMULA);
		return;
	}
	if (length == 0)
		return;
	switch (reading->said) {
	case SAID_NUMBER:
		put_number(reading, text, length);
		break;
	case SAID_SHARED:
		put_shared(reading, text, length);
		break;
	case SAID_TEXT:
		put_text(reading, value, CELL_IS_TEXT);
		break;
	case SAID_TRUTH:
		put_bytes(reading,
		    *text == '1' || *text == 't' ? "TRUE" : "FALSE",
		    *text == '1' || *text == 't' ? 4 : 5, CELL_IS_TEXT, false);
		break;
	case SAID_ERROR:
		put_text(reading, value, CELL_IS_ERROR);
		break;
	case SAID_DATE:
		put_iso_date(reading, value->bytes, value->length);
		break;
	}
}

/* ---- rows and cells ---- */

/* A whole number of at most ten digits; 0 if it is none. */
static uint64_t
whole(const char *text)
{
	uint64_t number = 0;
	size_t i = 0;
	for (; i < 10 && (unsigned char)(text[i] - '0') < 10; i++)
		number = number * 10 + (uint64_t)(text[i] - '0');
	return text[i] == '\0' ? number : 0;
}

static void
begin_row(struct reading *reading, const char *const *attributes)
{
	const char *number = package_attribute(attributes, "r");
	const char *hidden = package_attribute(attributes, "hidden");
	uint64_t row = number ? whole(number) : reading->row + 1;
	if (row > MOST_ROWS || row == 0)
		package_refuse(reading->package,
		    "there is a row %.20s; a sheet has %d",
		    number ? number : "", MOST_ROWS);
	else if (row <= reading->row)
		package_refuse(reading->package,
		    "row %ju stands behind row %ju", (uintmax_t)row,
		    (uintmax_t)reading->row);
	if (reading->most_rows && row > reading->most_rows)
		package_stop(reading->package);
	reading->row = row;
	reading->column = 0;
	reading->row_hidden = hidden && (*hidden == '1' || *hidden == 't');
}

/* Reads `AB12`; false if it is no place in this row. */
static bool
read_reference(const struct reading *reading, const char *text, uint32_t *found)
{
	uint32_t column = 0;
	for (; *text >= 'A' && *text <= 'Z' && column <= MOST_COLUMNS; text++)
		column = column * 26 + (uint32_t)(*text - 'A') + 1;
	*found = column;
	return column && column <= MOST_COLUMNS && whole(text) == reading->row;
}

static enum said
said_by(const char *type)
{
	static const struct {
		const char *word;
		enum said said;
	} words[] = { { "s", SAID_SHARED }, { "n", SAID_NUMBER },
		{ "str", SAID_TEXT }, { "inlineStr", SAID_TEXT },
		{ "b", SAID_TRUTH }, { "e", SAID_ERROR }, { "d", SAID_DATE } };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].word, type) == 0)
			return words[i].said;
	return SAID_TEXT;
}

static void
begin_cell_element(struct reading *reading, const char *const *attributes)
{
	const char *reference = NULL;
	uint32_t column = reading->column + 1;
	reading->said = SAID_NUMBER;
	reading->style = 0;
	reading->has_formula = false;
	reading->value.length = reading->formula.length = 0;
	for (; *attributes; attributes += 2) {
		const char *name = attributes[0], *value = attributes[1];
		if (name[0] == '\0' || name[1] != '\0')
			continue;
		if (*name == 'r')
			reference = value;
		if (*name == 's')
			reading->style = (uint32_t)whole(value);
		if (*name == 't')
			reading->said = said_by(value);
	}
	if (reference && !read_reference(reading, reference, &column))
		package_refuse(reading->package,
		    "row %ju has a cell %.20s, which is no place in it",
		    (uintmax_t)reading->row, reference);
	else if (column > MOST_COLUMNS)
		package_refuse(reading->package,
		    "row %ju has more than %d cells", (uintmax_t)reading->row,
		    MOST_COLUMNS);
	else if (column <= reading->column)
		package_refuse(reading->package,
		    "the cells of row %ju are not in their order",
		    (uintmax_t)reading->row);
	reading->column = column;
}

static void
hide_columns(struct reading *reading, const char *const *attributes)
{
	const char *hidden = package_attribute(attributes, "hidden");
	const char *first = package_attribute(attributes, "min");
	const char *last = package_attribute(attributes, "max");
	if (!hidden || (*hidden != '1' && *hidden != 't') || !first || !last)
		return;
	uint64_t end = whole(last);
	for (uint64_t i = whole(first); i && i <= end && i <= MOST_COLUMNS; i++)
		reading->hidden[i - 1] = 1;
}

/* ---- the part ---- */

/* Nearly all elements of a sheet are named by one letter. */
static void
begin_short(struct reading *reading, char name, const char *const *attributes)
{
	if (name == 'c')
		begin_cell_element(reading, attributes);
	if (name == 'v' || name == 't')
		reading->place = IN_VALUE;
	if (name != 'f')
		return;
	reading->has_formula = true;
	reading->place = IN_FORMULA;
	if (!growing_add(&reading->formula, "=", 1))
		package_no_memory(reading->package);
}

static void
on_data(
    struct reading *reading, const char *name, const char *const *attributes)
{
	if (reading->phonetic || strcmp(name, "rPh") == 0)
		reading->phonetic++;
	else if (name[1] == '\0')
		begin_short(reading, *name, attributes);
	else if (strcmp(name, "row") == 0)
		begin_row(reading, attributes);
}

static void
on_start(void *context, const char *name, const char *const *attributes)
{
	struct reading *reading = context;
	if (reading->in_data)
		on_data(reading, name, attributes);
	else if (strcmp(name, "sheetData") == 0)
		reading->in_data = true;
	else if (strcmp(name, "col") == 0)
		hide_columns(reading, attributes);
}

static void
on_text(void *context, const char *text, size_t length)
{
	struct reading *reading = context;
	if (reading->place == NOWHERE || reading->phonetic)
		return;
	struct growing *to =
	    reading->place == IN_VALUE ? &reading->value : &reading->formula;
	if (!growing_add(to, text, length))
		package_no_memory(reading->package);
	else if (to->length > CELL_BYTES)
		package_refuse(reading->package,
		    "a cell of row %ju is longer than %d bytes",
		    (uintmax_t)reading->row, CELL_BYTES);
}

static void
on_end(void *context, const char *name)
{
	struct reading *reading = context;
	reading->place = NOWHERE;
	if (!reading->in_data)
		return;
	if (reading->phonetic)
		reading->phonetic--;
	else if (name[1] == '\0') {
		if (*name == 'c')
			put_cell(reading);
	} else if (strcmp(name, "row") == 0)
		end_row(reading);
	else if (strcmp(name, "sheetData") == 0)
		reading->in_data = false;
}

enum status
sheet_read(struct sheet_made *made, struct book *book, struct package *package,
    const struct strings *strings, const struct styles *styles,
    uint64_t most_rows)
{
	struct reading *reading = calloc(1, sizeof *reading);
	made->types = calloc(1, sizeof *made->types);
	if (!reading || !made->types) {
		free(reading);
		return STATUS_MEMORY;
	}
	*reading = (struct reading){ .made = made,
		.book = book,
		.package = package,
		.strings = strings,
		.styles = styles,
		.most_rows = most_rows };
	const struct package_reader reader = {
		.context = reading,
		.start = on_start,
		.end = on_end,
		.text = on_text,
		.most = SHEET_PART_BYTES,
		.large = true,
	};
	enum status status =
	    growing_room(&made->text, 1) && growing_room(&reading->value, 1)
		? package_read(package, book->sheet_part, &reader)
		: STATUS_MEMORY;
	for (size_t i = 0; i < MOST_COLUMNS; i++)
		book->sheet.hidden_columns += reading->hidden[i] == 2;
	free(reading->value.bytes);
	free(reading->formula.bytes);
	free(reading);
	return status;
}
