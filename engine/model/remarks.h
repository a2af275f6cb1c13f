/* Contracts, payments and clients that count as they stand, but perhaps were
 * not meant so, and payments, splits and adjustments that do not count: listed
 * with the money in them, for somebody to look at. Nothing here changes a
 * number. */
#ifndef ENGINE_MODEL_REMARKS_H
#define ENGINE_MODEL_REMARKS_H

#include "engine/model/metric.h"

enum remark_reason {
	REMARK_OUT_OF_SERVICE, /* signed when its manager was not there */
	REMARK_PAID_OUT,       /* a payment that counts on such a day */
	REMARK_OVERLAP,        /* an early renewal that names nobody */
	REMARK_NO_EARLIER,     /* a renewal of nothing */
	REMARK_REFERENCE,      /* refers_to names nothing that can be meant */
	REMARK_CIRCLE,         /* renewals that refer to one another */
	REMARK_PAYMENT,        /* on a contract not known or not signed */
	REMARK_SPLIT,          /* of a contract not known */
	REMARK_SAID = REMARK_SPLIT, /* to here a run says them at its end */
	REMARK_SPLIT_UNSIGNED,      /* of a credit, or a contract not signed */
	REMARK_WON_AND_LOST,        /* a client, within the period */
	REMARK_SHORT,               /* less than a month, with a run rate */
	REMARK_CANCELLED,    /* in the period, with a value and a start */
	REMARK_OTHER_PERIOD, /* an adjustment */
	REMARK_OF_NOBODY,    /* an adjustment of somebody not known */
	REMARK_REASON_COUNT
};

struct remark {
	enum remark_reason reason;
	enum record_kind
	    kind; /* a contract, client, payment, split, adjustment */
	uint32_t record, manager;
	/* Of the contract (or the manager's part of it), the payment, or the
	 * client's contracts in the period. */
	wide money;
};

/* Found by metrics/analysis/remarks.c. */
struct remarks {
	struct remark *rows; /* by reason, then record */
	size_t count, capacity;
};

/* The reason in words. */
const char *remark_text(enum remark_reason reason, enum language language);

#endif
