#include "metrics/pay/ladder.h"

const struct ladder_step *
ladder_reached(const struct ladder *ladder, wide sum)
{
	const struct ladder_step *reached = NULL;
	if (sum < 0)
		return &ladder->steps[0];
	for (size_t i = 0; i < ladder->count && ladder->steps[i].from <= sum;
	     i++)
		reached = &ladder->steps[i];
	return reached;
}

/* By slices, in 10^-8. */
static wide
sum_of_slices(const struct ladder *ladder, wide sum)
{
	wide brings = 0;
	if (sum < 0)
		return sum * ladder->steps[0].rate;
	for (size_t i = 0; i < ladder->count && ladder->steps[i].from < sum;
	     i++) {
		wide until =
		    i + 1 < ladder->count && ladder->steps[i + 1].from < sum
			? ladder->steps[i + 1].from
			: sum;
		brings +=
		    (until - ladder->steps[i].from) * ladder->steps[i].rate;
	}
	return brings;
}

struct rational
ladder_brings(const struct ladder *ladder, enum commission_mode mode, wide sum,
    struct arena *arena)
{
	const struct ladder_step *reached = ladder_reached(ladder, sum);
	wide brings = mode == COMMISSION_SLICE ? sum_of_slices(ladder, sum)
		      : reached                ? sum * reached->rate
					       : 0;
	return rational_of(arena, brings, (wide)DECIMAL_ONE * DECIMAL_ONE);
}

/* The part of [low, high) that lies in [from, until). */
static wide
common_part(wide low, wide high, wide from, wide until)
{
	wide first = low > from ? low : from;
	wide last = high < until ? high : until;
	return last > first ? last - first : 0;
}

size_t
ladder_slices(
    const struct ladder *ladder, wide from, wide to, struct slice *slices)
{
	bool falls = to < from;
	wide low = falls ? to : from, high = falls ? from : to;
	wide sign = falls ? -1 : 1;
	size_t count = 0;
	/* Below zero at the first step's rate; from there to the first step at
	 * none. */
	struct slice part = { ladder->steps[0].rate,
		low < 0 ? common_part(low, high, low, 0) : 0 };
	if (part.amount)
		slices[count++] = part;
	part = (struct slice){ 0,
		common_part(low, high, 0, ladder->steps[0].from) };
	if (part.amount)
		slices[count++] = part;
	for (size_t i = 0; i < ladder->count; i++) {
		wide until =
		    i + 1 < ladder->count ? ladder->steps[i + 1].from : high;
		part = (struct slice){ ladder->steps[i].rate,
			common_part(low, high, ladder->steps[i].from, until) };
		if (part.amount)
			slices[count++] = part;
	}
	for (size_t i = 0; i < count; i++)
		slices[i].amount *= sign;
	return count;
}
