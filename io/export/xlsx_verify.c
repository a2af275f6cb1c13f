#include <expat.h>
#include <math.h>
#include <minizip/unzip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/arena.h"
#include "io/export/xlsx.h"

enum { CHUNK = 64 * 1024 };

/* The state of one verification. */
struct check {
	const struct report *report;
	const char *path;
	struct diagnostics *diagnostics;
	struct arena *arena;
	unzFile zip;

	/* The shared strings. */
	struct text *strings;
	size_t string_count, string_capacity;

	/* The text of the element that is being read. */
	char *text;
	size_t length, capacity;
	bool in_text;

	/* The sheet that is being compared: its cells in order, and which is
	 * expected next. */
	const struct sheet *sheet;
	const struct cell **expected;
	size_t expected_count, at;
	char reference[16];
	bool is_string;
	bool out_of_memory;
	const char *difference;
};

static enum status
wrong(struct check *check, const char *what)
{
	return diagnostics_fail(check->diagnostics, STATUS_OUTPUT,
	    "%s: the workbook that was written is not the one that was meant: "
	    "%s; is the disk full?",
	    check->path, what);
}

static void
on_characters(void *context, const XML_Char *data, int length)
{
	struct check *check = context;
	if (!check->in_text)
		return;
	size_t more = (size_t)length;
	if (check->capacity - check->length < more) {
		size_t capacity = (check->capacity + more) * 2;
		char *text = realloc(check->text, capacity);
		if (!text) {
			check->out_of_memory = true;
			return;
		}
		check->text = text;
		check->capacity = capacity;
	}
	memcpy(check->text + check->length, data, more);
	check->length += more;
}

/* ---- shared strings ---- */

static void XMLCALL
string_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct check *check = context;
	(void)attributes;
	if (strcmp(name, "si") == 0)
		check->length = 0;
	check->in_text = strcmp(name, "t") == 0;
}

static void XMLCALL
string_end(void *context, const XML_Char *name)
{
	struct check *check = context;
	check->in_text = false;
	if (strcmp(name, "si") != 0)
		return;
	struct text *strings = arena_grown(check->arena, check->strings,
	    check->string_count, &check->string_capacity, sizeof *strings);
	char *copy = arena_copy(
	    check->arena, check->text ? check->text : "", check->length);
	if (!strings || !copy) {
		check->out_of_memory = true;
		return;
	}
	check->strings = strings;
	strings[check->string_count++] = (struct text){ copy, check->length };
}

/* ---- cells ---- */

static int
by_place(const void *left, const void *right)
{
	const struct cell *a = *(const struct cell *const *)left;
	const struct cell *b = *(const struct cell *const *)right;
	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	if (a->column != b->column)
		return a->column < b->column ? -1 : 1;
	/* Put later in the same place: it counts. */
	return (a > b) - (a < b);
}

/* The cells of a sheet that must be in the file, in its order. */
static bool
expect(struct check *check, const struct sheet *sheet)
{
	size_t count = 0;
	const struct cell **cells =
	    arena_allocate(check->arena, sheet->cell_count, sizeof *cells);
	if (!cells)
		return false;
	for (size_t i = 0; i < sheet->cell_count; i++)
		cells[i] = &sheet->cells[i];
	qsort(cells, sheet->cell_count, sizeof *cells, by_place);
	for (size_t i = 0; i < sheet->cell_count; i++) {
		bool last = i + 1 == sheet->cell_count ||
			    cells[i]->row != cells[i + 1]->row ||
			    cells[i]->column != cells[i + 1]->column;
		if (last && cells[i]->kind != CELL_BLANK)
			cells[count++] = cells[i];
	}
	check->sheet = sheet;
	check->expected = cells;
	check->expected_count = count;
	check->at = 0;
	return true;
}

static void
print_reference(char text[16], const struct cell *cell)
{
	unsigned column = cell->column;
	char letters[4] = "";
	if (column >= 26)
		snprintf(letters, sizeof letters, "%c%c",
		    (char)('A' + column / 26 % 27 - 1),
		    (char)('A' + column % 26));
	else
		snprintf(letters, sizeof letters, "%c", (char)('A' + column));
	snprintf(text, 16, "%s%u", letters, cell->row + 1);
}

static bool
same_number(double a, double b)
{
	return fabs(a - b) <= 1e-14 * fmax(fabs(a), fabs(b));
}

static bool
same_value(const struct check *check, const struct cell *cell)
{
	if (check->is_string != (cell->kind == CELL_TEXT))
		return false;
	double number = strtod(check->text, NULL);
	if (cell->kind == CELL_NUMBER)
		return same_number(number, cell->number);
	return number >= 0 && number < (double)check->string_count &&
	       text_equal(check->strings[(size_t)number], cell->text);
}

static void XMLCALL
cell_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct check *check = context;
	check->in_text = strcmp(name, "v") == 0;
	if (check->in_text)
		check->length = 0;
	if (strcmp(name, "c") != 0)
		return;
	check->is_string = false;
	for (size_t i = 0; attributes[i]; i += 2)
		if (strcmp(attributes[i], "r") == 0)
			snprintf(check->reference, sizeof check->reference,
			    "%s", attributes[i + 1]);
		else if (strcmp(attributes[i], "t") == 0)
			check->is_string = strcmp(attributes[i + 1], "s") == 0;
}

