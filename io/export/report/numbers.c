#include "io/export/report/numbers.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/locale/locale.h"

struct currency_form
currency_form(const char *code)
{
	static const struct {
		const char *code;
		struct currency_form form;
	} forms[] = {
		{ "VND", { "₫", false, 0 } },
		{ "USD", { "$", true, 2 } },
		{ "EUR", { "€", false, 2 } },
		{ "GBP", { "£", true, 2 } },
		{ "JPY", { "¥", true, 0 } },
		{ "KRW", { "₩", true, 0 } },
	};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(forms[i].code, code) == 0)
			return forms[i].form;
	return (struct currency_form){ code, false, 2 };
}

/* ---- digits ---- */

/* As many as a double has for sure; what lies beyond is an accident of its
 * binary form: 0.285 × 100 is 28.5. */
enum { DIGITS = 15 };

struct digits {
	char digits[DIGITS + 1]; /* '0' … '9' */
	int first;               /* the power of ten of the first */
};

static struct digits
digits_of(double number)
{
	struct digits made;
	char text[32];
	snprintf(
	    text, sizeof text, "%.*e", DIGITS - 1, fmin(fabs(number), DBL_MAX));
	made.digits[0] = text[0];
	memcpy(made.digits + 1, text + 2, DIGITS - 1);
	made.digits[DIGITS] = '\0';
	made.first = atoi(text + DIGITS + 2);
	return made;
}

/* To so many places behind the point; a half away from 0. */
static void
round_to(struct digits *made, int places)
{
	int kept = made->first + places + 1;
	if (kept >= DIGITS)
		return;
	bool up = kept >= 0 && made->digits[kept] >= '5';
	for (int i = kept > 0 ? kept : 0; i < DIGITS; i++)
		made->digits[i] = '0';
	for (int i = kept - 1; i >= 0 && up; i--) {
		up = made->digits[i] == '9';
		made->digits[i] = up ? '0' : (char)(made->digits[i] + 1);
	}
	if (up) { /* 9.96 is 10.0 */
		made->digits[0] = '1';
		made->first = kept > 0 ? made->first + 1 : -places;
	}
}

static bool
is_zero(const struct digits *made)
{
	return made->digits[strspn(made->digits, "0")] == '\0';
}

/* Appends the size of a number, without its sign; false if it is rounded to
 * 0. */
static bool
append(
    char *text, double number, int places, bool grouped, enum language language)
{
	struct digits made = digits_of(number);
	char *at = text + strlen(text);
	bool vietnamese = language == LANGUAGE_VI;
	round_to(&made, places);
	for (int power = made.first > 0 ? made.first : 0; power >= -places;
	     power--) {
		int index = made.first - power;
		if (power == -1)
			*at++ = vietnamese ? ',' : '.';
		*at++ = index >= 0 && index < DIGITS ? made.digits[index] : '0';
		if (grouped && power > 0 && power % 3 == 0)
			*at++ = vietnamese ? '.' : ',';
	}
	*at = '\0';
	return !is_zero(&made);
}

/* A sign for numbers above, below and at 0. What is rounded to 0 has none
 * below. */
struct signs {
	const char *above, *below, *zero;
};

static const struct signs plain = { "", "-", "" }, variance = { "+", "−", "" },
			  change = { "▲ ", "▼ ", "– " };

/* A number whole: sign, what stands before its digits, these, and what stands
 * behind them. */
struct parts {
	const struct signs *signs;
	const char *before, *behind;
	int places;
	bool grouped;
};

static void
print(char *text, double number, struct parts parts, enum language language)
{
	char size[NUMBER_TEXT_SIZE] = "";
	bool any = append(size, number, parts.places, parts.grouped, language);
	const struct signs *signs = parts.signs;
	const char *sign = number > 0 ? signs->above
			   : number < 0 && (any || signs != &plain)
			       ? signs->below
			       : signs->zero;
	snprintf(text, NUMBER_TEXT_SIZE, "%s%s%.560s%s", sign, parts.before,
	    size, parts.behind);
}

/* ---- money ---- */

/* In millions or billions: 999,600,000 is 1.0 billion. Billions have a place
 * behind the point, millions below 10 too. */
static struct parts
shortened(double *number, enum language language)
{
	static const struct {
		double least, unit;
		const char *word;
	} forms[] = {
		{ 999.5e6, 1e9, N_(" bn") },
		{ 999.5e3, 1e6, NC_("money", " m") },
		{ 0, 1, "" },
	};
	size_t i = 0;
	while (fabs(*number) < forms[i].least)
		i++;
	*number /= forms[i].unit;
	bool small = i == 0 || (i == 1 && fabs(*number) < 9.95);
	return (struct parts){ &plain, "",
		language_text(language, forms[i].word), small ? 1 : 0, true };
}

static void
print_money(char *text, double number, const char *currency,
    const struct signs *signs, enum language language)
{
	struct currency_form form = currency_form(currency);
	char behind[80];
	snprintf(behind, sizeof behind, " %.70s", form.sign);
	print(text, number,
	    (struct parts){ signs, form.before ? form.sign : "",
		form.before ? "" : behind, form.places, true },
	    language);
}

