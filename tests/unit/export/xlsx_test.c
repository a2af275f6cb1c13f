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
change_number(struct report *report)
{
	cell_at(report->sheets, 2, 1)->number = 123456789012.26;
}

static void
change_formula(struct report *report)
{
	cell_at(report->sheets, 4, 1)->formula = "B4*3";
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
add_cell(struct report *report)
{
	sheet_string(report->sheets->next, 9, 0, ROLE_BODY, "more");
}

static void
change_reference(struct report *report)
{
	report->sheets->charts->series->values.last_row = 2;
}

static void
change_validations(struct report *report)
{
	report->sheets->validations = NULL;
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
test_differences(void **state)
{
	static void (*const changes[])(struct report *) = { change_text,
		change_number, change_formula, change_cached,
		change_cached_text, change_look, change_place, add_cell,
		change_reference, change_validations, add_rule, add_sheet };
	struct report report;
	(void)state;
	make(&report);
	assert_int_equal(xlsx_write(&report, path, &diagnostics), STATUS_OK);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		make(&report);
		changes[i](&report);
		if (xlsx_verify(&report, path, &diagnostics) != STATUS_OUTPUT)
			fail_msg("change %zu was not seen", i);
	}
}

/* Cut off at many places, and with single bytes changed. */
static void
test_damage(void **state)
{
	static char bytes[64 * 1024];
	struct report report;
	(void)state;
	make(&report);
	assert_int_equal(xlsx_write(&report, path, &diagnostics), STATUS_OK);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	size_t size = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	assert_in_range(size, 1000, sizeof bytes - 1);
	for (size_t cut = 0; cut < size; cut += 97) {
		file = fopen(path, "wb");
		assert_non_null(file);
		fwrite(bytes, 1, cut, file);
		fclose(file);
		if (xlsx_verify(&report, path, &diagnostics) != STATUS_OUTPUT)
			fail_msg("cut off after %zu bytes: not seen", cut);
	}
}

UNIT_TESTS_WITHIN(set_up, tear_down,
    cmocka_unit_test_setup_teardown(test_written_as_meant, begin, end),
    cmocka_unit_test_setup_teardown(test_differences, begin, end),
    cmocka_unit_test_setup_teardown(test_damage, begin, end))
