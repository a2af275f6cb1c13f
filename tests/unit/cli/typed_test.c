/* Periods and names as people type them. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/typed_name.h"
#include "io/cli/typed_period.h"
#include "tests/unit/unit.h"

static void
periods_as_they_are_typed(void **state)
{
	/* What was typed, and as period_parse has it; the same text twice where
	 * it is no period. */
	static const char *const rows[][2] = { { "2026Q3", "2026Q3" },
		{ "2026q3", "2026Q3" }, { "2026-Q3", "2026Q3" },
		{ "Q3/2026", "2026Q3" }, { "q3 2026", "2026Q3" },
		{ "quý 3/2026", "2026Q3" }, { "Quý III/2026", "2026Q3" },
		{ "quy 3 nam 2026", "2026Q3" }, { "QUÝ 3 NĂM 2026", "2026Q3" },
		{ "Q.IV-2025", "2025Q4" }, { "quy 3/26", "2026Q3" },
		{ "quarter 1 2026", "2026Q1" }, { "2026", "2026" },
		{ "nam 2026", "2026" }, { "năm 2026", "2026" },
		{ "FY2026", "2026" }, { "2026-08", "2026-08" },
		{ "thang 9/2026", "2026-09" }, { "tháng 9/2026", "2026-09" },
		{ "T9/2026", "2026-09" }, { "09/2026", "2026-09" },
		{ "2026/9", "2026-09" }, { "9.2026", "2026-09" },
		{ "Sept 2026", "2026-09" }, { "may 2026", "2026-05" },
		{ "H2/2026", "2026H2" }, { "nửa cuối năm 2026", "2026H2" },
		{ "6 tháng đầu năm 2026", "2026H1" },
		{ "nua nam dau 2026", "2026H1" }, { "Q3", "Q3" },
		{ "quý 3", "Q3" }, { "thang 9", "M09" }, { "h1", "H1" },
		{ " Q1/2026 .. Q3/2026 ", "2026Q1..2026Q3" },
		{ "quy 1, quy 2/2025", "Q1,2025Q2" },
		{ "2026-07-01..2026-09-30", "2026-07-01..2026-09-30" },
		/* No period, or not one period only. */
		{ "Q5", "Q5" }, { "Q0/2026", "Q0/2026" },
		{ "thang 13/2026", "thang 13/2026" }, { "9/26", "9/26" },
		{ "9 2026", "9 2026" }, { "1/7/2026", "1/7/2026" },
		{ "q3 q4 2026", "q3 q4 2026" }, { "quy 2026", "quy 2026" },
		{ "2026 2027", "2026 2027" }, { "nam", "nam" },
		{ "quy sau", "quy sau" }, { "3", "3" }, { "", "" },
		{ "\xff", "\xff" }, { "6 thang dau", "H1" },
		{ "thang 6 dau", "thang 6 dau" } };
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(
		    typed_periods(rows[i][0], unit_arena), rows[i][1]);
}

static void
close_as(const char *list, date latest, int fiscal, const char *expected)
{
	assert_string_equal(
	    typed_periods_close(list, latest, fiscal, unit_arena), expected);
}

