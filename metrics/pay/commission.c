#include "metrics/pay/commission.h"

#include "engine/base/arena.h"
#include "engine/model/spells.h"
#include "metrics/pay/commission_parts.h"
#include "metrics/pay/ladder.h"
#include "metrics/pay/rounding.h"

/* ---- sums, ladders, caps ---- */

static bool
is_of(const struct commission_group *group, const struct gathered *row)
{
	return group->manager == row->entry.manager &&
	       group->kind == row->entry.kind && group->level == row->level;
}

static struct commission_group
begin_group(const struct commission_list *list, const struct view *view,
    const struct gathered *row, size_t first)
{
	const struct commission_rates *rates = &view->definitions->commission;
	enum kind kind = row->entry.kind;
	return (struct commission_group){ .manager = row->entry.manager,
		.kind = kind,
		.list = list,
		.level = row->level,
		.ladder =
		    row->level ? &row->level->kinds[kind] : &rates->kinds[kind],
		.first = first };
}

/* Entries and groups with their sums, from what was gathered. */
static void
add_up(struct commission_list *list, const struct gathering *gathering)
{
	struct commission_group *group = NULL;
	for (size_t i = 0; i < gathering->count; i++) {
		const struct gathered *row = &gathering->rows[i];
		struct commission_entry *entry = &list->entries[i];
		if (!group || !is_of(group, row)) {
			group = &list->groups[list->group_count++];
			*group = begin_group(list, gathering->view, row, i);
		}
		*entry = row->entry;
		entry->group = group;
		/* No number of amounts in memory reaches 128 bits. */
		group->sum += entry->amount;
		group->count++;
		entry->reached = group->sum;
	}
	list->entry_count = gathering->count;
}

/* What the group brings, and what of it each entry: by slices those which it
 * fills; else all at the rate of the step that the sum reaches. */
static void
climb(const struct commissions *made, const struct commission_list *list,
    struct commission_group *group)
{
	enum commission_mode mode = made->view->definitions->commission.mode;
	struct arena *arena = made->arena;
	const struct ladder_step *step =
	    ladder_reached(group->ladder, group->sum);
	struct rational before = rational_whole(0);
	group->before = group->after =
	    ladder_brings(group->ladder, mode, group->sum, arena);
	for (size_t i = 0; i < group->count; i++) {
		struct commission_entry *entry =
		    &list->entries[group->first + i];
		if (mode == COMMISSION_WHOLE) {
			entry->before = rational_of(arena,
			    (wide)entry->amount * (step ? step->rate : 0),
			    (wide)DECIMAL_ONE * DECIMAL_ONE);
		} else {
			struct rational reached = ladder_brings(
			    group->ladder, mode, entry->reached, arena);
			entry->before =
			    rational_subtract(arena, reached, before);
			before = reached;
		}
		entry->brings = entry->before;
	}
}

/* Takes from each of the person's groups in proportion what is above the
 * cap. */
static void
cut(const struct commissions *made, const struct commission_list *list,
    struct commission_person *person)
{
	struct arena *arena = made->arena;
	struct rational most = rational_decimal(arena, person->cap.most);
	person->cut =
	    person->cap.given && rational_compare(person->before, most) > 0;
	if (!person->cut)
		return;
	struct rational factor = rational_divide(arena, most, person->before);
	person->after = most;
	for (size_t g = 0; g < person->group_count; g++) {
		struct commission_group *group =
		    &list->groups[person->first_group + g];
		group->after = rational_multiply(arena, group->before, factor);
		for (size_t i = 0; i < group->count; i++) {
			struct commission_entry *entry =
			    &list->entries[group->first + i];
			entry->brings =
			    rational_multiply(arena, entry->before, factor);
		}
	}
}

/* People, with what their groups bring. */
static void
add_people(const struct commissions *made, struct commission_list *list)
{
	const struct view *view = made->view;
	for (size_t g = 0; g < list->group_count; g++) {
		struct commission_group *group = &list->groups[g];
		struct commission_person *person =
		    &list->people[group->manager];
		climb(made, list, group);
		if (person->group_count++ == 0)
			person->first_group = g;
		person->before = person->after =
		    rational_add(made->arena, person->before, group->before);
	}
	for (uint32_t m = 0; m < view->data->managers.count; m++) {
		struct commission_person *person = &list->people[m];
		person->cap = cap_for(&view->definitions->cap, view->data,
		    level_in(view->data, m, &list->period), CAP_COMMISSION);
		if (person->group_count)
			cut(made, list, person);
	}
}

