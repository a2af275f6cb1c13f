/* The proof of one line of a scorecard: payout, value, records. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/analysis.h"
#include "engine/model/record.h"
#include "metrics/estimates/metrics.h"
#include "metrics/pay/payout.h"
#include "metrics/pay/proof.h"
#include "metrics/pay/scorecard_line.h"
#include "metrics/periods/contract.h"

static enum proof_unit
unit_of(const struct metric *metric)
{
	static const enum proof_unit units[] = {
		[UNIT_MONEY] = PROOF_MONEY,
		[UNIT_COUNT] = PROOF_COUNT,
		[UNIT_SHARE] = PROOF_SHARE,
		[UNIT_RATIO] = PROOF_RATIO,
		[UNIT_SCORE] = PROOF_SCORES,
	};
	return units[metric->unit];
}

static const char *
measured(struct proof *proof, const struct scorecard_line *line,
    struct rational value)
{
	return proof_measure(proof, value, line->measured->unit);
}

/* The number of the estimate that the plan judges. */
static const char *
value_text(struct proof *proof, const struct scorecard_line *line)
{
	return line->value.defined ? measured(proof, line, line->exact) : "";
}

/* Two knots, in the order of the curve, with what they pay. */
struct stretch_of_curve {
	const char *from_name, *to_name;
	struct rational from, to, low, high;
};

/* low + (value − from) / (to − from) × (high − low), in numbers. */
static const char *
interpolation(struct proof *proof, const struct scorecard_line *line,
    const struct stretch_of_curve *between)
{
	const char *value = value_text(proof, line);
	const char *a = measured(proof, line, between->from);
	const char *b = measured(proof, line, between->to);
	const char *p = proof_rational(proof, between->low);
	const char *q = proof_rational(proof, between->high);
	return proof_tell(proof,
	    "between %s %s (%s %%) and %s %s (%s %%): %s + (%s − %s) / (%s − "
	    "%s) × (%s − %s)",
	    between->from_name, a, p, between->to_name, b, q, p, value, a, b, a,
	    q, p);
}

/* The furthest step that the value reaches. */
static const char *
how_it_steps(
    struct proof *proof, const struct scorecard_line *line, const char *value)
{
	const struct curve *curve = &line->curve;
	size_t reached = 1;
	while (
	    reached < curve->step_count &&
	    curve_compare(curve, line->exact, curve->steps[reached].value) >= 0)
		reached++;
	const struct curve_step *step = &curve->steps[reached - 1];
	return proof_tell(proof, "%s has reached the step %s: %s %%", value,
	    measured(proof, line, step->value),
	    proof_rational(proof, step->payout));
}

/* An exact value may be worse than a threshold by less than is printed. */
static const char *
how_it_misses(struct proof *proof, const char *value, const char *threshold)
{
	if (strcmp(value, threshold) == 0)
		return proof_tell(proof,
		    "worse than the threshold %s by less than its last digit: "
		    "0 %%",
		    threshold);
	return proof_tell(
	    proof, "%s is worse than the threshold %s: 0 %%", value, threshold);
}

static bool
is_hidden(const struct proof *proof, const struct scorecard_line *line)
{
	return line_is_hidden(proof->pay->results, line);
}

static const char *
how_it_pays(struct proof *proof, const struct scorecard_line *line)
{
	if (is_hidden(proof, line))
		return absence_text(ABSENCE_HIDDEN, proof->language);
	const struct curve *curve = &line->curve;
	const char *value = value_text(proof, line);
	const char *threshold = proof_tell(proof, "threshold");
	const char *target = proof_tell(proof, "target");
	const char *stretch = proof_tell(proof, "stretch");
	switch (line->branch) {
	case BRANCH_BELOW:
		return how_it_misses(
		    proof, value, measured(proof, line, curve->threshold));
	case BRANCH_TO_TARGET:
		return interpolation(proof, line,
		    &(struct stretch_of_curve){ threshold, target,
			curve->threshold, curve->target, curve->low,
			curve->hundred });
	case BRANCH_TO_STRETCH:
		return interpolation(proof, line,
		    &(struct stretch_of_curve){ target, stretch, curve->target,
			curve->stretch, curve->hundred, curve->high });
	case BRANCH_BEYOND:
		return proof_tell(proof,
		    "%s has reached the %s %s: it stays at %s %%", value,
		    curve->has_stretch ? stretch : target,
		    measured(proof, line,
			curve->has_stretch ? curve->stretch : curve->target),
		    proof_rational(proof,
			curve->has_stretch ? curve->high : curve->hundred));
	case BRANCH_STEP:
		return how_it_steps(proof, line, value);
	case BRANCH_NONE:
		break;
	}
	return "";
}

