/* A back-test as rows, for programs. */
#include "engine/base/arena.h"
#include "io/cli/plan/show.h"
#include "io/export/report/report.h"

/* Behind these stands one for each rating, and `unrated`. */
enum column {
	PERIOD,
	AS_OF,
	PLAN,
	SUBJECT,
	NAME,
	METRIC,
	SCOPE,
	PEOPLE,
	ROWS,
	SCORED,
	SCORE,
	RATING,
	PART,
	TOTAL = PART + PAY_PART_COUNT,
	CURRENCY,
	DIFFERENCE,
	DIFFERENCE_PERCENT,
	AVERAGE,
	SCORE_BEFORE,
	RATING_BEFORE,
	SCORE_MIN,
	SCORE_Q1,
	SCORE_MEDIAN,
	SCORE_Q3,
	SCORE_MAX,
	JUDGED,
	BELOW_THRESHOLD,
	AT_STRETCH,
	LEFT,
	PAYOUT,
	GAINING,
	LOSING,
	RATED_HIGHER,
	RATED_LOWER,
	GATES_SHUT,
	MOVED_BY,
	COLUMNS
};

static const char *const names[COLUMNS] = { "period", "as_of", "plan",
	"subject", "name", "metric", "scope", "people", "rows", "scored",
	"score", "rating", "kpi_bonus", "commission", "project_award",
	"adjustment", "total", "currency", "difference", "difference_percent",
	"average", "score_before", "rating_before", "score_min", "score_q1",
	"score_median", "score_q3", "score_max", "judged", "below_threshold",
	"at_stretch", "left", "payout", "gaining", "losing", "rated_higher",
	"rated_lower", "gates_shut", "moved_by" };

enum { COLUMNS_MOST = COLUMNS + RATING_BANDS_MOST + 2, SCORE_PLACES = 2 };

/* The row that is being made. */
struct filling {
	const struct planning *planning;
	struct values *values;
	struct datum cells[COLUMNS_MOST];
	size_t period, plan;
	bool out_of_memory;
};

static const struct rating_bands *
bands_of(const struct filling *filling)
{
	return &filling->planning->test.definitions->rating_bands;
}

static bool
is_compared(const struct filling *filling)
{
	return filling->plan > 0;
}

/* ---- cells ---- */

static void
set_count(struct filling *filling, enum column column, size_t count)
{
	filling->cells[column] = datum_integer((int64_t)count);
}

static void
set_money(struct filling *filling, enum column column, wide amount)
{
	filling->cells[column] =
	    datum_amount(amount, plan_places(filling->planning));
	filling->cells[column].shown = FORMAT_MONEY;
}

static void
set_score(struct filling *filling, enum column column, decimal score)
{
	filling->cells[column] =
	    datum_amount(decimal_widen(score), SCORE_PLACES);
	filling->cells[column].shown = FORMAT_RATIO;
}

static void
set_real(struct filling *filling, enum column column, double number)
{
	filling->cells[column] = datum_real(number);
	filling->cells[column].shown = FORMAT_RATIO;
}

static void
set_pay(struct filling *filling, const wide *parts, wide total, wide first)
{
	for (int part = 0; part < PAY_PART_COUNT; part++)
		set_money(filling, (enum column)(PART + part), parts[part]);
	set_money(filling, TOTAL, total);
	filling->cells[CURRENCY] =
	    datum_string(filling->planning->test.definitions->currency);
	if (!is_compared(filling))
		return;
	struct optional percent = plan_percent(total - first, first);
	set_money(filling, DIFFERENCE, total - first);
	if (percent.defined)
		set_real(filling, DIFFERENCE_PERCENT, percent.value);
}

/* ---- rows ---- */

