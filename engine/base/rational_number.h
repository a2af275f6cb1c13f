/* Numbers of GMP on the stack, for rational.c and rational_text.c.
 *
 * GMP enlarges a number that has too little room, and ends the program where
 * there is no memory. These have room for the sum, product or quotient of any
 * two values. */
#ifndef ENGINE_BASE_RATIONAL_NUMBER_H
#define ENGINE_BASE_RATIONAL_NUMBER_H

#include <gmp.h>

#include "engine/base/rational.h"

struct number {
	mpz_t z;
	mp_limb_t limbs[2 * RATIONAL_LIMBS + 2];
};

/* A number without a value yet. */
void number_begin(struct number *number);
void number_set(struct number *number, wide value);
/* False when it does not fit. */
bool number_wide(mpz_srcptr number, wide *value);

/* GMP's view of a value that did not fail, to read only. */
struct rational_view {
	mpq_t fraction;
	mp_limb_t small[2];
};

void rational_view(struct rational_view *view, struct rational value);

/* A fraction in lowest terms as a value, large or small. */
struct rational rational_stored(
    struct arena *arena, mpz_srcptr above, mpz_srcptr below);

/* 10^exponent */
struct rational rational_power_of_ten(struct arena *arena, int exponent);

#endif
