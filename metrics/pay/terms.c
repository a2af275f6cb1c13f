#include "metrics/pay/terms.h"

static struct text
level_of(const struct dataset *data, const struct person *person)
{
	return dictionary_text(&data->words, person->level);
}

/* Steps over a character of UTF-8; returns its byte, or 0 for one beyond ASCII.
 */
static char
next_letter(struct text text, size_t *at)
{
	char first = text.data[(*at)++];
	if ((unsigned char)first < 0x80)
		return first >= 'A' && first <= 'Z' ? (char)(first + 32)
						    : first;
	while (
	    *at < text.length && ((unsigned char)text.data[*at] & 0xc0) == 0x80)
		++*at;
	return 0;
}

/* `truong nhom` and `trưởng nhóm`: letters beyond ASCII are taken for any. */
static bool
same_but_for_marks(struct text a, struct text b)
{
	size_t i = 0, j = 0;
	while (i < a.length && j < b.length) {
		char left = next_letter(a, &i), right = next_letter(b, &j);
		if (left && right && left != right)
			return false;
	}
	return i == a.length && j == b.length;
}

static bool
is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* The same digits, in the same order? `Level 1` and `Level 2` are two levels.
 */
static bool
same_digits(struct text a, struct text b)
{
	size_t i = 0, j = 0;
	for (;; i++, j++) {
		while (i < a.length && !is_digit(a.data[i]))
			i++;
		while (j < b.length && !is_digit(b.data[j]))
			j++;
		if (i == a.length || j == b.length)
			return i == a.length && j == b.length;
		if (a.data[i] != b.data[j])
			return false;
	}
}

static bool
is_near(struct text level, struct text candidate)
{
	enum { SHORTEST = 4 };
	return level.length >= SHORTEST && candidate.length >= SHORTEST &&
	       same_digits(level, candidate) &&
	       (text_distance(level, candidate, 1) <= 1 ||
		   same_but_for_marks(level, candidate));
}

const char *
level_meant(const struct dataset *data, struct text level,
    bool (*has_own)(const void *of, struct text level), const void *of)
{
	for (size_t i = 0; i < data->person_count; i++) {
		struct text candidate = level_of(data, &data->people[i]);
		if (is_near(level, candidate) && !has_own(of, candidate))
			return candidate.data;
	}
	return NULL;
}

static bool
has_rates(const void *of, struct text level)
{
	const struct definitions *definitions = of;
	for (const struct level_rates *own = definitions->commission.levels;
	     own; own = own->next)
		if (text_equal(own->level, level))
			return true;
	return false;
}

static bool
has_caps(const void *of, struct text level)
{
	const struct definitions *definitions = of;
	for (const struct level_caps *own = definitions->cap.levels; own;
	     own = own->next)
		if (text_equal(own->level, level))
			return true;
	return false;
}

struct checking {
	const struct dataset *data;
	const struct definitions *definitions;
	struct diagnostics *diagnostics;
};

static enum status
check_level(const struct checking *checking, struct text level, const char *key,
    bool (*has_own)(const void *of, struct text level))
{
	const struct dataset *data = checking->data;
	for (size_t i = 0; i < data->person_count; i++)
		if (data->people[i].level != NO_ID &&
		    text_equal(level_of(data, &data->people[i]), level))
			return STATUS_OK;
	const char *meant =
	    level_meant(data, level, has_own, checking->definitions);
	if (meant)
		return diagnostics_fail(checking->diagnostics, STATUS_USAGE,
		    "kpi.yaml: %s.levels: nobody in people.csv has the level "
		    "%s, and %s has none of its own there; did you mean %s?",
		    key, level.data, meant, meant);
	diagnostics_warn(checking->diagnostics,
	    "kpi.yaml: %s.levels: nobody in people.csv has the level %s", key,
	    level.data);
	return STATUS_OK;
}

static const char *
key_of(enum definition_index definition)
{
	return definitions_table[definition].setting.key;
}

enum status
terms_check(const struct dataset *data, const struct definitions *definitions,
    struct diagnostics *diagnostics)
{
	struct checking checking = { data, definitions, diagnostics };
	enum status status = STATUS_OK;
	if (definitions->commission_on == COMMISSION_ON_PAYMENT &&
	    commission_is_paid(&definitions->commission) &&
	    !data->present[TABLE_PAYMENTS])
		diagnostics_warn(diagnostics,
		    "kpi.yaml: pay.commission_on is payment, but there is no "
		    "%s: nobody has a commission",
		    table_kinds[TABLE_PAYMENTS].files);
	for (const struct level_rates *own = definitions->commission.levels;
	     own && !status; own = own->next)
		status = check_level(&checking, own->level,
		    key_of(DEFINITION_commission), has_rates);
	for (const struct level_caps *own = definitions->cap.levels;
	     own && !status; own = own->next)
		status = check_level(
		    &checking, own->level, key_of(DEFINITION_cap), has_caps);
	return status;
}
