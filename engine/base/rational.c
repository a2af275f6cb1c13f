#include "engine/base/rational.h"

#include <math.h>
#include <string.h>

#include "engine/base/arena.h"

__extension__ typedef unsigned __int128 unsigned_wide;

/* ---- natural numbers ---- */

static uint32_t *
room(struct arena *arena, size_t count)
{
	return arena_allocate(arena, count ? count : 1, sizeof(uint32_t));
}

static struct natural
trimmed(const uint32_t *digits, size_t count)
{
	while (digits && count && digits[count - 1] == 0)
		count--;
	return (struct natural){ digits, count };
}

static struct natural
natural_of(struct arena *arena, unsigned_wide value)
{
	uint32_t *digits = room(arena, 4);
	for (size_t i = 0; digits && i < 4; i++)
		digits[i] = (uint32_t)(value >> 32 * i);
	return trimmed(digits, 4);
}

static int
natural_compare(struct natural a, struct natural b)
{
	if (a.count != b.count)
		return a.count < b.count ? -1 : 1;
	for (size_t i = a.count; i-- > 0;)
		if (a.digits[i] != b.digits[i])
			return a.digits[i] < b.digits[i] ? -1 : 1;
	return 0;
}

static struct natural
natural_add(struct arena *arena, struct natural a, struct natural b)
{
	size_t count = (a.count > b.count ? a.count : b.count) + 1;
	uint32_t *sum = room(arena, count);
	uint64_t carry = 0;
	if (!a.digits || !b.digits || !sum)
		return (struct natural){ NULL, 0 };
	for (size_t i = 0; i < count; i++) {
		carry += i < a.count ? a.digits[i] : 0;
		carry += i < b.count ? b.digits[i] : 0;
		sum[i] = (uint32_t)carry;
		carry >>= 32;
	}
	return trimmed(sum, count);
}

/* a − b; a ≥ b */
static struct natural
natural_subtract(struct arena *arena, struct natural a, struct natural b)
{
	uint32_t *difference = room(arena, a.count);
	uint64_t borrow = 0;
	if (!a.digits || !b.digits || !difference)
		return (struct natural){ NULL, 0 };
	for (size_t i = 0; i < a.count; i++) {
		uint64_t taken = (i < b.count ? b.digits[i] : 0) + borrow;
		borrow = a.digits[i] < taken;
		difference[i] = (uint32_t)(a.digits[i] - taken);
	}
	return trimmed(difference, a.count);
}

static struct natural
natural_multiply(struct arena *arena, struct natural a, struct natural b)
{
	uint32_t *product = room(arena, a.count + b.count);
	if (!a.digits || !b.digits || !product)
		return (struct natural){ NULL, 0 };
	for (size_t i = 0; i < a.count; i++) {
		uint64_t carry = 0;
		for (size_t j = 0; j < b.count; j++) {
			carry += (uint64_t)a.digits[i] * b.digits[j] +
				 product[i + j];
			product[i + j] = (uint32_t)carry;
			carry >>= 32;
		}
		product[i + b.count] = (uint32_t)carry;
	}
	return trimmed(product, a.count + b.count);
}

/* digits << bits (0 to 31), into `count` digits. */
static uint32_t *
shifted(struct arena *arena, struct natural a, int bits, size_t count)
{
	uint32_t *result = room(arena, count);
	uint64_t carry = 0;
	for (size_t i = 0; result && i < count; i++) {
		carry |= (uint64_t)(i < a.count ? a.digits[i] : 0) << bits;
		result[i] = (uint32_t)carry;
		carry >>= 32;
	}
	return result;
}

/* One digit of a long division: subtracts q × divisor from the upper part of
 * the remainder, q being at most one too large after its correction. */
static uint32_t
divide_digit(uint32_t *upper, const uint32_t *divisor, size_t count)
{
	uint64_t head = (uint64_t)upper[count] << 32 | upper[count - 1];
	uint64_t q = head / divisor[count - 1], r = head % divisor[count - 1];
	while (q >> 32 || (r >> 32 == 0 && q * divisor[count - 2] >
					       (r << 32 | upper[count - 2]))) {
		q--;
		r += divisor[count - 1];
	}
	uint64_t carry = 0, borrow = 0;
	for (size_t i = 0; i <= count; i++) {
		carry += i < count ? q * divisor[i] : 0;
		uint64_t taken = (uint32_t)carry + borrow;
		borrow = upper[i] < taken;
		upper[i] = (uint32_t)(upper[i] - taken);
		carry >>= 32;
	}
	if (!borrow)
		return (uint32_t)q;
	carry = 0;
	for (size_t i = 0; i <= count; i++) {
		carry += (uint64_t)upper[i] + (i < count ? divisor[i] : 0);
		upper[i] = (uint32_t)carry;
		carry >>= 32;
	}
	return (uint32_t)(q - 1);
}

