#include "engine/model/plan.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/schema.h"
#include "engine/model/spells.h"

const struct scorecard *
pay_card(const struct pay_results *pay, uint32_t manager)
{
	uint32_t subject = pay->results->subject_of_manager[manager];
	for (size_t i = 0; i < pay->card_count; i++)
		if (pay->cards[i].subject == subject)
			return &pay->cards[i];
	return NULL;
}

decimal
pay_base(const struct scorecard *card)
{
	decimal base = card->spell_count ? card->spells[0].base : DECIMAL_NONE;
	for (size_t i = 1; i < card->spell_count; i++)
		if (card->spells[i].base != base)
			return DECIMAL_NONE;
	return base;
}

struct rational
pay_of_spell(struct arena *arena, const struct scorecard *card,
    const struct served_spell *spell)
{
	const struct judged_plan *plan =
	    spell->plan == NO_PLAN ? NULL : &card->plans[spell->plan];
	if (!plan || !plan->scored || plan->gate_shut || card->below_minimum ||
	    spell->base == DECIMAL_NONE)
		return rational_whole(0);
	struct rational amount =
	    rational_multiply(arena, rational_decimal(arena, spell->base),
		rational_of(arena, plan->score, 100 * DECIMAL_ONE));
	return rational_multiply(arena, amount,
	    rational_of(arena, spell->days, card->days_of_period));
}

bool
plan_bounds(const struct metric *metric, decimal *low, decimal *high)
{
	enum { RATIO_MOST = 10 };
	bool ratio = metric->unit == UNIT_RATIO;
	*low = ratio ? -RATIO_MOST * DECIMAL_ONE
		     : (decimal)metric->low * DECIMAL_ONE;
	*high = ratio ? RATIO_MOST * DECIMAL_ONE
		      : (decimal)metric->high * DECIMAL_ONE;
	return metric->unit != UNIT_MONEY && metric->unit != UNIT_COUNT;
}

bool
pay_nets(const struct pay_results *pay)
{
	return pay->paid && pay->paid->count;
}

decimal
pay_proration(const struct scorecard *card)
{
	int64_t days = card->days_of_period;
	return days ? (2 * card->days_served * DECIMAL_ONE + days) / (2 * days)
		    : 0;
}

decimal
currency_unit(const char *currency)
{
	static const char *const whole[] = { "VND", "JPY", "KRW", "LAK", "IDR",
		"CLP", "ISK", "XAF", "XOF", "XPF", "UGX", "PYG" };
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (strcmp(currency, whole[i]) == 0)
			return DECIMAL_ONE;
	return DECIMAL_ONE / 100;
}

decimal
pay_part_unit(const struct definitions *definitions, enum pay_part part)
{
	return part == PAY_ADJUSTMENT ? currency_unit(definitions->currency)
				      : definitions->pay_unit;
}

int
pay_places(decimal unit)
{
	int places = 4;
	for (; places > 0 && unit % 10 == 0; places--)
		unit /= 10;
	return places;
}

const char *const payroll_fields[PAYROLL_FIELD_COUNT + 1] = { "employee",
	"name", "earning", "amount", "currency", "period", "note", NULL };

const char *const payroll_rows_words[] = { "total", "part", NULL };
const char *const payroll_format_words[] = { "csv", "xlsx", NULL };

const struct attribute *
payroll_employee_codes(
    const struct dataset *data, const struct payroll_map *map)
{
	const struct attributes *attributes = &data->attributes[TABLE_PEOPLE];
	const char *name = map->employee_code;
	for (size_t i = 0; name && i < attributes->count; i++)
		if (strcmp(attributes->rows[i].name, name) == 0)
			return &attributes->rows[i];
	return NULL;
}

const char *
estimator_name(enum estimator estimator)
{
	return schema_words(FIELD_ESTIMATOR)[estimator];
}

const char *
estimator_label(enum estimator estimator, enum language language)
{
	static const char *const labels[ESTIMATOR_COUNT] = {
		[ESTIMATOR_VALUE] = N_("value"),
		[ESTIMATOR_SHRUNK] = N_("value drawn towards the mean of all"),
		[ESTIMATOR_CI_LOW] = N_("lower end of the 95 % interval"),
		[ESTIMATOR_CI_HIGH] = N_("upper end of the 95 % interval"),
		[ESTIMATOR_ADJUSTED] = N_("value adjusted for mix"),
	};
	return language_text(language, labels[estimator]);
}

const char *
pay_part_name(enum pay_part part)
{
	static const char *const names[PAY_PART_COUNT] = { "kpi_bonus",
		"commission", "project_award", "adjustment" };
	return names[part];
}

