/* The terms of pay as input cells: the ladders of commission, caps, the award
 * for a project and the least score. */
#include "engine/model/schema.h"
#include "engine/model/spells.h"
#include "io/export/dashboard/what_if/parts.h"

enum { LADDER_MESSAGE = 5, CAP_MESSAGE = 5, TERM_MESSAGE = 2 };

/* Rows of a ladder: its steps, one more that is empty, and at least so many, so
 * that a flat rate can be made a ladder. */
enum { LADDER_LEAST = 3 };

static const char *
if_wrong(const struct what_if *w, const char *wrong, enum label message,
    const char *rest)
{
	return what_if_wrong(w, wrong, page_word(w->page, message), rest);
}

/* ---- ladders ---- */

static bool
collect_ladders(struct what_if *w)
{
	const struct commission_rates *rates =
	    &w->pay->results->definitions->commission;
	size_t most = SOLD_KINDS;
	for (const struct level_rates *own = rates->levels; own;
	     own = own->next)
		most += SOLD_KINDS;
	w->ladders = arena_allocate(w->arena, most, sizeof *w->ladders);
	if (!w->ladders)
		return false;
	for (int kind = 0; kind < SOLD_KINDS; kind++)
		w->ladders[w->ladder_count++] =
		    (struct placed_ladder){ .kind = (enum kind)kind };
	for (const struct level_rates *own = rates->levels; own;
	     own = own->next)
		for (int kind = 0; kind < SOLD_KINDS; kind++)
			if (own->kinds[kind].count)
				w->ladders[w->ladder_count++] =
				    (struct placed_ladder){ .level = own,
					    .kind = (enum kind)kind };
	return true;
}

/* Steps rise, and none is left out; what follows the last one is empty. */
static const char *
ladder_message(const struct what_if *w, unsigned row, bool first)
{
	const char *text = if_wrong(w,
	    what_if_text(w, "OR(ROUND(C%u,4)<>C%u,ROUND(D%u,4)<>D%u)", row, row,
		row, row),
	    LABEL_FOUR_PLACES, "\"\"");
	if (!first)
		text = if_wrong(w,
		    what_if_text(
			w, "OR(COUNT(C%u)=0,C%u<=C%u)", row - 1, row, row - 1),
		    LABEL_LADDER_RISES, text);
	text = if_wrong(w, what_if_text(w, "OR(D%u<0,D%u>1)", row, row),
	    LABEL_RATE_RULE, text);
	text = if_wrong(
	    w, what_if_text(w, "C%u<0", row), LABEL_NOT_NEGATIVE, text);
	text = if_wrong(w, what_if_text(w, "COUNT(C%u:D%u)<2", row, row),
	    LABEL_LADDER_EMPTY, text);
	return first ? text
		     : what_if_text(
			   w, "IF(COUNTA(C%u:D%u)=0,\"\",%s)", row, row, text);
}

static void
write_step(const struct what_if *w, const struct placed_ladder *placed,
    const struct ladder *ladder, size_t i)
{
	struct sheet *sheet = w->page->sheet;
	uint32_t at = w->page->row++;
	unsigned row = at + 1;
	bool given = i < ladder->count;
	decimal rate = given ? ladder->steps[i].rate : 0;
	decimal before = given && i ? ladder->steps[i - 1].rate : 0;
	const char *less =
	    i ? what_if_text(w, "-ROUND(D%u*10000,0)", row - 1) : "";
	what_if_level(w, at, 0, ROLE_LABEL,
	    placed->level ? placed->level->level : text_of(""));
	sheet_string(
	    sheet, at, 1, ROLE_BODY, schema_words(FIELD_KIND)[placed->kind]);
	what_if_input(w, at, 2, FORMAT_MONEY,
	    given ? ladder->steps[i].from : DECIMAL_NONE);
	what_if_input(w, at, 3, FORMAT_PLAIN, given ? rate : DECIMAL_NONE);
	sheet_formula(sheet, at, 4, ROLE_MUTED, FORMAT_PLAIN,
	    what_if_text(
		w, "IF(COUNT(C%u)=0,0,ROUND(D%u*10000,0)%s)", row, row, less),
	    given ? (double)(rate - before) : 0, NULL);
	what_if_message(w, at, LADDER_MESSAGE, ladder_message(w, row, i == 0));
}

static void
write_ladders(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_LEVEL, false },
		{ LABEL_KIND, false }, { LABEL_FROM_SUM, true },
		{ LABEL_RATE, true }, { LABEL_RATE_ADDED, true },
		{ LABEL_WRONG, false } };
	const struct commission_rates *rates =
	    &w->pay->results->definitions->commission;
	page_section(w->page, LABEL_LADDERS);
	page_note(w->page, rates->mode == COMMISSION_WHOLE
			       ? LABEL_LADDER_WHOLE
			       : LABEL_LADDER_SLICE);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	uint32_t first = w->page->row;
	for (size_t l = 0; l < w->ladder_count; l++) {
		struct placed_ladder *placed = &w->ladders[l];
		const struct ladder *ladder =
		    placed->level ? &placed->level->kinds[placed->kind]
				  : &rates->kinds[placed->kind];
		placed->at = w->page->row;
		placed->rows = (uint32_t)ladder->count + 1;
		if (placed->rows < LADDER_LEAST)
			placed->rows = LADDER_LEAST;
		for (size_t i = 0; i < placed->rows; i++)
			write_step(w, placed, ladder, i);
	}
	uint32_t rows = w->page->row - first;
	what_if_accept(w, data_range(first, rows, 2), 0, 9e14, LABEL_FROM_SUM,
	    LABEL_LADDER_RULE);
	what_if_accept(
	    w, data_range(first, rows, 3), 0, 1, LABEL_RATE, LABEL_RATE_RULE);
	what_if_count(w, first, w->page->row, LADDER_MESSAGE);
}

