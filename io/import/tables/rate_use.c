#include "io/import/tables/rate_use.h"

#include <stdio.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"

enum { NAMES_SHOWN = 5 };

/* Rows that took another rate than one may think: how many, by name. */
struct other_use {
	uint32_t name;
	uint64_t rows;
	wide hours;
	date first, last; /* days of the rows */
};

struct other_uses {
	struct dictionary names;
	struct other_use *rows; /* by name */
	size_t capacity;
};

/* The names of a list of rates. */
struct rated_names {
	struct dictionary names;
	const struct dated_rate **first; /* by name */
	bool **matched;                  /* by name: that of its first rate */
};

struct rate_use {
	struct rated_names employees, departments;
	/* Who took the default; and whose dated rates did not hold a day. */
	struct other_uses defaults, gaps;
	bool *matched; /* by rate: employees, then departments; a name's first
			  stands for it */
};

static size_t
length_of(const struct dated_rate *list)
{
	size_t length = 0;
	for (; list; list = list->next)
		length++;
	return length;
}

static bool
list_names(struct rated_names *list, const struct dated_rate *rate,
    bool *matched, struct arena *arena)
{
	size_t length = length_of(rate);
	dictionary_init(&list->names, arena);
	list->first = arena_allocate(arena, length, sizeof *list->first);
	list->matched = arena_allocate(arena, length, sizeof *list->matched);
	if (!list->first || !list->matched)
		return false;
	for (; rate; rate = rate->next, matched++) {
		uint32_t count = list->names.count;
		uint32_t id = dictionary_add(&list->names, rate->name);
		if (id == NO_ID)
			return false;
		if (id < count)
			continue;
		list->first[id] = rate;
		list->matched[id] = matched;
	}
	return true;
}

static struct rate_use *
use_of(struct loading *loading)
{
	const struct hourly_rates *rates =
	    &loading->configuration->definitions.rates;
	struct arena *arena = loading->arena;
	if (loading->rate_use)
		return loading->rate_use;
	struct rate_use *use = arena_allocate(arena, 1, sizeof *use);
	size_t employees = length_of(rates->employees);
	bool *matched = arena_allocate(
	    arena, employees + length_of(rates->departments), sizeof *matched);
	if (!use || !matched ||
	    !list_names(&use->employees, rates->employees, matched, arena) ||
	    !list_names(&use->departments, rates->departments,
		matched + employees, arena))
		return NULL;
	use->matched = matched;
	dictionary_init(&use->defaults.names, arena);
	dictionary_init(&use->gaps.names, arena);
	return loading->rate_use = use;
}

/* A name's rate on a day; *named: it stands in the list, on other days at
 * least. */
static decimal
rate_in(const struct rated_names *list, struct text name, date day, bool *named)
{
	uint32_t id = dictionary_find(&list->names, name);
	*named = id != NO_ID;
	if (!*named)
		return DECIMAL_NONE;
	*list->matched[id] = true;
	return rates_on(list->first[id], name, day);
}

static enum status
note_use(struct loading *loading, struct other_uses *uses, struct text name,
    const struct rated_row *row)
{
	uint32_t before = uses->names.count;
	uint32_t id = dictionary_add(&uses->names, name);
	if (id == NO_ID)
		return STATUS_MEMORY;
	if (id == before) {
		struct other_use *grown = arena_grown(loading->arena,
		    uses->rows, id, &uses->capacity, sizeof *grown);
		if (!grown)
			return STATUS_MEMORY;
		uses->rows = grown;
		grown[id] = (struct other_use){
			.name = id, .first = row->day, .last = row->day
		};
	}
	struct other_use *use = &uses->rows[id];
	use->rows++;
	use->first = row->day < use->first ? row->day : use->first;
	use->last = row->day > use->last ? row->day : use->last;
	return wide_add(&use->hours, row->hours) ? STATUS_OK : STATUS_OVERFLOW;
}

enum status
rate_use_find(
    struct loading *loading, const struct rated_row *row, decimal *rate)
{
	const struct hourly_rates *rates =
	    &loading->configuration->definitions.rates;
	struct rate_use *use = use_of(loading);
	bool employee, department = false;
	if (!use)
		return STATUS_MEMORY;
	*rate = rate_in(&use->employees, row->employee, row->day, &employee);
	if (*rate != DECIMAL_NONE)
		return STATUS_OK;
	*rate =
	    rate_in(&use->departments, row->department, row->day, &department);
	bool other = *rate == DECIMAL_NONE;
	if (other)
		*rate = rates_on(rates->otherwise, text_of(""), row->day);
	if (*rate == DECIMAL_NONE)
		return STATUS_OK;
	if (employee || (other && department))
		return note_use(loading, &use->gaps,
		    employee ? row->employee : row->department, row);
	struct text name =
	    row->department.length ? row->department : row->employee;
	return other && name.length
		   ? note_use(loading, &use->defaults, name, row)
		   : STATUS_OK;
}

/* ---- in words ---- */

