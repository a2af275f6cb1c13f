/* Each person's result, the total cost, and the checks at the top. */
#include <math.h>

#include "io/export/dashboard/what_if/parts.h"

enum result_column {
	AT_NAME,
	AT_PLAN,
	AT_BASE,
	AT_SERVED,
	AT_DAYS,
	AT_SCORE,
	AT_RATING,
	AT_GATE,
	AT_BONUS,
	AT_COMMISSION,
	AT_AWARD,
	AT_ADJUSTMENT,
	AT_TOTAL,
	AT_RUN_SCORE,
	AT_RUN_TOTAL,
	AT_DIFFERENCE,
	AT_WRONG,
	AT_REMARK
};

/* ---- scores ---- */

static const char *
rating_formula(const struct what_if *w, unsigned r)
{
	size_t bands = w->pay->results->definitions->rating_bands.count;
	const char *text =
	    what_if_text(w, "$A$%u", w->bands + (unsigned)bands + 1);
	for (size_t i = bands; i-- > 0;) {
		unsigned band = w->bands + (unsigned)i + 1;
		text = what_if_text(
		    w, "IF(F%u>=$B$%u,$A$%u,%s)", r, band, band, text);
	}
	return what_if_text(w, "IF(F%u=\"\",\"\",%s)", r, text);
}

static void
write_score(const struct what_if *w, size_t index)
{
	const struct scorecard *card = &w->pay->cards[index];
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->results + (uint32_t)index;
	unsigned from = w->lines_at[index] + 1;
	unsigned to = w->lines_at[index] + (unsigned)card->line_count;
	const char *shut = page_word(w->page, LABEL_SHUT);
	if (card->plan_count == 0)
		return;
	sheet_formula(sheet, row, AT_SCORE, ROLE_KEY, FORMAT_RATIO,
	    what_if_checked(w, what_if_score(w, index)),
	    decimal_double(card->score), card->scored ? NULL : "");
	sheet_formula(sheet, row, AT_RATING, ROLE_CENTRED, FORMAT_PLAIN,
	    rating_formula(w, row + 1), 0,
	    card->rating.length ? card->rating.data : "");
	sheet_formula(sheet, row, AT_GATE, ROLE_BODY, FORMAT_PLAIN,
	    what_if_text(w, "IF(COUNTIF(H%u:H%u,\"%s\")>0,\"%s\",\"\")", from,
		to, shut, shut),
	    0, card->gate_shut ? shut : "");
}

/* ---- amounts ---- */

/* In doubles a product of a base, a score and days keeps so many places. */
enum { BONUS_PLACES = 10 };

static const char *
units_of_bonus(const struct what_if *w, size_t index)
{
	unsigned first = w->spells_at[index] + 1;
	return what_if_text(w, "SUM(G%u:G%u)", first,
	    first - 1 + (unsigned)w->pay->cards[index].spell_count);
}

static bool
has_bonus(const struct what_if *w, size_t index)
{
	return w->paid && w->plan_count &&
	       w->pay->cards[index].spell_count != 0;
}

static void
write_bonus(const struct what_if *w, size_t index)
{
	const struct scorecard *card = &w->pay->cards[index];
	uint32_t row = w->results + (uint32_t)index;
	unsigned r = row + 1;
	double amount = w->paid ? wide_double(card->pay[PAY_KPI_BONUS]) : 0;
	if (!has_bonus(w, index)) {
		sheet_real(w->page->sheet, row, AT_BONUS, ROLE_BODY,
		    FORMAT_MONEY, amount);
		return;
	}
	const char *capped = what_if_capped(w, units_of_bonus(w, index),
	    BONUS_PLACES, what_if_cap(w, card->level, CAP_KPI_BONUS));
	sheet_formula(w->page->sheet, row, AT_BONUS, ROLE_BODY, FORMAT_MONEY,
	    what_if_checked(
		w, what_if_text(w, "IF(OR(F%u=\"\",F%u<$B$%u),0,%s)", r, r,
		       w->minimum + 1, capped)),
	    amount, NULL);
}

/* The rows, from 1, of what a card has of the periods that the run pays. */
struct rows {
	unsigned from, to;
};

