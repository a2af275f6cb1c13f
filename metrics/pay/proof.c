#include "metrics/pay/proof.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/number_text.h"
#include "engine/model/record.h"
#include "engine/model/spells.h"
#include "metrics/estimates/metrics.h"
#include "metrics/pay/bonus.h"
#include "metrics/periods/project.h"

/* ---- rows and texts ---- */

void
proof_add(struct proof *proof, struct proof_row row)
{
	struct proof_row *rows = arena_grown(proof->arena, proof->rows,
	    proof->count, &proof->capacity, sizeof *rows);
	const char *number = "";
	proof->counters[row.depth]++;
	for (unsigned d = row.depth + 1; d < PROOF_DEPTHS; d++)
		proof->counters[d] = 0;
	for (unsigned d = 0; d <= row.depth && number; d++)
		number = arena_format(proof->arena, "%s%s%u", number,
		    d ? "." : "", proof->counters[d]);
	row.number = number;
	row.how = row.how ? row.how : "";
	row.client = row.client ? row.client : "";
	if (!rows || !number || !row.label) {
		proof->failed = true;
		return;
	}
	proof->rows = rows;
	rows[proof->count++] = row;
}

static const char *
kept(struct proof *proof, const char *text)
{
	const char *copy = text ? arena_format(proof->arena, "%s", text) : NULL;
	proof->failed |= copy == NULL;
	return copy ? copy : "";
}

const char *
proof_tell(struct proof *proof, const char *format, ...)
{
	char text[1200];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, language_text(proof->language, format),
	    arguments);
	va_end(arguments);
	return kept(proof, text);
}

/* A text in the proof's arena; "" and a failed proof for NULL. */
static const char *
made(struct proof *proof, const char *text)
{
	proof->failed |= text == NULL;
	return text ? text : "";
}

const char *
proof_wide(struct proof *proof, wide value)
{
	return made(
	    proof, number_text_wide(proof->arena, value, proof->language));
}

const char *
proof_decimal(struct proof *proof, decimal value)
{
	return made(
	    proof, number_text_decimal(proof->arena, value, proof->language));
}

const char *
proof_quantity(struct proof *proof, struct quantity value)
{
	return value.defined ? proof_rational(proof,
				   quantity_rational(proof->arena, value))
			     : "";
}

const char *
proof_rational(struct proof *proof, struct rational value)
{
	return made(proof, number_text(proof->arena, value, proof->language));
}

const char *
proof_measure(struct proof *proof, struct rational value, enum unit unit)
{
	return made(proof,
	    number_text_measure(proof->arena, value, unit, proof->language));
}

static const char *
proof_percent(struct proof *proof, double value)
{
	return proof_rational(proof, rational_printed(proof->arena, value));
}

const char *
proof_date(struct proof *proof, date day)
{
	return made(proof, day_text(proof->arena, day, proof->language));
}

/* ---- the KPI bonus ---- */

static const struct view *
run_view(const struct proof *proof)
{
	const struct results *results = proof->pay->results;
	return &results->views[results->run_period];
}

const char *
proof_rounding(struct proof *proof)
{
	return proof_tell(proof,
	    "rounded half away from zero to a multiple of %s",
	    proof_decimal(proof, proof->pay->results->definitions->pay_unit));
}

const char *
proof_cut(struct proof *proof, enum cap_of of, const char *said)
{
	wide cut = proof->card->cut[of];
	return cut == 0 ? said
			: proof_tell(proof,
			      "%s; without pay.cap it would be %s more; what "
			      "is cut is rounded towards zero",
			      said, proof_wide(proof, cut));
}

static const char *
how_it_scores(struct proof *proof, const struct scorecard_line *line)
{
	const char *weight = proof_decimal(proof, line->row->weight);
	const char *note = line->note[proof->language];
	if (line->leaving)
		return proof_tell(proof, "weight %s: %s", weight, note);
	return proof_tell(proof,
	    "weight used %s %% (of the plan's %s) × payout %s %%%s%s",
	    proof_percent(proof, line->weight_used), weight,
	    proof_percent(proof, line->payout), *note ? "; " : "", note);
}

