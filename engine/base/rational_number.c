#include "engine/base/rational_number.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NAIL_BITS == 0,
    "limbs of 64 bits");

enum { LIMB_BITS = 64 };

void
number_begin(struct number *number)
{
	*number->z = (__mpz_struct){ ._mp_alloc = 2 * RATIONAL_LIMBS + 2,
		._mp_d = number->limbs };
}

void
number_set(struct number *number, wide value)
{
	unsigned_wide size = wide_size(value);
	number_begin(number);
	number->limbs[0] = (mp_limb_t)size;
	number->limbs[1] = (mp_limb_t)(size >> LIMB_BITS);
	mpz_limbs_finish(number->z, value < 0 ? -2 : 2);
}

bool
number_wide(mpz_srcptr number, wide *value)
{
	if (mpz_sizeinbase(number, 2) >= 2 * LIMB_BITS)
		return false;
	wide size = (wide)mpz_getlimbn(number, 1) << LIMB_BITS |
		    mpz_getlimbn(number, 0);
	*value = mpz_sgn(number) < 0 ? -size : size;
	return true;
}

void
rational_view(struct rational_view *view, struct rational value)
{
	const mp_limb_t *limbs = value.limbs;
	mp_size_t above = value.limb_count, below = value.denominator;
	if (value.limb_count == 0) {
		view->small[0] = (mp_limb_t)wide_size(value.numerator);
		view->small[1] = value.denominator;
		limbs = view->small;
		above = value.numerator < 0 ? -1 : 1;
		below = 1;
	}
	mpz_roinit_n(mpq_numref(view->fraction), limbs, above);
	mpz_roinit_n(mpq_denref(view->fraction), limbs + labs(above), below);
}

struct rational
rational_stored(struct arena *arena, mpz_srcptr above, mpz_srcptr below)
{
	size_t count = mpz_size(above), rest = mpz_size(below);
	uint64_t *limbs = NULL;
	if (mpz_sizeinbase(above, 2) < 64 && mpz_sizeinbase(below, 2) <= 32)
		return (struct rational){ .denominator =
					      (uint32_t)mpz_get_ui(below),
			.numerator = mpz_get_si(above) };
	if (count <= RATIONAL_LIMBS && rest <= RATIONAL_LIMBS)
		limbs = arena_allocate(arena, count + rest, sizeof *limbs);
	if (!limbs)
		return (struct rational){ 0 };
	memcpy(limbs, mpz_limbs_read(above), count * sizeof *limbs);
	memcpy(limbs + count, mpz_limbs_read(below), rest * sizeof *limbs);
	return (struct rational){ .limb_count = mpz_sgn(above) * (int32_t)count,
		.denominator = (uint32_t)rest,
		.limbs = limbs };
}

struct rational
rational_power_of_ten(struct arena *arena, int exponent)
{
	struct number power, one;
	number_begin(&power);
	mpz_ui_pow_ui(power.z, 10, (unsigned long)exponent);
	number_set(&one, 1);
	return rational_stored(arena, power.z, one.z);
}
