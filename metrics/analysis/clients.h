/* What the files that make the clients' table share: everything about each
 * client while it is gathered. */
#ifndef METRICS_ANALYSIS_CLIENTS_H
#define METRICS_ANALYSIS_CLIENTS_H

#include "metrics/analysis/parts.h"

/* A client, and what is known of it for a while only. */
struct client_entry {
	struct client_row row;
	bool counts;        /* belongs into the table */
	bool active;        /* on the closing day */
	bool in_force;      /* a contract is, on the closing day */
	date first_signed;  /* INT32_MAX: nothing is signed */
	date covered_until; /* by contracts and grace, also later ones */
	date next_begins;   /* the first renewal to begin after as_of that names
			       no contract; INT32_MAX: none */
};

struct gathering {
	const struct results *results;
	const struct view *view;
	struct client_entry *entries; /* by client id, then nobody's */
	size_t client_count;
	struct arena *kept, *scratch;
};

/* The entry of a client id; NO_ID is nobody's. */
static inline struct client_entry *
client_entry(const struct gathering *gathering, uint32_t client)
{
	return &gathering->entries[client == NO_ID ? gathering->client_count
						   : client];
}

/* What the clients' projects earned and cost; *left_out counts those of which
 * that cannot be told. STATUS_OK or STATUS_MEMORY. */
enum status client_work(const struct gathering *gathering, size_t *left_out);

/* The latest answer of each client. */
void client_answers(const struct gathering *gathering);

/* Which contracts come up for renewal, and when; after each entry knows its
 * next_begins. STATUS_OK or STATUS_MEMORY. */
enum status client_renewals(
    const struct gathering *gathering, struct clients *clients);

#endif