/* The metrics of a plan, from a depth on. */
static void
add_metrics(struct proof *proof, const struct judged_plan *plan, unsigned depth)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct scorecard_line *line =
		    &proof->card->lines[plan->first + i];
		proof_add(proof,
		    (struct proof_row){ .depth = depth,
			.kind = PROOF_METRIC,
			.label =
			    line_label(proof->arena, line, proof->language),
			.value = line->leaving ? (struct quantity){ 0 }
					       : quantity_real(line->points),
			.unit = PROOF_PERCENT,
			.how = how_it_scores(proof, line),
			.source = line->row->source });
		proof_line(proof, line, depth + 1);
	}
}

static struct quantity
score_quantity(bool scored, decimal score)
{
	return scored ? quantity_exact(decimal_widen(score))
		      : (struct quantity){ 0 };
}

/* The score of one of several plans. */
static void
add_plan(struct proof *proof, const struct judged_plan *plan)
{
	const char *how =
	    plan->scored
		? proof_tell(proof,
		      "the sum of the points, rounded half away from zero to "
		      "0.01; not rounded it counts for %d days%s",
		      plan->days,
		      !plan->gate_shut
			  ? ""
			  : proof_tell(proof, "; a gate is shut: no KPI bonus"))
		: proof_tell(proof, "no metric of the plan could be judged");
	proof_add(proof, (struct proof_row){ .depth = 3,
			     .kind = PROOF_SCORE,
			     .label = proof_tell(proof,
				 "score by the plan of %s", plan->name.data),
			     .value = score_quantity(plan->scored, plan->score),
			     .unit = PROOF_PERCENT,
			     .how = how });
	add_metrics(proof, plan, 4);
}

static const char *
how_it_is_scored(struct proof *proof)
{
	const struct scorecard *card = proof->card;
	const char *note = card->note[proof->language];
	if (!card->scored)
		return note;
	if (card->plan_count > 1)
		return proof_tell(proof,
		    "the mean of the plans' scores by their days, rounded half "
		    "away from zero to 0.01; rating %s; %s",
		    card->rating.data, note);
	return proof_tell(proof,
	    "the sum of the points, rounded half away from zero to 0.01; "
	    "rating %s; %s",
	    card->rating.data, note);
}

static void
add_score(struct proof *proof)
{
	const struct scorecard *card = proof->card;
	proof_add(proof, (struct proof_row){ .depth = 2,
			     .kind = PROOF_SCORE,
			     .label = proof_tell(proof, "score"),
			     .value = score_quantity(card->scored, card->score),
			     .unit = PROOF_PERCENT,
			     .how = how_it_is_scored(proof) });
	if (card->plan_count == 1)
		add_metrics(proof, &card->plans[0], 3);
	for (size_t p = 0; card->plan_count > 1 && p < card->plan_count; p++)
		add_plan(proof, &card->plans[p]);
}

/* ---- spells ---- */

static void
add_service(struct proof *proof, const struct served_spell *served)
{
	const struct scorecard *card = proof->card;
	const struct person *spell = served->spell;
	int days = card->days_of_period;
	const char *joined = proof_date(proof, spell->joined_on);
	const char *left = proof_date(proof, spell->left_on);
	const char *how =
	    proof_tell(proof, "%d of %d days in service (%s – %s)",
		served->days, days, *joined ? joined : "…", *left ? left : "…");
	if (card->spell_count == 1) {
		char text[WIDE_GROUPED_SIZE];
		wide_print_places(
		    text, decimal_widen(pay_proration(card)), PRORATION_PLACES);
		number_group(text, sizeof text, proof->language);
		how = proof_tell(
		    proof, "%s; printed %s, used exactly", how, text);
	}
	proof_add(
	    proof, (struct proof_row){ .depth = 2,
		       .kind = PROOF_FACTOR,
		       .label = proof_tell(proof, "proration"),
		       .value = quantity_real((double)served->days / days),
		       .unit = PROOF_PLAIN,
		       .how = how,
		       .source = spell->source });
}

static decimal
base_of(const struct served_spell *served)
{
	return served->base == DECIMAL_NONE ? 0 : served->base;
}

