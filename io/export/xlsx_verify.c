#include <expat.h>
#include <math.h>
#include <minizip/unzip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/arena.h"
#include "io/export/xlsx.h"

enum { CHUNK = 64 * 1024, NOT_SEEN = -1 };

/* A part of the package. */
struct part {
	const char *name;
	unz64_file_pos place;
};

/* The state of one verification. */
struct check {
	const struct report *report;
	const char *path;
	struct diagnostics *diagnostics;
	struct arena *arena;
	unzFile zip;
	XML_Parser parser;

	/* By name: looking for each from the start of the zip takes its time.
	 */
	struct part *parts;
	size_t part_count, part_capacity;

	/* The shared strings. */
	struct text *strings;
	size_t string_count, string_capacity;

	/* The text of the element that is being read, and that of the formula
	 * before it. */
	char *text, *formula;
	size_t length, capacity;
	bool in_text, has_formula;

	/* The sheet that is being compared: its cells in order, and which is
	 * expected next. */
	const struct sheet *sheet;
	const struct cell **expected;
	size_t expected_count, at;
	char reference[16], type[8];
	int style;
	int styles[ROLES][FORMATS]; /* the number of a look, once seen */
	size_t rules, validations;

	/* The chart that is being compared: its references in order. */
	const struct sheet *chart_sheet;
	const struct chart *chart;
	const char **references;
	size_t reference_count, reference_at;
	bool is_reference;

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
	if (check->capacity - check->length < more + 1) {
		size_t capacity = (check->capacity + more + 1) * 2;
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
	check->text[check->length] = '\0';
}

static void
begin_text(struct check *check, bool in_text)
{
	check->in_text = in_text;
	if (in_text) {
		check->length = 0;
		on_characters(check, "", 0);
	}
}

/* What was read, with a NUL behind it. */
static const char *
text_read(const struct check *check)
{
	return check->text ? check->text : "";
}

/* ---- shared strings ---- */

static void XMLCALL
string_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct check *check = context;
	(void)attributes;
	if (strcmp(name, "si") == 0)
		begin_text(check, true);
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
	char *copy = arena_copy(check->arena, text_read(check), check->length);
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
	check->rules = check->validations = 0;
	return true;
}

/* The library prints 16 digits. */
static bool
same_number(double a, double b)
{
	return fabs(a - b) <= 1e-15 * fmax(fabs(a), fabs(b));
}

static bool
same_value(const struct check *check, const struct cell *cell)
{
	const char *text = text_read(check);
	if (cell->kind == CELL_NUMBER)
		return *check->type == '\0' &&
		       same_number(strtod(text, NULL), cell->number);
	if (cell->formula)
		return strcmp(check->type, "str") == 0 &&
		       text_is(cell->text, text);
	size_t number = strtoul(text, NULL, 10);
	return strcmp(check->type, "s") == 0 && number < check->string_count &&
	       text_equal(check->strings[number], cell->text);
}

static bool
same_formula(const struct check *check, const struct cell *cell)
{
	if (!cell->formula || !check->has_formula)
		return !cell->formula && !check->has_formula;
	return strcmp(check->formula, cell->formula) == 0;
}

/* Cells of one role and measure look alike throughout. */
static bool
same_style(struct check *check, const struct cell *cell)
{
	int *known = &check->styles[cell->role][cell->format];
	if (*known == NOT_SEEN)
		*known = check->style;
	return *known == check->style;
}

static const char *
attribute(const XML_Char **attributes, const char *name)
{
	for (size_t i = 0; attributes[i]; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return attributes[i + 1];
	return "";
}

/* As much as there is room for: more is no reference, and no type. */
static void
copy_short(char *to, size_t size, const char *from)
{
	size_t length = strnlen(from, size - 1);
	memcpy(to, from, length);
	to[length] = '\0';
}

static void XMLCALL
cell_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	struct check *check = context;
	begin_text(check, strcmp(name, "v") == 0 || strcmp(name, "f") == 0);
	check->rules += strcmp(name, "cfRule") == 0;
	check->validations += strcmp(name, "dataValidation") == 0;
	if (strcmp(name, "c") != 0)
		return;
	check->has_formula = false;
	copy_short(check->reference, sizeof check->reference,
	    attribute(attributes, "r"));
	copy_short(check->type, sizeof check->type, attribute(attributes, "t"));
	check->style = atoi(attribute(attributes, "s"));
}

static void
keep_formula(struct check *check)
{
	check->formula =
	    arena_copy(check->arena, text_read(check), check->length);
	check->has_formula = true;
	check->out_of_memory |= !check->formula;
}

