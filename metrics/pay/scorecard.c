#include "metrics/pay/scorecard.h"

#include "engine/base/arena.h"
#include "metrics/estimates/metrics.h"
#include "engine/model/note.h"
#include "metrics/pay/payout.h"

struct text
scorecard_rating(const struct rating_bands *bands, decimal score)
{
	for (size_t i = 0; i < bands->count; i++)
		if (score >= bands->rows[i].least)
			return bands->rows[i].name;
	return bands->otherwise;
}

static void
note_leaving(struct note *note, const struct scorecard_line *line)
{
	if (line->leaving == LEAVING_NO_VALUE)
		note_add(note,
		    "no %s in the period: left the plan, weight shared out",
		    "không có %s trong kỳ: không tính, trọng số chia cho các "
		    "chỉ số khác",
		    estimator_name(line->row->estimator));
	if (line->leaving == LEAVING_FEW_RECORDS)
		note_add(note,
		    "n = %u is below min_n %u: left the plan, weight shared "
		    "out",
		    "n = %u nhỏ hơn min_n %u: không tính, trọng số chia cho "
		    "các chỉ số khác",
		    line->estimate->n, plan_least_n(line->row));
	if (line->gate_unjudged)
		note_add(note, "gate could not be judged and shuts nothing",
		    "không xét được điều kiện chặn nên không chặn");
	if (line->gate_shut)
		note_add(note, "gate: worse than its threshold, no KPI bonus",
		    "điều kiện chặn: dưới ngưỡng, không có thưởng KPI");
}

/* Payout and branch of a line that stays; `*payout` is in `scratch`. */
static void
judge(struct scorecard_line *line, const struct metric *metric,
    struct arena *scratch, struct rational *payout)
{
	struct curve curve = curve_of(scratch, line->row, metric->direction);
	*payout = curve_payout(scratch, &curve, line->exact, &line->branch);
	line->payout = rational_nearest(*payout);
	line->gate_shut = line->row->gate && curve_compare(&curve, line->exact,
						 curve.threshold) < 0;
}

/* False when memory ran out. */
static bool
start_line(struct scorecard_line *line, const struct results *results,
    const struct scorecard *card, const struct plan_row *row,
    struct arena *arena)
{
	size_t metric = (size_t)(metrics_find(row->metric) - metrics_table);
	const struct estimate *estimate =
	    results_at(results, results->run_period, card->subject, metric);
	*line = (struct scorecard_line){ .row = row,
		.metric = metric,
		.estimate = estimate,
		.value = estimate_quantity(estimate, row->estimator) };
	if (!line->value.defined)
		line->leaving = LEAVING_NO_VALUE;
	else if (estimate->n < plan_least_n(row))
		line->leaving = LEAVING_FEW_RECORDS;
	line->gate_unjudged = row->gate && line->leaving;
	if (line->value.defined)
		line->exact =
		    estimate_rational(arena, estimate, row->estimator);
	return !arena_failed(arena);
}

/* Σ weight × payout / Σ weight, in hundredths, rounded once. */
static bool
score(struct scorecard *card, const struct rational *payouts, wide weights,
    struct arena *scratch)
{
	struct rational sum = rational_whole(0);
	struct rational hundred = rational_whole(100);
	struct rational all = rational_wide(scratch, weights);
	for (size_t i = 0; i < card->line_count; i++) {
		struct scorecard_line *line = &card->lines[i];
		if (line->leaving)
			continue;
		struct rational share = rational_divide(
		    scratch, rational_decimal(scratch, line->row->weight), all);
		struct rational points =
		    rational_multiply(scratch, share, payouts[i]);
		line->weight_used = rational_nearest(
		    rational_multiply(scratch, share, hundred));
		line->points = rational_nearest(points);
		sum = rational_add(scratch, sum, points);
	}
	wide hundredths;
	if (!rational_round(
		rational_multiply(scratch, sum, hundred), &hundredths))
		return false;
	card->score = (decimal)(hundredths * (DECIMAL_ONE / 100));
	return true;
}

static void
note_card(struct note *note, const struct scorecard *card, size_t leaving)
{
	if (!card->has_plan)
		note_add(note, "no plan for this person, level or *",
		    "không có kế hoạch cho người, cấp bậc này hay *");
	else
		note_add(note, "plan of %s", "kế hoạch của %s",
		    card->plan_level.data);
	if (card->has_plan && !card->scored)
		note_add(note,
		    "no metric of the plan could be judged: no score",
		    "không chỉ số nào trong kế hoạch xét được: không có điểm");
	else if (leaving)
		note_add(note,
		    "%zu of %zu metrics left, their weight shared out",
		    "%zu trên %zu chỉ số không tính, trọng số được chia lại",
		    leaving, card->line_count);
}

enum status
scorecard_fill(struct scorecard *card, const struct results *results,
    struct arena *arena, struct arena *scratch)
{
	const struct dataset *data = results->data;
	struct plan_choice choice;
	struct arena_mark mark = arena_mark(scratch);
	if (plan_choose(&choice, data, &data->people[card->person],
		results->views[results->run_period].period.kind, scratch))
		return STATUS_MEMORY;
	card->has_plan = choice.count > 0;
	card->plan_level = choice.level;
	card->line_count = choice.count;
	card->lines = arena_allocate(arena, choice.count, sizeof *card->lines);
	struct rational *payouts =
	    arena_allocate(scratch, choice.count, sizeof *payouts);
	if (!card->lines || !payouts)
		return STATUS_MEMORY;
	wide weights = 0;
	size_t leaving = 0;
	for (size_t i = 0; i < choice.count; i++) {
		struct scorecard_line *line = &card->lines[i];
		if (!start_line(line, results, card, choice.rows[i], arena))
			return STATUS_MEMORY;
		if (!line->leaving) {
			judge(line, &metrics_table[line->metric], scratch,
			    &payouts[i]);
			weights += decimal_widen(line->row->weight);
		}
		card->gate_shut |= line->gate_shut;
		leaving += line->leaving != LEAVING_NOT;
		struct note note = note_begin(arena);
		note_leaving(&note, line);
		for (int l = 0; l < LANGUAGE_COUNT; l++)
			if (!(line->note[l] = note.text[l]))
				return STATUS_MEMORY;
	}
	card->scored = weights > 0;
	if (card->scored && !score(card, payouts, weights, scratch))
		return STATUS_MEMORY;
	card->rating =
	    card->scored ? scorecard_rating(
			       &results->definitions->rating_bands, card->score)
			 : text_of("");
	arena_release(scratch, mark);
	struct note note = note_begin(arena);
	note_card(&note, card, leaving);
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (!(card->note[l] = note.text[l]))
			return STATUS_MEMORY;
	return STATUS_OK;
}
