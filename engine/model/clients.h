/* What each client brings, costs and says; which contracts come up for renewal;
 * and how revenue went from the prior period's to the period's, step by step.
 *
 * metrics/README.md, "Clients" and "The revenue bridge", says what each of them
 * means. Money is in 10^-16, exact; run rates are exact fractions. */
#ifndef ENGINE_MODEL_CLIENTS_H
#define ENGINE_MODEL_CLIENTS_H

#include "engine/model/metric.h"

enum {
	RENEWAL_DAYS = 90, /* ahead, in which a renewal is due */
	LOW_ANSWER = 50,   /* a score below it is a low one */
	LARGEST = 5        /* clients whose share is told */
};

/* What deserves a look at a client: bits. */
enum client_flag {
	CLIENT_LOST = 1,     /* one of the opening clients that is none now */
	CLIENT_IN_GRACE = 2, /* active by the days of grace only */
	CLIENT_RENEWAL_DUE = 4,
	CLIENT_LOSS = 8,         /* its work cost more than it earned */
	CLIENT_OVER_BUDGET = 16, /* a project that runs already is */
	CLIENT_LATE = 32,        /* something is due and not delivered */
	CLIENT_LOW_ANSWER = 64
};
enum { CLIENT_FLAGS = 7 };

/* The steps of a bridge; all of a client's change goes into one of them. */
enum bridge_step {
	STEP_LOST,
	STEP_CONTRACTED,
	STEP_NEW,
	STEP_EXPANSION,
	BRIDGE_STEPS
};

struct client_row {
	uint32_t client;  /* NO_ID: projects of several clients */
	uint32_t manager; /* on the closing day; NO_ID for nobody */
	wide revenue, prior_revenue;
	/* Of its projects that were delivered in the period or run on the
	 * closing day, and on which something was booked. */
	bool has_work;
	wide earned, cost;
	struct rational opening_rate, run_rate; /* a month */
	date renewal;       /* the next one; DATE_NONE if none comes up */
	date answered_on;   /* the latest answer's day, or DATE_NONE */
	double answer;      /* 0 to 100; of several that day the lowest */
	uint32_t proposals; /* open ones */
	wide proposed;      /* their value, of those that have one */
	unsigned flags;
	enum bridge_step step; /* into which its change of revenue goes */
};

/* A contract that comes up for renewal within RENEWAL_DAYS of as_of. */
struct renewal {
	uint32_t contract; /* an index */
	date last;         /* its last day */
	struct rational run_rate;
};

struct clients {
	/* All who count: by falling revenue, run rate and prior revenue, then
	 * by id; projects of several clients, if any, last. */
	struct client_row *rows;
	size_t count;
	size_t work_left_out; /* running projects whose earned part cannot be
				 told */
	struct renewal *renewals; /* by last day, then id */
	size_t renewal_count;
	/* Of all clients, and of the LARGEST by each. */
	wide revenue, largest_revenue;
	struct rational run_rate, largest_run_rate;
	size_t with_revenue, with_run_rate; /* clients above 0 */
};

/* From the prior period's revenue to the period's: prior + Σ steps + moved =
 * now, exactly. */
struct bridge {
	wide prior, steps[BRIDGE_STEPS], now;
	wide moved; /* came from other managers (negative: went to them);
		       for the company 0 */
	uint32_t clients[BRIDGE_STEPS]; /* with a change, by step */
};

struct manager_bridge {
	size_t subject;
	struct bridge bridge;
};

/* The same of run rates, from the opening to the closing day. */
struct rate_bridge {
	struct rational opening, steps[BRIDGE_STEPS], closing;
	uint32_t clients[BRIDGE_STEPS];
};

struct bridges {
	bool known; /* the prior period is */
	struct bridge company;
	/* Those with any of it, by falling size of their change, then id. */
	struct manager_bridge *managers;
	size_t manager_count;
	struct rate_bridge rates;
};

static inline wide
bridge_change(const struct bridge *bridge)
{
	return bridge->now - bridge->prior;
}

#endif
