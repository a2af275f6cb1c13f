#include "io/import/forms/form.h"

#include <string.h>

const struct form form_canonical = { .dates = DATES_ISO,
	.numbers = NUMBERS_PLAIN };

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Takes up to `most` digits off the text; how many there were. */
static size_t
take_digits(struct text *text, size_t most, int64_t *number)
{
	size_t count = 0;
	*number = 0;
	while (
	    count < most && count < text->length && is_digit(text->data[count]))
		*number = *number * 10 + (text->data[count++] - '0');
	text->data += count;
	text->length -= count;
	return count;
}

static bool
take(struct text *text, const char *prefix)
{
	size_t length = strlen(prefix);
	if (text->length < length || memcmp(text->data, prefix, length) != 0)
		return false;
	text->data += length;
	text->length -= length;
	return true;
}

static bool
take_last(struct text *text, const char *suffix)
{
	size_t length = strlen(suffix);
	if (text->length < length ||
	    memcmp(text->data + text->length - length, suffix, length) != 0)
		return false;
	text->length -= length;
	return true;
}

/* ---- dates ---- */

/* Is what follows a date nothing, or a time of day? */
static bool
is_time(struct text text)
{
	int64_t number;
	if (text.length == 0)
		return true;
	if (!take(&text, "T") && !take(&text, ", ") && !take(&text, " "))
		return false;
	if (!take_digits(&text, 2, &number) || number > 24 || !take(&text, ":"))
		return false;
	for (size_t i = 0; i < text.length; i++)
		if (!memchr("0123456789:.,+- AaPpMmZUTCG", text.data[i], 27))
			return false;
	return true;
}

/* Whole days since `epoch`, which a count of `unit`s a day says. */
static bool
serial_date(
    struct text text, size_t digits, int64_t unit, date epoch, date *day)
{
	int64_t number;
	struct text rest = text;
	if (take_digits(&rest, digits + 1, &number) != digits)
		return false;
	if (take(&rest, ".")) {
		int64_t fraction;
		while (take_digits(&rest, 9, &fraction))
			;
	}
	*day = (date)(number / unit) + epoch;
	return rest.length == 0;
}

static bool
numeric_date(const struct form *form, struct text text, date *day)
{
	return (form->excel_dates && serial_date(text, 5, 1, -25569, day)) ||
	       (form->unix_dates &&
		   (serial_date(text, 10, 86400, 0, day) ||
		       serial_date(text, 13, 86400000, 0, day)));
}

bool
form_date(const struct form *form, struct text text, date *day)
{
	int64_t first, second, third;
	if (form->dates == DATES_ISO)
		return date_parse(text, day) || numeric_date(form, text, day);
	if (numeric_date(form, text, day))
		return true;
	struct text rest = text;
	size_t first_width = take_digits(&rest, 4, &first);
	if (first_width == 0 || rest.length == 0 ||
	    !memchr("-/.", rest.data[0], 3))
		return false;
	char separator[2] = { rest.data[0], '\0' };
	take(&rest, separator);
	size_t second_width = take_digits(&rest, 2, &second);
	if (second_width == 0 || !take(&rest, separator))
		return false;
	size_t third_width = take_digits(&rest, 4, &third);
	if (!is_time(rest))
		return false;
	if (third_width == 2 && first_width <= 2)
		third += third < 69 ? 2000 : 1900; /* as POSIX has it */
	if (first_width == 4 && third_width && third_width <= 2)
		*day = date_of((int)first, (int)second, (int)third);
	else if (first_width > 2 || (third_width != 4 && third_width != 2))
		return false;
	else if (form->dates == DATES_DMY)
		*day = date_of((int)third, (int)second, (int)first);
	else if (form->dates == DATES_MDY)
		*day = date_of((int)third, (int)first, (int)second);
	else
		return false;
	return *day != DATE_NONE;
}

/* ---- numbers ---- */

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

static const struct {
	const char *mark, *currency;
} marks[] = {
	{ "VND", "VND" },
	{ "VNĐ", "VND" },
	{ "vnđ", "VND" },
	{ "₫", "VND" },
	{ "đ", "VND" },
	{ "Đ", "VND" },
	{ "USD", "USD" },
	{ "US$", "USD" },
	{ "$", "$" },
	{ "EUR", "EUR" },
	{ "€", "EUR" },
	{ "GBP", "GBP" },
	{ "£", "GBP" },
	{ "¥", "JPY" },
};

/* Takes one currency off either end. */
static void
take_currency(struct text *text, const char **currency)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks && !*currency; i++)
		if (take(text, marks[i].mark) || take_last(text, marks[i].mark))
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
	} suffixes[] = { { "k", 3 }, { "K", 3 }, { "nghìn", 3 }, { "ngàn", 3 },
		{ "triệu", 6 }, { "tr", 6 }, { "M", 6 }, { "tỷ", 9 },
		{ "tỉ", 9 } };
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (take_last(text, suffixes[i].suffix)) {
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

/* The digits with the point `power` places further right. */
static enum decimal_status
assemble(const struct digits *digits, int power, bool negative, decimal *value)
{
	char text[MOST_DIGITS * 2 + 32];
	size_t length = 0, whole = digits->whole + (size_t)power;
	if (negative)
		text[length++] = '-';
	for (size_t i = 0; i < digits->count || i < whole; i++) {
		if (i == whole)
			text[length++] = '.';
		text[length++] = i < digits->count ? digits->digits[i] : '0';
	}
	return decimal_parse((struct text){ text, length }, value);
}

enum decimal_status
form_number(
    const struct form *form, struct text text, struct form_number *number)
{
	struct digits digits;
	number->currency = NULL;
	if (form->numbers == NUMBERS_PLAIN) {
		enum decimal_status plain = decimal_parse(text, &number->value);
		if (plain != DECIMAL_NOT_A_NUMBER || !form->suffixes)
			return plain;
	}
	bool comma = form->numbers == NUMBERS_COMMA;
	trim(&text);
	take_currency(&text, &number->currency);
	bool negative = take(&text, "(");
	if (negative && !take_last(&text, ")"))
		return DECIMAL_NOT_A_NUMBER;
	if (!negative)
		negative = take(&text, "-") || take(&text, "−");
	trim(&text);
	if (!number->currency)
		take_currency(&text, &number->currency);
	int power = form->suffixes ? take_suffix(&text) : 0;
	if (!scan(text, comma ? "." : ",", comma ? "," : ".", &digits))
		return DECIMAL_NOT_A_NUMBER;
	return assemble(&digits, power, negative, &number->value);
}

bool
form_duration(struct text text, decimal *hours)
{
	int64_t h, m, s = 0;
	bool negative = take(&text, "-");
	if (!take_digits(&text, 7, &h) || !take(&text, ":") ||
	    take_digits(&text, 2, &m) != 2 || m > 59)
		return false;
	if (take(&text, ":") && (take_digits(&text, 2, &s) != 2 || s > 59))
		return false;
	*hours =
	    h * DECIMAL_ONE + ((m * 60 + s) * DECIMAL_ONE * 2 + 3600) / 7200;
	if (negative)
		*hours = -*hours;
	return text.length == 0;
}
