/* Whose pay hangs on one record: corrections of single records that would move
 * a person's rating, or a metric across its threshold.
 * metrics/pay/sensitivity.h finds them. */
#ifndef ENGINE_MODEL_SENSITIVITY_H
#define ENGINE_MODEL_SENSITIVITY_H

#include "engine/model/plan.h"

enum correction {
	CORRECTION_OMITTED,   /* the record is not there, or not theirs */
	CORRECTION_LOST,      /* a contract signed: was lost */
	CORRECTION_WON,       /* a proposal not signed: was won */
	CORRECTION_REVERSED,  /* of one share: counts the other way */
	CORRECTION_BEST,      /* a survey: the best of its scale */
	CORRECTION_WORST,     /* and the worst */
	CORRECTION_AT_BUDGET, /* a project: cost just its budget */
	CORRECTION_MORE_BEST, /* one more record of a metric, the best */
	CORRECTION_MORE_WORST
};

/* What a correction does to the person's commission. */
struct commission_trial {
	bool changes; /* does anything of theirs depend on the record? */
	wide amount;  /* after it, as in card->pay */
	/* Of a sum that leaves its step of the ladder for another: the kind,
	 * and the rates of both; 0 below the first. */
	bool steps;
	enum kind kind;
	decimal rate_before, rate_after;
	bool cap_before, cap_after; /* does the cap cut? */
};

/* One correction that matters. */
struct sensitivity {
	uint32_t card; /* index in pay->cards */
	enum correction correction;
	bool has_record; /* not of one more */
	enum record_kind kind;
	uint32_t record;
	/* Bit sets over the card's lines: what changes, whose threshold is
	 * crossed for the worse, and for the better. */
	uint64_t lines, below, reached;
	bool gate_shut;     /* after it */
	bool below_minimum; /* the score, after it (pay.minimum_score) */
	decimal score;      /* after it; 0 unless scored */
	bool scored;
	struct text rating;
	struct commission_trial commission;
};

struct sensitivities {
	struct sensitivity *rows;
	size_t count, capacity;
};

/* "omitted", "lost" … */
const char *correction_name(enum correction correction);

#endif