static void
print_short_money(
    char *text, double number, const char *currency, enum language language)
{
	struct currency_form form = currency_form(currency);
	struct parts parts = shortened(&number, language);
	if (!*parts.behind && fabs(number) < 1000)
		parts.places = form.places; /* cents count */
	char behind[100];
	snprintf(behind, sizeof behind, "%s%s%.70s", parts.behind,
	    form.before ? "" : " ", form.before ? "" : form.sign);
	parts.behind = behind;
	if (form.before)
		parts.before = form.sign;
	print(text, number, parts, language);
}

/* ---- by format ---- */

static void
print_date(char *text, double number, enum language language)
{
	/* Spreadsheets count from 1899-12-30. */
	struct civil civil = date_civil((date)number - 25569);
	if (language == LANGUAGE_VI)
		snprintf(text, NUMBER_TEXT_SIZE, "%02d/%02d/%04d", civil.day,
		    civil.month, civil.year);
	else
		snprintf(text, NUMBER_TEXT_SIZE, "%04d-%02d-%02d", civil.year,
		    civil.month, civil.day);
}

/* As many places as it has, at most ten digits in all. */
static void
print_general(char *text, double number, enum language language)
{
	snprintf(text, NUMBER_TEXT_SIZE, "%.10g", number);
	char *point = strchr(text, '.');
	if (point && language == LANGUAGE_VI)
		*point = ',';
}

/* Of the formats that are a sign, digits and a unit. */
static struct parts
parts_of(enum measure_format format, enum language language)
{
	static const struct parts all[FORMATS] = {
		[FORMAT_COUNT] = { &plain, "", "", 0, true },
		[FORMAT_PERCENT] = { &plain, "", "%", 1, false },
		[FORMAT_RATIO] = { &plain, "", "", 2, false },
		[FORMAT_SCORE] = { &plain, "", "", 1, false },
		[FORMAT_WHOLE_PERCENT] = { &plain, "", "%", 0, false },
		[FORMAT_PROBABILITY] = { &plain, "", "", 3, false },
		[FORMAT_DIGITS] = { &plain, "", "", 0, false },
		[FORMAT_DIGITS_1] = { &plain, "", "", 1, false },
		[FORMAT_DIGITS_2] = { &plain, "", "", 2, false },
		[FORMAT_DIGITS_3] = { &plain, "", "", 3, false },
		[FORMAT_DIGITS_4] = { &plain, "", "", 4, false },
		[FORMAT_PERCENT_VARIANCE] = { &variance, "", "%", 1, false },
		[FORMAT_SIGNED] = { &variance, "", "", 1, false },
		[FORMAT_CORRELATION] = { &variance, "", "", 2, false },
		[FORMAT_COUNT_CHANGE] = { &change, "", "", 0, true },
		[FORMAT_POINTS_CHANGE] = { &change, "", N_(" pp"), 1, false },
		[FORMAT_SCORE_CHANGE] = { &change, "", "", 1, false },
		[FORMAT_PERCENT_CHANGE] = { &change, "", "%", 0, false },
	};
	struct parts parts = all[format];
	parts.behind = language_text(language, parts.behind);
	return parts;
}

static bool
is_share(enum measure_format format)
{
	return format == FORMAT_PERCENT || format == FORMAT_WHOLE_PERCENT ||
	       format == FORMAT_PERCENT_VARIANCE ||
	       format == FORMAT_PERCENT_CHANGE;
}

const char *
number_in_cell(char text[NUMBER_TEXT_SIZE], const struct report *report,
    enum measure_format format, double number)
{
	enum language language = report->language;
	switch (format) {
	case FORMAT_DATE:
		print_date(text, number, language);
		break;
	case FORMAT_PLAIN:
		print_general(text, number, language);
		break;
	case FORMAT_MONEY:
		print_money(text, number, report->currency, &plain, language);
		break;
	case FORMAT_MONEY_VARIANCE:
		print_money(
		    text, number, report->currency, &variance, language);
		break;
	case FORMAT_MONEY_CHANGE:
		print_money(text, number, report->currency, &change, language);
		break;
	case FORMAT_SHORT_MONEY:
		return number_in_sentence(
		    text, language, report->currency, format, number);
	default:
		print(text, is_share(format) ? number * 100 : number,
		    parts_of(format, language), language);
	}
	return text;
}

const char *
number_in_sentence(char text[NUMBER_TEXT_SIZE], enum language language,
    const char *currency, enum measure_format format, double number)
{
	struct parts parts = { &plain, "", "", 0, true };
	switch (format) {
	case FORMAT_MONEY:
		print_short_money(text, number, currency, language);
		return text;
	case FORMAT_SHORT_MONEY:
		parts = shortened(&number, language);
		break;
	case FORMAT_PERCENT_VARIANCE:
		parts.places = 1;
		/* fall through */
	case FORMAT_PERCENT:
		parts.behind = " %";
		number *= 100;
		break;
	case FORMAT_SCORE:
		parts.places = 1;
		break;
	default:
		break;
	}
	print(text, number, parts, language);
	return text;
}
