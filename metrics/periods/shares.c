#include "metrics/periods/shares.h"

static decimal
part_of(decimal amount, decimal share)
{
	return (decimal)decimal_scale(amount, share, DECIMAL_ONE);
}

struct sharing
sharing_of(
    const struct dataset *data, const struct contract *contract, decimal amount)
{
	struct sharing sharing = { .shares = shares_of(data, contract),
		.whole = { contract->manager, DECIMAL_ONE, amount },
		.first = amount };
	for (size_t i = 1; i < sharing.shares.count; i++)
		sharing.first -= part_of(amount, sharing.shares.rows[i].share);
	return sharing;
}

bool
sharing_next(struct sharing *sharing, struct share_part *part)
{
	size_t at = sharing->next++;
	*part = sharing->whole;
	if (at >= sharing->shares.count)
		return at == 0;
	const struct contract_share *share = &sharing->shares.rows[at];
	part->manager = share->manager;
	part->share = share->share;
	part->money =
	    at ? part_of(sharing->whole.money, share->share) : sharing->first;
	return true;
}
