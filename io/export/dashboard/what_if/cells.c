#include <stdarg.h>
#include <stdio.h>

#include "io/export/dashboard/what_if/parts.h"

const char *
what_if_text(const struct what_if *w, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	char *text =
	    length < 0 ? NULL : arena_allocate(w->arena, (size_t)length + 1, 1);
	if (!text) {
		w->page->dashboard->report->out_of_memory = true;
		return "";
	}
	va_start(arguments, format);
	vsnprintf(text, (size_t)length + 1, format, arguments);
	va_end(arguments);
	return text;
}

void
what_if_input(const struct what_if *w, uint32_t row, int column,
    enum measure_format format, decimal value)
{
	sheet_real(w->page->sheet, row, column, ROLE_INPUT, format,
	    decimal_double(value));
}

void
what_if_accept(const struct what_if *w, struct range range, double low,
    double high, enum label title, enum label message)
{
	sheet_accept(
	    w->page->sheet, &(struct validation){ .range = range,
				.low = low,
				.high = high,
				.title = page_word(w->page, title),
				.message = page_word(w->page, message) });
}

void
what_if_message(
    const struct what_if *w, uint32_t row, int column, const char *formula)
{
	sheet_formula(w->page->sheet, row, column, ROLE_BAD, FORMAT_PLAIN,
	    formula, 0, "");
}

void
what_if_count(struct what_if *w, uint32_t first, uint32_t end, int column)
{
	if (end > first)
		w->messages = what_if_text(w,
		    "%s+SUMPRODUCT((%c%u:%c%u<>\"\")*1)", w->messages,
		    'A' + column, first + 1, 'A' + column, end);
}

const char *
what_if_wrong(const struct what_if *w, const char *wrong, const char *message,
    const char *rest)
{
	return what_if_text(w, "IF(%s,\"%s\",%s)", wrong, message, rest);
}

void
what_if_level(const struct what_if *w, uint32_t row, int column, enum role role,
    struct text level)
{
	if (level.length == 0)
		level = text_of(page_word(w->page, LABEL_EVERYBODY));
	sheet_text(w->page->sheet, row, column, role, level);
}

bool
what_if_one_base(const struct scorecard *card)
{
	for (size_t i = 1; i < card->spell_count; i++)
		if (card->spells[i].base != card->spells[0].base)
			return false;
	return true;
}

const char *
what_if_checked(const struct what_if *w, const char *formula)
{
	return what_if_text(w, "IF($C$%u>0,\"\",%s)", w->check + 1, formula);
}

const char *
what_if_number(const struct what_if *w, decimal value)
{
	char text[WIDE_TEXT_SIZE];
	wide_print(text, decimal_widen(value));
	return what_if_text(w, "%s", text);
}

/* ---- amounts ---- */

const char *
what_if_rounded(const struct what_if *w, const char *units, int places)
{
	return what_if_text(w,
	    "ROUND(ROUND(%s,MAX(0,MIN(%d,14-INT(LOG10(ABS(%s)+1))))),0)", units,
	    places, units);
}

struct cap_cells
what_if_cap(const struct what_if *w, uint32_t level, enum cap_of of)
{
	const struct dataset *data = w->pay->results->data;
	unsigned all = w->caps[0].at + 1, own = 0;
	char column = (char)('B' + (int)of);
	for (size_t i = 1; level != NO_ID && i < w->cap_count; i++)
		if (text_equal(
			w->caps[i].level, dictionary_text(&data->words, level)))
			own = w->caps[i].at + 1;
	if (!own)
		return (struct cap_cells){ what_if_text(w, "COUNT($%c$%u)>0",
					       column, all),
			what_if_text(w, "$%c$%u", column, all) };
	return (struct cap_cells){ what_if_text(w, "COUNT($%c$%u,$%c$%u)>0",
				       column, all, column, own),
		what_if_text(w, "IF(COUNT($%c$%u)>0,$%c$%u,$%c$%u)", column,
		    own, column, own, column, all) };
}

const char *
what_if_capped(const struct what_if *w, const char *units, int places,
    struct cap_cells cap)
{
	const char *unit =
	    what_if_number(w, w->pay->results->definitions->pay_unit);
	return what_if_text(w,
	    "IF(AND(%s,(%s)*%s>%s),TRUNC(ROUND(%s/%s,9)),%s)*%s", cap.given,
	    units, unit, cap.most, cap.most, unit,
	    what_if_rounded(w, units, places), unit);
}
