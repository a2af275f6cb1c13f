/* Definitions: every formula in words, and the configuration in force. */
#include "engine/base/arena.h"
#include "engine/model/schema.h"
#include "io/export/dashboard/blocks.h"

static uint32_t
write_formulas(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	static const struct heading headings[] = { { LABEL_INDICATOR, false },
		{ LABEL_FORMULA, false }, { LABEL_UNIT, false },
		{ LABEL_BETTER, false }, { LABEL_METRIC_ID, false } };
	static const enum label units[] = { LABEL_UNIT_MONEY, LABEL_UNIT_COUNT,
		LABEL_UNIT_SHARE, LABEL_UNIT_RATIO, LABEL_UNIT_SCORE };
	dashboard_headings(dashboard, sheet, row++, 0, headings,
	    sizeof headings / sizeof *headings);
	for (size_t m = 0; m < dashboard->results->metric_count; m++, row++) {
		const struct metric *metric = &dashboard->results->metrics[m];
		sheet_string(sheet, row, 0,
		    metric->headline ? ROLE_LABEL : ROLE_BODY,
		    metric->label[dashboard->language]);
		sheet_string(sheet, row, 1, ROLE_WRAPPED,
		    metric->formula[dashboard->language]);
		sheet_string(sheet, row, 2, ROLE_BODY,
		    dashboard_label(dashboard, units[metric->unit]));
		sheet_string(sheet, row, 3, ROLE_BODY,
		    dashboard_label(dashboard, metric->direction == DIRECTION_UP
						   ? LABEL_UP
						   : LABEL_DOWN));
		sheet_string(sheet, row, 4, ROLE_NOTE, metric->id);
	}
	return row + 1;
}

static uint32_t
write_rules(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	static const enum label rules[] = { LABEL_RULE_AS_OF, LABEL_RULE_PRIOR,
		LABEL_RULE_DAYS, LABEL_RULE_TOTALS, LABEL_RULE_EMPTY,
		LABEL_RULE_SIGNED, LABEL_RULE_CLIENT_OWNER, LABEL_RULE_NO_RATE,
		LABEL_RULE_PROJECT, LABEL_RULE_SURVEY, LABEL_RULE_TEAM,
		LABEL_RULE_CONVERT, LABEL_RULE_INTERVAL, LABEL_RULE_TESTS,
		LABEL_RULE_SHRUNK, LABEL_RULE_TREND, LABEL_RULE_TENURE,
		LABEL_RULE_RATERS };
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_RULES));
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		sheet_string(sheet, row++, 1, ROLE_WRAPPED,
		    dashboard_label(dashboard, rules[i]));
	return row + 1;
}

static const char *
kinds_text(const struct dashboard *dashboard)
{
	unsigned kinds = dashboard->results->definitions->close_rate_kinds;
	return arena_format(dashboard->report->arena, "%s%s%s%s",
	    kinds >> KIND_NEW & 1 ? "new " : "",
	    kinds >> KIND_RENEWAL & 1 ? "renewal " : "",
	    kinds >> KIND_UPSELL & 1 ? "upsell " : "",
	    kinds >> KIND_CROSS_SELL & 1 ? "cross_sell" : "");
}

static void
write_configuration(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	const struct results *results = dashboard->results;
	const struct definitions *definitions = results->definitions;
	struct arena *arena = dashboard->report->arena;
	char low[WIDE_TEXT_SIZE], high[WIDE_TEXT_SIZE], from[DATE_TEXT_SIZE],
	    last[DATE_TEXT_SIZE], as_of[DATE_TEXT_SIZE];
	const struct view *view = &results->views[results->run_period];
	wide_print(low, decimal_widen(definitions->scale_min));
	wide_print(high, decimal_widen(definitions->scale_max));
	const struct {
		enum label label;
		const char *text;
	} rows[] = {
		{ LABEL_PERIOD, view->period.label },
		{ LABEL_FIRST_DAY, date_print(from, view->period.from) },
		{ LABEL_LAST_DAY, date_print(last, view->period.until - 1) },
		{ LABEL_AS_OF, date_print(as_of, view->as_of) },
		{ LABEL_CURRENCY, definitions->currency },
		{ LABEL_FISCAL_YEAR,
		    arena_format(arena, "%d", definitions->fiscal_year_start) },
		{ LABEL_GRACE_DAYS,
		    arena_format(arena, "%d", definitions->grace_days) },
		{ LABEL_SCALE, arena_format(arena, "%s – %s", low, high) },
		{ LABEL_CLOSE_RATE_KINDS, kinds_text(dashboard) },
		{ LABEL_MIN_RATERS,
		    arena_format(arena, "%d", definitions->min_raters) },
	};
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_IN_FORCE));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++, row++) {
		sheet_string(sheet, row, 0, ROLE_BODY,
		    dashboard_label(dashboard, rows[i].label));
		/* The texts of dates live on the stack. */
		const char *text = rows[i].text
				       ? arena_format(arena, "%s", rows[i].text)
				       : NULL;
		sheet_string(sheet, row, 1, ROLE_BODY, text ? text : "");
	}
}

