#include "io/import/forms/clock.h"

#include "io/import/forms/taking.h"

/* Names that stand for one offset the world over, in minutes. */
static const struct {
	const char *name;
	int minutes;
} zones[] = {
	{ "utc", 0 },
	{ "gmt", 0 },
	{ "z", 0 },
	{ "ict", 7 * 60 },
	{ "wib", 7 * 60 },
	{ "sgt", 8 * 60 },
	{ "hkt", 8 * 60 },
	{ "jst", 9 * 60 },
	{ "kst", 9 * 60 },
	{ "aest", 10 * 60 },
	{ "aedt", 11 * 60 },
	{ "cest", 2 * 60 },
	{ "cet", 60 },
	{ "eest", 3 * 60 },
	{ "eet", 2 * 60 },
	{ "edt", -4 * 60 },
	{ "est", -5 * 60 },
	{ "cdt", -5 * 60 },
	{ "mdt", -6 * 60 },
	{ "mst", -7 * 60 },
	{ "pdt", -7 * 60 },
	{ "pst", -8 * 60 },
};

/* `+7`, `+07:00`, `-0530`. */
static bool
take_offset(struct text *text, int *minutes)
{
	struct text rest = *text;
	int64_t hours, more = 0;
	bool west = take(&rest, "-") || take(&rest, "−");
	if ((!west && !take(&rest, "+")) || !take_digits(&rest, 2, &hours))
		return false;
	bool colon = take(&rest, ":");
	if (take_digits(&rest, 2, &more) != 2 && (colon || more))
		return false;
	if (hours > 14 || more > 59)
		return false;
	*minutes = (int)(hours * 60 + more) * (west ? -1 : 1);
	*text = rest;
	return true;
}

/* `Z`, `UTC`, `GMT+7`, `ICT`, `+07:00`. */
static bool
take_zone(struct text *text, int *minutes)
{
	if (take_offset(text, minutes))
		return true;
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		if (!take_word(text, zones[i].name))
			continue;
		*minutes = zones[i].minutes;
		if (*minutes == 0)
			take_offset(text, minutes);
		return true;
	}
	return false;
}

/* Nothing, or a zone, and perhaps another word for it: `+0000 UTC`, `GMT+0700
 * (Indochina Time)`, `Z[Asia/Ho_Chi_Minh]`, or in brackets only: `(UTC+7)`. */
static bool
read_zone(struct text text, struct form_day *day)
{
	int other;
	take(&text, " ");
	if (text.length == 0)
		return true;
	day->zoned = take_zone(&text, &day->offset);
	take(&text, " ");
	if (day->zoned)
		take_zone(&text, &other);
	if (text.length == 0)
		return day->zoned;
	if (!(take(&text, "(") && take_last(&text, ")")) &&
	    !(take(&text, "[") && take_last(&text, "]")))
		return false;
	if (day->zoned)
		return text.length > 0;
	day->zoned = take_zone(&text, &day->offset);
	return day->zoned && text.length == 0;
}

/* The hour of a clock of twelve; false if there is none. */
static bool
read_half(struct text *text, int64_t *hour, bool *halved)
{
	static const char *const words[] = { "am", "pm", "a.m.", "p.m.", "sa",
		"ch", NULL };
	struct text rest = *text;
	take(&rest, " ");
	int half = take_any(&rest, words);
	*halved = half >= 0;
	if (half < 0)
		return true;
	*text = rest;
	/* 13:05 PM is written, too. */
	if (half % 2 && *hour < 12)
		*hour += 12;
	else if (half % 2 == 0 && *hour == 12)
		*hour = 0;
	return half % 2 || *hour < 12;
}

/* The minutes, and the seconds without their fraction, if they are there. */
static bool
take_rest_of_time(struct text *text, bool colons, int64_t *seconds)
{
	int64_t minute, second, fraction;
	if (take_digits(text, 2, &minute) != 2 || minute > 59)
		return false;
	*seconds = minute * 60;
	if (colons ? !take(text, ":") : !text->length || !is_digit(*text->data))
		return true;
	if (!take_digits(text, 2, &second) || second > 60)
		return false;
	*seconds += second;
	if (take(text, ".") || take(text, ","))
		return take_digits(text, 9, &fraction) > 0;
	return true;
}

bool
clock_read(struct text text, struct form_day *day)
{
	static const char *const separators[] = { "t", ", ", " lúc ", " at ",
		" ", NULL };
	int64_t hour, seconds = 0;
	bool halved;
	if (text.length == 0)
		return true;
	int separator = take_any(&text, separators);
	/* A date alone may have a zone, too. */
	if (separator < 0)
		return (text.length == 1 ||
			   (text.length == 6 && text.data[3] == ':')) &&
		       read_zone(text, day);
	size_t width = take_digits(&text, 2, &hour);
	bool colon =
	    take(&text, ":") || (text.length > 1 && is_digit(text.data[1]) &&
				    take_word(&text, "h"));
	bool basic = separator == 0 && !colon && width == 2 && text.length &&
		     is_digit(*text.data);
	if (!width || hour > 24 ||
	    ((colon || basic) && !take_rest_of_time(&text, colon, &seconds)) ||
	    !read_half(&text, &hour, &halved) || (!colon && !basic && !halved))
		return false;
	day->second = (int)(hour * 3600 + seconds);
	day->timed = true;
	return read_zone(text, day);
}

/* `UTC`, `GMT+7`, `+07:00`. */
static bool
is_zone(struct text text, struct zone *zone)
{
	int minutes = 0;
	bool named = take_word(&text, "utc") || take_word(&text, "gmt");
	take(&text, " ");
	if (!take_offset(&text, &minutes) && !named)
		return false;
	*zone = (struct zone){ true, minutes };
	return text.length == 0;
}

struct zone
clock_zone_of_name(struct text name)
{
	struct zone zone = { false, 0 };
	struct text word = name;
	if (take_last(&word, ")") || take_last(&word, "]")) {
		for (size_t i = word.length; i-- > 0;)
			if (word.data[i] == '(' || word.data[i] == '[') {
				drop(&word, i + 1);
				break;
			}
	} else {
		for (size_t i = word.length; i-- > 0;)
			if (word.data[i] == ' ' || word.data[i] == '_') {
				drop(&word, i + 1);
				break;
			}
	}
	if (word.length == name.length || !is_zone(word, &zone))
		zone.known = false;
	return zone;
}
