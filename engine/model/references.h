/* What contracts refer to: a renewal the contract that it succeeds, a credit
 * the one that it corrects; and for which contract a payment counts.
 *
 * Rows are read in any order, so this is settled once all are there. */
#ifndef ENGINE_MODEL_REFERENCES_H
#define ENGINE_MODEL_REFERENCES_H

#include "engine/model/dataset.h"

/* Finds what each contract and payment refers to and what follows from it: the
 * members of contracts, payments and data set that say so. A renewal in a
 * circle of renewals succeeds nothing. False without memory. */
bool references_resolve(struct dataset *dataset);

/* The contract that a row names in refers_to, an index; NO_ID if it names none,
 * or none that can be meant: a credit, or one that no row has. */
uint32_t references_target(
    const struct dataset *dataset, const struct contract *contract);

/* What a contract was sold as: a credit as what it corrects. Not of a credit
 * that corrects nothing. */
enum kind references_kind(
    const struct dataset *dataset, const struct contract *contract);

#endif
