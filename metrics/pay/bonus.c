#include "metrics/pay/bonus.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/base/rational.h"
#include "metrics/estimates/metrics.h"
#include "engine/model/note.h"
#include "engine/model/spells.h"
#include "metrics/pay/scorecard.h"
#include "metrics/periods/contract.h"
#include "metrics/periods/project.h"

static const struct view *
run_view(const struct results *results)
{
	return &results->views[results->run_period];
}

bool
pay_commissions(const struct view *view, const struct contract *contract)
{
	return contract_is_signed(contract, view->as_of) &&
	       period_holds(&view->period, contract->closed_on);
}

wide
pay_commission(const struct view *view, const struct contract *contract)
{
	return decimal_multiply(
	    view->definitions->commission[contract->kind], contract->value);
}

const struct observations *
pay_projects(const struct results *results)
{
	const struct metric *variance =
	    metrics_find(text_of("budget_variance"));
	return results_observations(
	    results, results->run_period, (size_t)(variance - metrics_table));
}

bool
pay_awards(const struct view *view, const struct observation *observation)
{
	struct project project = project_of(view, observation->record);
	return observation->x.exact <= 0 && project.due_on != DATE_NONE &&
	       project.delivered_on <= project.due_on;
}

/* ---- who is paid ---- */

/* For sorting: a card and its id. */
struct entry {
	struct text id;
	struct scorecard card;
};

static int
by_id(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	return text_compare(a->id, b->id);
}

static enum status
list_cards(struct pay_results *pay, struct arena *arena, struct arena *scratch)
{
	const struct results *results = pay->results;
	const struct dataset *data = results->data;
	const struct period *period = &run_view(results)->period;
	struct entry *entries =
	    arena_allocate(scratch, data->person_count, sizeof *entries);
	pay->cards =
	    arena_allocate(arena, data->person_count, sizeof *pay->cards);
	if (!entries || !pay->cards)
		return STATUS_MEMORY;
	for (size_t i = 0; i < data->person_count; i++)
		pay->has_bases |= data->people[i].base_bonus != DECIMAL_NONE;
	for (uint32_t m = 0; m < data->managers.count; m++) {
		const struct person *spell = spell_last_in(data, m, period);
		if (!spell)
			continue;
		entries[pay->card_count++] = (struct entry){
			.id = dictionary_text(&data->managers, m),
			.card = { .person = (uint32_t)(spell - data->people),
			    .subject = results->subject_of_manager[m],
			    .days_served = days_in_service(data, m, period),
			    .days_of_period =
				(int)(period->until - period->from) },
		};
	}
	qsort(entries, pay->card_count, sizeof *entries, by_id);
	for (size_t i = 0; i < pay->card_count; i++)
		pay->cards[i] = entries[i].card;
	return STATUS_OK;
}

/* Every rejected row that is about a person may have changed their pay. */
static enum status
count_rejects(struct pay_results *pay, struct arena *scratch)
{
	const struct dataset *data = pay->results->data;
	uint32_t *of_manager =
	    arena_allocate(scratch, data->managers.count, sizeof *of_manager);
	if (!of_manager)
		return STATUS_MEMORY;
	for (size_t i = 0; i < data->reject_count; i++)
		if (data->rejects[i].manager != NO_ID)
			of_manager[data->rejects[i].manager]++;
	for (size_t i = 0; i < pay->card_count; i++) {
		struct scorecard *card = &pay->cards[i];
		card->touched_by_rejects =
		    of_manager[data->people[card->person].manager];
	}
	return STATUS_OK;
}

/* ---- the parts ---- */

/* To a whole multiple of the unit, half away from zero. */
static enum status
round_to_unit(
    struct arena *scratch, struct rational amount, decimal unit, wide *rounded)
{
	struct rational units =
	    rational_divide(scratch, amount, rational_decimal(scratch, unit));
	wide count;
	if (rational_failed(units))
		return STATUS_MEMORY;
	if (!rational_round(units, &count) ||
	    __builtin_mul_overflow(count, decimal_widen(unit), rounded))
		return STATUS_OVERFLOW;
	return STATUS_OK;
}

static enum status
pay_kpi_bonus(struct scorecard *card, const struct person *person, decimal unit,
    struct arena *scratch)
{
	if (!card->scored || card->gate_shut ||
	    person->base_bonus == DECIMAL_NONE)
		return STATUS_OK;
	struct rational amount = rational_decimal(scratch, person->base_bonus);
	amount = rational_multiply(scratch, amount,
	    rational_of(scratch, card->score, 100 * DECIMAL_ONE));
	amount = rational_multiply(scratch, amount,
	    rational_of(scratch, card->days_served, card->days_of_period));
	return round_to_unit(scratch, amount, unit, &card->pay[PAY_KPI_BONUS]);
}

/* Exact commissions by manager, and how many awards. */
struct earnings {
	wide *commission;
	uint32_t *awards;
};

static enum status
earn(struct earnings *earnings, const struct pay_results *pay,
    struct arena *scratch)
{
	const struct results *results = pay->results;
	const struct dataset *data = results->data;
	const struct view *view = run_view(results);
	uint32_t managers = data->managers.count;
	earnings->commission =
	    arena_allocate(scratch, managers, sizeof *earnings->commission);
	earnings->awards =
	    arena_allocate(scratch, managers, sizeof *earnings->awards);
	if (!earnings->commission || !earnings->awards)
		return STATUS_MEMORY;
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (pay_commissions(view, contract) &&
		    !wide_add(&earnings->commission[contract->manager],
			pay_commission(view, contract)))
			return STATUS_OVERFLOW;
	}
	const struct observations *projects = pay_projects(results);
	for (size_t i = 0; i < projects->count; i++) {
		const struct observation *project = &projects->rows[i];
		if (project->manager != NO_ID && pay_awards(view, project))
			earnings->awards[project->manager]++;
	}
	return STATUS_OK;
}

