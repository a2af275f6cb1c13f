#include "io/import/tables/rate_use.h"

#include <stdlib.h>

#include "engine/base/arena.h"

enum { NAMES_SHOWN = 5 };

/* Who took the default: rows and hours by name. */
struct default_use {
	uint32_t name;
	uint64_t rows;
	wide hours;
};

struct rate_use {
	struct dictionary names;
	struct default_use *defaults; /* by name */
	size_t capacity;
	bool *matched; /* by key: employees, then departments */
};

static size_t
length_of(const struct hourly_rate *list)
{
	size_t length = 0;
	for (; list; list = list->next)
		length++;
	return length;
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
	size_t keys =
	    length_of(rates->employees) + length_of(rates->departments);
	bool *matched = arena_allocate(arena, keys, sizeof *matched);
	if (!use || !matched)
		return NULL;
	use->matched = matched;
	dictionary_init(&use->names, arena);
	return loading->rate_use = use;
}

static decimal
rate_in(const struct hourly_rate *list, struct text name, bool *matched)
{
	for (; list; list = list->next, matched++)
		if (text_equal(list->name, name)) {
			*matched = true;
			return list->rate;
		}
	return DECIMAL_NONE;
}

static enum status
note_default(struct loading *loading, struct rate_use *use, struct text name,
    decimal hours)
{
	uint32_t before = use->names.count;
	uint32_t id = dictionary_add(&use->names, name);
	if (id == NO_ID)
		return STATUS_MEMORY;
	if (id == before) {
		struct default_use *grown = arena_grown(loading->arena,
		    use->defaults, id, &use->capacity, sizeof *grown);
		if (!grown)
			return STATUS_MEMORY;
		use->defaults = grown;
		grown[id] = (struct default_use){ .name = id };
	}
	use->defaults[id].rows++;
	return wide_add(&use->defaults[id].hours, decimal_widen(hours))
		   ? STATUS_OK
		   : STATUS_OVERFLOW;
}

enum status
rate_use_find(struct loading *loading, struct text employee,
    struct text department, decimal hours, decimal *rate)
{
	const struct hourly_rates *rates =
	    &loading->configuration->definitions.rates;
	struct rate_use *use = use_of(loading);
	if (!use)
		return STATUS_MEMORY;
	*rate = rate_in(rates->employees, employee, use->matched);
	if (*rate == DECIMAL_NONE)
		*rate = rate_in(rates->departments, department,
		    use->matched + length_of(rates->employees));
	if (*rate != DECIMAL_NONE)
		return STATUS_OK;
	*rate = rates->otherwise;
	struct text name = department.length ? department : employee;
	return *rate == DECIMAL_NONE || name.length == 0
		   ? STATUS_OK
		   : note_default(loading, use, name, hours);
}

/* ---- in words ---- */

static int
by_rows(const void *left, const void *right)
{
	const struct default_use *a = left, *b = right;
	if (a->rows != b->rows)
		return a->rows > b->rows ? -1 : 1;
	return a->name < b->name ? -1 : 1;
}

/* `department design, employee An`; "" if all were matched, NULL without
 * memory. */
static const char *
unmatched(const struct loading *loading, const struct rate_use *use)
{
	const struct hourly_rates *rates =
	    &loading->configuration->definitions.rates;
	const bool *matched = use->matched;
	const char *list = "";
	for (int kind = 0; kind < 2; kind++)
		for (const struct hourly_rate *rate = kind ? rates->departments
							   : rates->employees;
		     rate && list; rate = rate->next)
			if (!*matched++)
				list = arena_format(loading->arena, "%s%s%s %s",
				    list, *list ? ", " : "",
				    kind ? "department" : "employee",
				    rate->name.data);
	return list;
}

/* `Design (12 rows, 30.5 hours)` of the first few; NULL without memory. */
static const char *
list_defaults(const struct loading *loading, const struct rate_use *use)
{
	const char *list = "";
	size_t count = use->names.count;
	char hours[WIDE_TEXT_SIZE];
	for (size_t i = 0; i < count && i < NAMES_SHOWN && list; i++) {
		const struct default_use *one = &use->defaults[i];
		wide_print(hours, one->hours);
		list = arena_format(loading->arena,
		    "%s%s%s (%ju row%s, %s hour%s)", list, i ? ", " : "",
		    dictionary_text(&use->names, one->name).data,
		    (uintmax_t)one->rows, one->rows == 1 ? "" : "s", hours,
		    one->hours == WIDE_ONE ? "" : "s");
	}
	return list && count > NAMES_SHOWN
		   ? arena_format(loading->arena, "%s, and %zu more", list,
			 count - NAMES_SHOWN)
		   : list;
}

enum status
rate_use_say(struct loading *loading)
{
	struct rate_use *use = loading->rate_use;
	uint64_t rows = 0;
	if (!use || use->names.count == 0)
		return STATUS_OK;
	for (size_t i = 0; i < use->names.count; i++)
		rows += use->defaults[i].rows;
	qsort(use->defaults, use->names.count, sizeof *use->defaults, by_rows);
	const char *keys = unmatched(loading, use);
	const char *names = list_defaults(loading, use);
	if (!keys || !names)
		return STATUS_MEMORY;
	if (!*keys)
		return STATUS_OK;
	struct assumption *assumption =
	    assumptions_add(&loading->data->assumptions, rows, "");
	if (!assumption)
		return STATUS_MEMORY;
	note_add(&assumption->text,
	    "rates: nobody in the timesheets is %s; the default rate is taken "
	    "for %s",
	    "rates: không dòng chấm công nào là %s; mức mặc định được dùng cho "
	    "%s",
	    keys, names);
	return STATUS_OK;
}
