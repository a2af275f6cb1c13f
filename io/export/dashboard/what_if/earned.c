/* Commission and award: the sums of the data, what they bring by the ladders,
 * what is taken back, and what each person has of a period. */
#include "engine/model/schema.h"
#include "engine/model/spells.h"
#include "io/export/dashboard/what_if/parts.h"

/* ---- who has what ---- */

static bool
is_there(const struct what_if *w, size_t first, const struct scorecard *card,
    const struct commission_list *list)
{
	for (size_t i = first; i < w->earned_count; i++)
		if (w->earned[i].card == card && w->earned[i].list == list)
			return true;
	return false;
}

static void
collect_of(struct what_if *w, const struct scorecard *card)
{
	const struct pay_results *pay = w->pay;
	size_t first = w->earned_count;
	for (size_t i = 0; i < pay->earning_count; i++) {
		uint32_t awards = pay->awards[i][card->manager];
		if (commission_has(pay->commissions[i], card->manager) ||
		    awards)
			w->earned[w->earned_count++] =
			    (struct earned){ .card = card,
				    .list = pay->commissions[i],
				    .paid = true,
				    .awards = awards };
	}
	for (size_t i = 0; i < pay->earning_count; i++) {
		const struct commission_list *list = pay->commissions[i];
		const struct commission_person *person =
		    &list->people[card->manager];
		for (size_t t = 0; t < person->taken_count; t++) {
			const struct commission_group *group =
			    list->taken[person->first_taken + t].group;
			if (group && !is_there(w, first, card, group->list))
				w->earned[w->earned_count++] =
				    (struct earned){ .card = card,
					    .list = group->list };
		}
	}
}

bool
what_if_collect_earned(struct what_if *w)
{
	const struct pay_results *pay = w->pay;
	size_t most = pay->card_count * pay->earning_count;
	for (size_t i = 0; i < pay->earning_count; i++)
		most += pay->commissions[i]->taken_count;
	w->earned = arena_allocate(w->arena, most, sizeof *w->earned);
	w->first_earned = arena_allocate(
	    w->arena, pay->card_count + 1, sizeof *w->first_earned);
	if (!w->earned || !w->first_earned)
		return false;
	for (size_t i = 0; w->paid && i < pay->card_count; i++) {
		w->first_earned[i] = w->earned_count;
		collect_of(w, &pay->cards[i]);
	}
	w->first_earned[pay->card_count] = w->earned_count;
	return true;
}

static const struct commission_person *
person_of(const struct earned *earned)
{
	return &earned->list->people[earned->card->manager];
}

static void
write_head(const struct what_if *w, uint32_t row, const struct earned *earned)
{
	struct sheet *sheet = w->page->sheet;
	sheet_text(sheet, row, 0, ROLE_BODY,
	    dashboard_subject_name(w->page->dashboard, earned->card->subject));
	sheet_string(sheet, row, 1, ROLE_BODY, earned->list->period.label);
}

/* ---- sums ---- */

static const struct placed_ladder *
ladder_of(const struct what_if *w, const struct commission_group *group)
{
	for (size_t l = 0; l < w->ladder_count; l++)
		if (w->ladders[l].level == group->level &&
		    w->ladders[l].kind == group->kind)
			return &w->ladders[l];
	return &w->ladders[0];
}

/* What the sum in row r brings. Rates are taken as whole numbers of 10^-4, so
 * that doubles hold the products of whole sums exactly. */
static const char *
brings_formula(
    const struct what_if *w, const struct commission_group *group, unsigned r)
{
	const struct placed_ladder *placed = ladder_of(w, group);
	unsigned from = placed->at + 1, to = placed->at + placed->rows;
	bool whole =
	    w->pay->results->definitions->commission.mode == COMMISSION_WHOLE;
	const char *reached =
	    what_if_text(w, "(E%u%s$C$%u:$C$%u)*($C$%u:$C$%u<>\"\")", r,
		whole ? ">=" : ">", from, to, from, to);
	if (whole)
		return what_if_text(w,
		    "E%u*IF(E%u<0,ROUND($D$%u*10000,0),"
		    "SUMPRODUCT(%s*$E$%u:$E$%u))/10000",
		    r, r, from, reached, from, to);
	return what_if_text(w,
	    "IF(E%u<0,E%u*ROUND($D$%u*10000,0),"
	    "SUMPRODUCT(%s*(E%u-$C$%u:$C$%u)*$E$%u:$E$%u))/10000",
	    r, r, from, reached, r, from, to, from, to);
}

