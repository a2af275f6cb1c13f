/* Who shares the money of a contract: splits.csv, put together by contract. */
#ifndef ENGINE_MODEL_SHARES_H
#define ENGINE_MODEL_SHARES_H

#include "engine/model/dataset.h"

/* What is a manager's of a contract; of 1. */
struct contract_share {
	uint32_t manager;
	decimal share;
};

/* Those of one contract: the largest first, of equal ones the smaller
 * account_manager. None: all is the contract's manager's. */
struct shares {
	const struct contract_share *rows;
	size_t count;
};

/* Whoever shares the contract's money; a credit's is shared like that of the
 * contract that it corrects. */
struct shares shares_of(
    const struct dataset *dataset, const struct contract *contract);

/* Whom a row that was not taken touches, one after the other, some perhaps
 * twice: whom it is about and, of a payment or split, whose the contract's
 * money is. `at` counts from 0; false when there is nobody more. */
bool reject_touches(const struct dataset *dataset, const struct reject *reject,
    size_t at, uint32_t *manager);

/* Puts the rows of splits.csv together, whose contracts are resolved; a manager
 * who is named twice has the sum. False without memory. */
bool shares_resolve(struct dataset *dataset);

#endif
