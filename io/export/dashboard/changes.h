/* Which corrections of single records would change somebody's rating, or shut
 * or open a gate, in sentences: "HD26-0474 (An Phát) delivered by its due date:
 * 100.77, B". They are rows of sensitivity.csv. */
#ifndef IO_EXPORT_DASHBOARD_CHANGES_H
#define IO_EXPORT_DASHBOARD_CHANGES_H

#include "engine/model/sensitivity.h"

/* May records of others be told of: those of all who report to a lead? */
enum changes_of { CHANGES_OF_ALL, CHANGES_OF_OWN };

/* Fills `rows` with up to `most` of a card's, those for the better first, then
 * those that are nearest to the score and likest to happen; one a record. The
 * count. */
size_t changes_choose(const struct sensitivities *found,
    const struct pay_results *pay, size_t card, enum changes_of of,
    const struct sensitivity **rows, size_t most);

/* The sentence, in `arena`; "" without memory. */
const char *change_sentence(const struct pay_results *pay,
    const struct sensitivity *row, enum language language, struct arena *arena);

#endif
