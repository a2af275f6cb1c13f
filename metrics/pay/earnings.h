/* What people earn besides the plan: commission and award, over the periods
 * whose commission and award a run pays, each period cut by its caps and
 * rounded by itself; and what was adjusted by hand. */
#ifndef METRICS_PAY_EARNINGS_H
#define METRICS_PAY_EARNINGS_H

#include "engine/model/plan.h"

/* By id of data->managers. */
struct earnings {
	/* Of each part, cut and rounded, and what it would be without a cap;
	 * NULL of the KPI bonus. */
	wide *amounts[PAY_PART_COUNT], *uncut[PAY_PART_COUNT];
	bool *any; /* is one of them not 0 before it is rounded? */
};

/* Lists the periods that the run pays in pay->earning with their commission,
 * and adds everything up; both in `arena`. STATUS_OK, STATUS_MEMORY or
 * STATUS_OVERFLOW. */
enum status earnings_find(struct earnings *earnings, struct pay_results *pay,
    struct arena *arena, struct arena *scratch);

#endif
