#include "io/import/forms/form.h"

#include "io/import/forms/taking.h"

const struct form form_canonical = { .dates = DATES_ISO,
	.numbers = NUMBERS_PLAIN };

static bool
take_space(struct text *text)
{
	return take(text, " ") || take(text, "\u00a0") ||
	       take(text, "\u202f") || take(text, "\u2009");
}

static void
trim(struct text *text)
{
	while (take_space(text))
		;
	while (take_last(text, " ") || take_last(text, "\u00a0") ||
	       take_last(text, "\u202f") || take_last(text, "\u2009"))
		;
}

/* Marks of currencies, in small letters. One stands before another that it
 * begins or ends with. */
static const struct {
	const char *mark, *currency;
} marks[] = {
	{ "đồng", "VND" },
	{ "vnd", "VND" },
	{ "vnđ", "VND" },
	{ "₫", "VND" },
	{ "đ", "VND" },
	{ "usd", "USD" },
	{ "us$", "USD" },
	{ "aud", "AUD" },
	{ "a$", "AUD" },
	{ "sgd", "SGD" },
	{ "s$", "SGD" },
	{ "$", "$" },
	{ "eur", "EUR" },
	{ "€", "EUR" },
	{ "gbp", "GBP" },
	{ "£", "GBP" },
	{ "chf", "CHF" },
	{ "thb", "THB" },
	{ "฿", "THB" },
	{ "krw", "KRW" },
	{ "₩", "KRW" },
	{ "cny", "CNY" },
	{ "jpy", "JPY" },
	{ "¥", "JPY" },
};

/* Takes one currency off either end. */
static void
take_currency(struct text *text, const char **currency)
{
	if (text->length && is_digit(text->data[0]) &&
	    is_digit(text->data[text->length - 1]))
		return; /* nearly always */
	for (size_t i = 0; i < sizeof marks / sizeof *marks && !*currency; i++)
		if (take_word(text, marks[i].mark) ||
		    take_last_word(text, marks[i].mark))
			*currency = marks[i].currency;
	trim(text);
}

/* Takes `k`, `triệu` … off the end; the power of ten that it stands for. */
static int
take_suffix(struct text *text)
{
	static const struct {
		const char *suffix;
		int power;
	} suffixes[] = { { "k", 3 }, { "nghìn", 3 }, { "ngàn", 3 },
		{ "triệu", 6 }, { "tr", 6 }, { "m", 6 }, { "tỷ", 9 },
		{ "tỉ", 9 } };
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (take_last_word(text, suffixes[i].suffix)) {
			trim(text);
			return suffixes[i].power;
		}
	return 0;
}

enum { MOST_DIGITS = 40 };

/* Digits without their marks; the point stands before digits[whole]. */
struct digits {
	char digits[MOST_DIGITS + 16];
	size_t count, whole;
};

/* Takes the separator between two groups; false if there is none. All of a
 * number must be the same: *kind is 0 before the first. */
static bool
take_group_mark(struct text *text, const char *mark, int *kind)
{
	struct text rest = *text;
	int found = take(&rest, mark)   ? 1
		    : take_space(&rest) ? 2
		    : take(&rest, "'")  ? 3
		    : take(&rest, "’")  ? 3
					: 0;
	if (!found || (*kind && *kind != found))
		return false;
	*kind = found;
	*text = rest;
	return true;
}

/* digits, or groups of three, with an optional fraction; all of the text. */
static bool
scan(struct text text, const char *group, const char *point,
    struct digits *digits)
{
	size_t run = 0, groups = 0;
	int kind = 0;
	digits->count = 0;
	for (;;) {
		run = 0;
		while (run < text.length && is_digit(text.data[run]) &&
		       digits->count < MOST_DIGITS) {
			digits->digits[digits->count++] = text.data[run];
			run++;
		}
		text.data += run;
		text.length -= run;
		if (groups ? run != 3 : run == 0)
			return false;
		if (!groups && (run > 3 || text.length == 0))
			break;
		if (!take_group_mark(&text, group, &kind))
			break;
		groups++;
	}
	/* 0.123.456 is no grouping. */
	if (groups && digits->digits[0] == '0')
		return false;
	digits->whole = digits->count;
	if (text.length == 0)
		return true;
	if (!take(&text, point))
		return false;
	while (text.length && is_digit(text.data[0]) &&
	       digits->count < MOST_DIGITS) {
		digits->digits[digits->count++] = text.data[0];
		text.data++;
		text.length--;
	}
	return text.length == 0 && digits->count > digits->whole;
}

/* As the form has it: four places or eight, what is too fine perhaps rounded.
 */
static enum decimal_status
parse_plain(
    const struct form *form, struct text text, struct form_number *number)
{
	enum decimal_status status =
	    form->fine ? decimal_parse_fine(text, &number->value, &number->rest)
		       : decimal_parse(text, &number->value);
	if (status != DECIMAL_TOO_FINE || !form->rounds)
		return status;
	const char *point = memchr(text.data, '.', text.length);
	size_t kept = (size_t)(point - text.data) + 5;
	decimal_parse((struct text){ text.data, kept }, &number->value);
	number->rounded = true;
	if (text.data[kept] >= '5')
		number->value += *text.data == '-' ? -1 : 1;
	/* The largest number may have been rounded up. */
	return decimal_convert(number->value, DECIMAL_ONE, &number->value)
		   ? DECIMAL_OK
		   : DECIMAL_TOO_LARGE;
}

/* The digits with the point `power` places further right, at most two further
 * left. */
static enum decimal_status
assemble(const struct form *form, const struct digits *digits, int power,
    bool negative, struct form_number *number)
{
	char text[MOST_DIGITS * 2 + 32];
	size_t length = 0, count = digits->count;
	int whole = (int)digits->whole + power;
	if (negative)
		text[length++] = '-';
	if (whole <= 0)
		text[length++] = '0';
	for (int i = whole < 0 ? whole : 0; i < (int)count || i < whole; i++) {
		if (i == whole)
			text[length++] = '.';
		text[length++] =
		    i >= 0 && i < (int)count ? digits->digits[i] : '0';
	}
	return parse_plain(form, (struct text){ text, length }, number);
}

/* Takes the sign off, before the number, behind it or as brackets around it;
 * false if it is not well formed. */
static bool
take_sign(struct text *text, bool *negative)
{
	bool bracket = take(text, "(");
	*negative = true;
	if (bracket)
		return take_last(text, ")");
	*negative = take(text, "-") || take(text, "−") ||
		    take_last(text, "-") || take_last(text, "−");
	trim(text);
	return true;
}

enum decimal_status
form_number(
    const struct form *form, struct text text, struct form_number *number)
{
	struct digits digits;
	bool negative;
	*number = (struct form_number){ .currency = NULL };
	bool percent = form->shares && take_last(&text, "%");
	percent |= form->percent;
	if (form->numbers == NUMBERS_PLAIN && !percent) {
		enum decimal_status plain = parse_plain(form, text, number);
		if (plain != DECIMAL_NOT_A_NUMBER || !form->suffixes)
			return plain;
	}
	bool comma = form->numbers == NUMBERS_COMMA;
	trim(&text);
	take_currency(&text, &number->currency);
	if (!take_sign(&text, &negative))
		return DECIMAL_NOT_A_NUMBER;
	if (!number->currency)
		take_currency(&text, &number->currency);
	int power = form->suffixes ? take_suffix(&text) : 0;
	power -= percent ? 2 : 0;
	if (!scan(text, comma ? "." : ",", comma ? "," : ".", &digits))
		return DECIMAL_NOT_A_NUMBER;
	return assemble(form, &digits, power, negative, number);
}
