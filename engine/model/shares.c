#include "engine/model/shares.h"

#include <stdlib.h>

#include "engine/base/arena.h"

/* A row of splits.csv, or several of one contract and manager. */
struct split {
	uint32_t contract;
	struct text id; /* the manager's */
	struct contract_share share;
};

static int
by_manager(const void *left, const void *right)
{
	const struct split *a = left, *b = right;
	if (a->contract != b->contract)
		return a->contract < b->contract ? -1 : 1;
	return text_compare(a->id, b->id);
}

static int
by_size(const void *left, const void *right)
{
	const struct split *a = left, *b = right;
	if (a->contract == b->contract && a->share.share != b->share.share)
		return a->share.share > b->share.share ? -1 : 1;
	return by_manager(left, right);
}

/* The rows that name a contract, each manager once. Their number. */
static size_t
list_splits(const struct dataset *data, struct split *splits)
{
	size_t count = 0, once = 0;
	for (size_t i = 0; i < data->split_row_count; i++) {
		const struct split_row *row = &data->splits[i];
		if (row->contract == NO_ID)
			continue;
		splits[count++] = (struct split){ row->contract,
			dictionary_text(&data->managers, row->manager),
			{ row->manager, row->share } };
	}
	if (count)
		qsort(splits, count, sizeof *splits, by_manager);
	for (size_t i = 0; i < count; i++)
		if (once && by_manager(&splits[once - 1], &splits[i]) == 0)
			splits[once - 1].share.share += splits[i].share.share;
		else
			splits[once++] = splits[i];
	return once;
}

bool
shares_resolve(struct dataset *data)
{
	size_t contracts = data->contract_count;
	if (data->split_row_count == 0)
		return true;
	struct split *splits =
	    arena_allocate(data->arena, data->split_row_count, sizeof *splits);
	struct contract_share *shares =
	    arena_allocate(data->arena, data->split_row_count, sizeof *shares);
	uint32_t *first =
	    arena_allocate(data->arena, contracts + 1, sizeof *first);
	if (!splits || !shares || !first)
		return false;
	size_t count = list_splits(data, splits), at = 0;
	if (count)
		qsort(splits, count, sizeof *splits, by_size);
	for (size_t contract = 0; contract <= contracts; contract++) {
		first[contract] = (uint32_t)at;
		for (; at < count && splits[at].contract == contract; at++)
			shares[at] = splits[at].share;
	}
	data->shares = shares;
	data->first_share = first;
	return true;
}

struct shares
shares_of(const struct dataset *data, const struct contract *contract)
{
	bool credit = contract->kind == KIND_CREDIT;
	size_t index =
	    credit ? contract->referred : (size_t)(contract - data->contracts);
	if (!data->first_share || index >= data->contract_count)
		return (struct shares){ NULL, 0 };
	uint32_t from = data->first_share[index];
	return (struct shares){ data->shares + from,
		data->first_share[index + 1] - from };
}

bool
reject_touches(const struct dataset *data, const struct reject *reject,
    size_t at, uint32_t *manager)
{
	const struct contract *contract =
	    reject->contract == NO_ID ? NULL
				      : &data->contracts[reject->contract];
	struct shares shares =
	    contract ? shares_of(data, contract) : (struct shares){ NULL, 0 };
	uint32_t named[2];
	size_t count = 0;
	if (reject->manager != NO_ID)
		named[count++] = reject->manager;
	if (contract && contract->manager != NO_ID)
		named[count++] = contract->manager;
	if (at >= count + shares.count)
		return false;
	*manager = at < count ? named[at] : shares.rows[at - count].manager;
	return true;
}