static struct rows
rows_earned(const struct what_if *w, size_t index)
{
	size_t first = w->first_earned[index], end = first;
	while (end < w->first_earned[index + 1] && w->earned[end].paid)
		end++;
	if (end == first)
		return (struct rows){ 0, 0 };
	return (
	    struct rows){ w->earned[first].at + 1, w->earned[end - 1].at + 1 };
}

static void
write_earned(const struct what_if *w, size_t index, int column, char from,
    enum pay_part part)
{
	uint32_t row = w->results + (uint32_t)index;
	struct rows at = rows_earned(w, index);
	double amount =
	    w->paid ? wide_double(w->pay->cards[index].pay[part]) : 0;
	if (at.from == 0)
		sheet_real(w->page->sheet, row, column, ROLE_BODY, FORMAT_MONEY,
		    amount);
	else
		sheet_formula(w->page->sheet, row, column, ROLE_BODY,
		    FORMAT_MONEY,
		    what_if_checked(w, what_if_text(w, "SUM(%c%u:%c%u)", from,
					   at.from, from, at.to)),
		    amount, NULL);
}

/* The sum of the parts, at most the cap; with --paid there is none. */
static const char *
total_formula(const struct what_if *w, const struct scorecard *card, unsigned r)
{
	const char *sum = what_if_text(w, "I%u+J%u+K%u+L%u", r, r, r, r);
	const char *unit = what_if_number(
	    w, pay_part_unit(w->pay->results->definitions, PAY_ADJUSTMENT));
	if (!w->paid || pay_nets(w->pay))
		return sum;
	struct cap_cells cap = what_if_cap(w, card->level, CAP_TOTAL);
	return what_if_text(w, "IF(AND(%s,%s>%s),TRUNC(ROUND(%s/%s,9))*%s,%s)",
	    cap.given, sum, cap.most, cap.most, unit, unit, sum);
}

static const char *
remark_formula(const struct what_if *w, size_t index, unsigned r)
{
	const struct scorecard *card = &w->pay->cards[index];
	bool days = card->days_served != card->days_of_period;
	const char *unit =
	    what_if_number(w, w->pay->results->definitions->pay_unit);
	struct rows at = rows_earned(w, index);
	const char *any =
	    what_if_text(w, "MAX(ABS(I%u),ABS(J%u),ABS(K%u),ABS(M%u))>=1E15*%s",
		r, r, r, r, unit);
	if (at.from)
		any = what_if_text(w, "%s,SUMPRODUCT((K%u:K%u<>\"\")*1)>0", any,
		    at.from, at.to);
	if (has_bonus(w, index)) {
		const char *units = units_of_bonus(w, index);
		any = what_if_text(w,
		    "%s,AND(%s>=1E%d,ABS(%s-INT(%s)-0.5)<=1E-14*%s)", any,
		    units, days ? 7 : 9, units, units, units);
	}
	return what_if_text(w, "IF(OR(%s),\"%s\",\"\")", any,
	    page_word(w->page, LABEL_TOO_LONG));
}

static void
write_pay(const struct what_if *w, size_t index)
{
	const struct scorecard *card = &w->pay->cards[index];
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->results + (uint32_t)index;
	double total = w->paid ? wide_double(card->total) : 0;
	write_bonus(w, index);
	write_earned(w, index, AT_COMMISSION, 'H', PAY_COMMISSION);
	write_earned(w, index, AT_AWARD, 'J', PAY_AWARD);
	sheet_real(sheet, row, AT_ADJUSTMENT, ROLE_BODY, FORMAT_MONEY,
	    w->paid ? wide_double(card->pay[PAY_ADJUSTMENT]) : 0);
	sheet_formula(sheet, row, AT_TOTAL, ROLE_KEY, FORMAT_MONEY,
	    what_if_checked(w, total_formula(w, card, row + 1)), total, NULL);
	sheet_real(sheet, row, AT_RUN_TOTAL, ROLE_MUTED, FORMAT_MONEY, total);
	if (w->paid)
		sheet_formula(sheet, row, AT_REMARK, ROLE_REMARK, FORMAT_PLAIN,
		    what_if_checked(w, remark_formula(w, index, row + 1)), 0,
		    "");
}