/* What the company would have reached on the same records, and what of the
 * value follows from it. */
static const char *
how_adjusted(struct proof *proof, const struct estimate *estimate,
    size_t metric, const char *how)
{
	const struct results *results = proof->pay->results;
	const struct estimate *company =
	    results_at(results, results->run_period, 0, metric);
	if (!estimate->fair || !estimate->fair->ratio.defined)
		return how;
	return proof_tell(proof,
	    "adjusted for mix: %s / %s expected on the same records × the "
	    "company's %s, at most 1; the value %s = %s",
	    proof_quantity(proof, estimate->numerator),
	    proof_quantity(proof, quantity_optional(estimate->fair->expected)),
	    proof_measure(proof,
		quantity_rational(proof->arena, company->value), UNIT_SHARE),
	    proof_measure(proof,
		quantity_rational(proof->arena, estimate->value), UNIT_SHARE),
	    how);
}

static void
add_value(
    struct proof *proof, const struct scorecard_line *line, unsigned depth)
{
	const struct metric *metric = line->measured;
	const struct estimate *estimate = line->estimate;
	const char *x = proof_quantity(proof, estimate->numerator);
	const char *y = proof_quantity(proof, estimate->denominator);
	const char *how = proof_tell(
	    proof, "%s%s%s, n = %u", x, *y ? " / " : "", y, estimate->n);
	if (line->row->estimator == ESTIMATOR_ADJUSTED)
		how = how_adjusted(proof, estimate, line->metric, how);
	else if (line->row->estimator != ESTIMATOR_VALUE)
		how = proof_tell(proof, "%s of the value %s = %s",
		    estimator_label(line->row->estimator, proof->language),
		    measured(proof, line,
			estimate_rational(
			    proof->arena, estimate, ESTIMATOR_VALUE)),
		    how);
	bool hidden = is_hidden(proof, line);
	if (hidden)
		how = proof_tell(proof, "%s; n = %u",
		    absence_text(ABSENCE_HIDDEN, proof->language), estimate->n);
	proof_add(proof,
	    (struct proof_row){ .depth = depth,
		.kind = PROOF_VALUE,
		.label = estimator_label(line->row->estimator, proof->language),
		.value = hidden ? (struct quantity){ 0 } : line->value,
		.unit = unit_of(metric),
		.how = how });
}

/* ---- records ---- */

struct record_row {
	struct text id;
	const struct observation *observation;
	bool hidden;
};

static int
by_id(const void *left, const void *right)
{
	const struct record_row *a = left, *b = right;
	return text_compare(a->id, b->id);
}

/* The signed contracts behind a client or a project; those of a client may be
 * another's work, so only the dates are told. */
