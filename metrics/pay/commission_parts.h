/* What the files that make a list of commission share; for them alone. */
#ifndef METRICS_PAY_COMMISSION_PARTS_H
#define METRICS_PAY_COMMISSION_PARTS_H

#include "metrics/pay/commission.h"

/* An entry on its way into a list: what it is sorted by. */
struct gathered {
	struct commission_entry entry;
	const struct level_rates *level;
	struct text id, payment_id; /* of its contract or credit; or empty */
};

/* Entries that are being gathered, in an arena of their own. */
struct gathering {
	const struct view *view;
	struct arena *arena;
	struct gathered *rows;
	size_t count, capacity;
};

/* Adds an entry for everybody's part of `whole`, an amount of the contract;
 * levels are those of `day_of_level`. `like` says all else. STATUS_OK or
 * STATUS_MEMORY. */
enum status commission_gather(struct gathering *gathering,
    const struct commission_entry *like, date day_of_level);

/* Adds all that adds to the sums of a period: what was signed in it, or what
 * was paid (pay.commission_on). STATUS_OK or STATUS_MEMORY. */
enum status commission_gather_period(
    struct gathering *gathering, const struct period *period);

/* Sorts them; then they can be copied. */
void commission_sort(struct gathering *gathering);

/* The list of sums of a period, without what is taken back: made once. NULL
 * without memory. */
struct commission_list *commission_sums(
    struct commissions *made, const struct period *period);

/* The group of a person, kind and level; NULL if there is none. */
const struct commission_group *commission_group_of(
    const struct commission_list *list, uint32_t manager, enum kind kind,
    const struct level_rates *level);

/* Gathers what old credits and clawbacks take back in the list's period, with
 * what each brings. STATUS_OK or STATUS_MEMORY. */
enum status commission_take_back(struct commissions *made,
    const struct commission_list *list, struct gathering *gathering);

#endif
