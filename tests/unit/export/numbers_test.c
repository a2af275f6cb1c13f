/* Goal: numbers are written as people of the language write them, in cells and
 * in sentences; a half is rounded away from 0, at whatever size. */
#include <float.h>
#include <string.h>

#include "io/export/report/numbers.h"
#include "tests/unit/catalogue.h"
#include "tests/unit/catalogue.h"
#include "tests/unit/unit.h"

static char text[NUMBER_TEXT_SIZE];

static void
cells_show_numbers(void **state)
{
	open_catalogue();
	static const struct {
		enum measure_format format;
		double number;
		const char *english, *vietnamese;
	} rows[] = {
		{ FORMAT_MONEY, 1234567, "1,234,567 ₫", "1.234.567 ₫" },
		{ FORMAT_MONEY, -999.5, "-1,000 ₫", "-1.000 ₫" },
		{ FORMAT_MONEY, 0, "0 ₫", "0 ₫" },
		{ FORMAT_MONEY_CHANGE, 1500, "▲ 1,500 ₫", "▲ 1.500 ₫" },
		{ FORMAT_MONEY_CHANGE, -1500, "▼ 1,500 ₫", "▼ 1.500 ₫" },
		{ FORMAT_MONEY_CHANGE, 0, "– 0 ₫", "– 0 ₫" },
		{ FORMAT_MONEY_VARIANCE, -1500, "−1,500 ₫", "−1.500 ₫" },
		{ FORMAT_MONEY_VARIANCE, 1500, "+1,500 ₫", "+1.500 ₫" },
		{ FORMAT_SHORT_MONEY, 12.44e9, "12.4 bn", "12,4 tỷ" },
		{ FORMAT_SHORT_MONEY, -3.25e6, "-3.3 m", "-3,3 triệu" },
		{ FORMAT_SHORT_MONEY, 950, "950", "950" },
		{ FORMAT_COUNT, 1234567, "1,234,567", "1.234.567" },
		{ FORMAT_COUNT, 999, "999", "999" },
		{ FORMAT_PERCENT, 0.82449, "82.4%", "82,4%" },
		{ FORMAT_PERCENT, 0.285, "28.5%", "28,5%" },
		{ FORMAT_PERCENT, -0.0004, "0.0%", "0,0%" },
		{ FORMAT_WHOLE_PERCENT, 0.125, "13%", "13%" },
		{ FORMAT_PERCENT_VARIANCE, 0.12, "+12.0%", "+12,0%" },
		{ FORMAT_PERCENT_VARIANCE, -0.12, "−12.0%", "−12,0%" },
		{ FORMAT_PERCENT_CHANGE, -0.125, "▼ 13%", "▼ 13%" },
		{ FORMAT_RATIO, 1.005, "1.01", "1,01" },
		{ FORMAT_SCORE, 9.96, "10.0", "10,0" },
		{ FORMAT_SCORE_CHANGE, 0.04, "▲ 0.0", "▲ 0,0" },
		{ FORMAT_SIGNED, -1.25, "−1.3", "−1,3" },
		{ FORMAT_CORRELATION, 0.854, "+0.85", "+0,85" },
		{ FORMAT_PROBABILITY, 0.01249, "0.012", "0,012" },
		{ FORMAT_PROBABILITY, 0.0004, "0.000", "0,000" },
		{ FORMAT_PROBABILITY, 0.0005, "0.001", "0,001" },
		{ FORMAT_POINTS_CHANGE, 5, "▲ 5.0 pp", "▲ 5,0 điểm %" },
		{ FORMAT_COUNT_CHANGE, -1000, "▼ 1,000", "▼ 1.000" },
		{ FORMAT_DIGITS, 1234567, "1234567", "1234567" },
		{ FORMAT_DIGITS_2, 1234.5, "1234.50", "1234,50" },
		{ FORMAT_DIGITS_4, 0.99995, "1.0000", "1,0000" },
		{ FORMAT_PLAIN, 12.5, "12.5", "12,5" },
		{ FORMAT_PLAIN, 100, "100", "100" },
		/* 46022 days after 1899-12-30 */
		{ FORMAT_DATE, 46022, "2025-12-31", "31/12/2025" },
	};
	struct report report = { .currency = "VND" };
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		report.language = LANGUAGE_EN;
		assert_string_equal(number_in_cell(text, &report,
					rows[i].format, rows[i].number),
		    rows[i].english);
		report.language = LANGUAGE_VI;
		assert_string_equal(number_in_cell(text, &report,
					rows[i].format, rows[i].number),
		    rows[i].vietnamese);
	}
}

