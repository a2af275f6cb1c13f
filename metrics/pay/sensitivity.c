#include "metrics/pay/sensitivity.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/base/parallel.h"
#include "engine/model/record.h"
#include "metrics/pay/commission_trial.h"
#include "metrics/pay/corrected_score.h"
#include "metrics/pay/correction.h"
#include "metrics/pay/line_records.h"
#include "metrics/pay/scorecard.h"
#include "metrics/periods/shares.h"

enum { LINES_MOST = 64 };

/* A record of the person in one line's metric. */
struct entry {
	enum record_kind kind;
	uint32_t record;
	struct text id;
	size_t line;
	const struct observation *observation; /* NULL: in no line */
};

/* What is known while one card is looked at. */
struct looking {
	const struct pay_results *pay;
	const struct scorecard *card;
	uint32_t card_index;
	struct tally *tallies;
	size_t line_count;
	struct entry *entries;
	size_t entry_count, entry_capacity;
	struct arena *arena, *scratch;
	struct sensitivities *found;
	struct text rating; /* as it is; empty unless scored */
};

/* ---- a correction ---- */

static bool
gate_shut(const struct looking *looking, const struct tally_outcome *outcomes)
{
	bool shut = false;
	for (size_t i = 0; i < looking->line_count; i++)
		shut |= looking->card->lines[i].row->gate &&
			outcomes[i].stays && outcomes[i].below;
	return shut;
}

