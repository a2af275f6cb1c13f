/* The note of bonus.csv: what a person must know about their pay besides its
 * amounts, in every language. */
#ifndef METRICS_PAY_BONUS_NOTE_H
#define METRICS_PAY_BONUS_NOTE_H

#include "engine/model/plan.h"

/* Fills the card's bonus_note, kpi_note and part_notes, in `arena`; the card is
 * paid. STATUS_OK or STATUS_MEMORY. */
enum status bonus_note(
    const struct pay_results *pay, struct scorecard *card, struct arena *arena);

#endif
