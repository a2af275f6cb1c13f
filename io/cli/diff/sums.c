#include "io/cli/diff/sums.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/terms.h"
#include "metrics/pay/ladder.h"

/* One run, while its sums are put together. */
struct adding {
	const struct diff_run *run;
	struct run_sums *sums;
	const char *rates, *caps; /* as the run says them */
	struct arena *arena;
};

static int
compare(wide a, wide b)
{
	return (a > b) - (a < b);
}

/* ---- entries ---- */

/* The term of a level that has its own, else that of everybody; *whose says
 * which. */
static const char *
term_for(const struct adding *adding, const char *text, const char *level,
    const char *name, const char **whose)
{
	const char *own =
	    *level ? diff_term(text, level, name, adding->arena) : "";
	*whose = own && *own ? level : "";
	return own && !*own ? diff_term(text, "", name, adding->arena) : own;
}

/* The contract by whose kind and day an entry is paid: of a payment the one
 * that it pays, of a credit the one that it corrects; NULL if it is not
 * there. */
static const struct record *
contract_of(const struct diff_run *run, const struct record *record)
{
	const char *credit = schema_words(FIELD_KIND)[KIND_CREDIT];
	if (record->table == TABLE_PAYMENTS)
		record = diff_find_record(run, TABLE_CONTRACTS,
		    diff_cell(run, record, FIELD_PAYMENTS_contract_id));
	if (strcmp(diff_cell(run, record, FIELD_CONTRACTS_kind), credit) == 0)
		record = diff_find_record(run, TABLE_CONTRACTS,
		    diff_cell(run, record, FIELD_CONTRACTS_refers_to));
	return record;
}

static bool
find_kind(const char *text, enum kind *kind)
{
	for (int k = 0; k < SOLD_KINDS; k++)
		if (strcmp(schema_words(FIELD_KIND)[k], text) == 0) {
			*kind = (enum kind)k;
			return true;
		}
	return false;
}

/* 10^-4 */
static wide
amount_of(const char *text, struct arena *arena)
{
	wide amount = 0;
	struct rational parts = rational_multiply(
	    arena, diff_number(arena, text), rational_whole(DECIMAL_ONE));
	/* Nothing that a run took is larger. */
	bool fits = rational_round(parts, &amount) && amount >= -INT64_MAX &&
		    amount <= INT64_MAX;
	return fits ? amount : 0;
}

/* Adds the observation, unless it adds to no sum: a credit of a contract that
 * was signed in an earlier period takes back by that period. */
static enum status
add_entry(struct adding *adding, const struct observed_row *row)
{
	const struct diff_run *run = adding->run;
	enum table table =
	    adding->sums->on_payment ? TABLE_PAYMENTS : TABLE_CONTRACTS;
	const struct record *record = diff_find_record(run, table, row->record);
	const struct record *contract =
	    record ? contract_of(run, record) : NULL;
	struct sum_entry entry = { .manager = row->manager,
		.day = diff_day(row->day),
		.amount = amount_of(row->x, adding->arena) };
	if (!contract || entry.day == DATE_NONE ||
	    !find_kind(
		diff_cell(run, contract, FIELD_CONTRACTS_kind), &entry.kind))
		return STATUS_OK;
	entry.pair = record->pair;
	entry.inner = diff_paid_in(run, entry.day).from;
	entry.id = table == TABLE_PAYMENTS ? contract->name : record->name;
	entry.payment = table == TABLE_PAYMENTS ? record->name : "";
	entry.level_day =
	    table == TABLE_PAYMENTS
		? row->day
		: diff_cell(run, contract, FIELD_CONTRACTS_closed_on);
	date decides = diff_day(entry.level_day);
	if (table == TABLE_CONTRACTS &&
	    (decides < run->period.from ||
		diff_paid_in(run, decides).from != entry.inner))
		return STATUS_OK;
	entry.level = diff_level_on(run, entry.manager, decides);
	if (!term_for(adding, adding->rates, entry.level,
		schema_words(FIELD_KIND)[entry.kind], &entry.rates))
		return STATUS_MEMORY;
	adding->sums->entries[adding->sums->entry_count++] = entry;
	return STATUS_OK;
}

static int
by_person(const struct sum_entry *a, const struct sum_entry *b)
{
	int order = strcmp(a->manager, b->manager);
	return order ? order : compare(a->inner, b->inner);
}

static int
by_group(const struct sum_entry *a, const struct sum_entry *b)
{
	int order = by_person(a, b);
	if (!order)
		order = compare((wide)a->kind, (wide)b->kind);
	return order ? order : strcmp(a->rates, b->rates);
}

/* Where an entry stands in its sum. */
static int
by_turn(const struct sum_entry *a, const struct sum_entry *b)
{
	int order = compare(a->day, b->day);
	if (!order)
		order = strcmp(a->id, b->id);
	if (!order)
		order = strcmp(a->payment, b->payment);
	return order ? order : compare(a->amount, b->amount);
}