/* ---- rows ---- */

static enum measure_format
difference_format(const struct what_if *w)
{
	return w->paid ? FORMAT_MONEY : FORMAT_PLAIN;
}

static const char *
plan_names(const struct what_if *w, const struct scorecard *card)
{
	const char *names = "";
	for (size_t p = 0; p < card->plan_count; p++)
		names = what_if_text(w, "%s%s%s", names, p ? " → " : "",
		    card->plans[p].name.data);
	return names;
}

/* One base for the whole period can be changed here; those of several spells
 * stand with these. */
static void
write_base(const struct what_if *w, size_t index)
{
	const struct scorecard *card = &w->pay->cards[index];
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->results + (uint32_t)index;
	unsigned r = row + 1;
	bool differ = !what_if_one_base(card);
	if (!has_bonus(w, index) || differ) {
		sheet_string(sheet, row, AT_BASE, ROLE_MUTED,
		    differ && has_bonus(w, index)
			? page_word(w->page, LABEL_BY_SPELL)
			: "");
		return;
	}
	what_if_input(w, row, AT_BASE, FORMAT_MONEY, pay_base(card));
	what_if_accept(w, (struct range){ row, row, AT_BASE, AT_BASE }, 0, 1e12,
	    LABEL_BASE, LABEL_BASE_RULE);
	what_if_message(w, row, AT_WRONG,
	    what_if_text(w,
		"IF(OR(COUNT(C%u)<COUNTA(C%u),MIN(C%u)<0),\"%s\","
		"IF(ROUND(C%u,4)<>C%u,\"%s\",\"\"))",
		r, r, r, page_word(w->page, LABEL_NOT_NEGATIVE), r, r,
		page_word(w->page, LABEL_FOUR_PLACES)));
}

/* Of what is paid; where nothing is, of the score. */
static void
write_difference(const struct what_if *w, uint32_t row)
{
	unsigned r = row + 1;
	const char *difference =
	    w->paid ? what_if_text(w, "M%u-O%u", r, r)
		    : what_if_text(w, "ABS(N(F%u)-N(N%u))", r, r);
	sheet_formula(w->page->sheet, row, AT_DIFFERENCE, ROLE_BODY,
	    difference_format(w),
	    what_if_text(
		w, "IF($C$%u>0,0,ROUND(%s,6))", w->check + 1, difference),
	    0, NULL);
}

static void
write_result(const struct what_if *w, size_t index)
{
	const struct scorecard *card = &w->pay->cards[index];
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->results + (uint32_t)index;
	w->page->row = row;
	page_manager(w->page, AT_NAME, card->subject);
	sheet_string(sheet, row, AT_PLAN, ROLE_BODY, plan_names(w, card));
	write_base(w, index);
	sheet_count(sheet, row, AT_SERVED, (uint64_t)card->days_served);
	sheet_count(sheet, row, AT_DAYS, (uint64_t)card->days_of_period);
	write_score(w, index);
	write_pay(w, index);
	sheet_real(sheet, row, AT_RUN_SCORE, ROLE_MUTED, FORMAT_RATIO,
	    card->scored ? decimal_double(card->score) : NAN);
	write_difference(w, row);
}

static void
write_totals(const struct what_if *w)
{
	struct sheet *sheet = w->page->sheet;
	uint32_t count = (uint32_t)w->pay->card_count;
	uint32_t row = w->results + count;
	sheet_string(
	    sheet, row, AT_NAME, ROLE_TOTAL, page_word(w->page, LABEL_TOTAL));
	for (int column = AT_PLAN; column < AT_WRONG; column++) {
		int part = column - AT_BONUS;
		double sum = part >= 0 && part < PAY_PART_COUNT
				 ? wide_double(w->pay->totals[part])
				 : wide_double(w->pay->total);
		const char *text = what_if_text(w, "SUM(%c%u:%c%u)",
		    'A' + column, w->results + 1, 'A' + column, row);
		if (column < AT_BONUS || column == AT_RUN_SCORE ||
		    column == AT_DIFFERENCE)
			sheet_string(sheet, row, column, ROLE_TOTAL, "");
		else
			sheet_formula(sheet, row, column, ROLE_TOTAL,
			    FORMAT_MONEY,
			    column == AT_RUN_TOTAL ? text
						   : what_if_checked(w, text),
			    sum, NULL);
	}
}