/* ---- caps ---- */

static void
add_level(struct what_if *w, struct text level)
{
	for (size_t i = 1; i < w->cap_count; i++)
		if (text_equal(w->caps[i].level, level))
			return;
	w->caps[w->cap_count++].level = level;
}

/* Everybody's; those of kpi.yaml; and every level that somebody has. */
static bool
collect_caps(struct what_if *w)
{
	const struct results *results = w->pay->results;
	const struct dataset *data = results->data;
	const struct level_caps *levels = results->definitions->cap.levels;
	size_t most = 1 + data->person_count;
	for (const struct level_caps *own = levels; own; own = own->next)
		most++;
	w->caps = arena_allocate(w->arena, most, sizeof *w->caps);
	if (!w->caps)
		return false;
	w->cap_count = 1;
	for (const struct level_caps *own = levels; own; own = own->next)
		add_level(w, own->level);
	for (size_t i = 0; i < w->pay->card_count; i++) {
		struct spells spells =
		    spells_of(data, w->pay->cards[i].manager);
		for (size_t s = 0; s < spells.count; s++) {
			uint32_t level = data->people[spells.rows[s]].level;
			if (level != NO_ID)
				add_level(
				    w, dictionary_text(&data->words, level));
		}
	}
	return true;
}

static const struct cap *
caps_of(const struct what_if *w, struct text level)
{
	const struct pay_caps *caps = &w->pay->results->definitions->cap;
	static const struct cap none[CAP_COUNT];
	if (level.length == 0)
		return caps->of;
	for (const struct level_caps *own = caps->levels; own; own = own->next)
		if (text_equal(own->level, level))
			return own->of;
	return none;
}

static void
write_cap_row(const struct what_if *w, struct placed_cap *placed)
{
	const struct cap *caps = caps_of(w, placed->level);
	uint32_t at = placed->at = w->page->row++;
	unsigned r = at + 1;
	what_if_level(w, at, 0, ROLE_LABEL, placed->level);
	for (int of = 0; of < CAP_COUNT; of++)
		what_if_input(w, at, 1 + of, FORMAT_MONEY,
		    caps[of].given ? caps[of].most : DECIMAL_NONE);
	const char *places = if_wrong(w,
	    what_if_text(w,
		"OR(ROUND(B%u,4)<>B%u,ROUND(C%u,4)<>C%u,ROUND(D%u,4)<>D%u,"
		"ROUND(E%u,4)<>E%u)",
		r, r, r, r, r, r, r, r),
	    LABEL_FOUR_PLACES, "\"\"");
	what_if_message(w, at, CAP_MESSAGE,
	    if_wrong(w,
		what_if_text(w,
		    "OR(COUNT(B%u:E%u)<COUNTA(B%u:E%u),MIN(B%u:E%u)<0)", r, r,
		    r, r, r, r),
		LABEL_NOT_NEGATIVE, places));
}

static void
write_caps(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_LEVEL, false },
		{ LABEL_KPI_BONUS, true }, { LABEL_COMMISSION, true },
		{ LABEL_AWARD, true }, { LABEL_TOTAL, true },
		{ LABEL_WRONG, false } };
	page_section(w->page, LABEL_CAPS);
	page_note(w->page, LABEL_CAPS_NOTE);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	uint32_t first = w->page->row;
	for (size_t i = 0; i < w->cap_count; i++)
		write_cap_row(w, &w->caps[i]);
	what_if_accept(w, (struct range){ first, w->page->row - 1, 1, 4 }, 0,
	    9e14, LABEL_CAPS, LABEL_CAP_RULE);
	what_if_count(w, first, w->page->row, CAP_MESSAGE);
}

/* ---- award and least score ---- */

static uint32_t
write_term(const struct what_if *w, enum label label,
    enum measure_format format, decimal value, enum label rule)
{
	uint32_t at = w->page->row++;
	unsigned r = at + 1;
	sheet_string(
	    w->page->sheet, at, 0, ROLE_LABEL, page_word(w->page, label));
	what_if_input(w, at, 1, format, value);
	what_if_accept(w, (struct range){ at, at, 1, 1 }, 0, 9e14, label, rule);
	what_if_message(w, at, TERM_MESSAGE,
	    if_wrong(w, what_if_text(w, "OR(COUNT(B%u)=0,B%u<0)", r, r),
		LABEL_NOT_NEGATIVE,
		if_wrong(w, what_if_text(w, "ROUND(B%u,4)<>B%u", r, r),
		    LABEL_FOUR_PLACES, "\"\"")));
	return at;
}

bool
what_if_terms(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_TERM, false },
		{ LABEL_VALUE, true }, { LABEL_WRONG, false } };
	const struct definitions *definitions = w->pay->results->definitions;
	if (!w->paid)
		return true;
	if (!collect_ladders(w) || !collect_caps(w))
		return false;
	if (w->pay->earning_count)
		write_ladders(w);
	write_caps(w);
	page_section(w->page, LABEL_OTHER_TERMS);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	uint32_t first = w->page->row;
	w->award = write_term(w, LABEL_AWARD, FORMAT_MONEY,
	    definitions->project_award, LABEL_CAP_RULE);
	w->minimum = write_term(w, LABEL_MINIMUM_SCORE, FORMAT_PLAIN,
	    definitions->minimum_score, LABEL_MINIMUM_RULE);
	what_if_count(w, first, w->page->row, TERM_MESSAGE);
	return true;
}
