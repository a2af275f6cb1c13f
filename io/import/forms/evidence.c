#include "io/import/forms/evidence.h"

#include <string.h>

#include "engine/base/arena.h"

static bool
keep(struct example *example, struct text text, uint64_t line,
    struct arena *arena)
{
	if (example->text)
		return true;
	*example = (struct example){
		arena ? arena_copy(arena, text.data, text.length) : "", line
	};
	return example->text != NULL;
}

/* A cell that reads `a` in the first way and `b` in the second. */
static bool
weigh(struct evidence *evidence, bool a, bool b, bool same, struct text text,
    uint64_t line, struct arena *arena)
{
	if (a && !b)
		return keep(&evidence->first, text, line, arena);
	if (b && !a)
		return keep(&evidence->second, text, line, arena);
	if (!a || same)
		return true;
	struct example *free_place =
	    &evidence->unsure[evidence->unsure[0].text != NULL];
	return keep(free_place, text, line, arena);
}

/* Of a text that is a date: `2026-7-1`, not `15 Jan 2026` or 46204. */
static bool
has_year_first(struct text text)
{
	return text.length > 4 && memchr("-/.", text.data[4], 3) &&
	       !memchr(text.data, ' ', 4) && text.data[0] >= '0' &&
	       text.data[0] <= '9' && text.data[3] >= '0' &&
	       text.data[3] <= '9';
}

static bool
weigh_date(struct evidence *evidence, const struct form *declared,
    struct text text, uint64_t line, struct arena *arena)
{
	struct form dmy = *declared, mdy = *declared, ymd = *declared;
	struct form_day day_first = { 0 }, month_first = { 0 }, other;
	if (date_parse(text, &other.day)) {
		evidence->plain++;
		return keep(&evidence->first_year_first, text, line, arena);
	}
	dmy.dates = DATES_DMY;
	mdy.dates = DATES_MDY;
	ymd.dates = DATES_YMD;
	bool read = form_date(&ymd, text, &other);
	if (read && !has_year_first(text)) {
		evidence->plain_to_see++;
		return true;
	}
	if (read) {
		evidence->year_first++;
		return keep(&evidence->first_year_first, text, line, arena);
	}
	bool a = form_date(&dmy, text, &day_first);
	bool b = form_date(&mdy, text, &month_first);
	evidence->foreign += a || b;
	evidence->year_last += a || b;
	if ((a || b) && !keep(&evidence->first_year_last, text, line, arena))
		return false;
	return weigh(evidence, a, b, day_first.day == month_first.day, text,
	    line, arena);
}

/* Could the point of a plain number stand between groups of three? */
static bool
may_group(struct text text, size_t point)
{
	size_t sign = text.data[0] == '-';
	return text.length - point == 4 && point > sign && point - sign <= 3 &&
	       text.data[sign] != '0';
}

static bool
weigh_number(struct evidence *evidence, const struct field *field,
    const struct form *declared, struct text text, uint64_t line,
    struct arena *arena)
{
	struct form comma = *declared, point = *declared;
	struct form_number x = { 0 }, y = { 0 };
	bool duration = field->flags & FIELD_DURATION;
	struct text digits = duration ? form_hours_number(text) : text;
	bool has_unit = digits.length < text.length;
	enum decimal_status plain =
	    has_unit ? DECIMAL_NOT_A_NUMBER : decimal_parse(text, &x.value);
	const char *point_at = memchr(text.data, '.', text.length);
	bool marked = point_at != NULL;
	if (plain == DECIMAL_OK && !marked)
		return true;
	if (plain == DECIMAL_OK &&
	    !may_group(text, (size_t)(point_at - text.data))) {
		evidence->plain++;
		return keep(&evidence->second, text, line, arena);
	}
	comma.numbers = NUMBERS_COMMA;
	point.numbers = NUMBERS_POINT;
	/* A number that is too fine or too large still shows its marks. */
	enum decimal_status a = form_number(&comma, digits, &x);
	enum decimal_status b = form_number(&point, digits, &y);
	bool both = marked && plain != DECIMAL_NOT_A_NUMBER &&
		    a != DECIMAL_NOT_A_NUMBER;
	evidence->either += both;
	if (plain != DECIMAL_NOT_A_NUMBER)
		evidence->plain += marked && !both;
	else if (a != DECIMAL_NOT_A_NUMBER || b != DECIMAL_NOT_A_NUMBER ||
		 (duration && form_hours(&point, text, &x) == DECIMAL_OK))
		evidence->foreign++;
	bool same = a == b && (a != DECIMAL_OK || x.value == y.value);
	return weigh(evidence, a != DECIMAL_NOT_A_NUMBER,
	    b != DECIMAL_NOT_A_NUMBER, same, text, line, arena);
}

