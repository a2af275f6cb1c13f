/* Definitions: every formula in words, and the configuration in force. */
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/rule_changes.h"
#include "io/export/dashboard/blocks.h"
#include "io/locale/locale.h"

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
		    language_text(dashboard->language, metric->label));
		sheet_string(sheet, row, 1, ROLE_WRAPPED,
		    language_text(dashboard->language, metric->formula));
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
	static const enum label rules[] = { LABEL_RULE_AS_OF,
		LABEL_RULE_DATA_END, LABEL_RULE_TIME_ZONE, LABEL_RULE_PRIOR,
		LABEL_RULE_DAYS, LABEL_RULE_TOTALS, LABEL_RULE_EMPTY,
		LABEL_RULE_SIGNED, LABEL_RULE_CLIENT_OWNER, LABEL_RULE_MONTHS,
		LABEL_RULE_CREDIT, LABEL_RULE_SHARES, LABEL_RULE_PAYMENTS,
		LABEL_RULE_NO_RATE, LABEL_RULE_PROJECT, LABEL_RULE_SURVEY,
		LABEL_RULE_TEAM, LABEL_RULE_REPORTS, LABEL_RULE_CONVERT,
		LABEL_RULE_INTERVAL, LABEL_RULE_TESTS, LABEL_RULE_SHRUNK,
		LABEL_RULE_FAIR, LABEL_RULE_RELIABILITY, LABEL_RULE_PIPELINE,
		LABEL_RULE_TREND, LABEL_RULE_TENURE, LABEL_RULE_RATERS,
		LABEL_RULE_CLIENTS, LABEL_RULE_CLIENT_FLAGS,
		LABEL_RULE_BRIDGE };
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_RULES));
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		sheet_string(sheet, row++, 1, ROLE_WRAPPED,
		    dashboard_label(dashboard, rules[i]));
	return row + 1;
}

/* Does the row belong to the one above: as the other end of a range? */
static bool
is_other_end(size_t index)
{
	return index < DEFINITION_COUNT && !*definitions_table[index].label;
}

/* A definition in force, both ends of a range; NULL without memory. */
static const char *
text_in_force(const struct dashboard *dashboard, size_t index)
{
	struct arena *arena = dashboard->report->arena;
	const struct definitions *definitions = dashboard->results->definitions;
	const char *text = definition_text(
	    &definitions_table[index], definitions, ", ", arena);
	const char *other = is_other_end(index + 1)
				? definition_text(&definitions_table[index + 1],
				      definitions, ", ", arena)
				: "";
	return text && other && *other
		   ? arena_format(arena, "%s – %s", text, other)
	       : other ? text
		       : NULL;
}

/* The definitions in force: those of `pay:` and `statement:`, or all others. */
static uint32_t
write_in_force(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, bool of_pay)
{
	for (size_t i = 0; i < DEFINITION_COUNT; i++) {
		const struct definition *definition = &definitions_table[i];
		const char *key = definition->setting.key;
		bool pays = strncmp(key, "pay.", 4) == 0 ||
			    strncmp(key, "statement.", 10) == 0;
		if (pays != of_pay || is_other_end(i))
			continue;
		const char *text = text_in_force(dashboard, i);
		dashboard->report->out_of_memory |= text == NULL;
		sheet_string(sheet, row, 0, ROLE_BODY,
		    language_text(dashboard->language, definition->label));
		sheet_string(
		    sheet, row++, 1, ROLE_BODY, text && *text ? text : "–");
	}
	return row;
}

static void
write_configuration(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	const struct results *results = dashboard->results;
	const struct view *view = &results->views[results->run_period];
	char from[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE], as_of[DATE_TEXT_SIZE];
	const struct {
		enum label label;
		const char *text;
	} rows[] = {
		{ LABEL_PERIOD, view->period.label },
		{ LABEL_FIRST_DAY, date_print(from, view->period.from) },
		{ LABEL_LAST_DAY, date_print(last, view->period.until - 1) },
		{ LABEL_AS_OF, date_print(as_of, view->as_of) },
	};
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_IN_FORCE));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++, row++) {
		sheet_string(sheet, row, 0, ROLE_BODY,
		    dashboard_label(dashboard, rows[i].label));
		/* A copy: the texts of dates are local to this function. */
		const char *text =
		    arena_format(dashboard->report->arena, "%s", rows[i].text);
		sheet_string(sheet, row, 1, ROLE_BODY, text ? text : "");
	}
	write_in_force(dashboard, sheet, row, false);
}

/* Where there is a plan or pay: how it pays, and the terms in force. */
static uint32_t
write_pay(const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	static const enum label rules[] = { LABEL_RULE_PAYOUT, LABEL_RULE_STEPS,
		LABEL_RULE_SCOPE, LABEL_RULE_PRORATE, LABEL_RULE_EXACT,
		LABEL_RULE_LEAVES, LABEL_RULE_SCORE, LABEL_RULE_PLANS,
		LABEL_RULE_GATE, LABEL_RULE_PAY, LABEL_RULE_COMMISSION,
		LABEL_RULE_CAP };
	if ((!dashboard->record->scores && !dashboard->record->pay) ||
	    dashboard->record->without_pay)
		return row;
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_PAY_RULES));
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		sheet_string(sheet, row++, 1, ROLE_WRAPPED,
		    dashboard_label(dashboard, rules[i]));
	return write_in_force(dashboard, sheet, row, true) + 1;
}

/* Can the rule move what somebody is paid? */
static bool
moves_pay(const struct rule_change *rule)
{
	bool moves = false;
	for (int part = 0; part < PAY_PART_COUNT; part++)
		moves |=
		    rule_change_moves(rule, pay_part_name((enum pay_part)part));
	return moves;
}

/* The rules by which numbers are other ones than the version before gave. */
static uint32_t
write_changes(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row)
{
	enum language language = dashboard->language;
	const char *newest = rule_changes[rule_change_count - 1].version;
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_RULES_CHANGED));
	for (size_t i = 0; i < rule_change_count; i++) {
		const struct rule_change *rule = &rule_changes[i];
		if (strcmp(rule->version, newest) != 0 ||
		    (dashboard->record->without_pay && moves_pay(rule)))
			continue;
		const char *text = arena_format(dashboard->report->arena,
		    "%s → %s", language_text(language, rule->before),
		    language_text(language, rule->now));
		dashboard->report->out_of_memory |= text == NULL;
		sheet_string(sheet, row, 0, ROLE_BODY,
		    language_text(language, rule->name));
		sheet_string(sheet, row++, 1, ROLE_WRAPPED, text ? text : "");
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
	row = write_changes(dashboard, page->sheet, row);
	write_configuration(dashboard, page->sheet, row);
	page->sheet->minor = true;
	page->sheet->widths[1] = 90;
	page->sheet->repeat_row = heading;
	sheet_fit(page->sheet, 10, 40);
}