/* A number of 10^-4. */
static double
sum_double(const struct what_if *w, wide sum)
{
	return rational_nearest(rational_of(w->arena, sum, DECIMAL_ONE));
}

static void
write_sum(const struct what_if *w, const struct earned *earned,
    const struct commission_group *group)
{
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->page->row++;
	write_head(w, row, earned);
	sheet_string(
	    sheet, row, 2, ROLE_BODY, schema_words(FIELD_KIND)[group->kind]);
	what_if_level(w, row, 3, ROLE_BODY,
	    group->level ? group->level->level : text_of(""));
	sheet_real(
	    sheet, row, 4, ROLE_BODY, FORMAT_MONEY, sum_double(w, group->sum));
	sheet_formula(sheet, row, 5, ROLE_KEY, FORMAT_MONEY,
	    what_if_checked(w, brings_formula(w, group, row + 1)),
	    rational_nearest(group->before), NULL);
}

static void
write_sums(const struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_PERIOD, false }, { LABEL_KIND, false },
		{ LABEL_LADDER, false }, { LABEL_SUM_OF_AMOUNTS, true },
		{ LABEL_BRINGS, true } };
	page_section(w->page, LABEL_SUMS);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	for (size_t i = 0; i < w->earned_count; i++) {
		struct earned *earned = &w->earned[i];
		const struct commission_person *person = person_of(earned);
		earned->sums_at = w->page->row;
		for (size_t g = 0; g < person->group_count; g++)
			write_sum(w, earned,
			    &earned->list->groups[person->first_group + g]);
	}
}

/* ---- taken back ---- */

static const struct earned *
earned_in(const struct what_if *w, const struct scorecard *card,
    const struct commission_list *list)
{
	size_t index = (size_t)(card - w->pay->cards);
	for (size_t i = w->first_earned[index]; i < w->first_earned[index + 1];
	     i++)
		if (w->earned[i].list == list)
			return &w->earned[i];
	return NULL;
}

/* The amount × commission after the cap / sum, of the ladder's sum that it was
 * part of; of a contract ended early × the days not served / all days. */
static const char *
taken_formula(const struct what_if *w, const struct earned *earned,
    const struct commission_entry *entry, unsigned r)
{
	const struct commission_group *group = entry->group;
	const struct earned *then =
	    group ? earned_in(w, earned->card, group->list) : NULL;
	if (!then)
		return "0";
	unsigned p = then->at + 1;
	unsigned s = then->sums_at + 1 +
		     (unsigned)(group - group->list->groups -
				(ptrdiff_t)person_of(then)->first_group);
	const char *days = entry->source == COMMISSION_CLAWBACK
			       ? what_if_text(w, "*-E%u/F%u", r, r)
			       : "";
	return what_if_text(w,
	    "IF(E%u=0,0,D%u*F%u/E%u*IF(AND(D%u<>\"\",C%u>D%u),D%u/C%u,1)%s)", s,
	    r, s, s, p, p, p, p, p, days);
}

static void
write_taken_row(const struct what_if *w, const struct earned *earned,
    const struct commission_entry *entry)
{
	struct sheet *sheet = w->page->sheet;
	const struct dataset *data = w->pay->results->data;
	uint32_t row = w->page->row++;
	write_head(w, row, earned);
	sheet_text(sheet, row, 2, ROLE_BODY,
	    dictionary_text(
		&data->contract_ids, data->contracts[entry->record].contract));
	sheet_real(sheet, row, 3, ROLE_BODY, FORMAT_MONEY,
	    decimal_double(entry->amount));
	if (entry->source == COMMISSION_CLAWBACK) {
		sheet_count(sheet, row, 4, (uint64_t)entry->unserved);
		sheet_count(sheet, row, 5, (uint64_t)entry->days);
	}
	sheet_formula(sheet, row, 6, ROLE_KEY, FORMAT_MONEY,
	    what_if_checked(w, taken_formula(w, earned, entry, row + 1)),
	    rational_nearest(entry->brings), NULL);
}

static bool
has_taken(const struct what_if *w)
{
	for (size_t i = 0; i < w->earned_count; i++)
		if (w->earned[i].paid && person_of(&w->earned[i])->taken_count)
			return true;
	return false;
}

