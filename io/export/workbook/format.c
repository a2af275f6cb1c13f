/* Roles and measures as fonts, fills, number formats and rules. */
#include <stdio.h>
#include <string.h>

#include "engine/base/language.h"
#include "io/export/report/numbers.h"
#include "io/export/workbook/writer.h"

void
writer_choose_money(struct writer *writer)
{
	struct currency_form form = currency_form(writer->report->currency);
	const char *digits = form.places ? "#,##0.00" : "#,##0";
	if (form.before)
		snprintf(writer->money, sizeof writer->money, "\"%s\"%s",
		    form.sign, digits);
	else
		snprintf(writer->money, sizeof writer->money, "%s\" %s\"",
		    digits, form.sign);
	const char *money = writer->money;
	snprintf(writer->money_change, sizeof writer->money_change,
	    "\"▲ \"%s;\"▼ \"%s;\"– \"%s", money, money, money);
	snprintf(writer->money_variance, sizeof writer->money_variance,
	    "\"+\"%s;\"−\"%s;%s", money, money, money);
}

/* A code has parts for positive numbers, negative ones and 0. A part may begin
 * with a condition; each comma behind the last digit divides by 1,000. */
const char *
writer_number_format(const struct writer *writer, enum measure_format format)
{
	enum language language = writer->report->language;
	switch (format) {
	case FORMAT_MONEY:
		return writer->money;
	case FORMAT_MONEY_CHANGE:
		return writer->money_change;
	case FORMAT_MONEY_VARIANCE:
		return writer->money_variance;
	case FORMAT_SHORT_MONEY:
		return language_text(language,
		    N_("[>=1000000000]#,##0.0,,,\" bn\";[>=1000000]#,##0,,\" "
		       "m\";#,##0"));
	case FORMAT_COUNT:
		return "#,##0";
	case FORMAT_PERCENT:
		return "0.0%";
	case FORMAT_WHOLE_PERCENT:
		return "0%";
	case FORMAT_PERCENT_VARIANCE:
		return "\"+\"0.0%;\"−\"0.0%;0.0%";
	case FORMAT_SIGNED:
		return "\"+\"0.0;\"−\"0.0;0.0";
	case FORMAT_CORRELATION:
		return "\"+\"0.00;\"−\"0.00;0.00";
	case FORMAT_RATIO:
		return "0.00";
	case FORMAT_PROBABILITY:
		return "0.000";
	case FORMAT_SCORE:
		return "0.0";
	case FORMAT_DIGITS:
		return "0";
	case FORMAT_DIGITS_1:
		return "0.0";
	case FORMAT_DIGITS_2:
		return "0.00";
	case FORMAT_DIGITS_3:
		return "0.000";
	case FORMAT_DIGITS_4:
		return "0.0000";
	case FORMAT_DATE:
		return language == LANGUAGE_VI ? "dd/mm/yyyy" : "yyyy-mm-dd";
	case FORMAT_COUNT_CHANGE:
		return "\"▲ \"#,##0;\"▼ \"#,##0;\"– \"0";
	case FORMAT_POINTS_CHANGE:
		return language_text(language,
		    N_("\"▲ \"0.0\" pp\";\"▼ \"0.0\" pp\";\"– \"0.0\" "
		       "pp\""));
	case FORMAT_PERCENT_CHANGE:
		return "\"▲ \"0%;\"▼ \"0%;\"– \"0%";
	case FORMAT_SCORE_CHANGE:
		return "\"▲ \"0.0;\"▼ \"0.0;\"– \"0.0";
	case FORMAT_PLAIN:
	case FORMATS:
		break;
	}
	return NULL;
}

static void
dress_heading(lxw_format *format)
{
	format_set_bold(format);
	format_set_bg_color(format, HEADING_FILL);
	format_set_bottom(format, LXW_BORDER_THIN);
	format_set_bottom_color(format, ACTUAL);
	format_set_text_wrap(format);
}