static enum status
keep(struct looking *looking, const struct sensitivity *row)
{
	struct sensitivities *found = looking->found;
	struct sensitivity *rows = arena_grown(looking->arena, found->rows,
	    found->count, &found->capacity, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	found->rows = rows;
	rows[found->count++] = *row;
	return STATUS_OK;
}

/* Tries changes to some lines, and keeps the correction if it matters. */
static enum status
try_changes(struct looking *looking, const struct tally_change *changes,
    struct sensitivity row)
{
	struct tally_outcome after[LINES_MOST];
	for (size_t i = 0; i < looking->line_count; i++) {
		const struct tally *tally = &looking->tallies[i];
		const struct tally_outcome *before = &tally->as_it_is;
		const struct tally_change *change = &changes[i];
		after[i] = *before;
		if (!tally->tried || (!change->removes && !change->adds))
			continue;
		after[i] = tally_try(tally, change, looking->scratch);
		row.lines |= (uint64_t)1 << i;
		if (!before->stays || !after[i].stays)
			continue;
		if (after[i].below && !before->below)
			row.below |= (uint64_t)1 << i;
		if (before->below && !after[i].below)
			row.reached |= (uint64_t)1 << i;
	}
	bool decides = row.commission.steps ||
		       row.commission.cap_before != row.commission.cap_after;
	if (!row.lines && !decides)
		return STATUS_OK;
	if (corrected_score(looking->card, after, looking->line_count, &row,
		looking->scratch))
		return STATUS_MEMORY;
	row.card = looking->card_index;
	row.rating =
	    row.scored ? scorecard_rating(
			     &looking->pay->results->definitions->rating_bands,
			     row.score)
		       : text_of("");
	row.gate_shut = gate_shut(looking, after);
	row.below_minimum =
	    row.scored &&
	    row.score < looking->pay->results->definitions->minimum_score;
	if (!decides && text_equal(row.rating, looking->rating) && !row.below &&
	    !row.reached && row.gate_shut == looking->card->gate_shut &&
	    row.below_minimum == looking->card->below_minimum)
		return STATUS_OK;
	return keep(looking, &row);
}

static enum status
consider(struct looking *looking, const struct tally_change *changes,
    struct sensitivity row)
{
	struct arena_mark mark = arena_mark(looking->scratch);
	enum status status = commission_try(&row.commission, looking->pay,
	    looking->card, &row, looking->scratch);
	if (!status)
		status = try_changes(looking, changes, row);
	arena_release(looking->scratch, mark);
	return status || !arena_failed(looking->scratch) ? status
							 : STATUS_MEMORY;
}

/* ---- the corrections of one record ---- */

static const struct metric *
metric_of(const struct looking *looking, const struct entry *entry)
{
	return looking->tallies[entry->line].metric;
}

/* Does the correction make sense for a record with these entries? */
static bool
applies(const struct looking *looking, const struct entry *entries,
    size_t count, enum correction correction)
{
	for (size_t i = 0; i < count; i++)
		if (entries[i].observation
			? correction_suits(metric_of(looking, &entries[i]),
			      entries[i].observation, correction)
			: correction == CORRECTION_OMITTED)
			return true;
	return false;
}

/* What a manager gains by a contract that is won, where the line counts it. */
static void
gain(const struct results *results, const struct scorecard_line *line,
    const struct observation *gained, struct tally_change *change)
{
	if (!line_counts(results, line, gained))
		return;
	change->adds = true;
	change->added.x.exact += gained->x.exact;
}

/* A proposal that was won brings its value to the sums, to everybody their
 * part. */
static void
gain_value(struct looking *looking, uint32_t record,
    struct tally_change changes[LINES_MOST])
{
	const struct results *results = looking->pay->results;
	const struct contract *contract = &results->data->contracts[record];
	struct observation gained = { .manager = contract->manager,
		.day = contract->closed_on,
		.x.exact = WIDE_ONE };
	for (size_t i = 0; i < looking->line_count; i++) {
		const struct scorecard_line *line = &looking->card->lines[i];
		const struct metric *metric = line->measured;
		struct share_part part;
		if (changes[i].removes || line->metric == NO_METRIC ||
		    !(correction_kinds(metric) >> contract->kind & 1))
			continue;
		if (metric->kind != METRIC_SUM) {
			gain(results, line, &gained, &changes[i]);
			continue;
		}
		if (contract->value == DECIMAL_NONE)
			continue;
		struct sharing sharing =
		    sharing_of(results->data, contract, contract->value);
		while (sharing_next(&sharing, &part)) {
			const struct observation own = { .manager =
							     part.manager,
				.day = contract->closed_on,
				.x.exact = decimal_widen(part.money) };
			gain(results, line, &own, &changes[i]);
		}
	}
}

/* Payments of a contract that is none, or is lost, count no longer. */
static void
lose_payments(struct looking *looking, uint32_t contract,
    struct tally_change changes[LINES_MOST])
{
	const struct results *results = looking->pay->results;
	for (size_t i = 0; i < looking->line_count; i++) {
		const struct scorecard_line *line = &looking->card->lines[i];
		if (line->metric == NO_METRIC ||
		    line->measured->records != RECORD_PAYMENT)
			continue;
		const struct observations *paid = results_observations(
		    results, results->run_period, line->metric);
		uint32_t last = NO_ID;
		for (size_t o = 0; o < paid->count; o++) {
			const struct observation *row = &paid->rows[o];
			if (results->data->payments[row->record].counts_for !=
				contract ||
			    !line_counts(results, line, row))
				continue;
			changes[i].removes += row->record != last;
			changes[i].removed.x.exact += row->x.exact;
			last = row->record;
		}
	}
}

/* Has the record been counted in a sum already? Then won or lost is decided. */
static bool
is_in_sum(
    const struct looking *looking, const struct entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (entries[i].observation &&
		    correction_is_of_sum(metric_of(looking, &entries[i])))
			return true;
	return false;
}

static enum status
correct_record(struct looking *looking, const struct entry *entries,
    size_t count, enum correction correction)
{
	struct tally_change changes[LINES_MOST] = { 0 };
	if (!applies(looking, entries, count, correction))
		return STATUS_OK;
	for (size_t i = 0; i < count; i++)
		if (entries[i].observation)
			changes[entries[i].line] =
			    correction_change(metric_of(looking, &entries[i]),
				entries[i].observation, correction);
	if (correction == CORRECTION_WON && !is_in_sum(looking, entries, count))
		gain_value(looking, entries->record, changes);
	if (entries->kind == RECORD_CONTRACT &&
	    (correction == CORRECTION_OMITTED || correction == CORRECTION_LOST))
		lose_payments(looking, entries->record, changes);
	return consider(looking, changes,
	    (struct sensitivity){ .correction = correction,
		.has_record = true,
		.kind = entries->kind,
		.record = entries->record });
}

/* In one share alone: a date, or whom it belongs to. */
static enum status
reverse_one(struct looking *looking, const struct entry *entry)
{
	const struct metric *metric =
	    entry->observation ? metric_of(looking, entry) : NULL;
	struct tally_change changes[LINES_MOST] = { 0 };
	if (!metric ||
	    !correction_suits(metric, entry->observation, CORRECTION_REVERSED))
		return STATUS_OK;
	changes[entry->line] =
	    correction_change(metric, entry->observation, CORRECTION_REVERSED);
	return consider(looking, changes,
	    (struct sensitivity){ .correction = CORRECTION_REVERSED,
		.has_record = true,
		.kind = entry->kind,
		.record = entry->record });
}

static enum status
correct_records(struct looking *looking)
{
	static const enum correction order[] = { CORRECTION_OMITTED,
		CORRECTION_LOST, CORRECTION_WON, CORRECTION_BEST,
		CORRECTION_WORST, CORRECTION_AT_BUDGET };
	enum status status = STATUS_OK;
	for (size_t from = 0, until; from < looking->entry_count && !status;
	     from = until) {
		const struct entry *entries = &looking->entries[from];
		for (until = from + 1;
		     until < looking->entry_count &&
		     looking->entries[until].kind == entries->kind &&
		     looking->entries[until].record == entries->record;
		     until++)
			;
		for (size_t c = 0; c < sizeof order / sizeof *order && !status;
		     c++)
			status = correct_record(
			    looking, entries, until - from, order[c]);
		for (size_t i = from; i < until && !status; i++)
			status = reverse_one(looking, &looking->entries[i]);
	}
	return status;
}

/* A survey or a proposal more. */
static enum status
add_one(struct looking *looking, size_t line, bool best)
{
	struct tally_change changes[LINES_MOST] = { 0 };
	changes[line] =
	    correction_one_more(looking->tallies[line].metric, best);
	return consider(looking, changes,
	    (struct sensitivity){ .correction = best ? CORRECTION_MORE_BEST
						     : CORRECTION_MORE_WORST });
}

/* ---- one card ---- */

static int
by_record(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	int order = text_compare(a->id, b->id);
	if (order)
		return order;
	if (a->record != b->record)
		return a->record < b->record ? -1 : 1;
	return (a->line > b->line) - (a->line < b->line);
}

static enum status
add_entry(struct looking *looking, enum record_kind kind, uint32_t record,
    size_t line, const struct observation *observation)
{
	struct entry *entries = arena_grown(looking->scratch, looking->entries,
	    looking->entry_count, &looking->entry_capacity, sizeof *entries);
	struct text id = record_id(
	    looking->pay->results->data, kind, record, looking->scratch);
	if (!entries || !id.data)
		return STATUS_MEMORY;
	looking->entries = entries;
	entries[looking->entry_count++] =
	    (struct entry){ kind, record, id, line, observation };
	return STATUS_OK;
}

static enum status
add_paid(struct looking *looking, const struct commission_entry *entry)
{
	bool pays = entry->source == COMMISSION_PAYMENT;
	return add_entry(looking, pays ? RECORD_PAYMENT : RECORD_CONTRACT,
	    entry->record, LINES_MOST, NULL);
}

/* Contracts and payments that may decide over a step of commission, whatever
 * the plan judges. */
static enum status
load_commission(struct looking *looking)
{
	const struct pay_results *pay = looking->pay;
	uint32_t manager = looking->card->manager;
	enum status status = STATUS_OK;
	if (!commission_has_steps(pay->results->definitions))
		return STATUS_OK;
	for (size_t i = 0; i < pay->earning_count; i++) {
		const struct commission_list *list = pay->commissions[i];
		const struct commission_person *person = &list->people[manager];
		for (size_t g = 0; g < person->group_count; g++) {
			const struct commission_group *group =
			    &list->groups[person->first_group + g];
			for (size_t e = 0; e < group->count && !status; e++)
				status = add_paid(
				    looking, &list->entries[group->first + e]);
		}
	}
	return status;
}

static enum status
take_observation(struct looking *looking, size_t line,
    const struct observation *observation, bool hidden)
{
	struct tally *tally = &looking->tallies[line];
	enum status status = tally_add(tally, observation, looking->scratch);
	if (status || hidden || !tally->tried)
		return status;
	return add_entry(looking, tally->metric->records, observation->record,
	    line, observation);
}

static enum status
load_line(
    struct looking *looking, size_t line_index, const struct by_manager *index)
{
	struct line_records records = line_records_of(looking->pay->results,
	    looking->card, &looking->card->lines[line_index], index);
	const struct observation *row;
	enum status status = STATUS_OK;
	bool silent = false;
	while (!status &&
	       (row = line_records_next(&records, &silent, looking->scratch)))
		status = take_observation(looking, line_index, row, silent);
	return status || !arena_failed(looking->scratch) ? status
							 : STATUS_MEMORY;
}

static enum status
load_card(struct looking *looking, const struct by_manager *indexes)
{
	const struct results *results = looking->pay->results;
	const struct scorecard *card = looking->card;
	looking->tallies = arena_allocate(
	    looking->scratch, looking->line_count, sizeof *looking->tallies);
	enum status status = looking->tallies ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; i < looking->line_count && !status; i++) {
		const struct scorecard_line *line = &card->lines[i];
		bool tried = line->metric != NO_METRIC &&
			     line->row->estimator == ESTIMATOR_VALUE &&
			     metric_has_tables(line->measured, results->data);
		looking->tallies[i] =
		    tally_begin(line->measured, line, tried, looking->scratch);
		if (line->metric != NO_METRIC)
			status = load_line(looking, i, &indexes[line->metric]);
		tally_end(&looking->tallies[i], looking->scratch);
	}
	return status;
}

