#include "io/import/forms/form.h"
#include "io/import/forms/taking.h"

enum { PARTS = 3 }; /* hours, minutes, seconds */

static const int64_t milliseconds[PARTS] = { 3600000, 60000, 1000 };

static const char *const hour_words[] = { "hours", "hour", "hrs", "hr", "h",
	"giờ", "gio", "tiếng", NULL };
static const char *const minute_words[] = { "minutes", "minute", "mins", "min",
	"m", "phút", "phut", "ph", "p", NULL };
static const char *const second_words[] = { "seconds", "second", "secs", "sec",
	"s", "giây", "giay", NULL };
static const char *const *const unit_words[PARTS] = { hour_words, minute_words,
	second_words };

/* Takes a unit from `from` on; its place, or PARTS. */
static int
take_unit(struct text *text, int from)
{
	struct text rest = *text;
	take(&rest, " ");
	for (int unit = from; unit < PARTS; unit++)
		if (take_any(&rest, unit_words[unit]) >= 0) {
			take(&rest, ".");
			*text = rest;
			return unit;
		}
	return PARTS;
}

/* Milliseconds as hours, rounded half away from zero to four places. */
static decimal
as_hours(int64_t count)
{
	const int64_t hour = milliseconds[0];
	int64_t size = count < 0 ? -count : count;
	decimal hours = size / hour * DECIMAL_ONE +
			(size % hour * DECIMAL_ONE * 2 + hour) / (hour * 2);
	return count < 0 ? -hours : hours;
}

/* `HH:MM`, `HH:MM:SS`, perhaps with `h` behind. */
static bool
read_clock(struct text text, int64_t *count)
{
	int64_t h, m, s = 0;
	if (!take_digits(&text, 7, &h) || !take(&text, ":") ||
	    take_digits(&text, 2, &m) != 2 || m > 59)
		return false;
	if (take(&text, ":") && (take_digits(&text, 2, &s) != 2 || s > 59))
		return false;
	if (text.length && take_unit(&text, 0) != 0)
		return false;
	*count = ((h * 60 + m) * 60 + s) * 1000;
	return text.length == 0;
}

/* `1 h 30 m 20 s`, `1h30`, `1 hour, 30 minutes`. */
static bool
read_units(struct text text, int64_t *count)
{
	int64_t number;
	int next = 0, found = 0;
	*count = 0;
	while (text.length) {
		size_t width = take_digits(&text, 7, &number);
		int unit = take_unit(&text, next);
		bool bare = unit == PARTS && text.length == 0 && next == 1 &&
			    width == 2 && number < 60;
		if (bare)
			unit = 1; /* 1h30 */
		if (width == 0 || unit == PARTS)
			return false;
		*count += number * milliseconds[unit];
		next = unit + 1;
		found++;
		take(&text, ",");
		take(&text, " ");
		take_word(&text, "and ");
	}
	return found > 0;
}

struct text
form_hours_number(struct text text)
{
	size_t length = text.length;
	while (length && !is_digit(text.data[length - 1]))
		length--;
	if (length == text.length)
		return text; /* nearly always */
	struct text number = { text.data, length };
	struct text unit = { text.data + length, text.length - length };
	return length && take_unit(&unit, 0) < PARTS && unit.length == 0
		   ? number
		   : text;
}

/* A number, in the unit that stands behind it or else in that of the column. */
static enum decimal_status
read_number(
    const struct form *form, struct text text, struct form_number *number)
{
	static const int64_t of_unit[] = { 0, 0, 60, 3600, 3600000 };
	struct text digits = form_hours_number(text);
	int64_t per_hour = of_unit[form->unit];
	if (digits.length < text.length) {
		struct text unit = { text.data + digits.length,
			text.length - digits.length };
		per_hour = milliseconds[0] / milliseconds[take_unit(&unit, 0)];
	}
	enum decimal_status status = form_number(form, digits, number);
	if (status != DECIMAL_OK || per_hour <= 1)
		return status;
	wide all = (wide)number->value * DECIMAL_RESTS + number->rest;
	wide unit = (wide)per_hour * DECIMAL_RESTS;
	wide size = all < 0 ? -all : all;
	size = size / unit + (size % unit * 2 >= unit);
	number->value = (decimal)(all < 0 ? -size : size);
	number->rest = 0;
	return DECIMAL_OK;
}

enum decimal_status
form_hours(
    const struct form *form, struct text text, struct form_number *number)
{
	int64_t count;
	struct text rest = text;
	bool negative = take(&rest, "-") || take(&rest, "−");
	if (!read_clock(rest, &count) && !read_units(rest, &count))
		return read_number(form, text, number);
	*number = (struct form_number){ .value = as_hours(count) };
	if (negative)
		number->value = -number->value;
	return DECIMAL_OK;
}

int64_t
form_seconds(const struct form_day *from, const struct form_day *until)
{
	int64_t seconds = ((int64_t)until->day - from->day) * 86400 +
			  until->second - from->second;
	if (from->zoned && until->zoned)
		seconds += ((int64_t)from->offset - until->offset) * 60;
	return seconds;
}