struct text
plan_criterion(const struct plan_row *row)
{
	size_t prefix = sizeof RATING_PREFIX - 1;
	if (row->metric.length <= prefix ||
	    memcmp(row->metric.data, RATING_PREFIX, prefix) != 0)
		return text_of("");
	return (struct text){ row->metric.data + prefix,
		row->metric.length - prefix };
}

const char *
plan_scope_name(enum plan_scope scope)
{
	return scope == PLAN_SELF ? "self"
				  : schema_words(FIELD_PLAN_SCOPE)[scope];
}

/* ---- lines of a scorecard ---- */

bool
line_is_hidden(const struct results *results, const struct scorecard_line *line)
{
	return line->metric != NO_METRIC && line->subject != NO_ID &&
	       results_few_raters(
		   results, results->run_period, line->subject, line->metric);
}

bool
card_is_thin(const struct scorecard *card)
{
	for (size_t p = 0; p < card->plan_count; p++) {
		const struct judged_plan *plan = &card->plans[p];
		decimal judged = 0;
		for (size_t l = plan->first; l < plan->first + plan->count; l++)
			if (!card->lines[l].leaving)
				judged += card->lines[l].row->weight;
		if (plan->scored && judged < 50 * DECIMAL_ONE)
			return true;
	}
	return false;
}

static bool
is_sum(const struct metric *metric)
{
	return metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT;
}

bool
line_counts(const struct results *results, const struct scorecard_line *line,
    const struct observation *observation)
{
	if (line->subject == NO_ID ||
	    !results_belongs(
		results, &results->subjects[line->subject], observation))
		return false;
	return line->row->scope != PLAN_SELF || !is_sum(line->measured) ||
	       spell_on(results->data, observation->manager, observation->day);
}

const char *
line_label(struct arena *arena, const struct scorecard_line *line,
    enum language language)
{
	static const char *const whose[] = {
		[PLAN_TEAM] = N_("team"),
		[PLAN_COMPANY] = N_("company"),
		[PLAN_REPORTS] = N_("reports"),
	};
	const char *label = language_text(language, line->measured->label);
	if (plan_criterion(line->row).length)
		label = arena_format(
		    arena, language_text(language, N_("Rating: %s")), label);
	if (plan_criterion(line->row).length)
		label = arena_format(
		    arena, language_text(language, N_("Rating: %s")), label);
	if (plan_criterion(line->row).length)
		label = arena_format(
		    arena, language_text(language, N_("Rating: %s")), label);
	enum plan_scope scope = line->row->scope;
	return scope == PLAN_SELF || !label
		   ? label
		   : arena_format(arena, "%s (%s)", label,
			 language_text(language, whose[scope]));
}

static const char *
knot_print(struct arena *arena, struct rational knot)
{
	char text[DOUBLE_TEXT_SIZE];
	const char *exact = rational_print(arena, knot);
	if (exact)
		return exact;
	double_print(text, rational_nearest(knot));
	return arena_format(arena, "%s", text);
}

static const char *
print_steps(struct arena *arena, const struct curve *curve)
{
	const char *text = "";
	for (size_t i = 0; i < curve->step_count && text; i++) {
		const struct curve_step *step = &curve->steps[i];
		const char *value = knot_print(arena, step->value);
		const char *payout = knot_print(arena, step->payout);
		text = value && payout ? arena_format(arena, "%s%s%s=%s", text,
					     i ? "|" : "", value, payout)
				       : NULL;
	}
	return text;
}

/* NULL for a blank one. */
static const struct rational *
find_knot(const struct curve *curve, enum knot knot)
{
	switch (knot) {
	case KNOT_THRESHOLD:
		return curve->has_threshold ? &curve->threshold : NULL;
	case KNOT_TARGET:
		return curve->step_count ? NULL : &curve->target;
	case KNOT_STRETCH:
		break;
	}
	return curve->has_stretch ? &curve->stretch : NULL;
}

const char *
line_knot(
    struct arena *arena, const struct scorecard_line *line, enum knot knot)
{
	const struct rational *value = find_knot(&line->curve, knot);
	if (value)
		return knot_print(arena, *value);
	return knot == KNOT_TARGET ? print_steps(arena, &line->curve) : "";
}

struct optional
line_knot_number(const struct scorecard_line *line, enum knot knot)
{
	const struct rational *value = find_knot(&line->curve, knot);
	return value ? (struct optional){ true, rational_nearest(*value) }
		     : (struct optional){ 0 };
}