static void XMLCALL
cell_end(void *context, const XML_Char *name)
{
	struct check *check = context;
	bool value = strcmp(name, "v") == 0;
	check->in_text = false;
	/* <f> is also what a rule says, after all cells. */
	if (strcmp(name, "f") == 0 && check->at < check->expected_count)
		keep_formula(check);
	if (!value || check->difference || check->out_of_memory)
		return;
	char reference[REFERENCE_SIZE] = "";
	const struct cell *cell = check->at < check->expected_count
				      ? check->expected[check->at]
				      : NULL;
	if (cell)
		cell_reference(reference, cell->row, cell->column, false);
	if (!cell || strcmp(reference, check->reference) != 0 ||
	    !same_value(check, cell) || !same_formula(check, cell) ||
	    !same_style(check, cell))
		check->difference = arena_format(check->arena, "%s, cell %s",
		    check->sheet->name, check->reference);
	check->at++;
}

/* ---- charts ---- */

/* A range as charts refer to it: 'Sheet name'!$A$1:$B$2. Only letters, digits
 * and underscores go without quotes; a reader takes both. */
static const char *
print_range(
    struct check *check, const struct sheet *sheet, const struct range *range)
{
	char from[REFERENCE_SIZE], to[REFERENCE_SIZE];
	cell_reference(from, range->first_row, range->first_column, true);
	cell_reference(to, range->last_row, range->last_column, true);
	bool single = strcmp(from, to) == 0;
	return arena_format(check->arena, "%s!%s%s%s", sheet->name, from,
	    single ? "" : ":", single ? "" : to);
}

/* The references of a chart's series, categories before values. */
static bool
expect_chart(struct check *check)
{
	size_t count = 0;
	for (const struct series *s = check->chart->series; s; s = s->next)
		count += 2;
	check->references =
	    arena_allocate(check->arena, count, sizeof *check->references);
	check->reference_count = check->reference_at = 0;
	for (const struct series *s = check->chart->series;
	     s && check->references; s = s->next) {
		const struct sheet *sheet =
		    s->sheet ? s->sheet : check->chart_sheet;
		const struct range *both[] = { &s->categories, &s->values };
		for (int i = 0; i < 2; i++) {
			const char *text = print_range(check, sheet, both[i]);
			if (!text)
				return false;
			check->references[check->reference_count++] = text;
		}
	}
	return check->references != NULL;
}

/* Quotes around a sheet's name fall away; doubled ones become one. */
static void
strip_quotes(char *text)
{
	char *to = text;
	if (*text != '\'')
		return;
	for (const char *from = text + 1; *from; from++) {
		if (*from == '\'' && !*++from)
			break;
		*to++ = *from;
	}
	*to = '\0';
}

static void XMLCALL
chart_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	(void)attributes;
	begin_text(context, strcmp(name, "c:f") == 0);
}

static void XMLCALL
chart_end(void *context, const XML_Char *name)
{
	struct check *check = context;
	check->in_text = false;
	if (strcmp(name, "c:f") != 0 || check->out_of_memory)
		return;
	strip_quotes(check->text);
	if (check->reference_at == check->reference_count ||
	    strcmp(check->text, check->references[check->reference_at]) != 0)
		check->difference =
		    arena_format(check->arena, "%s, a chart's reference to %s",
			check->chart_sheet->name, check->text);
	check->reference_at++;
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
	XML_Parser parser = check->parser;
	if (!XML_ParserReset(parser, NULL))
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
	if (!status && check->out_of_memory)
		status = diagnostics_no_memory(check->diagnostics);
	if (!status && check->difference)
		status = wrong(check, check->difference);
	return status;
}

static int
by_name(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	return strcmp(a->name, b->name);
}

static enum status
list_parts(struct check *check)
{
	int found = unzGoToFirstFile(check->zip);
	for (; found == UNZ_OK; found = unzGoToNextFile(check->zip)) {
		char name[200] = "";
		struct part *parts = arena_grown(check->arena, check->parts,
		    check->part_count, &check->part_capacity, sizeof *parts);
		if (!parts)
			return diagnostics_no_memory(check->diagnostics);
		check->parts = parts;
		struct part *part = &parts[check->part_count++];
		if (unzGetCurrentFileInfo64(check->zip, NULL, name,
			sizeof name - 1, NULL, 0, NULL, 0) != UNZ_OK ||
		    unzGetFilePos64(check->zip, &part->place) != UNZ_OK)
			break;
		part->name = arena_copy(check->arena, name, strlen(name));
		if (!part->name)
			return diagnostics_no_memory(check->diagnostics);
	}
	if (found != UNZ_END_OF_LIST_OF_FILE)
		return wrong(check, "its table of contents");
	if (check->part_count)
		qsort(check->parts, check->part_count, sizeof *check->parts,
		    by_name);
	return STATUS_OK;
}

