#include "engine/model/schema.h"

#include "engine/model/plan.h"

/* ---- tables ---- */

#define MAIN TABLE_MAIN
#define SETTINGS TABLE_SETTINGS
#define NAMED TABLE_NAMED
#define ALWAYS_KEPT TABLE_ALWAYS_KEPT

const struct table_kind table_kinds[TABLE_COUNT] = {
#define TABLE(ID, name, row, files, turn, flags, noun, about)                  \
	{ #name, files, noun, about, turn, flags, sizeof(struct row),          \
		offsetof(struct dataset, name),                                \
		offsetof(struct dataset, row##_count) },
#define BIG_TABLE(ID, name, row, files, turn, flags, noun, about)              \
	{ #name, files, noun, about, turn, flags, 0, 0, 0 },
#include "engine/model/tables.def"
};

/* Every row struct begins with its source. */
#define TABLE(ID, name, row, ...)                                              \
	_Static_assert(offsetof(struct row, source) == 0, #name);
#include "engine/model/tables.def"

const char *
table_name(enum table table)
{
	return table_kinds[table].name;
}

/* ---- columns ---- */

#define REQUIRED FIELD_REQUIRED
#define COLUMN_REQUIRED FIELD_COLUMN_REQUIRED
#define FREE FIELD_FREE
#define NOT_NEGATIVE FIELD_NOT_NEGATIVE
#define UNIQUE FIELD_UNIQUE
#define ENTRY_ID FIELD_ENTRY_ID
#define FAR_IS_BLANK FIELD_FAR_IS_BLANK
#define DASH_IS_NONE FIELD_DASH_IS_NONE
#define GOES_BY FIELD_GOES_BY
#define KNOWN FIELD_KNOWN
#define NOT_IN_TOTALS FIELD_NOT_IN_TOTALS
#define DURATION FIELD_DURATION
#define DERIVED FIELD_DERIVED
#define SHARE FIELD_SHARE

#define KEPT(row, member) offsetof(struct row, member)
const struct field schema_fields[FIELD_COUNT] = {
#define FIELD(TABLE, column, type, flags, kept)                                \
	{ TABLE_##TABLE, #column, FIELD_##type, flags, kept },
#include "engine/model/schema.def"
#undef FIELD
};
#undef KEPT

struct field_range
schema_range(enum table table)
{
	struct field_range range = { 0, 0 };
	while (schema_fields[range.first].table != table)
		range.first++;
	while (range.first + range.count < FIELD_COUNT &&
	       schema_fields[range.first + range.count].table == table &&
	       !(schema_fields[range.first + range.count].flags & DERIVED))
		range.count++;
	return range;
}

const char *
schema_other_name(size_t field)
{
	return field == FIELD_PEOPLE_joined_on ? "from"
	       : field == FIELD_PEOPLE_left_on ? "until"
					       : NULL;
}

size_t
schema_find(enum table table, struct text column)
{
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const char *other = schema_other_name(i);
		if (schema_fields[i].table == table &&
		    (text_is(column, schema_fields[i].name) ||
			(other && text_is(column, other))))
			return i;
	}
	return FIELD_COUNT;
}

size_t
schema_flagged(enum table table, unsigned flags)
{
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (schema_fields[i].table == table &&
		    schema_fields[i].flags & flags)
			return i;
	return FIELD_COUNT;
}

static bool
is_among(const size_t *fields, size_t count, size_t field)
{
	for (size_t i = 0; i < count; i++)
		if (fields[i] == field)
			return true;
	return false;
}

size_t
schema_kept(enum table table, const size_t *first, size_t fields[FIELD_COUNT])
{
	struct field_range range = schema_range(table);
	size_t count = 0;
	for (; first && *first != FIELD_COUNT; first++)
		fields[count++] = *first;
	for (size_t f = range.first;
	     f < FIELD_COUNT && schema_fields[f].table == table; f++)
		if (schema_fields[f].kept != NOT_KEPT &&
		    !is_among(fields, count, f))
			fields[count++] = f;
	return count;
}

/* ---- types ---- */

static const struct word_list {
	const char *words[6];
	const char *expected;
} word_lists[FIELD_TYPE_COUNT] = {
	[FIELD_STAGE] = { { [STAGE_OPEN] = "open",
			      [STAGE_WON] = "won",
			      [STAGE_LOST] = "lost",
			      [STAGE_CANCELLED] = "cancelled" },
	    NULL },
	[FIELD_KIND] = { { [KIND_NEW] = "new",
			     [KIND_RENEWAL] = "renewal",
			     [KIND_UPSELL] = "upsell",
			     [KIND_CROSS_SELL] = "cross_sell",
			     [KIND_CREDIT] = "credit" },
	    NULL },
	[FIELD_PER] = { { [PER_TOTAL] = "total", [PER_MONTH] = "month" },
	    NULL },
	[FIELD_RECURRING] = { { [RECURRING_YES] = "yes",
				  [RECURRING_NO] = "no" },
	    NULL },
	[FIELD_SURVEY_KIND] = { { [SURVEY_CLIENT] = "client",
				    [SURVEY_INTERNAL] = "internal" },
	    NULL },
	[FIELD_YES] = { { "", "yes" }, N_("expected yes or blank") },
	[FIELD_ESTIMATOR] = { { [ESTIMATOR_VALUE] = "value",
				  [ESTIMATOR_SHRUNK] = "shrunk",
				  [ESTIMATOR_CI_LOW] = "ci_low",
				  [ESTIMATOR_CI_HIGH] = "ci_high",
				  [ESTIMATOR_ADJUSTED] = "adjusted" },
	    N_("expected value, shrunk, ci_low, ci_high, adjusted or blank") },
	[FIELD_PLAN_SCOPE] = { { [PLAN_SELF] = "",
				   [PLAN_TEAM] = "team",
				   [PLAN_COMPANY] = "company",
				   [PLAN_REPORTS] = "reports",
				   [PLAN_SELF_NAMED] = "self" },
	    N_("expected self, team, company, reports or blank (self)") },
	[FIELD_PRORATE] = { { [PRORATE_BY_RULE] = "",
				[PRORATE_YES] = "yes",
				[PRORATE_NO] = "no" },
	    N_("expected yes, no or blank (yes for sums and counts of scope "
	       "self)") },
};

const char *const *
schema_words(enum field_type type)
{
	return word_lists[type].words[0] ? word_lists[type].words : NULL;
}

const char *
schema_expected(enum field_type type)
{
	return word_lists[type].expected;
}

const struct dictionary *
schema_dictionary(const struct dataset *data, enum field_type type)
{
	switch (type) {
	case FIELD_WORD:
		return &data->words;
	case FIELD_MANAGER:
		return &data->managers;
	case FIELD_CLIENT:
		return &data->client_ids;
	case FIELD_CONTRACT:
		return &data->contract_ids;
	case FIELD_PROJECT:
		return &data->projects;
	default:
		return NULL;
	}
}

/* ---- what a member must be ---- */

/* A column whose member has another type than schema.h says of the column's
 * type does not compile. */
#define HOLDS_TEXT struct text
#define HOLDS_WORD uint32_t
#define HOLDS_MANAGER uint32_t
#define HOLDS_CLIENT uint32_t
#define HOLDS_CONTRACT uint32_t
#define HOLDS_PROJECT uint32_t
#define HOLDS_ALIASES struct text
#define HOLDS_DATE date
#define HOLDS_DECIMAL decimal
#define HOLDS_STAGE enum stage
#define HOLDS_KIND enum kind
#define HOLDS_PER enum per
#define HOLDS_RECURRING enum recurring
#define HOLDS_SURVEY_KIND enum survey_kind
#define HOLDS_YES bool
#define HOLDS_ESTIMATOR enum estimator
#define HOLDS_PLAN_SCOPE enum plan_scope
#define HOLDS_PRORATE enum prorate
struct nothing {
	char none;
};
#define KEPT(row, member) (((const struct row *)0)->member)
#undef NOT_KEPT
#define NOT_KEPT (*(const struct nothing *)0)
#define FIELD(TABLE, column, type, flags, kept)                                \
	_Static_assert(                                                        \
	    _Generic(kept, struct nothing : 1, HOLDS_##type : 1, default : 0), \
	    #TABLE " " #column);
#include "engine/model/schema.def"
#undef FIELD