static void
add_base(struct proof *proof, const struct served_spell *served)
{
	enum period_kind kind = run_view(proof)->period.kind;
	proof_add(proof,
	    (struct proof_row){ .depth = 2,
		.kind = PROOF_FACTOR,
		.label = proof_tell(proof, "base bonus"),
		.value = quantity_exact(decimal_widen(base_of(served))),
		.unit = PROOF_MONEY,
		.how = served->base != DECIMAL_NONE
			   ? NULL
			   : proof_tell(proof, "%s is blank in people.csv: 0",
				 spell_base_name(kind)),
		.source = served->spell->source });
}

/* base × score / 100 × days / days of the period, of a spell that brings
 * something; NULL of another. */
static const char *
product(struct proof *proof, const struct served_spell *served)
{
	const struct scorecard *card = proof->card;
	if (card->below_minimum || served->plan == NO_PLAN ||
	    !card->plans[served->plan].scored ||
	    card->plans[served->plan].gate_shut)
		return NULL;
	return proof_tell(proof,
	    "base bonus %s × score %s / 100 × %d / %d days",
	    proof_decimal(proof, base_of(served)),
	    proof_decimal(proof, card->plans[served->plan].score), served->days,
	    card->days_of_period);
}

static const char *
how_it_is_paid(struct proof *proof)
{
	const struct scorecard *card = proof->card;
	const char *sum = NULL, *note = card->kpi_note[proof->language];
	for (size_t i = 0; i < card->spell_count; i++) {
		const char *one = product(proof, &card->spells[i]);
		if (one)
			sum =
			    sum ? proof_tell(proof, "%s + %s", sum, one) : one;
	}
	if (!sum)
		return note;
	sum = proof_tell(proof, "%s, %s", sum, proof_rounding(proof));
	return card->spell_count > 1 && *note
		   ? proof_tell(proof, "%s; %s", sum, note)
		   : sum;
}

static void
add_kpi_bonus(struct proof *proof)
{
	const struct scorecard *card = proof->card;
	proof_add(proof, (struct proof_row){ .depth = 1,
			     .kind = PROOF_PART,
			     .label = proof_tell(proof, "KPI bonus"),
			     .value = quantity_exact(card->pay[PAY_KPI_BONUS]),
			     .unit = PROOF_MONEY,
			     .how = proof_cut(proof, CAP_KPI_BONUS,
				 how_it_is_paid(proof)) });
	for (size_t i = 0; i < card->spell_count; i++) {
		add_base(proof, &card->spells[i]);
		add_service(proof, &card->spells[i]);
	}
	add_score(proof);
}

/* ---- the award ---- */

struct found {
	struct text id;
	size_t index;
};

static int
by_id(const void *left, const void *right)
{
	const struct found *a = left, *b = right;
	return text_compare(a->id, b->id);
}

static void
add_project(struct proof *proof, const struct observation *observation)
{
	const struct dataset *data = proof->pay->results->data;
	struct project project =
	    project_of(run_view(proof), observation->record);
	bool awarded = pay_awards(proof->pay, observation);
	bool within = observation->x.exact <= 0;
	const char *due = proof_date(proof, project.due_on);
	proof_add(proof,
	    (struct proof_row){ .depth = 2,
		.kind = PROOF_RECORD,
		.label =
		    dictionary_text(&data->projects, observation->record).data,
		.client = record_client_name(
		    data, RECORD_PROJECT, observation->record)
			      .data,
		.value = quantity_exact(
		    awarded
			? decimal_widen(
			      proof->pay->results->definitions->project_award)
			: 0),
		.unit = PROOF_MONEY,
		.how = proof_tell(proof,
		    "actual cost %s %s budget %s; delivered %s, due %s",
		    proof_wide(
			proof, observation->x.exact + observation->y.exact),
		    within ? "≤" : ">", proof_wide(proof, observation->y.exact),
		    proof_date(proof, project.delivered_on), *due ? due : "-"),
		.source =
		    record_source(data, RECORD_PROJECT, observation->record) });
}

/* Where no period of the kind that is paid by lies in the run's: that. */
const char *
proof_unpaid(const struct proof *proof, enum pay_part part)
{
	const char *note = proof->card->part_notes[part][proof->language];
	return proof->pay->earning_count == 0 && *note ? note : NULL;
}

