#include "io/cli/query/pattern.h"

#include <unistr.h>

/* The first character, and its bytes; 0 bytes at the end. A byte that is no
 * character stands for itself, beyond all characters. */
static size_t
first_of(struct text text, ucs4_t *character)
{
	*character = 0;
	if (text.length == 0)
		return 0;
	int taken =
	    u8_mbtoucr(character, (const uint8_t *)text.data, text.length);
	if (taken > 0)
		return (size_t)taken;
	*character = 0x110000u + (unsigned char)*text.data;
	return 1;
}

static struct text
behind(struct text text, size_t taken)
{
	return (struct text){ text.data + taken, text.length - taken };
}

/* Is the character in the set whose [ ends before `rest`? *rest is moved behind
 * its ]. A ] that comes first, and a - that comes first or last, are meant
 * literally; a set without an end matches nothing. */
static bool
set_matches(struct text *rest, ucs4_t character)
{
	ucs4_t sign, before = 0;
	bool matches = false, inverted = false, begins = true;
	size_t taken = first_of(*rest, &sign);
	if (taken && sign == '^') {
		inverted = true;
		*rest = behind(*rest, taken);
		taken = first_of(*rest, &sign);
	}
	for (; taken && (begins || sign != ']');
	     taken = first_of(*rest, &sign)) {
		ucs4_t last;
		struct text next = behind(*rest, taken);
		size_t more = first_of(next, &last);
		if (sign == '-' && before && more && last != ']') {
			matches |= character >= before && character <= last;
			before = 0;
			next = behind(next, more);
		} else {
			matches |= character == sign;
			before = begins && sign == ']' ? 0 : sign;
		}
		*rest = next;
		begins = false;
	}
	*rest = behind(*rest, taken);
	return taken && matches != inverted;
}

/* Does the first element of the pattern, which is not `any`, match this
 * character? *pattern is moved behind it. */
static bool
element_matches(
    struct text *pattern, ucs4_t character, const struct pattern_signs *signs)
{
	ucs4_t sign;
	size_t taken = first_of(*pattern, &sign);
	*pattern = behind(*pattern, taken);
	if (signs->sets && sign == '[')
		return set_matches(pattern, character);
	if (signs->escape && sign == signs->escape) {
		taken = first_of(*pattern, &sign);
		*pattern = behind(*pattern, taken);
		return taken && sign == character;
	}
	return sign == signs->one || sign == character;
}

bool
pattern_matches(
    struct text pattern, struct text text, struct pattern_signs signs)
{
	/* Where to go on when what follows the last `any` does not fit: with
	 * one character more for it. Earlier ones never need more. */
	struct text pattern_again = { NULL, 0 }, text_again = { NULL, 0 };
	for (;;) {
		ucs4_t sign, character;
		size_t taken = first_of(text, &character);
		if (first_of(pattern, &sign) && sign == signs.any) {
			pattern = behind(pattern, first_of(pattern, &sign));
			pattern_again = pattern;
			text_again = text;
			continue;
		}
		if (!taken && pattern.length == 0)
			return true;
		if (taken && pattern.length &&
		    element_matches(&pattern, character, &signs)) {
			text = behind(text, taken);
			continue;
		}
		taken = first_of(text_again, &character);
		if (!pattern_again.data || !taken)
			return false;
		text_again = behind(text_again, taken);
		text = text_again;
		pattern = pattern_again;
	}
}