static enum status
look(struct looking *looking, const struct by_manager *indexes)
{
	const struct scorecard *card = looking->card;
	enum status status = load_card(looking, indexes);
	if (!status)
		status = load_commission(looking);
	if (status)
		return status;
	looking->rating = card->rating;
	if (looking->entry_count)
		qsort(looking->entries, looking->entry_count,
		    sizeof *looking->entries, by_record);
	status = correct_records(looking);
	for (size_t i = 0; i < looking->line_count && !status; i++) {
		status = add_one(looking, i, true);
		if (!status)
			status = add_one(looking, i, false);
	}
	return status;
}

/* What the tasks share; each writes what belongs to its own index only. */
struct cards {
	const struct pay_results *pay;
	struct by_manager *indexes;  /* by metric */
	struct sensitivities *found; /* by card */
};

static enum status
index_task(
    void *context, size_t metric, struct arena *kept, struct arena *scratch)
{
	const struct cards *cards = context;
	(void)scratch;
	return by_manager_make(
	    &cards->indexes[metric], cards->pay->results, metric, kept);
}

static enum status
look_task(void *context, size_t i, struct arena *kept, struct arena *scratch)
{
	const struct cards *cards = context;
	const struct scorecard *card = &cards->pay->cards[i];
	struct looking looking = { .pay = cards->pay,
		.card = card,
		.card_index = (uint32_t)i,
		.line_count = card->line_count < LINES_MOST ? card->line_count
							    : LINES_MOST,
		.arena = kept,
		.scratch = scratch,
		.found = &cards->found[i] };
	return look(&looking, cards->indexes);
}