/* Long division, Knuth's algorithm D (The Art of Computer Programming, vol. 2,
 * 4.3.1); b > 0. `remainder` may be NULL. */
static struct natural
natural_divide(struct arena *arena, struct natural a, struct natural b,
    struct natural *remainder)
{
	struct natural failed = { NULL, 0 }, ignored;
	remainder = remainder ? remainder : &ignored;
	*remainder = failed;
	if (!a.digits || !b.digits)
		return failed;
	if (natural_compare(a, b) < 0) {
		*remainder = a;
		return natural_of(arena, 0);
	}
	/* Two digits at least, the highest with its top bit set; for a divisor
	 * of one digit both numbers get a lower digit of 0. */
	size_t low = b.count == 1;
	int bits = __builtin_clz(b.digits[b.count - 1]);
	size_t size = a.count + 1 + low, count = b.count + low;
	uint32_t *upper = room(arena, size), *divisor = room(arena, count);
	uint32_t *quotient = room(arena, size - count);
	uint32_t *left = shifted(arena, a, bits, a.count + 1);
	uint32_t *right = shifted(arena, b, bits, b.count);
	uint32_t *rest = room(arena, b.count);
	if (!upper || !divisor || !quotient || !left || !right || !rest)
		return failed;
	memcpy(upper + low, left, (a.count + 1) * sizeof *upper);
	memcpy(divisor + low, right, b.count * sizeof *divisor);
	for (size_t at = size - count; at-- > 0;)
		quotient[at] = divide_digit(upper + at, divisor, count);
	for (size_t i = 0; i < b.count; i++) {
		uint64_t pair = upper[i + low];
		if (i + 1 < b.count)
			pair |= (uint64_t)upper[i + 1 + low] << 32;
		rest[i] = (uint32_t)(pair >> bits);
	}
	*remainder = trimmed(rest, b.count);
	return trimmed(quotient, size - count);
}

static struct natural
greatest_common_divisor(struct arena *arena, struct natural a, struct natural b)
{
	while (b.digits && b.count) {
		struct natural remainder;
		natural_divide(arena, a, b, &remainder);
		a = b;
		b = remainder;
	}
	return b.digits ? a : b;
}

/* ---- fractions ---- */

static struct rational
reduced(struct arena *arena, bool negative, struct natural numerator,
    struct natural denominator)
{
	struct natural common =
	    greatest_common_divisor(arena, denominator, numerator);
	if (common.count > 1 || (common.count == 1 && common.digits[0] > 1)) {
		numerator = natural_divide(arena, numerator, common, NULL);
		denominator = natural_divide(arena, denominator, common, NULL);
	}
	if (!common.digits)
		numerator = common;
	return (struct rational){ negative && numerator.count, numerator,
		denominator };
}

struct rational
rational_of(struct arena *arena, wide numerator, wide denominator)
{
	unsigned_wide size = numerator < 0 ? -(unsigned_wide)numerator
					   : (unsigned_wide)numerator;
	return reduced(arena, numerator < 0, natural_of(arena, size),
	    natural_of(arena, (unsigned_wide)denominator));
}

struct rational
rational_wide(struct arena *arena, wide value)
{
	return rational_of(arena, value, WIDE_ONE);
}

struct rational
rational_decimal(struct arena *arena, decimal value)
{
	return rational_of(arena, value, DECIMAL_ONE);
}

/* 10^exponent */
static struct natural
power_of_ten(struct arena *arena, int exponent)
{
	struct natural power = natural_of(arena, 1);
	for (; exponent > 0; exponent -= 9) {
		uint32_t factor = 1;
		for (int i = 0; i < exponent && i < 9; i++)
			factor *= 10;
		power =
		    natural_multiply(arena, power, natural_of(arena, factor));
	}
	return power;
}

struct rational
rational_printed(struct arena *arena, double value)
{
	char text[DOUBLE_TEXT_SIZE];
	size_t length = double_print(text, value);
	/* At most 22 digits before an exponent: they fit. */
	wide digits = 0;
	int exponent = 0;
	bool behind = false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == 'e') {
			bool down = text[i + 1] == '-';
			int written = 0;
			for (i += 1 + down; i < length; i++)
				written = written * 10 + (text[i] - '0');
			exponent += down ? -written : written;
		} else if (text[i] == '.') {
			behind = true;
		} else if (text[i] != '-') {
			digits = digits * 10 + (text[i] - '0');
			exponent -= behind;
		}
	}
	struct natural size = natural_of(arena, (unsigned_wide)digits);
	struct natural one = natural_of(arena, 1);
	struct natural scale =
	    power_of_ten(arena, exponent < 0 ? -exponent : exponent);
	if (exponent < 0)
		return reduced(arena, value < 0, size, scale);
	return reduced(
	    arena, value < 0, natural_multiply(arena, size, scale), one);
}