static const char *
how_it_is_awarded(struct proof *proof, size_t awards, size_t projects)
{
	const char *unpaid = proof_unpaid(proof, PAY_AWARD);
	if (unpaid)
		return unpaid;
	return proof_tell(proof,
	    "%s × %zu of %zu projects delivered: actual ≤ budget, and by the "
	    "latest due date",
	    proof_decimal(
		proof, proof->pay->results->definitions->project_award),
	    awards, projects);
}

static void
add_award(struct proof *proof)
{
	const struct dataset *data = proof->pay->results->data;
	const struct observations *projects = pay_projects(proof->pay->results);
	uint32_t manager = proof->card->manager;
	struct found *found =
	    arena_allocate(proof->arena, projects->count, sizeof *found);
	size_t count = 0, awards = 0;
	for (size_t i = 0; found && i < projects->count; i++) {
		const struct observation *project = &projects->rows[i];
		if (project->manager != manager)
			continue;
		awards += pay_awards(proof->pay, project);
		found[count++] = (struct found){
			dictionary_text(&data->projects, project->record), i
		};
	}
	if (found)
		qsort(found, count, sizeof *found, by_id);
	proof->failed |= found == NULL;
	proof_add(
	    proof, (struct proof_row){ .depth = 1,
		       .kind = PROOF_PART,
		       .label = proof_tell(proof, "Project award"),
		       .value = quantity_exact(proof->card->pay[PAY_AWARD]),
		       .unit = PROOF_MONEY,
		       .how = proof_cut(proof, CAP_AWARD,
			   how_it_is_awarded(proof, awards, count)) });
	for (size_t i = 0; i < count; i++)
		add_project(proof, &projects->rows[found[i].index]);
}

/* What other runs have paid, and what is left to pay. */
static void
add_due(struct proof *proof)
{
	const struct scorecard *card = proof->card;
	const struct paid_before *paid = proof->pay->paid;
	if (!pay_nets(proof->pay))
		return;
	proof_add(proof,
	    (struct proof_row){ .depth = 0,
		.kind = PROOF_TOTAL,
		.label = proof_tell(proof, "Paid before"),
		.value = quantity_exact(card->total_paid),
		.unit = PROOF_MONEY,
		.how = proof_tell(proof,
		    "commission and project award by runs of %zu periods",
		    paid->count) });
	for (size_t i = 0; i < paid->count; i++) {
		const struct paid_folder *folder = &paid->folders[i];
		wide commission =
		    folder->amounts[PAY_COMMISSION][card->manager];
		wide award = folder->amounts[PAY_AWARD][card->manager];
		proof_add(proof,
		    (struct proof_row){ .depth = 1,
			.kind = PROOF_PART,
			.label = folder->label,
			.value = quantity_exact(commission + award),
			.unit = PROOF_MONEY,
			.how = proof_tell(proof,
			    "commission %s + project award %s, sealed as %.16s",
			    proof_wide(proof, commission),
			    proof_wide(proof, award), folder->digest) });
	}
	proof_add(proof, (struct proof_row){ .depth = 0,
			     .kind = PROOF_TOTAL,
			     .label = proof_tell(proof, "Due"),
			     .value = quantity_exact(card->due),
			     .unit = PROOF_MONEY,
			     .how = proof_tell(proof, "total − paid before") });
}

static const char *
how_the_total_adds_up(struct proof *proof)
{
	uint32_t rejects = proof->card->touched_by_rejects;
	const char *sum = proof_tell(proof,
	    "KPI bonus + commission + project award + adjustment, in %s",
	    proof->pay->results->definitions->currency);
	return rejects ? proof_tell(proof,
			     "%s; rejected rows about this person, not counted "
			     "here: %u",
			     sum, rejects)
		       : sum;
}

enum status
proof_make(struct proof *proof)
{
	const struct scorecard *card = proof->card;
	proof_add(proof, (struct proof_row){ .depth = 0,
			     .kind = PROOF_TOTAL,
			     .label = proof_tell(proof, "Total"),
			     .value = quantity_exact(card->total),
			     .unit = PROOF_MONEY,
			     .how = proof_cut(proof, CAP_TOTAL,
				 how_the_total_adds_up(proof)) });
	add_kpi_bonus(proof);
	proof_commissions(proof);
	add_award(proof);
	proof_adjustments(proof);
	add_due(proof);
	proof->failed |= arena_failed(proof->arena);
	return proof->failed ? STATUS_MEMORY : STATUS_OK;
}
