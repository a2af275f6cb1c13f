/* Every definition says all there is to say, what is in force reads as in
 * run.json and for people, and what a value may be is said in words. */
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/definitions.h"
#include "engine/model/setting_rules.h"
#include "tests/unit/unit.h"

static void
rows_are_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < DEFINITION_COUNT; i++) {
		const struct definition *row = &definitions_table[i];
		for (size_t j = 0; j < i; j++) {
			assert_string_not_equal(
			    row->name, definitions_table[j].name);
			assert_string_not_equal(
			    row->setting.key, definitions_table[j].setting.key);
		}
		if (strlen(row->setting.explanation) < 10)
			fail_msg("%s: no explanation", row->name);
		/* The first row has none above to belong to. */
		if (i == 0 && !*row->label)
			fail_msg("%s: no label", row->name);
		bool worded = row->setting.type == SETTING_WORD ||
			      row->setting.type == SETTING_WORDS;
		assert_int_equal(worded, setting_words(&row->setting) != NULL);
	}
}

static void
says_what_is_in_force(void **state)
{
	(void)state;
	struct dated_rate later = { { "USD", 3 },
		{ PERIOD_QUARTER, 20000, 20090, "2026Q3" }, 26100 * DECIMAL_ONE,
		NULL };
	struct dated_rate first = { { "EUR", 3 }, { .until = 0 },
		29500 * DECIMAL_ONE + 5000, &later };
	struct dated_rate an = { { "An", 2 },
		{ PERIOD_QUARTER, 20000, 20090, "2026Q3" }, 450 * DECIMAL_ONE,
		NULL };
	struct dated_rate design = { { "design", 6 }, { .until = 0 }, 0, NULL };
	struct dated_rate others = { { "", 0 }, { .until = 0 }, 3 * DECIMAL_ONE,
		NULL };
	static const struct ladder_step flat[] = { { 0, 200 } },
					none[] = { { 0, 0 } },
					climb[] = { { 0, 0 },
						{ 5000000, 100 } };
	struct level_rates senior = { { "senior", 6 }, { { flat, 1 } }, NULL };
	struct level_caps lead = { { "lead", 4 },
		{ [CAP_TOTAL] = { true, 90000 } }, NULL };
	const struct definitions definitions = { .currency = "EUR",
		.fiscal_year_start = 4,
		.grace_days = 30,
		.close_rate_kinds = 1u << KIND_NEW | 1u << KIND_UPSELL,
		.scale_min = 0,
		.scale_max = 10 * DECIMAL_ONE,
		.min_raters = 5,
		.exchange_rates = &first,
		.rates = { true, &an, &design, &others },
		.duplicates = DUPLICATES_DROP,
		.commission = { COMMISSION_WHOLE,
		    { { flat, 1 }, { climb, 2 }, { none, 1 }, { flat, 1 } },
		    &senior },
		.clawback_days = 90,
		.clawback_share = CLAWBACK_UNSERVED,
		.commission_on = COMMISSION_ON_PAYMENT,
		.cap = { { [CAP_COMMISSION] = { true, 0 } }, &lead },
		.project_award = 500 * DECIMAL_ONE,
		.pay_unit = 100,
		.rating_bands = { { { { "top", 3 }, 110 * DECIMAL_ONE },
				      { { "good", 4 }, 0 } },
		    2, { "D", 1 } } };
	static const struct {
		enum definition_index row;
		const char *text, *for_people; /* NULL: the same */
	} rows[] = { { DEFINITION_currency, "EUR", NULL },
		{ DEFINITION_fiscal_year_start, "4", NULL },
		{ DEFINITION_grace_days, "30", NULL },
		{ DEFINITION_close_rate_kinds, "new upsell", "new, upsell" },
		{ DEFINITION_scale_min, "0", NULL },
		{ DEFINITION_scale_max, "10", NULL },
		{ DEFINITION_min_raters, "5", NULL },
		{ DEFINITION_exchange_rates, "EUR 29500.5; USD 2026Q3 26100",
		    NULL },
		{ DEFINITION_rates,
		    "employee An 2026Q3 450; department design 0; default 3",
		    NULL },
		{ DEFINITION_duplicates, "drop", NULL },
		{ DEFINITION_commission,
		    "new 0.02 renewal 0=0|500=0.01 upsell 0 cross_sell 0.02 "
		    "mode whole levels.senior.new 0.02",
		    "new 0.02, renewal 0=0|500=0.01, upsell 0, cross_sell "
		    "0.02, "
		    "mode whole, levels.senior.new 0.02" },
		{ DEFINITION_commission_on, "payment", NULL },
		{ DEFINITION_clawback_days, "90", NULL },
		{ DEFINITION_clawback_share, "unserved", NULL },
		{ DEFINITION_cap, "commission 0 levels.lead.total 9",
		    "commission 0, levels.lead.total 9" },
		{ DEFINITION_project_award, "500", NULL },
		{ DEFINITION_pay_unit, "0.01", NULL },
		{ DEFINITION_rating_bands, "top 110 good 0 D",
		    "top 110, good 0, D" } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct definition *row = &definitions_table[rows[i].row];
		assert_string_equal(
		    definition_text(row, &definitions, " ", unit_arena),
		    rows[i].text);
		assert_string_equal(
		    definition_text(row, &definitions, ", ", unit_arena),
		    rows[i].for_people ? rows[i].for_people : rows[i].text);
	}
	static const struct definitions nothing;
	assert_string_equal(
	    definition_text(&definitions_table[DEFINITION_exchange_rates],
		&nothing, " ", unit_arena),
	    "");
	assert_string_equal(
	    definition_text(&definitions_table[DEFINITION_rates], &nothing, " ",
		unit_arena),
	    "");
}

