#include "io/import/forms/clock.h"
#include "io/import/forms/taking.h"

/* ---- numbers of days and seconds ---- */

/* Days since `epoch`, which a count of `a_day` units a day says. */
static bool
read_serial(struct text text, size_t digits, int64_t a_day, date epoch,
    struct form_day *day)
{
	int64_t number, fraction, scale = 1;
	struct text rest = text;
	if (take_digits(&rest, digits + 1, &number) != digits)
		return false;
	day->day = (date)(number / a_day) + epoch;
	day->second = (int)(number % a_day * 86400 / a_day);
	if (!take(&rest, "."))
		return rest.length == 0;
	for (size_t i = take_digits(&rest, 9, &fraction); i > 0; i--)
		scale *= 10;
	if (a_day == 1)
		day->second = (int)(fraction * 86400 / scale);
	while (take_digits(&rest, 9, &fraction))
		;
	return rest.length == 0;
}

static bool
read_numeric(const struct form *form, struct text text, struct form_day *day)
{
	if (form->excel_dates && read_serial(text, 5, 1, -25569, day))
		return true;
	day->zoned = day->timed =
	    form->unix_dates && (read_serial(text, 10, 86400, 0, day) ||
				    read_serial(text, 13, 86400000, 0, day));
	return day->zoned;
}

/* ---- digits only ---- */

int
form_year(int year)
{
	return year + (year < 69 ? 2000 : 1900);
}

static int
whole_year(int64_t year, size_t width)
{
	return width == 2 ? form_year((int)year) : (int)year;
}

/* `20260115`, perhaps with a time. */
static bool
read_compact(struct text text, struct form_day *day)
{
	int64_t number;
	if (take_digits(&text, 9, &number) != 8 || !clock_read(text, day))
		return false;
	day->day = date_of((int)(number / 10000), (int)(number / 100 % 100),
	    (int)(number % 100));
	return day->day != DATE_NONE;
}

static bool
read_digits(enum date_order order, struct text text, struct form_day *day)
{
	int64_t first, second, third;
	struct text rest = text;
	size_t first_width = take_digits(&rest, 4, &first);
	if (first_width == 0 || rest.length == 0 ||
	    !memchr("-/.", rest.data[0], 3))
		return read_compact(text, day);
	char separator = rest.data[0];
	drop(&rest, 1);
	size_t second_width = take_digits(&rest, 2, &second);
	if (second_width == 0 || rest.length == 0 || rest.data[0] != separator)
		return false;
	drop(&rest, 1);
	size_t third_width = take_digits(&rest, 4, &third);
	if (!clock_read(rest, day))
		return false;
	int year = whole_year(third, third_width);
	if (first_width == 4 && third_width && third_width <= 2)
		day->day = date_of((int)first, (int)second, (int)third);
	else if (first_width > 2 || (third_width != 4 && third_width != 2))
		return false;
	else if (order == DATES_DMY)
		day->day = date_of(year, (int)second, (int)first);
	else if (order == DATES_MDY)
		day->day = date_of(year, (int)first, (int)second);
	else
		return false;
	return day->day != DATE_NONE;
}

/* ---- months by their names ---- */

static void
drop_weekday(struct text *text)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday", "mon", "tues",
		"tue", "wed", "thurs", "thur", "thu", "fri", "sat", "sun",
		"thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy",
		"thứ 2", "thứ 3", "thứ 4", "thứ 5", "thứ 6", "thứ 7",
		"chủ nhật", "t2,", "t3,", "t4,", "t5,", "t6,", "t7,", "cn,",
		NULL };
	struct text rest = *text;
	if (take_any(&rest, names) < 0)
		return;
	take(&rest, ".");
	take(&rest, ",");
	if (take(&rest, " "))
		*text = rest;
}

/* Takes a month; 0 if there is none. *ends: no digit can belong to it. */
static int
take_month(struct text *text, bool *ends)
{
	static const char *const english[] = { "january", "jan", "february",
		"feb", "march", "mar", "april", "apr", "may", "may", "june",
		"jun", "july", "jul", "august", "aug", "september", "sep",
		"october", "oct", "november", "nov", "december", "dec", NULL };
	static const char *const vietnamese[] = { "giêng", "hai", "ba", "tư",
		"năm", "sáu", "bảy", "tám", "chín", "mười hai", "mười một",
		"mười", "chạp", NULL };
	static const int spelled[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 11, 10,
		12 };
	static const char *const month[] = { "tháng", "thg", "th", NULL };
	int64_t number;
	*ends = true;
	int place = take_any(text, english);
	if (place >= 0) {
		if (place == 17) /* Sept */
			take_word(text, "t");
		take(text, ".");
		return place / 2 + 1;
	}
	if (take_any(text, month) < 0)
		return 0;
	take(text, ".");
	take(text, " ");
	*ends = false;
	if (take_digits(text, 2, &number))
		return (int)number;
	place = take_any(text, vietnamese);
	return place < 0 ? 0 : spelled[place];
}

/* Takes what may stand between the parts of a date; false if there is nothing.
 */
static bool
take_gap(struct text *text)
{
	size_t before = text->length;
	if (!take(text, ","))
		if (!take(text, "-") && !take(text, "/"))
			take(text, ".");
	take(text, " ");
	return text->length < before;
}

/* `15 Jan 2026`, `Jan 15, 2026`, `2026-Jan-15`, `ngày 15 tháng 1 năm 2026`. */
static bool
read_named(struct text text, struct form_day *day)
{
	int64_t first = 0, last;
	bool ends = true;
	size_t first_width = take_digits(&text, 4, &first);
	if (first_width)
		take_gap(&text);
	if (text.length == 0 || is_digit(*text.data))
		return false; /* nearly always */
	int month = take_month(&text, &ends);
	if (!month)
		return false;
	bool gap = take_gap(&text);
	if (first_width == 0) {
		first_width = take_digits(&text, 2, &first);
		gap = take_gap(&text);
		ends = false;
	}
	gap |= take_word(&text, "năm ");
	size_t last_width = take_digits(&text, 4, &last);
	if (first_width == 0 || (!gap && !ends) || !clock_read(text, day))
		return false;
	if (first_width == 4 && (last_width == 1 || last_width == 2))
		day->day = date_of((int)first, month, (int)last);
	else if (first_width <= 2 && (last_width == 2 || last_width == 4))
		day->day =
		    date_of(whole_year(last, last_width), month, (int)first);
	else
		return false;
	return day->day != DATE_NONE;
}

bool
form_date(const struct form *form, struct text text, struct form_day *day)
{
	*day = (struct form_day){ 0 };
	if (date_parse(text, &day->day) || read_numeric(form, text, day))
		return true;
	if (form->dates == DATES_ISO || text.length == 0)
		return false;
	if (!is_digit(*text.data)) {
		drop_weekday(&text);
		take_word(&text, "ngày ");
	}
	if (text.length && is_digit(*text.data) &&
	    read_digits(form->dates, text, day))
		return true;
	return read_named(text, day);
}