bool
rational_failed(struct rational value)
{
	return !value.numerator.digits || !value.denominator.digits;
}

bool
rational_is_zero(struct rational value)
{
	return value.numerator.count == 0;
}

struct rational
rational_add(struct arena *arena, struct rational a, struct rational b)
{
	struct natural left =
	    natural_multiply(arena, a.numerator, b.denominator);
	struct natural right =
	    natural_multiply(arena, b.numerator, a.denominator);
	struct natural below =
	    natural_multiply(arena, a.denominator, b.denominator);
	if (a.negative == b.negative)
		return reduced(
		    arena, a.negative, natural_add(arena, left, right), below);
	if (natural_compare(left, right) >= 0)
		return reduced(arena, a.negative,
		    natural_subtract(arena, left, right), below);
	return reduced(
	    arena, b.negative, natural_subtract(arena, right, left), below);
}

static struct rational
negated(struct rational value)
{
	value.negative = !value.negative && value.numerator.count;
	return value;
}

struct rational
rational_subtract(struct arena *arena, struct rational a, struct rational b)
{
	return rational_add(arena, a, negated(b));
}

struct rational
rational_multiply(struct arena *arena, struct rational a, struct rational b)
{
	return reduced(arena, a.negative != b.negative,
	    natural_multiply(arena, a.numerator, b.numerator),
	    natural_multiply(arena, a.denominator, b.denominator));
}

struct rational
rational_divide(struct arena *arena, struct rational a, struct rational b)
{
	struct rational inverse = { b.negative, b.denominator, b.numerator };
	return rational_multiply(arena, a, inverse);
}

int
rational_compare(struct arena *scratch, struct rational a, struct rational b)
{
	struct rational difference = rational_subtract(scratch, a, b);
	if (rational_failed(difference) || rational_is_zero(difference))
		return 0;
	return difference.negative ? -1 : 1;
}

/* False when it does not fit. */
static bool
natural_wide(struct natural value, wide *result)
{
	unsigned_wide sum = 0;
	if (!value.digits || value.count > 4 ||
	    (value.count == 4 && value.digits[3] >> 31))
		return false;
	for (size_t i = value.count; i-- > 0;)
		sum = sum << 32 | value.digits[i];
	*result = (wide)sum;
	return true;
}

bool
rational_round(struct arena *scratch, struct rational value, wide *integer)
{
	struct natural remainder;
	struct natural quotient = natural_divide(
	    scratch, value.numerator, value.denominator, &remainder);
	struct natural twice = natural_add(scratch, remainder, remainder);
	if (!quotient.digits || !twice.digits ||
	    !natural_wide(quotient, integer))
		return false;
	if (natural_compare(twice, value.denominator) >= 0 &&
	    !wide_add(integer, 1))
		return false;
	if (value.negative)
		*integer = -*integer;
	return true;
}

static int
bits_of(struct natural value)
{
	return value.count ? (int)(value.count * 32) -
				 __builtin_clz(value.digits[value.count - 1])
			   : 0;
}

/* value × 2^bits */
static struct natural
natural_raise(struct arena *arena, struct natural value, int bits)
{
	size_t whole = (size_t)bits / 32;
	uint32_t *part = shifted(arena, value, bits % 32, value.count + 1);
	uint32_t *result = room(arena, whole + value.count + 1);
	if (!part || !result || !value.digits)
		return (struct natural){ NULL, 0 };
	memcpy(result + whole, part, (value.count + 1) * sizeof *part);
	return trimmed(result, whole + value.count + 1);
}

double
rational_nearest(struct arena *scratch, struct rational value)
{
	if (rational_failed(value) || rational_is_zero(value))
		return 0;
	/* A quotient of 70 bits or so; what is cut off only matters as a last
	 * bit that breaks a tie. */
	int scale = 70 - bits_of(value.numerator) + bits_of(value.denominator);
	struct natural above = value.numerator, below = value.denominator;
	if (scale > 0)
		above = natural_raise(scratch, above, scale);
	else
		below = natural_raise(scratch, below, -scale);
	struct natural remainder;
	struct natural quotient =
	    natural_divide(scratch, above, below, &remainder);
	wide leading = 0;
	if (!natural_wide(quotient, &leading))
		return 0;
	leading |= remainder.count != 0;
	double size = ldexp((double)leading, -scale);
	return value.negative ? -size : size;
}