static const struct {
	struct setting setting;
	const char *expects[LANGUAGE_COUNT];
} phrases[] = {
	{ { .type = SETTING_WHOLE, .rule = FROM_TO("0", "3650") },
	    { "a whole number from 0 to 3650", "số nguyên từ 0 đến 3650" } },
	{ { .type = SETTING_WHOLE, .rule = ANYTHING },
	    { "a whole number", "số nguyên" } },
	{ { .type = SETTING_DECIMAL, .rule = AT_LEAST("0.0001") },
	    { "a number of at least 0.0001", "số từ 0.0001 trở lên" } },
	{ { .type = SETTING_DECIMAL, .rule = ANYTHING }, { "a number", "số" } },
	{ { .type = SETTING_WORD, .rule = ONE_OF("report", "drop") },
	    { "one of report, drop", "một trong report, drop" } },
	{ { .type = SETTING_WORDS, .rule = WORDS_OF(SURVEY_KIND) },
	    { "a list of client, internal",
		"danh sách gồm client, internal" } },
	{ { .type = SETTING_YES_NO, .rule = ANYTHING },
	    { "yes or no", "yes hoặc no" } },
	{ { .type = SETTING_TEXT, .rule = ANYTHING },
	    { "a text", "một đoạn chữ" } },
	{ { .type = SETTING_TEXT, .rule = SUCH_AS("an offset") },
	    { "an offset", "độ lệch" } },
};

/* As vi.po has it. */
static const char *
dictionary(const char *message, const char *more, unsigned long count)
{
	static const char *const words[][2] = { { "a number", "số" },
		{ "a whole number", "số nguyên" },
		{ "%s from %s to %s", "%s từ %s đến %s" },
		{ "%s of at least %s", "%s từ %s trở lên" },
		{ "one of", "một trong" }, { "a list of", "danh sách gồm" },
		{ "yes or no", "yes hoặc no" }, { "a text", "một đoạn chữ" },
		{ "an offset", "độ lệch" } };
	assert_true(!more && count == 1);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i][0], message) == 0)
			return words[i][1];
	return message;
}

static void
says_what_a_value_may_be(void **state)
{
	(void)state;
	language_use(dictionary);
	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
		for (int l = 0; l < LANGUAGE_COUNT; l++)
			assert_string_equal(setting_expects(&phrases[i].setting,
						(enum language)l, unit_arena),
			    phrases[i].expects[l]);
	language_use(NULL);
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(rows_are_complete),
    cmocka_unit_test(says_what_is_in_force),
    cmocka_unit_test(says_what_a_value_may_be))
