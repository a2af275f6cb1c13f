/* Goal: the read-back finds every difference between a workbook and the report
 * that it should hold, and a file cut off anywhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/export/workbook/xlsx.h"
#include "tests/unit/folder.h"
#include "tests/unit/unit.h"

static char folder[FOLDER_SIZE], path[FOLDER_PATH_SIZE];
static struct arena *arena;
static struct diagnostics diagnostics;

/* A report with one of everything. */
static void
make(struct report *report)
{
	report_init(report, arena);
	report->title = "Indicators & more";
	report->period = "2026Q3";
	report->currency = "VND";
	report->created = 20000;
	struct sheet *sheet = report_sheet(report, text_of("Phần một's"));
	struct sheet *other = report_sheet(report, text_of("Data"));
	sheet_string(sheet, 0, 0, ROLE_TITLE, "Giữ chân < 82 %");
	sheet_link(sheet, 1, 0, text_of("Data"), other->name);
	sheet_real(sheet, 2, 1, ROLE_BODY, FORMAT_MONEY, 123456789012.25);
	sheet_real(sheet, 3, 1, ROLE_INPUT, FORMAT_PERCENT, 0.1);
	sheet_formula(
	    sheet, 4, 1, ROLE_BODY, FORMAT_PERCENT, "B4*2", 0.2, NULL);
	sheet_formula(sheet, 5, 1, ROLE_BODY, FORMAT_PLAIN,
	    "IF(B4<1,\"a\",\"b\")", 0, "a");
	for (uint32_t row = 0; row < 4; row++) {
		sheet_real(other, row, 0, ROLE_BODY, FORMAT_COUNT, row);
		sheet_real(other, row, 27, ROLE_BODY, FORMAT_COUNT, row * 2.5);
	}
	sheet_shade(sheet, (struct range){ 2, 3, 1, 1 }, SHADING_BARS);
	sheet_accept(sheet, &(struct validation){ .range = { 3, 3, 1, 1 },
				.high = 1,
				.title = "Share",
				.message = "From 0 to 1" });
	struct chart *chart =
	    sheet_chart(sheet, &(struct chart){ .kind = CHART_SCATTER,
				   .title = "Chart",
				   .description = "What it shows",
				   .row = 8,
				   .width = 400,
				   .height = 200 });
	chart_series(sheet, chart,
	    &(struct series){ .name = "one",
		.sheet = other,
		.categories = { 0, 3, 0, 0 },
		.values = { 0, 3, 27, 27 } });
	sheet_fit(sheet, 8, 40);
	assert_false(report->out_of_memory);
}

