/* The cells of a workbook against those of the report. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/workbook/check.h"
#include "io/locale/locale.h"

enum { NOT_SEEN = -1 };

/* ---- shared strings ---- */

static void
string_start(void *context, const char *name, const char *const *attributes)
{
	struct check *check = context;
	(void)attributes;
	if (strcmp(name, "si") == 0)
		check_begin_text(check, true);
	check->in_text = strcmp(name, "t") == 0;
}

static void
string_end(void *context, const char *name)
{
	struct check *check = context;
	check->in_text = false;
	if (strcmp(name, "si") != 0)
		return;
	struct text *strings = arena_grown(check->arena, check->strings,
	    check->string_count, &check->string_capacity, sizeof *strings);
	char *copy = arena_copy(check->arena, check_text(check), check->length);
	if (!strings || !copy) {
		package_no_memory(check->package);
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
	/* Of two in one place the one put later counts; it stands later in the
	 * array. */
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
	check->guarded = false;
	return true;
}

/* The library prints 16 digits, which may lose the last bit. */
static bool
same_number(double a, double b)
{
	return fabs(a - b) <= 1e-15 * fmax(fabs(a), fabs(b));
}

/* The type of a cell in the file: none for a number, "str" for the text that a
 * formula gives, "s" for a text by its number among the shared strings. */
static bool
same_value(const struct check *check, const struct cell *cell)
{
	const char *text = check_text(check);
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

/* Cells of one role and format have one style throughout, whatever its number
 * in the file. */
static bool
same_style(struct check *check, const struct cell *cell)
{
	int *known = &check->styles[cell->role][cell->format];
	if (*known == NOT_SEEN)
		*known = check->style;
	return *known == check->style;
}

/* An attribute; "" if it is not there. */
static const char *
attribute(const char *const *attributes, const char *name)
{
	const char *value = package_attribute(attributes, name);
	return value ? value : "";
}

/* Copies what there is room for. Anything longer is no reference and no type,
 * and is not what is expected. */
static void
copy_short(char *to, size_t size, const char *from)
{
	size_t length = strnlen(from, size - 1);
	memcpy(to, from, length);
	to[length] = '\0';
}

static void
cell_start(void *context, const char *name, const char *const *attributes)
{
	struct check *check = context;
	check_begin_text(
	    check, strcmp(name, "v") == 0 || strcmp(name, "f") == 0);
	check->rules += strcmp(name, "cfRule") == 0;
	check->validations += strcmp(name, "dataValidation") == 0;
	check->guarded |= strcmp(name, "sheetProtection") == 0;
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
	    arena_copy(check->arena, check_text(check), check->length);
	check->has_formula = true;
	if (!check->formula)
		package_no_memory(check->package);
}

static void
cell_end(void *context, const char *name)
{
	struct check *check = context;
	bool value = strcmp(name, "v") == 0;
	check->in_text = false;
	if (strcmp(name, "f") == 0)
		keep_formula(check);
	if (!value || check->difference)
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
		check->difference = arena_format(check->arena, _("%s, cell %s"),
		    check->sheet->name, check->reference);
	check->at++;
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
		return STATUS_MEMORY;
	enum status status = check_read(check, name, cell_start, cell_end);
	if (status)
		return status;
	bool complete = check->at == check->expected_count &&
			check->rules == count_rules(sheet) &&
			check->validations == validations &&
			check->guarded == sheet->guarded;
	return complete ? STATUS_OK : check_wrong(check, sheet->name);
}

enum status
check_cells(struct check *check)
{
	int number = 0;
	for (int role = 0; role < ROLES; role++)
		for (int format = 0; format < FORMATS; format++)
			check->styles[role][format] = NOT_SEEN;
	enum status status =
	    check_read(check, "xl/sharedStrings.xml", string_start, string_end);
	for (const struct sheet *sheet = check->report->sheets;
	     sheet && !status; sheet = sheet->next) {
		struct arena_mark mark = arena_mark(check->arena);
		status = check_sheet(check, sheet, ++number);
		arena_release(check->arena, mark);
	}
	return status;
}