static void
years_left_open(void **state)
{
	bool quarters;
	(void)state;
	assert_false(typed_periods_open("2026Q1..2026Q3,2026-08", &quarters));
	assert_true(typed_periods_open("2026Q1,Q1..Q3", &quarters));
	assert_true(quarters);
	assert_true(typed_periods_open("Q1,M09", &quarters));
	assert_false(quarters);
	assert_false(typed_periods_open("Q5", &quarters));
	/* A week may be missing at the end. */
	close_as("Q3", date_of(2026, 9, 30), 1, "2026Q3");
	close_as("Q3", date_of(2026, 9, 24), 1, "2026Q3");
	close_as("Q3", date_of(2026, 9, 23), 1, "2025Q3");
	close_as("Q4", date_of(2026, 9, 30), 1, "2025Q4");
	close_as("M12", date_of(2026, 12, 26), 1, "2026-12");
	close_as("H1", date_of(2026, 9, 30), 1, "2026H1");
	close_as("2024,M08", date_of(2026, 9, 30), 1, "2024,2026-08");
	/* Before the end of a range. */
	close_as("Q1..Q3", date_of(2026, 9, 30), 1, "2026Q1..2026Q3");
	close_as("Q4..Q3", date_of(2026, 9, 30), 1, "2025Q4..2026Q3");
	close_as("Q1..2024Q3", date_of(2026, 9, 30), 1, "2024Q1..2024Q3");
	/* The year that began in April 2026 is 2026; its third quarter ends
	 * with the year. */
	close_as("Q3", date_of(2026, 12, 31), 4, "2026Q3");
	close_as("Q4", date_of(2026, 12, 31), 4, "2025Q4");
}

#define PERSON(ID, NAME)                                                       \
	{                                                                      \
		{                                                              \
			{ ID, sizeof ID - 1 },                                 \
			{                                                      \
				NAME, sizeof NAME - 1                          \
			}                                                      \
		}                                                              \
	}

static const struct typed_choice people[] = {
	PERSON("tran.quoc.bao", "Trần Quốc Bảo"),
	PERSON("an", "Lê Thị An"),
	PERSON("an2", "Lê Thị Ân"),
	PERSON("dang.hoa", "Đặng Thị Hoa"),
	PERSON("hoang", "Nguyễn Huy Hoàng"),
	PERSON("E7", "tran.quoc.bao"),
	PERSON("nvkhoi", ""),
};

static void
fits(const char *typed, enum typed_fit fit, const char *expected)
{
	struct typed_found found;
	struct growing_text list = { .arena = unit_arena };
	assert_true(typed_name_find(&found, people,
	    sizeof people / sizeof *people, text_of(typed), unit_arena));
	for (size_t i = 0; i < found.count; i++) {
		text_append(&list, i ? " " : "");
		text_append(&list, people[found.choices[i]].names[0].data);
	}
	assert_string_equal(text_grown(&list), expected);
	assert_int_equal(found.fit, fit);
}

static void
names_as_they_are_typed(void **state)
{
	(void)state;
	/* An exact id before an exact name, and this before all else. */
	fits("tran.quoc.bao", TYPED_EXACT, "tran.quoc.bao");
	fits("an", TYPED_EXACT, "an");
	fits("Lê Thị An", TYPED_EXACT, "an");
	fits(" Lê Thị An ", TYPED_EXACT, "an");
	fits("Le\xcc\x82 Thi\xcc\xa3 An", TYPED_EXACT, "an"); /* composed */
	/* In another case; with the diacritics that were typed, else any. */
	fits("lê thị ân", TYPED_SAME, "an2");
	fits("le thi an", TYPED_SAME, "an an2");
	fits("dang thi hoa", TYPED_SAME, "dang.hoa");
	fits("DANG HOA", TYPED_SAME, "dang.hoa");
	/* In part, in any order. */
	fits("hoa", TYPED_BEGINNING, "dang.hoa hoang");
	fits("hoa dang", TYPED_BEGINNING, "dang.hoa");
	fits("thị ân", TYPED_BEGINNING, "an2");
	fits("bảo", TYPED_BEGINNING, "tran.quoc.bao");
	fits("bao", TYPED_BEGINNING, "tran.quoc.bao E7");
	fits("khoi", TYPED_INSIDE, "nvkhoi");
	/* Nobody. */
	fits("hôa", TYPED_BEGINNING, "dang.hoa hoang");
	fits("kh", TYPED_NOT, "");
	fits("bao an", TYPED_NOT, "");
	fits("", TYPED_NOT, "");
	fits("...", TYPED_NOT, "");
	fits("\xff", TYPED_NOT, "");
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(periods_as_they_are_typed),
    cmocka_unit_test(years_left_open),
    cmocka_unit_test(names_as_they_are_typed))