static int
set_up(void **state)
{
	(void)state;
	if (!folder_make(folder))
		return -1;
	snprintf(path, sizeof path, "%s/file.xlsx", folder);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static int
begin(void **state)
{
	(void)state;
	arena = arena_new();
	diagnostics = (struct diagnostics){ .arena = arena };
	return arena ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void
test_written_as_meant(void **state)
{
	struct report report;
	(void)state;
	make(&report);
	assert_int_equal(xlsx_write(&report, path, &diagnostics), STATUS_OK);
	assert_int_equal(xlsx_verify(&report, path, &diagnostics), STATUS_OK);
}

static struct cell *
cell_at(struct sheet *sheet, uint32_t row, int column)
{
	struct cell *cell = NULL;
	for (size_t i = 0; i < sheet->cell_count; i++)
		if (sheet->cells[i].row == row &&
		    sheet->cells[i].column == column)
			cell = &sheet->cells[i];
	assert_non_null(cell);
	return cell;
}

static void
change_text(struct report *report)
{
	cell_at(report->sheets, 0, 0)->text = text_of("Giữ chân < 83 %");
}

static void
change_text_before(struct report *report)
{
	/* As long, and like another text of the workbook. */
	cell_at(report->sheets, 0, 0)->text = text_of("Data");
}

static void
change_number(struct report *report)
{
	cell_at(report->sheets, 2, 1)->number = 123456789012.26;
}

/* One part in 10^15 is what 16 digits leave. */
static void
change_last_digit(struct report *report)
{
	cell_at(report->sheets, 2, 1)->number = 123456789012.2503;
}

static void
change_to_text(struct report *report)
{
	struct cell *cell = cell_at(report->sheets->next, 0, 0);
	cell->kind = CELL_TEXT;
	cell->text = text_of("Giữ chân < 82 %");
}

static void
change_to_number(struct report *report)
{
	struct cell *cell = cell_at(report->sheets, 0, 0);
	cell->kind = CELL_NUMBER;
	cell->number = 0;
}

static void
change_formula(struct report *report)
{
	cell_at(report->sheets, 4, 1)->formula = "B4*3";
}

static void
drop_formula(struct report *report)
{
	cell_at(report->sheets, 4, 1)->formula = NULL;
}

static void
add_formula(struct report *report)
{
	cell_at(report->sheets, 3, 1)->formula = "1/10";
}

static void
change_cached(struct report *report)
{
	cell_at(report->sheets, 4, 1)->number = 0.3;
}

static void
change_cached_text(struct report *report)
{
	cell_at(report->sheets, 5, 1)->text = text_of("b");
}

static void
change_look(struct report *report)
{
	cell_at(report->sheets, 4, 1)->role = ROLE_INPUT;
}

static void
change_place(struct report *report)
{
	cell_at(report->sheets, 2, 1)->column = 2;
}

static void
change_row(struct report *report)
{
	cell_at(report->sheets->next, 3, 27)->row = 4;
}

static void
add_cell(struct report *report)
{
	sheet_string(report->sheets->next, 9, 0, ROLE_BODY, "more");
}

static void
drop_cell(struct report *report)
{
	cell_at(report->sheets->next, 3, 27)->kind = CELL_BLANK;
}

/* Put later in the same place: it counts. */
static void
cover_cell(struct report *report)
{
	sheet_real(report->sheets, 3, 1, ROLE_INPUT, FORMAT_PERCENT, 0.2);
}

static void
change_reference(struct report *report)
{
	report->sheets->charts->series->values.last_row = 2;
}

static void
change_categories(struct report *report)
{
	report->sheets->charts->series->categories.first_row = 1;
}

static void
change_sheet_of_series(struct report *report)
{
	report->sheets->charts->series->sheet = NULL;
}

static void
add_series(struct report *report)
{
	chart_series(report->sheets, report->sheets->charts,
	    report->sheets->charts->series);
}

static void
drop_series(struct report *report)
{
	report->sheets->charts->series = NULL;
}

static void
add_chart(struct report *report)
{
	sheet_chart(report->sheets->next, report->sheets->charts);
}

static void
drop_chart(struct report *report)
{
	report->sheets->charts = NULL;
}

static void
drop_validation(struct report *report)
{
	report->sheets->validations = NULL;
}

static void
add_validation(struct report *report)
{
	sheet_accept(report->sheets->next, report->sheets->validations);
}

static void
add_rule(struct report *report)
{
	sheet_shade(report->sheets, (struct range){ 0, 0, 0, 0 }, SHADING_HEAT);
}

static void
add_sheet(struct report *report)
{
	report_sheet(report, text_of("Third"));
}

static void
drop_sheet(struct report *report)
{
	report->sheets->next = NULL;
}

/* Each is found, and where it is is said. */
static void
test_differences(void **state)
{
	static const struct {
		void (*change)(struct report *);
		const char *said;
	} rows[] = {
		{ change_text, "Phần một's, cell A1;" },
		{ change_text_before, "Phần một's, cell A1;" },
		{ change_number, "Phần một's, cell B3;" },
		{ change_last_digit, "Phần một's, cell B3;" },
		{ change_to_text, "Data, cell A1;" },
		{ change_to_number, "Phần một's, cell A1;" },
		{ change_formula, "Phần một's, cell B5;" },
		{ drop_formula, "Phần một's, cell B5;" },
		{ add_formula, "Phần một's, cell B4;" },
		{ change_cached, "Phần một's, cell B5;" },
		{ change_cached_text, "Phần một's, cell B6;" },
		{ change_look, "Phần một's, cell B5;" },
		{ change_place, "Phần một's, cell B3;" },
		{ change_row, "Data, cell AB4;" },
		{ add_cell, "meant: Data;" },
		{ drop_cell, "Data, cell AB4;" },
		{ cover_cell, "Phần một's, cell B4;" },
		{ change_reference,
		    "a chart's reference to Data!$AB$1:$AB$4;" },
		{ change_categories, "a chart's reference to Data!$A$1:$A$4;" },
		{ change_sheet_of_series,
		    "a chart's reference to Data!$AB$1:$AB$4;" },
		{ add_series, "xl/charts/chart1.xml;" },
		{ drop_series, "a chart's reference to Data!$AB$1:$AB$4;" },
		{ add_chart, "xl/charts/chart2.xml is missing;" },
		{ drop_chart, "its table of contents;" },
		{ drop_validation, "meant: Phần một's;" },
		{ add_validation, "meant: Data;" },
		{ add_rule, "meant: Phần một's;" },
		{ add_sheet, "xl/worksheets/sheet3.xml is missing;" },
		{ drop_sheet, "its table of contents;" },
	};
	struct report report;
	(void)state;
	make(&report);
	assert_int_equal(xlsx_write(&report, path, &diagnostics), STATUS_OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		make(&report);
		rows[i].change(&report);
		if (xlsx_verify(&report, path, &diagnostics) != STATUS_OUTPUT)
			fail_msg("change %zu was not seen", i);
		if (!strstr(diagnostics.last->text, rows[i].said))
			fail_msg("change %zu: %s", i, diagnostics.last->text);
	}
}

/* What is alike is no difference: 16 digits are printed, a sheet's name may be
 * quoted, a cell may be covered by one like it. */
static void
test_alike(void **state)
{
	struct report report;
	(void)state;
	make(&report);
	assert_int_equal(xlsx_write(&report, path, &diagnostics), STATUS_OK);
	cell_at(report.sheets, 2, 1)->number = 123456789012.25002;
	sheet_real(report.sheets, 3, 1, ROLE_INPUT, FORMAT_PERCENT, 0.1);
	assert_int_equal(xlsx_verify(&report, path, &diagnostics), STATUS_OK);
}

static size_t
read_file(char *bytes, size_t size)
{
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size = fread(bytes, 1, size, file);
	fclose(file);
	return size;
}

static void
write_file(const char *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

/* Cut off at many places, and with a byte changed in what is compressed. */
static void
test_damage(void **state)
{
	static char bytes[64 * 1024];
	struct report report;
	(void)state;
	make(&report);
	assert_int_equal(xlsx_write(&report, path, &diagnostics), STATUS_OK);
	size_t size = read_file(bytes, sizeof bytes);
	assert_in_range(size, 1000, sizeof bytes - 1);
	for (size_t cut = 0; cut < size; cut += 97) {
		write_file(bytes, cut);
		if (xlsx_verify(&report, path, &diagnostics) != STATUS_OUTPUT)
			fail_msg("cut off after %zu bytes: not seen", cut);
	}
	/* The data of the first part, behind 30 bytes and its name; how long
	 * they and the name are stands in bytes 18 and 26. */
	size_t first = 30 + (unsigned char)bytes[26];
	size_t last = first + (unsigned char)bytes[18] +
		      256 * (size_t)(unsigned char)bytes[19] - 1;
	assert_in_range(last, first + 100, size);
	for (size_t at = first; at <= last; at += 17) {
		bytes[at] ^= 4;
		write_file(bytes, size);
		bytes[at] ^= 4;
		if (xlsx_verify(&report, path, &diagnostics) != STATUS_OUTPUT)
			fail_msg("byte %zu changed: not seen", at);
	}
}

UNIT_TESTS_WITHIN(set_up, tear_down,
    cmocka_unit_test_setup_teardown(test_written_as_meant, begin, end),
    cmocka_unit_test_setup_teardown(test_differences, begin, end),
    cmocka_unit_test_setup_teardown(test_alike, begin, end),
    cmocka_unit_test_setup_teardown(test_damage, begin, end))