/* ---- the checks ---- */

static void
write_check(const struct what_if *w, uint32_t row, enum label label,
    enum measure_format format, const char *text, double number)
{
	sheet_string(
	    w->page->sheet, row, 0, ROLE_LABEL, page_word(w->page, label));
	sheet_formula(
	    w->page->sheet, row, 2, ROLE_KEY, format, text, number, NULL);
}

/* Differences of amounts may cancel each other, and a score may change and the
 * pay not: each total and each score must be that of the run. */
static const char *
as_run_formula(const struct what_if *w, unsigned first, unsigned last)
{
	return what_if_text(w,
	    "IF(SUMPRODUCT((P%u:P%u<>0)+(F%u:F%u<>N%u:N%u))=0,\"%s\",\"%s\")",
	    first, last, first, last, first, last,
	    page_word(w->page, LABEL_AS_RUN),
	    page_word(w->page, LABEL_NOT_AS_RUN));
}

static void
write_checks(const struct what_if *w)
{
	struct page *page = w->page;
	unsigned first = w->results + 1;
	unsigned last = w->results + (unsigned)w->pay->card_count;
	const char *as_run = page_word(page, LABEL_AS_RUN);
	write_check(
	    w, w->check, LABEL_INPUTS_WRONG, FORMAT_PLAIN, w->messages, 0);
	sheet_formula(page->sheet, w->check, 3, ROLE_WARNING, FORMAT_PLAIN,
	    what_if_text(w, "IF(C%u>0,\"%s\",\"\")", w->check + 1,
		page_word(page, LABEL_SEE_WRONG)),
	    0, "");
	write_check(w, w->difference, LABEL_CHECK, difference_format(w),
	    what_if_text(w, "SUM(P%u:P%u)", first, last), 0);
	sheet_formula(page->sheet, w->difference, 3, ROLE_NOTE, FORMAT_PLAIN,
	    what_if_checked(w, as_run_formula(w, first, last)), 0, as_run);
	if (!w->paid)
		return;
	write_check(w, w->total, LABEL_TOTAL_COST, FORMAT_MONEY,
	    what_if_text(w, "M%u", last + 1), wide_double(w->pay->total));
	sheet_formula(page->sheet, w->total, 3, ROLE_WARNING, FORMAT_PLAIN,
	    what_if_text(w, "IF(SUMPRODUCT((R%u:R%u<>\"\")*1)>0,\"%s\",\"\")",
		first, last, page_word(page, LABEL_SEE_TOO_LONG)),
	    0, "");
	write_check(w, w->total + 1, LABEL_RUN_TOTAL, FORMAT_MONEY,
	    what_if_text(w, "O%u", last + 1), wide_double(w->pay->total));
}

void
what_if_results(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_PLAN, false }, { LABEL_BASE, true },
		{ LABEL_DAYS_SERVED, true }, { LABEL_DAYS_PERIOD, true },
		{ LABEL_SCORE, true }, { LABEL_RATING, false },
		{ LABEL_GATE, false }, { LABEL_KPI_BONUS, true },
		{ LABEL_COMMISSION, true }, { LABEL_AWARD, true },
		{ LABEL_ADJUSTMENT, true }, { LABEL_TOTAL, true },
		{ LABEL_RUN_SCORE, true }, { LABEL_RUN_TOTAL, true },
		{ LABEL_DIFFERENCE, true }, { LABEL_WRONG, false },
		{ LABEL_REMARK, false } };
	uint32_t after = w->page->row;
	uint32_t cards = (uint32_t)w->pay->card_count;
	w->page->row = w->results - 3;
	page_section(w->page, LABEL_RESULTS);
	page_headings(w->page, headings,
	    sizeof headings / sizeof *headings - (w->paid ? 0 : 2));
	for (size_t i = 0; i < cards; i++)
		write_result(w, i);
	what_if_count(w, w->results, w->results + cards, AT_WRONG);
	if (w->paid)
		write_totals(w);
	write_checks(w);
	w->page->row = after;
}