static bool
make_room(const struct commissions *made, struct commission_list *list,
    size_t entries)
{
	struct arena *arena = made->arena;
	uint32_t managers = made->view->data->managers.count;
	list->entries = arena_allocate(arena, entries, sizeof *list->entries);
	list->groups = arena_allocate(arena, entries, sizeof *list->groups);
	list->people = arena_allocate(arena, managers, sizeof *list->people);
	for (uint32_t m = 0; list->people && m < managers; m++)
		list->people[m].before = list->people[m].after =
		    list->people[m].taken = rational_whole(0);
	return list->entries && list->groups && list->people;
}

static enum status
find_sums(const struct commissions *made, struct commission_list *list)
{
	struct gathering gathering = { .view = made->view,
		.arena = arena_new() };
	enum status status = gathering.arena ? commission_gather_period(
						   &gathering, &list->period)
					     : STATUS_MEMORY;
	commission_sort(&gathering);
	if (!status && !make_room(made, list, gathering.count))
		status = STATUS_MEMORY;
	if (!status) {
		add_up(list, &gathering);
		add_people(made, list);
	}
	arena_free(gathering.arena);
	return status;
}

struct commission_list *
commission_sums(struct commissions *made, const struct period *period)
{
	for (size_t i = 0; i < made->count; i++)
		if (made->lists[i]->period.from == period->from &&
		    made->lists[i]->period.until == period->until)
			return made->lists[i];
	struct commission_list **lists = arena_grown(made->arena, made->lists,
	    made->count, &made->capacity, sizeof(struct commission_list *));
	struct commission_list *list =
	    arena_allocate(made->arena, 1, sizeof *list);
	if (!lists || !list)
		return NULL;
	made->lists = lists;
	list->period = *period;
	if (find_sums(made, list))
		return NULL;
	made->lists[made->count++] = list;
	return list;
}

const struct commission_group *
commission_group_of(const struct commission_list *list, uint32_t manager,
    enum kind kind, const struct level_rates *level)
{
	const struct commission_person *person = &list->people[manager];
	for (size_t g = 0; g < person->group_count; g++) {
		const struct commission_group *group =
		    &list->groups[person->first_group + g];
		if (group->kind == kind && group->level == level)
			return group;
	}
	return NULL;
}

/* ---- amounts ---- */

static enum status
add_taken(struct commissions *made, struct commission_list *list)
{
	struct gathering gathering = { .view = made->view,
		.arena = arena_new() };
	enum status status = gathering.arena
				 ? commission_take_back(made, list, &gathering)
				 : STATUS_MEMORY;
	commission_sort(&gathering);
	list->taken =
	    arena_allocate(made->arena, gathering.count, sizeof *list->taken);
	if (!list->taken)
		status = STATUS_MEMORY;
	for (size_t i = 0; i < gathering.count && !status; i++) {
		const struct commission_entry *entry = &gathering.rows[i].entry;
		struct commission_person *person =
		    &list->people[entry->manager];
		list->taken[i] = *entry;
		if (person->taken_count++ == 0)
			person->first_taken = i;
		person->taken =
		    rational_add(made->arena, person->taken, entry->brings);
	}
	list->taken_count = status ? 0 : gathering.count;
	arena_free(gathering.arena);
	return status;
}

static enum status
round_amounts(const struct commissions *made, struct commission_person *person)
{
	struct arena *arena = made->arena;
	decimal unit = made->view->definitions->pay_unit;
	enum status status =
	    pay_round(arena, rational_add(arena, person->after, person->taken),
		unit, person->cut ? ROUNDING_TOWARDS_ZERO : ROUNDING_HALF_AWAY,
		&person->amount);
	return status ? status
		      : pay_round(arena,
			    rational_add(arena, person->before, person->taken),
			    unit, ROUNDING_HALF_AWAY, &person->uncut);
}

enum status
commission_make(struct commissions *made, const struct period *period,
    const struct commission_list **made_list)
{
	struct commission_list *list = commission_sums(made, period);
	enum status status = list ? add_taken(made, list) : STATUS_MEMORY;
	*made_list = list;
	for (uint32_t m = 0; !status && m < made->view->data->managers.count;
	     m++)
		if (commission_has(list, m))
			status = round_amounts(made, &list->people[m]);
	/* Caps and orders were decided by values that may have failed. */
	return !status && arena_failed(made->arena) ? STATUS_MEMORY : status;
}