static enum status
pay_person(struct pay_results *pay, struct scorecard *card,
    const struct earnings *earnings, struct arena *scratch)
{
	const struct definitions *definitions = pay->results->definitions;
	decimal unit = definitions->pay_unit;
	const struct person *person = &pay->results->data->people[card->person];
	struct rational award = rational_multiply(scratch,
	    rational_decimal(scratch, definitions->project_award),
	    rational_of(scratch, earnings->awards[person->manager], 1));
	enum status status = pay_kpi_bonus(card, person, unit, scratch);
	if (!status)
		status = round_to_unit(scratch,
		    rational_wide(
			scratch, earnings->commission[person->manager]),
		    unit, &card->pay[PAY_COMMISSION]);
	if (!status)
		status =
		    round_to_unit(scratch, award, unit, &card->pay[PAY_AWARD]);
	for (int part = 0; part < PAY_PART_COUNT && !status; part++)
		if (!wide_add(&card->total, card->pay[part]) ||
		    !wide_add(&pay->totals[part], card->pay[part]) ||
		    !wide_add(&pay->total, card->pay[part]))
			status = STATUS_OVERFLOW;
	return status;
}

/* ---- notes ---- */

static void
note_gates(struct note *note, const struct scorecard *card)
{
	for (size_t i = 0; i < card->line_count; i++) {
		const struct scorecard_line *line = &card->lines[i];
		const char *metric = line->row->metric.data;
		if (line->gate_shut)
			note_add(note,
			    "gate %s is worse than its threshold: no KPI bonus",
			    "điều kiện chặn %s dưới ngưỡng: không có thưởng "
			    "KPI",
			    metric);
		if (line->gate_unjudged)
			note_add(note,
			    "gate %s could not be judged and shuts nothing",
			    "không xét được điều kiện chặn %s nên không chặn",
			    metric);
		else if (line->leaving)
			note_add(note, "%s left the plan",
			    "%s không tính vào kế hoạch", metric);
	}
}

static enum status
note_bonus(
    struct scorecard *card, const struct person *person, struct arena *arena)
{
	struct note note = note_begin(arena);
	if (!card->has_plan)
		note_add(&note, "no plan: no score, no KPI bonus",
		    "không có kế hoạch: không có điểm, không có thưởng KPI");
	else if (!card->scored)
		note_add(&note,
		    "no metric of the plan could be judged: no score, no KPI "
		    "bonus",
		    "không chỉ số nào xét được: không có điểm, không có thưởng "
		    "KPI");
	if (person->base_bonus == DECIMAL_NONE)
		note_add(&note, "no base_bonus in people.csv: taken as 0",
		    "không có base_bonus trong people.csv: tính là 0");
	note_gates(&note, card);
	if (card->days_served < card->days_of_period)
		note_add(&note, "in service %d of %d days",
		    "làm việc %d trên %d ngày", card->days_served,
		    card->days_of_period);
	if (card->touched_by_rejects)
		note_add(&note,
		    "rejected rows about this person, not counted here: %u",
		    "số dòng bị từ chối liên quan, chưa được tính: %u",
		    card->touched_by_rejects);
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (!(card->bonus_note[l] = note.text[l]))
			return STATUS_MEMORY;
	return STATUS_OK;
}

static enum status
compute(struct pay_results *pay, struct arena *arena, struct arena *scratch)
{
	struct earnings earnings;
	enum status status = list_cards(pay, arena, scratch);
	if (!status)
		status = earn(&earnings, pay, scratch);
	if (!status)
		status = count_rejects(pay, scratch);
	for (size_t i = 0; i < pay->card_count && !status; i++) {
		struct scorecard *card = &pay->cards[i];
		struct arena_mark mark = arena_mark(scratch);
		status = scorecard_fill(card, pay->results, arena, scratch);
		if (!status)
			status = pay_person(pay, card, &earnings, scratch);
		if (!status && arena_failed(scratch))
			status = STATUS_MEMORY;
		if (!status)
			status = note_bonus(card,
			    &pay->results->data->people[card->person], arena);
		arena_release(scratch, mark);
	}
	return status;
}

enum status
pay_compute(struct pay_results *pay, const struct results *results,
    const struct payroll_map *payroll, struct arena *arena,
    struct diagnostics *diagnostics)
{
	*pay = (struct pay_results){ .results = results,
		.payroll = payroll,
		.has_plan = plan_is_for(
		    results->data, run_view(results)->period.kind) };
	struct arena *scratch = arena_new();
	enum status status =
	    scratch ? compute(pay, arena, scratch) : STATUS_MEMORY;
	arena_free(scratch);
	if (status == STATUS_OVERFLOW)
		return diagnostics_fail(diagnostics, status,
		    "pay: an amount does not fit into 128 bits; look for "
		    "absurd values in contracts, people.csv and plan.csv");
	return status ? diagnostics_no_memory(diagnostics) : STATUS_OK;
}