static void
write_taken(const struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_PERIOD, false }, { LABEL_CONTRACT, false },
		{ LABEL_VALUE, true }, { LABEL_DAYS_NOT_SERVED, true },
		{ LABEL_DAYS_IN_ALL, true }, { LABEL_TAKEN_BACK, true } };
	if (!has_taken(w))
		return;
	page_section(w->page, LABEL_TAKEN_BACK);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	for (size_t i = 0; i < w->earned_count; i++) {
		struct earned *earned = &w->earned[i];
		const struct commission_person *person = person_of(earned);
		earned->taken_at = w->page->row;
		for (size_t t = 0; earned->paid && t < person->taken_count; t++)
			write_taken_row(w, earned,
			    &earned->list->taken[person->first_taken + t]);
	}
}

/* ---- by person and period ---- */

/* How many decimal places a sum of 10^-4 has; and its significant digits. */
static int
places_of(wide sum)
{
	int places = 4;
	while (places && sum % 10 == 0) {
		sum /= 10;
		places--;
	}
	return places;
}

static int
digits_of(wide sum)
{
	int digits = 0;
	while (sum && sum % 10 == 0)
		sum /= 10;
	for (; sum; sum /= 10)
		digits++;
	return digits;
}

enum { DIGITS_OF_DOUBLE = 15, RATE_PLACES = 4, PLACES_MOST = 10 };

/* The places that the units may have in which somebody is paid: those of their
 * sums, of rates, and of amounts divided by the unit. */
static int
places_of_units(const struct what_if *w, const struct earned *earned)
{
	const struct commission_person *person = person_of(earned);
	decimal unit = w->pay->results->definitions->pay_unit;
	int places = 0, more = RATE_PLACES;
	for (size_t g = 0; g < person->group_count; g++) {
		int own = places_of(
		    earned->list->groups[person->first_group + g].sum);
		places = own > places ? own : places;
	}
	for (; unit > DECIMAL_ONE; unit /= 10)
		more++;
	return person->taken_count || places + more > PLACES_MOST
		   ? PLACES_MOST
		   : places + more;
}

/* Has one of the sums more digits than a spreadsheet keeps? */
static bool
is_too_long(const struct earned *earned)
{
	const struct commission_person *person = person_of(earned);
	for (size_t g = 0; g < person->group_count; g++)
		if (digits_of(
			earned->list->groups[person->first_group + g].sum) >
		    DIGITS_OF_DOUBLE)
			return true;
	return false;
}

static void
write_commission(const struct what_if *w, const struct earned *earned)
{
	struct sheet *sheet = w->page->sheet;
	const struct commission_person *person = person_of(earned);
	uint32_t row = earned->at;
	unsigned r = row + 1;
	unsigned sums = earned->sums_at + 1;
	unsigned last = earned->sums_at + (unsigned)person->group_count;
	struct cap_cells cap = what_if_cap(w,
	    level_in(w->pay->results->data, earned->card->manager,
		&earned->list->period),
	    CAP_COMMISSION);
	sheet_formula(sheet, row, 2, ROLE_BODY, FORMAT_MONEY,
	    what_if_checked(w, person->group_count
				   ? what_if_text(w, "SUM(F%u:F%u)", sums, last)
				   : "0"),
	    rational_nearest(person->before), NULL);
	sheet_formula(sheet, row, 3, ROLE_BODY, FORMAT_MONEY,
	    what_if_text(w, "IF(%s,%s,\"\")", cap.given, cap.most),
	    person->cap.given ? decimal_double(person->cap.most) : 0,
	    person->cap.given ? NULL : "");
	sheet_formula(sheet, row, 4, ROLE_BODY, FORMAT_MONEY,
	    what_if_text(
		w, "IF(AND(D%u<>\"\",C%u>D%u),D%u,C%u)", r, r, r, r, r),
	    rational_nearest(person->after), NULL);
}

/* What is taken back; all of it in units, and rounded. */
static void
write_amount(const struct what_if *w, const struct earned *earned)
{
	struct sheet *sheet = w->page->sheet;
	const struct commission_person *person = person_of(earned);
	unsigned r = earned->at + 1, taken = earned->taken_at + 1;
	int places = places_of_units(w, earned);
	decimal unit = w->pay->results->definitions->pay_unit;
	const char *unit_text = what_if_number(w, unit);
	const char *cell = what_if_text(w, "G%u", r);
	double units = rational_nearest(rational_divide(w->arena,
	    rational_add(w->arena, person->after, person->taken),
	    rational_decimal(w->arena, unit)));
	sheet_formula(sheet, earned->at, 5, ROLE_BODY, FORMAT_MONEY,
	    what_if_checked(
		w, person->taken_count
		       ? what_if_text(w, "SUM(G%u:G%u)", taken,
			     taken - 1 + (unsigned)person->taken_count)
		       : "0"),
	    rational_nearest(person->taken), NULL);
	sheet_formula(sheet, earned->at, 6, ROLE_MUTED, FORMAT_PLAIN,
	    what_if_checked(
		w, what_if_text(w, "(E%u+F%u)/%s", r, r, unit_text)),
	    units, NULL);
	sheet_formula(sheet, earned->at, 7, ROLE_KEY, FORMAT_MONEY,
	    what_if_checked(
		w, what_if_text(w,
		       "IF(AND(D%u<>\"\",C%u>D%u),TRUNC(ROUND(G%u,%d)),%s)*%s",
		       r, r, r, r, places, what_if_rounded(w, cell, places),
		       unit_text)),
	    wide_double(person->amount), NULL);
}