/* A decimal in the report's arena; NULL without memory. */
static const char *
decimal_text(const struct dashboard *dashboard, decimal value)
{
	char text[WIDE_TEXT_SIZE];
	wide_print(text, decimal_widen(value));
	return arena_format(dashboard->report->arena, "%s", text);
}

static const char *
commission_text(
    const struct dashboard *dashboard, const struct pay_terms *terms)
{
	const char *const *kinds = schema_words(FIELD_KIND);
	const char *text = "";
	for (int kind = 0; kind < 4 && text; kind++)
		text = arena_format(dashboard->report->arena, "%s%s%s %s", text,
		    kind ? ", " : "", kinds[kind],
		    decimal_text(dashboard, terms->commission[kind]));
	return text;
}

static const char *
bands_text(const struct dashboard *dashboard, const struct pay_terms *terms)
{
	const char *text = "";
	for (size_t i = 0; i < terms->band_count && text; i++)
		text = arena_format(dashboard->report->arena, "%s%s %s, ", text,
		    terms->bands[i].name.data,
		    decimal_text(dashboard, terms->bands[i].least));
	return text ? arena_format(dashboard->report->arena, "%s%s", text,
			  terms->otherwise.data)
		    : NULL;
}

/* Where there is a plan: how it pays, and the terms in force. */
static uint32_t
write_pay(const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	static const enum label rules[] = { LABEL_RULE_PAYOUT, LABEL_RULE_EXACT,
		LABEL_RULE_LEAVES, LABEL_RULE_SCORE, LABEL_RULE_GATE,
		LABEL_RULE_PAY };
	if (!dashboard->record->scores)
		return row;
	const struct pay_terms *terms = dashboard->record->scores->terms;
	const struct {
		enum label label;
		const char *text;
	} in_force[] = {
		{ LABEL_COMMISSION_RATES, commission_text(dashboard, terms) },
		{ LABEL_AWARD_EACH,
		    decimal_text(dashboard, terms->project_award) },
		{ LABEL_PAY_UNIT, decimal_text(dashboard, terms->unit) },
		{ LABEL_RATING_BANDS, bands_text(dashboard, terms) },
	};
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_PAY_RULES));
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		sheet_string(sheet, row++, 1, ROLE_WRAPPED,
		    dashboard_label(dashboard, rules[i]));
	for (size_t i = 0; i < sizeof in_force / sizeof *in_force; i++, row++) {
		const char *text = in_force[i].text;
		dashboard->report->out_of_memory |= text == NULL;
		sheet_string(sheet, row, 0, ROLE_BODY,
		    dashboard_label(dashboard, in_force[i].label));
		sheet_string(sheet, row, 1, ROLE_BODY, text ? text : "");
	}
	return row + 1;
}

void
fill_definitions(struct page *page)
{
	struct dashboard *dashboard = page->dashboard;
	page_head(page, dashboard_label(dashboard, LABEL_DEFINITIONS_TITLE));
	uint32_t heading = ++page->row;
	uint32_t row = write_formulas(dashboard, page->sheet, heading);
	row = write_rules(dashboard, page->sheet, row);
	row = write_pay(dashboard, page->sheet, row);
	write_configuration(dashboard, page->sheet, row);
	page->sheet->minor = true;
	page->sheet->widths[1] = 90;
	page->sheet->repeat_row = heading;
	sheet_fit(page->sheet, 10, 40);
}
