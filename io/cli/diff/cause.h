/* Changed contracts, assignments and splits that may explain why a client, a
 * project or a contract counts differently. */
#ifndef IO_CLI_DIFF_CAUSE_H
#define IO_CLI_DIFF_CAUSE_H

#include "io/cli/diff/records.h"

/* A pair that differs, and a thing that it decides over in one of the runs. */
struct cause {
	const char *thing; /* client_id, project_id or contract_id */
	const struct record_pair *pair;
};

/* By thing, then in the order of the pairs; each pair once a thing. */
struct cause_list {
	const struct cause *rows;
	size_t count;
};

/* A contract decides if it is signed in one of the runs, and came, went or
 * changed in a field that can make a difference to such things; an assignment
 * decides over clients, a split over the contract whose money it shares, and
 * contracts over their payments. */
struct causes {
	struct cause_list of_clients, of_projects, of_contracts, of_payments;
};

/* STATUS_OK or STATUS_MEMORY. */
enum status diff_find_causes(struct causes *causes,
    const struct record_pairs *pairs, const struct diff_run *runs,
    struct arena *arena);

/* Those of one thing. */
struct cause_list diff_causes_of(
    const struct cause_list *list, const char *thing);

#endif