static void
add_contracts(struct proof *proof, const struct metric *metric, uint32_t record,
    unsigned depth)
{
	const struct results *results = proof->pay->results;
	const struct dataset *data = results->data;
	const struct view *view = &results->views[results->run_period];
	const struct grouping *grouping = metric->records == RECORD_CLIENT
					      ? &data->contracts_of_client
					      : &data->contracts_of_project;
	for (uint32_t i = grouping->first[record];
	     i < grouping->first[record + 1]; i++) {
		const struct contract *contract =
		    &data->contracts[grouping->order[i]];
		if (!contract_is_signed(contract, view->as_of))
			continue;
		date last = contract_last_day(view, contract);
		const char *end =
		    last == DATE_FOREVER ? "…" : proof_date(proof, last);
		proof_add(proof,
		    (struct proof_row){ .depth = depth,
			.kind = PROOF_CONTRACT,
			.label = dictionary_text(
			    &data->contract_ids, contract->contract)
				     .data,
			.of_another = contract->manager != proof->card->manager,
			.how = proof_tell(proof, "in force %s – %s",
			    proof_date(proof, contract->start_on), end),
			.source = contract->source });
	}
}

static const char *
measured_share(struct proof *proof, decimal share)
{
	return proof_measure(
	    proof, rational_decimal(proof->arena, share), UNIT_SHARE);
}

/* Of money that several share, and of a payment: whose contract's. */
static const char *
how_it_is_shared(struct proof *proof, const struct metric *metric,
    const struct observation *o)
{
	const struct dataset *data = proof->pay->results->data;
	const char *share = "";
	if (o->share)
		share = proof_tell(proof, "share %s of %s",
		    measured_share(proof, o->share),
		    proof_decimal(proof,
			record_amount(data, metric->records, o->record)));
	if (metric->records != RECORD_PAYMENT)
		return share;
	const struct payment_row *payment = &data->payments[o->record];
	return proof_tell(proof, "contract %s, paid %s%s%s",
	    dictionary_text(&data->contract_ids, payment->counts_for).data,
	    proof_date(proof, payment->paid_on), *share ? "; " : "", share);
}

static const char *
how_it_counts(struct proof *proof, const struct metric *metric,
    const struct observation *o)
{
	struct quantity x = measure_quantity(metric, o->x);
	struct quantity y = measure_quantity(metric, o->y);
	switch (metric->kind) {
	case METRIC_SHARE:
		return o->x.exact ? proof_tell(proof, "counts: 1 of 1")
				  : proof_tell(proof, "does not count: 0 of 1");
	case METRIC_RATIO:
		return proof_tell(proof,
		    "%s to the numerator, %s to the "
		    "denominator",
		    proof_quantity(proof, x), proof_quantity(proof, y));
	case METRIC_GROUP_MEAN:
		return proof_tell(proof, "department %s",
		    dictionary_text(&proof->pay->results->data->words, o->group)
			.data);
	case METRIC_SUM:
		return how_it_is_shared(proof, metric, o);
	case METRIC_COUNT:
	case METRIC_MEAN:
		break;
	}
	return "";
}

static void
add_record(struct proof *proof, const struct metric *metric,
    const struct record_row *row, unsigned depth)
{
	const struct dataset *data = proof->pay->results->data;
	const struct observation *o = row->observation;
	/* Whom their colleagues judge is not told who gave which score. */
	bool unnamed = proof->for_person && metric->kind == METRIC_GROUP_MEAN;
	proof_add(proof,
	    (struct proof_row){
		.depth = depth,
		.kind = PROOF_RECORD,
		.label = row->hidden ? proof_tell(proof, "(hidden)")
			 : unnamed   ? proof_tell(proof, "answer")
				     : row->id.data,
		.of_client = metric->records == RECORD_CLIENT,
		.client = row->hidden ? NULL
				      : record_client_name(
					    data, metric->records, o->record)
					    .data,
		.value = row->hidden ? (struct quantity){ 0 }
				     : measure_quantity(metric, o->x),
		.unit = metric->kind == METRIC_SHARE   ? PROOF_COUNT
			: metric->kind == METRIC_RATIO ? PROOF_PLAIN
						       : unit_of(metric),
		.how = row->hidden ? proof_tell(proof,
					 "with so few raters it could be told "
					 "who gave it")
		       : unnamed   ? NULL
				   : how_it_counts(proof, metric, o),
		.source = row->hidden || unnamed
			      ? (struct source){ 0 }
			      : record_source(data, metric->records, o->record),
	    });
	if (metric->records == RECORD_CLIENT ||
	    metric->records == RECORD_PROJECT)
		add_contracts(proof, metric, o->record, depth + 1);
}