/* All cards' rows, one card after the other. */
static enum status
join(
    struct sensitivities *found, const struct cards *cards, struct arena *arena)
{
	size_t count = 0;
	for (uint32_t i = 0; i < cards->pay->card_count; i++)
		count += cards->found[i].count;
	found->rows = arena_allocate(arena, count, sizeof *found->rows);
	if (!found->rows)
		return STATUS_MEMORY;
	for (uint32_t i = 0; i < cards->pay->card_count; i++)
		for (size_t row = 0; row < cards->found[i].count; row++)
			found->rows[found->count++] = cards->found[i].rows[row];
	found->capacity = count;
	return STATUS_OK;
}

static enum status
look_at_all(struct sensitivities *found, const struct pay_results *pay,
    unsigned jobs, struct arena *arena, struct arena *scratch)
{
	size_t metrics = pay->results->metric_count;
	struct cards cards = { .pay = pay };
	cards.indexes = arena_allocate(scratch, metrics, sizeof *cards.indexes);
	cards.found =
	    arena_allocate(scratch, pay->card_count, sizeof *cards.found);
	if (!cards.indexes || !cards.found)
		return STATUS_MEMORY;
	enum status status =
	    parallel_run(jobs, metrics, index_task, &cards, scratch);
	if (!status)
		status = parallel_run(
		    jobs, pay->card_count, look_task, &cards, scratch);
	return status ? status : join(found, &cards, arena);
}

enum status
sensitivity_find(struct sensitivities *found, const struct pay_results *pay,
    unsigned jobs, struct arena *arena)
{
	*found = (struct sensitivities){ 0 };
	struct arena *scratch = arena_new();
	enum status status = scratch
				 ? look_at_all(found, pay, jobs, arena, scratch)
				 : STATUS_MEMORY;
	arena_free(scratch);
	return status;
}