static int
by_group_and_turn(const void *left, const void *right)
{
	const struct sum_entry *a = left, *b = right;
	int order = by_group(a, b);
	return order ? order : by_turn(a, b);
}

/* ---- what they earn ---- */

static enum status
begin_group(struct adding *adding, size_t first)
{
	struct run_sums *sums = adding->sums;
	const struct sum_entry *entry = &sums->entries[first];
	struct sum_group *group = &sums->groups[sums->group_count++];
	*group = (struct sum_group){ .first = first };
	group->ladder_text = diff_term(adding->rates, entry->rates,
	    schema_words(FIELD_KIND)[entry->kind], adding->arena);
	return group->ladder_text ? diff_read_ladder(group->ladder_text,
					&group->ladder, adding->arena)
				  : STATUS_MEMORY;
}

static enum status
begin_person(struct adding *adding, const struct sum_entry *entry)
{
	const struct diff_run *run = adding->run;
	struct run_sums *sums = adding->sums;
	const char *whose;
	const char *level =
	    diff_level_in(run, entry->manager, diff_paid_in(run, entry->day));
	const char *cap = term_for(
	    adding, adding->caps, level, cap_names[CAP_COMMISSION], &whose);
	sums->people[sums->person_count++] =
	    (struct sum_person){ .manager = entry->manager,
		    .inner = entry->inner,
		    .level = level,
		    .earned = rational_whole(0),
		    .cap = cap,
		    .factor = rational_whole(1) };
	return cap ? STATUS_OK : STATUS_MEMORY;
}

/* What the entries of a group earn, and with it the person. */
static void
climb(const struct adding *adding, const struct sum_group *group,
    struct sum_person *person)
{
	struct arena *arena = adding->arena;
	const struct ladder *ladder = &group->ladder;
	struct rational before = rational_whole(0);
	const struct ladder_step *step =
	    ladder->count ? ladder_reached(ladder, group->sum) : NULL;
	for (size_t i = 0; i < group->count; i++) {
		struct sum_entry *entry =
		    &adding->sums->entries[group->first + i];
		if (adding->sums->mode == COMMISSION_WHOLE || !ladder->count) {
			entry->earned = rational_of(arena,
			    entry->amount * (step ? step->rate : 0),
			    (wide)DECIMAL_ONE * DECIMAL_ONE);
		} else {
			struct rational reached = ladder_brings(
			    ladder, COMMISSION_SLICE, entry->reached, arena);
			entry->earned =
			    rational_subtract(arena, reached, before);
			before = reached;
		}
		person->earned =
		    rational_add(arena, person->earned, entry->earned);
	}
}

static enum status
add_up(struct adding *adding)
{
	struct run_sums *sums = adding->sums;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sums->entry_count && !status; i++) {
		struct sum_entry *entry = &sums->entries[i];
		if (i == 0 || by_person(&entry[-1], entry) != 0)
			status = begin_person(adding, entry);
		if (!status && (i == 0 || by_group(&entry[-1], entry) != 0))
			status = begin_group(adding, i);
		struct sum_group *group = &sums->groups[sums->group_count - 1];
		group->sum += entry->amount;
		group->count++;
		entry->reached = group->sum;
		entry->group = sums->group_count - 1;
		entry->person = sums->person_count - 1;
	}
	for (size_t g = 0; g < sums->group_count && !status; g++)
		climb(adding, &sums->groups[g],
		    &sums->people[sums->entries[sums->groups[g].first].person]);
	for (size_t p = 0; p < sums->person_count && !status; p++) {
		struct sum_person *person = &sums->people[p];
		struct rational most = diff_number(adding->arena, person->cap);
		if (*person->cap && rational_compare(person->earned, most) > 0)
			person->factor = rational_divide(
			    adding->arena, most, person->earned);
	}
	return status;
}

/* ---- a whole run ---- */

static int
by_pair(const void *left, const void *right)
{
	const struct sum_entry *a = *(const struct sum_entry *const *)left;
	const struct sum_entry *b = *(const struct sum_entry *const *)right;
	int order = (a->pair > b->pair) - (a->pair < b->pair);
	return order ? order : strcmp(a->manager, b->manager);
}

static bool
make_room(struct run_sums *sums, size_t count, struct arena *arena)
{
	sums->entries = arena_allocate(arena, count, sizeof *sums->entries);
	sums->by_pair =
	    arena_allocate(arena, count, sizeof(const struct sum_entry *));
	sums->groups = arena_allocate(arena, count, sizeof *sums->groups);
	sums->people = arena_allocate(arena, count, sizeof *sums->people);
	return sums->entries && sums->by_pair && sums->groups && sums->people;
}

/* The money that counts, of which commission is paid, stands in observations
 * of a metric. */