/* The ratings behind a metric that is rated by hand. */
static void
add_ratings(
    struct proof *proof, const struct scorecard_line *line, unsigned depth)
{
	const struct results *results = proof->pay->results;
	const struct dataset *data = results->data;
	for (size_t i = 0; i < data->rating_count; i++) {
		const struct rating *rating = &data->ratings[i];
		if (!scorecard_line_rates(
			results, proof->card, line->row, rating))
			continue;
		proof_add(proof,
		    (struct proof_row){ .depth = depth,
			.kind = PROOF_RECORD,
			.label = proof_tell(proof, "rating"),
			.value = quantity_exact(decimal_widen(rating->score)),
			.unit = PROOF_SCORES,
			.how = rating->reason.data,
			.source = rating->source });
	}
}

/* Of a team its name. */
static const char *
whose(struct proof *proof, enum plan_scope scope, const struct subject *subject)
{
	switch (scope) {
	case PLAN_TEAM:
		return proof_tell(
		    proof, "team %s", subject ? subject->name.data : "–");
	case PLAN_COMPANY:
		return proof_tell(proof, "company");
	case PLAN_REPORTS:
		return proof_tell(proof, "all who report to them");
	case PLAN_SELF:
	case PLAN_SELF_NAMED:
		break;
	}
	return "";
}

/* Of others nothing is told but how many records there are. */
static void
add_scope(
    struct proof *proof, const struct scorecard_line *line, unsigned depth)
{
	const struct results *results = proof->pay->results;
	const struct subject *subject =
	    line->subject == NO_ID ? NULL : &results->subjects[line->subject];
	proof_add(proof,
	    (struct proof_row){ .depth = depth,
		.kind = PROOF_RECORD,
		.label = whose(proof, line->row->scope, subject),
		.unit = PROOF_PLAIN,
		.how = subject ? proof_tell(proof,
				     "%u records, not listed here: they are of "
				     "others too",
				     line->estimate->n)
			       : NULL });
}

static void
add_records(
    struct proof *proof, const struct scorecard_line *line, unsigned depth)
{
	const struct results *results = proof->pay->results;
	const struct metric *metric = line->measured;
	const struct observations *observations =
	    results_observations(results, results->run_period, line->metric);
	struct record_row *rows =
	    arena_allocate(proof->arena, observations->count, sizeof *rows);
	bool *hidden = analysis_hidden(
	    results, results->run_period, line->metric, proof->arena);
	size_t count = 0;
	if (!rows || !hidden) {
		proof->failed = true;
		return;
	}
	for (size_t i = 0; i < observations->count; i++) {
		const struct observation *o = &observations->rows[i];
		if (!line_counts(results, line, o))
			continue;
		struct text id = record_id(
		    results->data, metric->records, o->record, proof->arena);
		if (!id.data) {
			proof->failed = true;
			return;
		}
		rows[count++] = (struct record_row){ id, o, hidden[i] };
	}
	qsort(rows, count, sizeof *rows, by_id);
	for (size_t i = 0; i < count; i++)
		add_record(proof, metric, &rows[i], depth);
}

void
proof_line(
    struct proof *proof, const struct scorecard_line *line, unsigned depth)
{
	if (!line->leaving)
		proof_add(proof, (struct proof_row){ .depth = depth,
				     .kind = PROOF_PAYOUT,
				     .label = proof_tell(proof, "payout"),
				     .value = quantity_real(line->payout),
				     .unit = PROOF_PERCENT,
				     .how = how_it_pays(proof, line) });
	add_value(proof, line, depth);
	if (line->metric == NO_METRIC)
		add_ratings(proof, line, depth + 1);
	else if (line->row->scope != PLAN_SELF)
		add_scope(proof, line, depth + 1);
	else
		add_records(proof, line, depth + 1);
}
