/* How money of a contract is shared out.
 *
 * All that counts money by a contract's manager goes through here: revenue,
 * what is collected, commission. Counts and shares of contracts stay with the
 * contract's own manager. */
#ifndef METRICS_PERIODS_SHARES_H
#define METRICS_PERIODS_SHARES_H

#include "engine/model/shares.h"

/* Somebody's part of an amount. */
struct share_part {
	uint32_t manager;
	decimal share; /* of 1: DECIMAL_ONE where there are no splits */
	decimal money;
};

/* The parts of one amount, one after the other. */
struct sharing {
	struct shares shares;
	struct share_part whole;
	decimal first; /* what the largest share takes */
	size_t next;
};

/* Begins with the parts of an amount of a contract: its value, or a payment. A
 * part is rounded half away from zero to four places; the largest share, of
 * equal ones that of the smaller account_manager, takes what the others leave.
 * So they add up to the amount. A credit is shared like the contract that it
 * corrects. */
struct sharing sharing_of(const struct dataset *dataset,
    const struct contract *contract, decimal amount);

/* The next part, the largest share first; false when there is no more. */
bool sharing_next(struct sharing *sharing, struct share_part *part);

#endif