static enum status
find_run(struct run_sums *sums, const struct diff_run *run, struct arena *arena)
{
	struct adding adding = { run, sums,
		diff_in_force(run, DEFINITION_commission),
		diff_in_force(run, DEFINITION_cap), arena };
	const char *mode = diff_term(adding.rates, "", "mode", arena);
	sums->on_payment = strcmp(diff_in_force(run, DEFINITION_commission_on),
			       "payment") == 0;
	const char *metric = sums->on_payment ? "collected" : "revenue";
	if (!mode || !make_room(sums, run->observed_count, arena))
		return STATUS_MEMORY;
	sums->mode = *mode ? COMMISSION_WHOLE : COMMISSION_SLICE;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < run->observed_count && !status; i++) {
		const struct observed_row *row = &run->observed[i];
		if (row->of == PERIOD_OWN && *row->manager &&
		    strcmp(row->metric, metric) == 0)
			status = add_entry(&adding, row);
	}
	if (status)
		return status;
	if (sums->entry_count)
		qsort(sums->entries, sums->entry_count, sizeof *sums->entries,
		    by_group_and_turn);
	for (size_t i = 0; i < sums->entry_count; i++)
		sums->by_pair[i] = &sums->entries[i];
	if (sums->entry_count)
		qsort(sums->by_pair, sums->entry_count,
		    sizeof(const struct sum_entry *), by_pair);
	return add_up(&adding);
}

const struct sum_entry *
diff_sum_entry(const struct run_sums *sums, size_t pair, const char *manager)
{
	const struct sum_entry wanted = { .manager = manager, .pair = pair };
	const struct sum_entry *key = &wanted;
	size_t at = diff_first_of(
	    sums->by_pair, sums->entry_count, sizeof key, &key, by_pair);
	return at < sums->entry_count && by_pair(&sums->by_pair[at], &key) == 0
		   ? sums->by_pair[at]
		   : NULL;
}

/* ---- what is other in the two ---- */

/* Adds what is other of an entry: all of it where its sum or its turn is
 * another one. */
static void
add_change(struct sums *sums, const struct sum_entry *old,
    const struct sum_entry *new, struct arena *arena)
{
	wide was = old ? old->amount : 0, is = new ? new->amount : 0;
	wide size = is - was;
	if (old && new &&
	    (old->kind != new->kind || strcmp(old->rates, new->rates) != 0 ||
		old->inner != new->inner || old->day != new->day))
		size = is;
	if (size)
		sums->changes[sums->change_count++] = (struct sum_change){
			{ old, new },
			rational_size(rational_of(arena, size, DECIMAL_ONE))
		};
}

static const char *
manager_of(const struct sum_change *change)
{
	return change->entry[NEW] ? change->entry[NEW]->manager
				  : change->entry[OLD]->manager;
}

static int
by_manager(const void *left, const void *right)
{
	return strcmp(manager_of(left), manager_of(right));
}

static int
by_manager_and_size(const void *left, const void *right)
{
	const struct sum_change *a = left, *b = right;
	int order = by_manager(a, b);
	if (!order)
		order = rational_compare(b->size, a->size);
	const struct sum_entry *first = a->entry[a->entry[NEW] ? NEW : OLD];
	const struct sum_entry *second = b->entry[b->entry[NEW] ? NEW : OLD];
	return order ? order
		     : (first->pair > second->pair) -
			   (first->pair < second->pair);
}

enum status
diff_find_sums(
    struct sums *sums, const struct diff_run *runs, struct arena *arena)
{
	struct run_sums *old = &sums->run[OLD], *new = &sums->run[NEW];
	enum status status = find_run(old, &runs[OLD], arena);
	if (!status)
		status = find_run(new, &runs[NEW], arena);
	if (status)
		return status;
	sums->changes = arena_allocate(
	    arena, old->entry_count + new->entry_count, sizeof *sums->changes);
	if (!sums->changes)
		return STATUS_MEMORY;
	for (size_t o = 0, n = 0;
	     o < old->entry_count || n < new->entry_count;) {
		int order = o == old->entry_count ? 1
			    : n == new->entry_count
				? -1
				: by_pair(&old->by_pair[o], &new->by_pair[n]);
		add_change(sums, order <= 0 ? old->by_pair[o] : NULL,
		    order >= 0 ? new->by_pair[n] : NULL, arena);
		o += order <= 0;
		n += order >= 0;
	}
	if (sums->change_count)
		qsort(sums->changes, sums->change_count, sizeof *sums->changes,
		    by_manager_and_size);
	return STATUS_OK;
}

struct sum_changes
diff_sum_changes(const struct sums *sums, const char *manager)
{
	const struct sum_entry entry = { .manager = manager };
	const struct sum_change wanted = { .entry = { &entry, NULL } };
	size_t first = diff_first_of(sums->changes, sums->change_count,
	    sizeof wanted, &wanted, by_manager);
	size_t end = diff_end_of(sums->changes, sums->change_count,
	    sizeof wanted, &wanted, by_manager);
	return (struct sum_changes){ sums->changes + first, end - first };
}