static void
sentences_are_shorter(void **state)
{
	open_catalogue();
	static const struct {
		enum measure_format format;
		double number;
		const char *currency, *english, *vietnamese;
	} rows[] = {
		{ FORMAT_MONEY, 12.44e9, "VND", "12.4 bn ₫", "12,4 tỷ ₫" },
		{ FORMAT_MONEY, 999.6e6, "VND", "1.0 bn ₫", "1,0 tỷ ₫" },
		{ FORMAT_MONEY, 16788.4e9, "VND", "16,788.4 bn ₫",
		    "16.788,4 tỷ ₫" },
		{ FORMAT_MONEY, 412e6, "VND", "412 m ₫", "412 triệu ₫" },
		{ FORMAT_MONEY, 9.9e6, "VND", "9.9 m ₫", "9,9 triệu ₫" },
		{ FORMAT_MONEY, 123456, "VND", "123,456 ₫", "123.456 ₫" },
		{ FORMAT_MONEY, 2.5e6, "USD", "$2.5 m", "$2,5 triệu" },
		{ FORMAT_MONEY, -1200, "USD", "-$1,200", "-$1.200" },
		{ FORMAT_MONEY, 0.5, "USD", "$0.50", "$0,50" },
		{ FORMAT_MONEY, 2.5e6, "EUR", "2.5 m €", "2,5 triệu €" },
		{ FORMAT_MONEY, 2.5e6, "XAU", "2.5 m XAU", "2,5 triệu XAU" },
		{ FORMAT_PERCENT, 0.825, "VND", "83 %", "83 %" },
		{ FORMAT_PERCENT, -0.001, "VND", "0 %", "0 %" },
		{ FORMAT_PERCENT_VARIANCE, 0.1234, "VND", "12.3 %", "12,3 %" },
		{ FORMAT_SCORE, 82.25, "VND", "82.3", "82,3" },
		{ FORMAT_COUNT, 31000, "VND", "31,000", "31.000" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_string_equal(
		    number_in_sentence(text, LANGUAGE_EN, rows[i].currency,
			rows[i].format, rows[i].number),
		    rows[i].english);
		assert_string_equal(
		    number_in_sentence(text, LANGUAGE_VI, rows[i].currency,
			rows[i].format, rows[i].number),
		    rows[i].vietnamese);
	}
}

/* The largest and smallest doubles, in every format. */
static void
any_size_has_room(void **state)
{
	static const double numbers[] = { DBL_MAX, -DBL_MAX, DBL_MIN,
		-DBL_TRUE_MIN, 1e15, 999999999999999.9 };
	struct report report = { .currency = "VND" };
	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		for (int f = 0; f < FORMATS; f++) {
			if (f == FORMAT_DATE)
				continue;
			number_in_cell(
			    text, &report, (enum measure_format)f, numbers[i]);
			assert_in_range(strlen(text), 1, NUMBER_TEXT_SIZE - 1);
			number_in_sentence(text, LANGUAGE_EN, "USD",
			    (enum measure_format)f, numbers[i]);
			assert_in_range(strlen(text), 1, NUMBER_TEXT_SIZE - 1);
		}
	number_in_cell(text, &report, FORMAT_COUNT, 999999999999999.9);
	assert_string_equal(text, "1,000,000,000,000,000");
}

UNIT_TESTS(cmocka_unit_test(cells_show_numbers),
    cmocka_unit_test(sentences_are_shorter),
    cmocka_unit_test(any_size_has_room))