static void
begin(struct filling *filling, struct text subject, const char *metric)
{
	const struct planning *planning = filling->planning;
	bool all = plan_is_all(planning, filling->period);
	for (size_t c = 0; c < COLUMNS_MOST; c++)
		filling->cells[c] = datum_nothing();
	filling->cells[PERIOD] = datum_string(
	    all ? "*" : planning->test.periods[filling->period].label);
	if (!all)
		filling->cells[AS_OF] =
		    datum_date(planning->test.as_of[filling->period]);
	filling->cells[PLAN] =
	    datum_string(planning->test.plans[filling->plan].name);
	filling->cells[SUBJECT] = datum_text(subject);
	filling->cells[METRIC] = datum_string(metric);
}

static void
end(struct filling *filling)
{
	for (size_t c = 0; c < filling->values->columns; c++)
		values_put(filling->values, filling->cells[c]);
}

static void
set_fit(struct filling *filling, const struct backtest_fit *fit)
{
	set_count(filling, JUDGED, fit->judged);
	set_count(filling, BELOW_THRESHOLD, fit->below);
	set_count(filling, AT_STRETCH, fit->at_most);
	set_count(filling, LEFT, fit->left);
	if (fit->judged)
		set_real(filling, PAYOUT, fit->payout);
}

static void
set_scores(struct filling *filling, const struct backtest_outcome *outcome)
{
	const struct backtest_scores *scores = &outcome->scores;
	size_t bands = bands_of(filling)->count;
	set_count(filling, SCORED, outcome->scored);
	for (size_t band = 0; band <= bands; band++)
		set_count(filling, (enum column)(COLUMNS + band),
		    outcome->ratings[band]);
	set_count(filling, (enum column)(COLUMNS + bands + 1),
	    outcome->cards - outcome->scored);
	if (outcome->scored == 0)
		return;
	set_real(filling, SCORE, rational_nearest(scores->mean));
	set_score(filling, SCORE_MIN, scores->least);
	set_score(filling, SCORE_Q1, scores->first_quartile);
	set_score(filling, SCORE_MEDIAN, scores->median);
	set_score(filling, SCORE_Q3, scores->third_quartile);
	set_score(filling, SCORE_MAX, scores->most);
}

static void
put_outcome(struct filling *filling, const struct backtest_outcome *outcome)
{
	const struct backtest_outcome *first =
	    plan_outcome(filling->planning, filling->period, 0);
	begin(filling, text_of("*"), "*");
	set_count(filling, PEOPLE, outcome->people);
	set_count(filling, ROWS, outcome->cards);
	set_pay(filling, outcome->parts, outcome->total, first->total);
	if (outcome->cards) {
		filling->cells[AVERAGE] = datum_real(
		    wide_double(outcome->total) / (double)outcome->cards);
		filling->cells[AVERAGE].shown = FORMAT_MONEY;
	}
	set_scores(filling, outcome);
	set_fit(filling, &outcome->fit);
	set_count(filling, GATES_SHUT, outcome->gates_shut);
	if (is_compared(filling)) {
		set_count(filling, GAINING, outcome->gaining);
		set_count(filling, LOSING, outcome->losing);
		set_count(filling, RATED_HIGHER, outcome->higher);
		set_count(filling, RATED_LOWER, outcome->lower);
	}
	end(filling);
}

static void
put_fits(struct filling *filling, const struct backtest_outcome *outcome)
{
	const struct backtest *test = &filling->planning->test;
	for (size_t m = 0; m < test->measure_count; m++) {
		const struct backtest_fit *fit = &outcome->fits[m];
		if (fit->judged + fit->left == 0)
			continue;
		begin(filling, text_of("*"), test->measures[m].metric.data);
		filling->cells[SCOPE] =
		    datum_string(plan_scope_name(test->measures[m].scope));
		set_fit(filling, fit);
		end(filling);
	}
}

/* ---- people ---- */

static void
begin_person(struct filling *filling, uint32_t manager)
{
	const struct planning *planning = filling->planning;
	begin(filling, dictionary_text(&planning->test.data->managers, manager),
	    "*");
	filling->cells[NAME] = datum_text(plan_person_name(planning, manager));
}

