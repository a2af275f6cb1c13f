#include "io/export/report/values.h"

#include <string.h>

#include "engine/base/arena.h"

/* Beyond these a double does not tell one whole number from the next. */
static const wide most_exact = (wide)1 << 53;

static bool
is_beyond(const struct datum *datum)
{
	wide whole = datum->kind == DATUM_INTEGER ? (wide)datum->as.integer
						  : datum->as.exact / WIDE_ONE;
	return whole > most_exact || whole < -most_exact;
}

/* A number with all of its digits, as a text. */
static void
put_digits(
    struct sheet *sheet, uint32_t row, int column, const struct datum *datum)
{
	char buffer[DATUM_TEXT_SIZE];
	struct text text = datum_print(buffer, datum);
	sheet_string(sheet, row, column, ROLE_BODY,
	    arena_copy(sheet->report->arena, text.data, text.length));
}

/* The format that shows a number as it is printed, if it is to be. */
static enum measure_format
format_of(const struct datum *datum)
{
	char text[WIDE_TEXT_SIZE];
	if (!datum->in_full)
		return (enum measure_format)datum->shown;
	wide_print_places(text, datum->as.exact, datum->places);
	const char *point = strchr(text, '.');
	size_t places = point ? strlen(point + 1) : 0;
	return places > 4 ? FORMAT_PLAIN
			  : (enum measure_format)(FORMAT_DIGITS + places);
}

static void
put_cell(
    struct sheet *sheet, uint32_t row, int column, const struct datum *datum)
{
	enum measure_format format = format_of(datum);
	switch ((enum datum_kind)datum->kind) {
	case DATUM_NONE:
		break;
	case DATUM_TEXT:
	case DATUM_NUMBER:
		sheet_text(sheet, row, column, ROLE_BODY, datum->as.text);
		break;
	case DATUM_DATE:
		sheet_date(sheet, row, column, datum->as.date);
		break;
	case DATUM_INTEGER:
	case DATUM_EXACT:
		if (!datum->in_full && is_beyond(datum)) {
			put_digits(sheet, row, column, datum);
			break;
		}
		sheet_number(sheet, row, column, ROLE_BODY, format,
		    quantity_exact(datum->kind == DATUM_EXACT
				       ? datum->as.exact
				       : datum->as.integer * WIDE_ONE));
		break;
	case DATUM_REAL:
		sheet_number(sheet, row, column, ROLE_BODY, format,
		    quantity_real(datum->as.real));
		break;
	}
}

void
sheet_values(struct sheet *sheet, const struct values *values)
{
	size_t columns = values->columns;
	for (size_t c = 0; c < columns; c++) {
		bool amounts = values->rows && values->cells[c].in_full;
		sheet_string(sheet, 0, (int)c,
		    amounts ? ROLE_HEADING_NUMBER : ROLE_HEADING,
		    values->names[c]);
	}
	for (size_t i = 0; i < values->cell_count; i++)
		put_cell(sheet, (uint32_t)(i / columns) + 1, (int)(i % columns),
		    &values->cells[i]);
	sheet->freeze_row = 1;
	sheet_fit(sheet, 8, 50);
}
