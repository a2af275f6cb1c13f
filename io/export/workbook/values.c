#include "io/export/workbook/values.h"

static void
put_cell(
    struct sheet *sheet, uint32_t row, int column, const struct datum *datum)
{
	enum measure_format format = (enum measure_format)datum->shown;
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
		sheet_number(sheet, row, column, ROLE_BODY, format,
		    quantity_exact(datum->as.integer * WIDE_ONE));
		break;
	case DATUM_EXACT:
		sheet_number(sheet, row, column, ROLE_BODY, format,
		    quantity_exact(datum->as.exact));
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
	for (size_t c = 0; c < columns; c++)
		sheet_string(sheet, 0, (int)c, ROLE_HEADING, values->names[c]);
	for (size_t i = 0; i < values->cell_count; i++)
		put_cell(sheet, (uint32_t)(i / columns) + 1, (int)(i % columns),
		    &values->cells[i]);
	sheet->freeze_row = 1;
	sheet_fit(sheet, 8, 50);
}