/* What a card is against the same under the first plan. */
static void
set_change(struct filling *filling, const struct backtest_change *change)
{
	const struct scorecard *before = change->before;
	const char *moved = plan_moves_text(
	    change, SIZE_MAX, false, LANGUAGE_EN, filling->values->arena);
	if (before->scored)
		set_score(filling, SCORE_BEFORE, before->score);
	filling->cells[RATING_BEFORE] = datum_text(before->rating);
	set_count(filling, RATED_HIGHER, change->higher > 0);
	set_count(filling, RATED_LOWER, change->higher < 0);
	filling->out_of_memory |= moved == NULL;
	filling->cells[MOVED_BY] = datum_string(moved ? moved : "");
}

static void
put_cards(struct filling *filling)
{
	const struct backtest *test = &filling->planning->test;
	const struct backtest_trial *trial =
	    backtest_trial(test, filling->period, filling->plan);
	const struct backtest_trial *first =
	    backtest_trial(test, filling->period, 0);
	for (size_t i = 0; i < trial->pay.card_count; i++) {
		const struct scorecard *card = &trial->pay.cards[i];
		struct arena_mark mark = arena_mark(filling->values->arena);
		begin_person(filling, card->manager);
		set_count(filling, SCORED, card->scored);
		if (card->scored)
			set_score(filling, SCORE, card->score);
		filling->cells[RATING] = datum_text(card->rating);
		set_pay(
		    filling, card->pay, card->total, first->pay.cards[i].total);
		set_count(filling, GATES_SHUT, card->gate_shut);
		if (trial->changes)
			set_change(filling, &trial->changes[i]);
		end(filling);
		if (filling->values->form != VALUES_KEPT)
			arena_release(filling->values->arena, mark);
	}
}

static void
put_people(struct filling *filling)
{
	const struct backtest *test = &filling->planning->test;
	for (size_t i = 0; i < test->person_count; i++) {
		const struct backtest_person *person = &test->people[i];
		const struct backtest_under *under =
		    &person->under[filling->plan];
		begin_person(filling, person->manager);
		set_count(filling, ROWS, under->cards);
		set_count(filling, SCORED, under->scored);
		set_pay(filling, under->parts, under->total,
		    person->under[0].total);
		if (is_compared(filling)) {
			set_count(filling, RATED_HIGHER, under->higher);
			set_count(filling, RATED_LOWER, under->lower);
		}
		end(filling);
	}
}

/* ---- the table ---- */

/* Begins the table with a column for each rating; false without memory. */
static bool
begin_table(const struct planning *planning, struct values *values)
{
	struct arena *arena = planning->session.arena;
	const struct rating_bands *bands =
	    &planning->test.definitions->rating_bands;
	const char **columns =
	    arena_allocate(arena, COLUMNS_MOST, sizeof *columns);
	if (!columns)
		return false;
	for (size_t c = 0; c < COLUMNS; c++)
		columns[c] = names[c];
	for (size_t band = 0; band <= bands->count; band++) {
		columns[COLUMNS + band] = arena_format(
		    arena, "rated_%s", backtest_band_name(bands, band).data);
		if (!columns[COLUMNS + band])
			return false;
	}
	columns[COLUMNS + bands->count + 1] = "unrated";
	values_begin(values, columns, COLUMNS + bands->count + 2);
	return true;
}

enum status
plan_put_rows(const struct planning *planning, struct values *values)
{
	struct filling filling = { .planning = planning, .values = values };
	if (!begin_table(planning, values))
		return STATUS_MEMORY;
	for (size_t i = 0; i < plan_period_count(planning); i++)
		for (size_t p = 0; p < planning->test.plan_count; p++) {
			const struct backtest_outcome *outcome =
			    plan_outcome(planning, i, p);
			filling.period = i;
			filling.plan = p;
			put_outcome(&filling, outcome);
			put_fits(&filling, outcome);
			if (plan_is_all(planning, i))
				put_people(&filling);
			else
				put_cards(&filling);
		}
	return filling.out_of_memory ? STATUS_MEMORY : STATUS_OK;
}