/* What stands above and around the tables. */
static bool
dress_text(lxw_format *format, enum role role)
{
	switch (role) {
	case ROLE_TITLE:
		format_set_font_size(format, 17);
		format_set_bold(format);
		return true;
	case ROLE_SUBTITLE:
		format_set_font_color(format, MUTED);
		return true;
	case ROLE_SECTION:
		format_set_font_size(format, 12);
		format_set_bold(format);
		format_set_font_color(format, ACTUAL);
		format_set_align(format, LXW_ALIGN_VERTICAL_BOTTOM);
		return true;
	case ROLE_LINK:
		format_set_font_color(format, GOOD_TEXT);
		format_set_underline(format, LXW_UNDERLINE_SINGLE);
		format_set_text_wrap(format);
		return true;
	case ROLE_WRAPPED_REMARK:
		format_set_text_wrap(format);
		/* fall through */
	case ROLE_REMARK:
		format_set_indent(format, 1);
		/* fall through */
	case ROLE_NOTE:
		format_set_font_size(format, 10);
		format_set_font_color(format, MUTED);
		return true;
	case ROLE_WRAPPED:
		format_set_text_wrap(format);
		format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
		return true;
	case ROLE_SENTENCE:
		format_set_indent(format, 1);
		return true;
	case ROLE_STRONG:
		format_set_bold(format);
		return true;
	case ROLE_WARNING:
		format_set_bold(format);
		format_set_font_color(format, BAD_TEXT);
		return true;
	default:
		return false;
	}
}

static void
dress(lxw_format *format, enum role role)
{
	format_set_font_name(format, "Calibri");
	format_set_font_size(format, 10);
	format_set_font_color(format, INK);
	format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
	if (dress_text(format, role))
		return;
	/* All else stands in tables, whose rows are parted by hairlines. */
	format_set_bottom(format, LXW_BORDER_THIN);
	format_set_bottom_color(format, HAIR);
	switch (role) {
	case ROLE_HEADING_AFTER:
		format_set_indent(format, 1);
		dress_heading(format);
		break;
	case ROLE_HEADING_NUMBER:
		format_set_align(format, LXW_ALIGN_RIGHT);
		/* fall through */
	case ROLE_HEADING:
		dress_heading(format);
		break;
	case ROLE_TOTAL:
		format_set_top(format, LXW_BORDER_THIN);
		format_set_top_color(format, ACTUAL);
		/* fall through */
	case ROLE_KEY:
		format_set_bold(format);
		break;
	case ROLE_LABEL:
		format_set_bold(format);
		/* fall through */
	case ROLE_BODY:
		format_set_text_wrap(format);
		break;
	case ROLE_MUTED:
		format_set_font_color(format, MUTED);
		break;
	case ROLE_WRAPPED_CELL:
		format_set_text_wrap(format);
		break;
	case ROLE_GOOD:
		format_set_font_color(format, GOOD_TEXT);
		break;
	case ROLE_BAD:
		format_set_font_color(format, BAD_TEXT);
		break;
	case ROLE_INPUT:
		format_set_bg_color(format, INPUT_FILL);
		format_set_font_color(format, INPUT_TEXT);
		format_set_border(format, LXW_BORDER_THIN);
		format_set_border_color(format, RULE);
		format_set_unlocked(format);
		break;
	case ROLE_HIDDEN:
		format_set_font_size(format, 10);
		format_set_font_color(format, MUTED);
		format_set_align(format, LXW_ALIGN_RIGHT);
		break;
	case ROLE_CENTRED:
		format_set_bold(format);
		format_set_align(format, LXW_ALIGN_CENTER);
		break;
	default:
		break;
	}
}