static void XMLCALL
cell_end(void *context, const XML_Char *name)
{
	struct check *check = context;
	check->in_text = false;
	if (strcmp(name, "v") != 0 || check->difference)
		return;
	char reference[16] = "";
	if (check->at < check->expected_count)
		print_reference(reference, check->expected[check->at]);
	/* A NUL for strtod. */
	check->in_text = true;
	on_characters(check, "\0", 1);
	check->in_text = false;
	if (check->out_of_memory)
		return;
	if (check->at == check->expected_count ||
	    strcmp(reference, check->reference) != 0 ||
	    !same_value(check, check->expected[check->at]))
		check->difference = arena_format(check->arena, "%s, cell %s",
		    check->sheet->name, check->reference);
	check->at++;
}

/* ---- parts ---- */

static void XMLCALL
ignore_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	(void)context;
	(void)name;
	(void)attributes;
}

static void XMLCALL
ignore_end(void *context, const XML_Char *name)
{
	(void)context;
	(void)name;
}

/* Parses the part that is open in the zip; its checksum is compared when it is
 * closed. */
static enum status
parse_part(struct check *check, const char *name, XML_StartElementHandler start,
    XML_EndElementHandler end)
{
	char bytes[CHUNK];
	XML_Parser parser = XML_ParserCreate(NULL);
	if (!parser)
		return diagnostics_no_memory(check->diagnostics);
	XML_SetUserData(parser, check);
	XML_SetElementHandler(parser, start, end);
	XML_SetCharacterDataHandler(parser, on_characters);
	check->in_text = false;
	enum status status = STATUS_OK;
	for (int count = 1; count > 0 && !status;) {
		count = unzReadCurrentFile(check->zip, bytes, sizeof bytes);
		if (count < 0 || XML_Parse(parser, bytes, count, count == 0) !=
				     XML_STATUS_OK)
			status = wrong(check, name);
	}
	XML_ParserFree(parser);
	return status;
}

static enum status
read_part(struct check *check, const char *name, XML_StartElementHandler start,
    XML_EndElementHandler end)
{
	if (unzOpenCurrentFile(check->zip) != UNZ_OK)
		return wrong(check, name);
	enum status status = parse_part(check, name, start, end);
	if (unzCloseCurrentFile(check->zip) != UNZ_OK && !status)
		status = wrong(check, name);
	return status;
}

static enum status
read_named(struct check *check, const char *name, XML_StartElementHandler start,
    XML_EndElementHandler end)
{
	if (unzLocateFile(check->zip, name, 1) != UNZ_OK)
		return wrong(check, name);
	return read_part(check, name, start, end);
}

/* Every part of the package is whole and well formed. */
static enum status
check_parts(struct check *check)
{
	enum status status = STATUS_OK;
	int found = unzGoToFirstFile(check->zip);
	for (; found == UNZ_OK && !status;
	     found = unzGoToNextFile(check->zip)) {
		char name[200] = "";
		unz_file_info64 info;
		unzGetCurrentFileInfo64(
		    check->zip, &info, name, sizeof name - 1, NULL, 0, NULL, 0);
		status = read_part(check, name, ignore_start, ignore_end);
	}
	if (!status && found != UNZ_END_OF_LIST_OF_FILE)
		status = wrong(check, "its table of contents");
	return status;
}

static enum status
check_sheet(struct check *check, const struct sheet *sheet, int number)
{
	char name[64];
	snprintf(name, sizeof name, "xl/worksheets/sheet%d.xml", number);
	if (!expect(check, sheet))
		return diagnostics_no_memory(check->diagnostics);
	enum status status = read_named(check, name, cell_start, cell_end);
	if (status)
		return status;
	if (check->out_of_memory)
		return diagnostics_no_memory(check->diagnostics);
	if (check->difference)
		return wrong(check, check->difference);
	return check->at == check->expected_count ? STATUS_OK
						  : wrong(check, sheet->name);
}

static enum status
check_workbook(struct check *check)
{
	int number = 1;
	enum status status = check_parts(check);
	if (!status)
		status = read_named(
		    check, "xl/sharedStrings.xml", string_start, string_end);
	for (const struct sheet *sheet = check->report->sheets;
	     sheet && !status; sheet = sheet->next)
		status = check_sheet(check, sheet, number++);
	return status;
}

enum status
xlsx_verify(const struct report *report, const char *path,
    struct diagnostics *diagnostics)
{
	struct check check = { .report = report,
		.path = path,
		.diagnostics = diagnostics,
		.arena = arena_new() };
	if (!check.arena)
		return diagnostics_no_memory(diagnostics);
	check.zip = unzOpen64(path);
	enum status status = check.zip ? check_workbook(&check)
				       : wrong(&check, "it is no workbook");
	if (check.zip)
		unzClose(check.zip);
	free(check.text);
	arena_free(check.arena);
	return status;
}