/* count × award in the run, in `unit`s rounded half away from zero, at most the
 * cap, rounded towards zero. */
static double
award_of(const struct what_if *w, const struct earned *earned)
{
	const struct results *results = w->pay->results;
	const struct definitions *definitions = results->definitions;
	wide unit = definitions->pay_unit;
	wide amount = (wide)definitions->project_award * earned->awards;
	struct cap cap = cap_for(&definitions->cap, results->data,
	    level_in(
		results->data, earned->card->manager, &earned->list->period),
	    CAP_AWARD);
	wide units = cap.given && amount > cap.most
			 ? cap.most / unit
			 : (2 * amount + unit) / (2 * unit);
	return sum_double(w, units * unit);
}

static void
write_award(const struct what_if *w, const struct earned *earned)
{
	struct sheet *sheet = w->page->sheet;
	unsigned r = earned->at + 1;
	const char *unit =
	    what_if_number(w, w->pay->results->definitions->pay_unit);
	struct cap_cells cap = what_if_cap(w,
	    level_in(w->pay->results->data, earned->card->manager,
		&earned->list->period),
	    CAP_AWARD);
	sheet_count(sheet, earned->at, 8, earned->awards);
	sheet_formula(sheet, earned->at, 9, ROLE_KEY, FORMAT_MONEY,
	    what_if_checked(
		w, what_if_capped(w,
		       what_if_text(w, "I%u*$B$%u/%s", r, w->award + 1, unit),
		       PLACES_MOST, cap)),
	    award_of(w, earned), NULL);
}

/* Beyond 15 digits a number is taken for its neighbours: then, and where a half
 * may be one or a little beside it, the sheet says so. */
static void
write_remark(const struct what_if *w, const struct earned *earned)
{
	const char *remark = page_word(w->page, LABEL_TOO_LONG);
	unsigned r = earned->at + 1;
	if (is_too_long(earned))
		sheet_string(
		    w->page->sheet, earned->at, 10, ROLE_REMARK, remark);
	else
		sheet_formula(w->page->sheet, earned->at, 10, ROLE_REMARK,
		    FORMAT_PLAIN,
		    what_if_checked(w,
			what_if_text(w,
			    "IF(OR(ABS(G%u)>=1E15,AND(ABS(G%u)>=1E%d,"
			    "ABS(ABS(G%u)-INT(ABS(G%u))-0.5)<=1E-14*ABS(G%u))),"
			    "\"%s\",\"\")",
			    r, r, DIGITS_OF_DOUBLE - places_of_units(w, earned),
			    r, r, r, remark)),
		    0, "");
}

void
what_if_earned(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_PERIOD, false }, { LABEL_BEFORE_CAP, true },
		{ LABEL_CAP, true }, { LABEL_AFTER_CAP, true },
		{ LABEL_TAKEN_BACK, true }, { LABEL_UNITS, true },
		{ LABEL_COMMISSION, true }, { LABEL_PROJECTS, true },
		{ LABEL_AWARD, true }, { LABEL_REMARK, false } };
	if (w->earned_count == 0)
		return;
	/* What is taken back refers to the rows of the periods, which come
	 * first. */
	write_sums(w);
	page_section(w->page, LABEL_EARNED_BY_PERIOD);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	uint32_t first = w->page->row;
	for (size_t i = 0; i < w->earned_count; i++)
		w->earned[i].at = w->page->row++;
	write_taken(w);
	for (size_t i = 0; i < w->earned_count; i++) {
		const struct earned *earned = &w->earned[i];
		write_head(w, first + (uint32_t)i, earned);
		write_commission(w, earned);
		if (!earned->paid)
			continue;
		write_amount(w, earned);
		write_award(w, earned);
		write_remark(w, earned);
	}
}
