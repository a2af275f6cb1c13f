/* The proof of one person's pay: total → part → metric → payout with the knots
 * it lies between → numerator and denominator → records with file and line. */
#ifndef METRICS_PAY_PROOF_H
#define METRICS_PAY_PROOF_H

#include "engine/model/proof.h"

/* Fills the proof for a card; arena, language, for_person, pay and card are
 * set. It names nobody else and holds no score that could identify who gave it.
 * STATUS_OK or STATUS_MEMORY. */
enum status proof_make(struct proof *proof);

/* ---- for the files that fill it ---- */

/* Adds a row; `how` may be NULL for none. */
void proof_add(struct proof *proof, struct proof_row row);

/* printf into the proof's arena; the format is a message. */
const char *proof_tell(struct proof *proof, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Numbers and days as its reader has them (engine/model/number_text.h), in the
 * proof's arena; "" for what is undefined. */
const char *proof_wide(struct proof *proof, wide value);
const char *proof_decimal(struct proof *proof, decimal value);
const char *proof_quantity(struct proof *proof, struct quantity value);
const char *proof_rational(struct proof *proof, struct rational value);
const char *proof_measure(
    struct proof *proof, struct rational value, enum unit unit);
const char *proof_date(struct proof *proof, date day);

/* How the parts but the adjustment are rounded, in words. */
const char *proof_rounding(struct proof *proof);

/* What was said, and what a cap cut of it. */
const char *proof_cut(struct proof *proof, enum cap_of of, const char *said);

/* Why a run pays nothing of a part that runs over another kind of period pay
 * (pay.every); NULL where it pays it. */
const char *proof_unpaid(const struct proof *proof, enum pay_part part);

/* The part `commission`: what each ladder brings, a row for each contract or
 * payment, the cap, and what was taken back. */
void proof_commissions(struct proof *proof);

/* The part `adjustment`, and a row for each with its reason and who approved
 * it. */
void proof_adjustments(struct proof *proof);

/* The rows of a scorecard line below its metric. */
void proof_line(
    struct proof *proof, const struct scorecard_line *line, unsigned depth);

#endif
