/* An extract: what a team may see of a run, or somebody of all who report to
 * them. Its results, analysis and pay hold nobody else: no subject, record,
 * estimate or card of others is left in what is made here, so that whatever is
 * written from it cannot name them.
 *
 * Its members are those of the team, or those who report, on the run's closing
 * day. The team (or lead) takes the place of the company: subject 0. Totals of
 * the company are not there, as whoever knows all but one of its parts would
 * know that one. What compares with others (p_peers, shrunk, fair, funnels,
 * drivers, how strict departments are) is left out where it would tell of one
 * or two others, or of the company. */
#ifndef METRICS_ANALYSIS_EXTRACT_H
#define METRICS_ANALYSIS_EXTRACT_H

#include "engine/model/analysis.h"
#include "engine/model/plan.h"

/* The parts of an extract; they point to one another, and into the whole where
 * that is shared. */
struct extract {
	struct dataset data;
	struct results results;
	struct pay_results pay;
	struct analysis analysis;
};

/* Makes the extract of a subject of scope team or reports, once the results
 * were analysed; `extract` must stay where it is. In `arena`; STATUS_OK or
 * STATUS_MEMORY. */
enum status extract_make(struct extract *extract, const struct results *whole,
    const struct pay_results *pay, size_t subject, struct arena *arena);

#endif
