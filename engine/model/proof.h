/* Why an amount is what it is: a tree from the total down to source lines,
 * flat and in reading order. metrics/pay/proof.h makes it; a terminal, a
 * program and a workbook show it. */
#ifndef ENGINE_MODEL_PROOF_H
#define ENGINE_MODEL_PROOF_H

#include "engine/model/plan.h"

enum proof_kind {
	PROOF_TOTAL,
	PROOF_PART,   /* of the pay */
	PROOF_FACTOR, /* of a part */
	PROOF_SCORE,
	PROOF_METRIC, /* of the plan; its points */
	PROOF_PAYOUT, /* and the knots it lies between */
	PROOF_VALUE,  /* as kpi.csv has it */
	PROOF_RECORD,
	PROOF_CONTRACT /* behind a client or project */
};

enum proof_unit {
	PROOF_MONEY,
	PROOF_COUNT,
	PROOF_SHARE,
	PROOF_RATIO,
	PROOF_SCORES,
	PROOF_PERCENT,
	PROOF_PLAIN
};

enum { PROOF_DEPTHS = 8 };

struct proof_row {
	unsigned depth;
	enum proof_kind kind;
	const char *number; /* of the outline: 1.2.3 */
	const char *label;
	const char *client; /* what the record's client is called; or empty */
	bool of_client;     /* the record is the client itself */
	bool of_another;    /* a contract of theirs that is another person's */
	struct quantity value; /* may be undefined */
	enum proof_unit unit;
	const char *how;      /* how it came about, in words; may be empty */
	struct source source; /* line 0: none */
};

struct proof {
	struct arena *arena;
	enum language language;
	bool for_person; /* is handed to them: nobody else is named */
	const struct pay_results *pay;
	const struct scorecard *card;
	struct proof_row *rows;
	size_t count, capacity;
	unsigned counters[PROOF_DEPTHS];
	bool failed; /* memory ran out: worth nothing */
};

/* The word for a kind, as CSV and JSON have it. */
const char *proof_kind_name(enum proof_kind kind);

#endif