lxw_format *
writer_format(struct writer *writer, const struct cell *cell)
{
	lxw_format **known = &writer->formats[cell->role][cell->format];
	if (*known)
		return *known;
	lxw_format *format = workbook_add_format(writer->workbook);
	if (!format) {
		writer_check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return NULL;
	}
	dress(format, (enum role)cell->role);
	const char *number =
	    writer_number_format(writer, (enum measure_format)cell->format);
	if (number) {
		format_set_num_format(format, number);
		if (cell->role != ROLE_CENTRED)
			format_set_align(format, LXW_ALIGN_RIGHT);
	}
	return *known = format;
}

/* ---- conditional formats ---- */

/* Bars from 0; of variances to both sides of it, as more is for the worse. */
static void
rule_of_bars(lxw_conditional_format *rule, bool variance)
{
	rule->type = LXW_CONDITIONAL_DATA_BAR;
	rule->bar_color = variance ? BAD_FILL : THIRD;
	rule->bar_negative_color = variance ? GOOD_FILL : THIRD;
	rule->bar_solid = LXW_TRUE;
	rule->bar_no_border = LXW_TRUE;
	rule->data_bar_2010 = LXW_TRUE;
	if (variance) {
		rule->bar_axis_color = MUTED;
		return;
	}
	rule->min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
	rule->max_rule_type = LXW_CONDITIONAL_RULE_TYPE_MAXIMUM;
}

static void
rule_of_scale(lxw_conditional_format *rule, const struct shade *shade)
{
	bool high = shade->shading == SHADING_HIGH_IS_GOOD;
	rule->type = LXW_CONDITIONAL_3_COLOR_SCALE;
	rule->min_color = high ? BAD_FILL : GOOD_FILL;
	rule->mid_color = 0xFFFFFF;
	rule->max_color = high ? GOOD_FILL : BAD_FILL;
	if (shade->has_limits) {
		rule->min_rule_type = rule->mid_rule_type =
		    rule->max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
		rule->min_value = shade->low;
		rule->mid_value = (shade->low + shade->high) / 2;
		rule->max_value = shade->high;
	}
}

static void
rule_of_heat(lxw_conditional_format *rule, const struct shade *shade)
{
	rule->type = LXW_CONDITIONAL_2_COLOR_SCALE;
	rule->min_color = 0xFFFFFF;
	rule->max_color = HEAT_FILL;
	rule->min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
	rule->max_rule_type = LXW_CONDITIONAL_RULE_TYPE_MAXIMUM;
	if (shade->has_limits) {
		rule->max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER;
		rule->min_value = shade->low;
		rule->max_value = shade->high;
	}
}

static void
rule_of_warning(struct writer *writer, lxw_conditional_format *rule,
    const struct shade *shade)
{
	lxw_format *format = workbook_add_format(writer->workbook);
	if (!format) {
		writer_check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	format_set_bold(format);
	format_set_font_color(format, 0xFFFFFF);
	format_set_bg_color(format, 0xB3261E);
	rule->type = LXW_CONDITIONAL_TYPE_FORMULA;
	rule->value_string = writer_text(writer, text_of(shade->formula));
	rule->format = format;
}

void
writer_add_shade(
    struct writer *writer, lxw_worksheet *sheet, const struct shade *shade)
{
	lxw_conditional_format rule = { 0 };
	const struct range *range = &shade->range;
	switch (shade->shading) {
	case SHADING_BARS:
	case SHADING_VARIANCE:
		rule_of_bars(&rule, shade->shading == SHADING_VARIANCE);
		break;
	case SHADING_HIGH_IS_GOOD:
	case SHADING_LOW_IS_GOOD:
		rule_of_scale(&rule, shade);
		break;
	case SHADING_HEAT:
		rule_of_heat(&rule, shade);
		break;
	case SHADING_WARNING:
	case SHADINGS:
		rule_of_warning(writer, &rule, shade);
		break;
	}
	writer_check(writer, worksheet_conditional_format_range(sheet,
				 range->first_row, range->first_column,
				 range->last_row, range->last_column, &rule));
}