bool
evidence_add(struct evidence *evidence, const struct field *field,
    const struct form *declared, struct text text, uint64_t line,
    struct arena *arena)
{
	if (text.length == 0)
		return true;
	evidence->filled++;
	return field->type == FIELD_DATE
		   ? weigh_date(evidence, declared, text, line, arena)
		   : weigh_number(evidence, field, declared, text, line, arena);
}

void
evidence_add_plain(
    struct evidence *evidence, bool number, bool point, uint64_t line)
{
	evidence->filled++;
	evidence->plain += !number || point;
	if (number && point)
		keep(&evidence->second, text_of(""), line, NULL);
}

bool
evidence_add_day(struct evidence *evidence, struct text text, uint64_t line,
    struct arena *arena)
{
	evidence->days++;
	return keep(&evidence->first_year_first, text, line, arena);
}

uint64_t
evidence_year_first(const struct evidence *evidence)
{
	return evidence->plain + evidence->year_first + evidence->days;
}

static void
join_example(struct example *example, const struct example *other)
{
	if (!example->text)
		*example = *other;
}

void
evidence_join(struct evidence *evidence, const struct evidence *other)
{
	evidence->filled += other->filled;
	evidence->plain += other->plain;
	evidence->foreign += other->foreign;
	evidence->either += other->either;
	join_example(&evidence->first, &other->first);
	join_example(&evidence->second, &other->second);
	join_example(&evidence->unsure[0], &other->unsure[0]);
	join_example(&evidence->unsure[1], &other->unsure[1]);
	join_example(&evidence->first_year_first, &other->first_year_first);
	join_example(&evidence->first_year_last, &other->first_year_last);
	evidence->year_first += other->year_first;
	evidence->plain_to_see += other->plain_to_see;
	evidence->days += other->days;
	evidence->year_last += other->year_last;
}

static bool
has_two_styles(const struct evidence *evidence)
{
	return evidence_year_first(evidence) >= 3 && evidence->year_last >= 3 &&
	       evidence->year_last * 20 >= evidence->filled + evidence->days;
}

bool
evidence_is_foreign(const struct evidence *evidence)
{
	if (has_two_styles(evidence))
		return true;
	bool commas = evidence->first.text && !evidence->second.text;
	uint64_t foreign = evidence->foreign + (commas ? evidence->either : 0);
	return foreign > evidence->plain + evidence->year_first &&
	       (foreign + evidence->plain_to_see == evidence->filled
		       ? foreign >= 2
		       : foreign >= 3 && foreign * 4 >= evidence->filled);
}

bool
evidence_is_open(const struct evidence *evidence)
{
	return evidence->either && !evidence->first.text &&
	       !evidence->second.text;
}

enum verdict
evidence_decide(const struct evidence *evidence, const struct field *field,
    bool canonical, struct form *form)
{
	bool dates = field->type == FIELD_DATE;
	if (dates ? form->dates != 0 : form->numbers != 0)
		return VERDICT_DECIDED;
	/* What has the year first is read wherever nothing else is declared. */
	form->dates = DATES_YMD;
	form->numbers = NUMBERS_PLAIN;
	if (canonical)
		return VERDICT_DECIDED;
	if (dates && !evidence->year_last)
		return VERDICT_DECIDED;
	if (dates && (evidence->plain || evidence->year_first ||
			 has_two_styles(evidence)))
		return VERDICT_TWO_STYLES;
	bool first = evidence->first.text, second = evidence->second.text;
	if (first && second)
		return VERDICT_CONTRADICTION;
	if (!first && !second && evidence->unsure[0].text)
		return VERDICT_UNSURE;
	form->dates = second ? DATES_MDY : DATES_DMY;
	form->numbers = first ? NUMBERS_COMMA : NUMBERS_POINT;
	return VERDICT_DECIDED;
}