static enum status
read_named(struct check *check, const char *name, XML_StartElementHandler start,
    XML_EndElementHandler end)
{
	const struct part wanted = { .name = name };
	const struct part *part = bsearch(
	    &wanted, check->parts, check->part_count, sizeof wanted, by_name);
	if (!part || unzGoToFilePos64(check->zip, &part->place) != UNZ_OK)
		return wrong(check, name);
	return read_part(check, name, start, end);
}

/* Parts that are compared have a turn of their own. */
static bool
is_compared(const char *name)
{
	return strcmp(name, "xl/sharedStrings.xml") == 0 ||
	       strncmp(name, "xl/worksheets/sheet", 19) == 0 ||
	       strncmp(name, "xl/charts/chart", 15) == 0;
}

/* Every other part of the package is whole and well formed; as many parts are
 * compared as there are. */
static enum status
check_parts(struct check *check, size_t compared)
{
	enum status status = STATUS_OK;
	size_t found = 0;
	for (size_t i = 0; i < check->part_count && !status; i++)
		if (is_compared(check->parts[i].name))
			found++;
		else
			status = read_named(check, check->parts[i].name,
			    ignore_start, ignore_end);
	return !status && found != compared
		   ? wrong(check, "its table of contents")
		   : status;
}

static size_t
count_rules(const struct sheet *sheet)
{
	size_t count = 0;
	for (const struct shade *s = sheet->shades; s; s = s->next)
		count++;
	return count;
}

static enum status
check_sheet(struct check *check, const struct sheet *sheet, int number)
{
	char name[64];
	size_t validations = 0;
	snprintf(name, sizeof name, "xl/worksheets/sheet%d.xml", number);
	for (const struct validation *v = sheet->validations; v; v = v->next)
		validations++;
	if (!expect(check, sheet))
		return diagnostics_no_memory(check->diagnostics);
	enum status status = read_named(check, name, cell_start, cell_end);
	if (status)
		return status;
	bool complete = check->at == check->expected_count &&
			check->rules >= count_rules(sheet) &&
			check->validations == validations;
	return complete ? STATUS_OK : wrong(check, sheet->name);
}

/* The charts of a sheet; the library numbers them through the workbook. */
static enum status
check_charts(struct check *check, const struct sheet *sheet, int *number)
{
	enum status status = STATUS_OK;
	check->chart_sheet = sheet;
	for (check->chart = sheet->charts; check->chart && !status;
	     check->chart = check->chart->next) {
		char name[64];
		snprintf(name, sizeof name, "xl/charts/chart%d.xml", ++*number);
		if (!expect_chart(check))
			return diagnostics_no_memory(check->diagnostics);
		status = read_named(check, name, chart_start, chart_end);
		if (!status && check->reference_at != check->reference_count)
			status = wrong(check, name);
	}
	return status;
}

static enum status
check_workbook(struct check *check)
{
	int number = 0, charts = 0;
	enum status status = list_parts(check);
	if (!status)
		status = read_named(
		    check, "xl/sharedStrings.xml", string_start, string_end);
	for (const struct sheet *sheet = check->report->sheets;
	     sheet && !status; sheet = sheet->next) {
		struct arena_mark mark = arena_mark(check->arena);
		status = check_sheet(check, sheet, ++number);
		if (!status)
			status = check_charts(check, sheet, &charts);
		arena_release(check->arena, mark);
	}
	return status ? status
		      : check_parts(check, (size_t)number + (size_t)charts + 1);
}

enum status
xlsx_verify(const struct report *report, const char *path,
    struct diagnostics *diagnostics)
{
	struct check check = { .report = report,
		.path = path,
		.diagnostics = diagnostics,
		.arena = arena_new(),
		.parser = XML_ParserCreate(NULL) };
	enum status status = STATUS_MEMORY;
	if (!check.arena || !check.parser) {
		diagnostics_no_memory(diagnostics);
		goto cleanup;
	}
	for (int role = 0; role < ROLES; role++)
		for (int format = 0; format < FORMATS; format++)
			check.styles[role][format] = NOT_SEEN;
	check.zip = unzOpen64(path);
	status = check.zip ? check_workbook(&check)
			   : wrong(&check, "it is no workbook");
cleanup:
	if (check.zip)
		unzClose(check.zip);
	if (check.parser)
		XML_ParserFree(check.parser);
	free(check.text);
	arena_free(check.arena);
	return status;
}
