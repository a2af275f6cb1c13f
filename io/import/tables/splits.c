/* Who shares a contract's money: each row by itself, and, once all are read,
 * the rows of each contract together. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "io/import/tables/parts.h"
#include "io/locale/locale.h"

void
judge_split(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	const struct split_row *split = row;
	(void)loading;
	(void)values;
	if (split->share <= 0 || split->share > DECIMAL_ONE)
		table_refuse(refusal, FIELD_SPLITS_share,
		    N_("a share is above 0 and at most 1 (0.6 for 60 "
		       "percent)"));
}

bool
split_note_names(struct loading *loading, const struct value *values)
{
	size_t row = loading->data->split_row_count - 1;
	struct split_names *names =
	    arena_grown(loading->arena, loading->split_names, row,
		&loading->split_names_capacity, sizeof *names);
	if (!names)
		return false;
	loading->split_names = names;
	const struct {
		size_t field;
		struct text *name;
	} both[] = { { FIELD_SPLITS_contract_id, &names[row].contract },
		{ FIELD_SPLITS_account_manager, &names[row].manager } };
	for (size_t i = 0; i < 2; i++) {
		struct text text = values[both[i].field].text;
		*both[i].name = (struct text){ arena_copy(loading->arena,
						   text.data, text.length),
			text.length };
		if (!both[i].name->data)
			return false;
	}
	return true;
}

/* ---- the rows of a contract ---- */

struct named_row {
	struct text contract;
	size_t row;
};

static int
by_contract(const void *left, const void *right)
{
	const struct named_row *a = left, *b = right;
	int order = text_compare(a->contract, b->contract);
	return order ? order : (a->row > b->row) - (a->row < b->row);
}

/* Why the rows of a contract are not taken, whose shares come to `sum`. */
static const char *
reason_of(struct text contract, wide sum, struct arena *arena)
{
	char text[WIDE_TEXT_SIZE];
	wide_print(text, sum);
	return arena_format(arena,
	    _("the shares of a contract add up to 1: those of %.*s come to %s"),
	    (int)(contract.length < 60 ? contract.length : 60), contract.data,
	    text);
}

/* Sets the reasons of the rows whose contract's shares are not the whole. */
static bool
judge_sums(struct loading *loading, const struct named_row *rows, size_t count,
    const char **reasons)
{
	const struct dataset *data = loading->data;
	for (size_t from = 0, until; from < count; from = until) {
		wide sum = 0;
		for (until = from;
		     until < count &&
		     text_equal(rows[until].contract, rows[from].contract);
		     until++)
			sum +=
			    decimal_widen(data->splits[rows[until].row].share);
		if (sum == WIDE_ONE)
			continue;
		const char *reason =
		    reason_of(rows[from].contract, sum, loading->arena);
		if (!reason)
			return false;
		for (size_t i = from; i < until; i++)
			reasons[rows[i].row] = reason;
	}
	return true;
}

/* Whoever shares a contract is a manager, named elsewhere or not. */
static bool
add_managers(struct loading *loading, const char *const *reasons)
{
	struct dataset *data = loading->data;
	bool added = true;
	for (size_t i = 0; i < data->split_row_count && added; i++)
		if (!reasons[i])
			added = table_add(loading, FIELD_MANAGER,
			    loading->split_names[i].manager,
			    &data->splits[i].manager);
	return added;
}

enum status
table_judge_splits(struct loading *loading, const char ***reasons)
{
	size_t count = loading->data->split_row_count;
	struct named_row *rows =
	    arena_allocate(loading->arena, count, sizeof *rows);
	*reasons = arena_allocate(loading->arena, count, sizeof **reasons);
	if (!rows || !*reasons)
		return STATUS_MEMORY;
	for (size_t i = 0; i < count; i++)
		rows[i] =
		    (struct named_row){ loading->split_names[i].contract, i };
	if (count)
		qsort(rows, count, sizeof *rows, by_contract);
	return judge_sums(loading, rows, count, *reasons) &&
		       add_managers(loading, *reasons)
		   ? STATUS_OK
		   : STATUS_MEMORY;
}