static int
by_rows(const void *left, const void *right)
{
	const struct other_use *a = left, *b = right;
	if (a->rows != b->rows)
		return a->rows > b->rows ? -1 : 1;
	return a->name < b->name ? -1 : 1;
}

/* `department design, employee An` and so on of the first few; "" if all were
 * matched, NULL without memory. */
static const char *
unmatched(const struct loading *loading, const struct rate_use *use)
{
	const struct hourly_rates *rates =
	    &loading->configuration->definitions.rates;
	const bool *matched = use->matched;
	const char *list = "";
	size_t shown = 0;
	for (int kind = 0; kind < 2; kind++) {
		struct text before = text_of("");
		for (const struct dated_rate *rate = kind ? rates->departments
							  : rates->employees;
		     rate && list; before = rate->name, rate = rate->next)
			if (!*matched++ && !text_equal(rate->name, before) &&
			    shown++ < NAMES_SHOWN)
				list = arena_format(loading->arena, "%s%s%s %s",
				    list, *list ? ", " : "",
				    kind ? "department" : "employee",
				    rate->name.data);
	}
	if (list && shown > NAMES_SHOWN)
		list = arena_format(loading->arena, "%s, and %zu more", list,
		    shown - NAMES_SHOWN);
	return list;
}

static uint64_t
rows_of(const struct other_uses *uses)
{
	uint64_t rows = 0;
	for (size_t i = 0; i < uses->names.count; i++)
		rows += uses->rows[i].rows;
	return rows;
}

/* `Design (12 rows, 30.5 hours)` of the first few, those with the most rows
 * first; with their days if `dated`. NULL without memory. */
/* `3 rows`, `1 hour`. */
static const char *
rows_text(const struct loading *loading, uint64_t rows)
{
	const char *text = arena_format(loading->arena,
	    locale_count("%ju row", "%ju rows", rows), (uintmax_t)rows);
	return text ? text : "";
}

static const char *
hours_text(const struct loading *loading, const char *hours)
{
	const char *text = arena_format(loading->arena,
	    locale_count(
		"%s hour", "%s hours", strcmp(hours, "1") == 0 ? 1 : 2),
	    hours);
	return text ? text : "";
}

static const char *
list_uses(const struct loading *loading, struct other_uses *uses, bool dated)
{
	const char *list = "";
	size_t count = uses->names.count;
	char hours[WIDE_TEXT_SIZE], days[2 * DATE_TEXT_SIZE + 8] = "";
	char first[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
	if (count == 0)
		return list;
	qsort(uses->rows, count, sizeof *uses->rows, by_rows);
	for (size_t i = 0; i < count && i < NAMES_SHOWN && list; i++) {
		const struct other_use *one = &uses->rows[i];
		wide_print(hours, one->hours);
		date_print(first, one->first);
		date_print(last, one->last);
		if (dated)
			snprintf(days, sizeof days, ", %s%s%s", first,
			    one->first == one->last ? "" : "..",
			    one->first == one->last ? "" : last);
		list = arena_format(loading->arena, "%s%s%s (%s, %s%s)", list,
		    i ? ", " : "",
		    dictionary_text(&uses->names, one->name).data,
		    rows_text(loading, one->rows), hours_text(loading, hours),
		    days);
	}
	return list && count > NAMES_SHOWN
		   ? arena_format(loading->arena, _("%s, and %zu more"), list,
			 count - NAMES_SHOWN)
		   : list;
}

static enum status
say_defaults(struct loading *loading, struct rate_use *use)
{
	const char *keys = unmatched(loading, use);
	const char *names = list_uses(loading, &use->defaults, false);
	if (!keys || !names)
		return STATUS_MEMORY;
	if (!*keys || !*names)
		return STATUS_OK;
	struct assumption *assumption = assumptions_add(
	    &loading->data->assumptions, rows_of(&use->defaults), "");
	if (!assumption)
		return STATUS_MEMORY;
	assumption->about = ABOUT_EMPLOYEES;
	note_say(&assumption->text,
	    "rates: nobody in the timesheets is %s; the default rate is taken "
	    "for %s",
	    keys, names);
	return STATUS_OK;
}

static enum status
say_gaps(struct loading *loading, struct rate_use *use)
{
	const char *names = list_uses(loading, &use->gaps, true);
	if (!names)
		return STATUS_MEMORY;
	if (!*names)
		return STATUS_OK;
	struct assumption *assumption = assumptions_add(
	    &loading->data->assumptions, rows_of(&use->gaps), "");
	if (!assumption)
		return STATUS_MEMORY;
	assumption->about = ABOUT_EMPLOYEES;
	note_say(&assumption->text,
	    "rates: no period of their own holds the day; the department's or "
	    "the default rate is taken for %s",
	    names);
	return STATUS_OK;
}

enum status
rate_use_say(struct loading *loading)
{
	struct rate_use *use = loading->rate_use;
	if (!use)
		return STATUS_OK;
	enum status status = say_defaults(loading, use);
	return status ? status : say_gaps(loading, use);
}
