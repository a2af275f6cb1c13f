#include "engine/model/schema.h"

#define REQUIRED FIELD_REQUIRED
#define COLUMN_REQUIRED FIELD_COLUMN_REQUIRED
#define FREE FIELD_FREE
#define NOT_NEGATIVE FIELD_NOT_NEGATIVE
#define ID FIELD_ID
#define DURATION FIELD_DURATION
#define MAPPED_ONLY FIELD_MAPPED_ONLY

const struct field schema_fields[FIELD_COUNT] = {
#define FIELD(TABLE, column, type, flags)                                      \
	{ TABLE_##TABLE, #column, FIELD_##type, flags },
#include "engine/model/schema.def"
#undef FIELD
};

struct field_range
schema_range(enum table table)
{
	struct field_range range = { 0, 0 };
	while (schema_fields[range.first].table != table)
		range.first++;
	while (range.first + range.count < FIELD_COUNT &&
	       schema_fields[range.first + range.count].table == table)
		range.count++;
	return range;
}

size_t
schema_find(enum table table, struct text column)
{
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (schema_fields[i].table == table &&
		    text_is(column, schema_fields[i].name))
			return i;
	return FIELD_COUNT;
}

const char *const *
schema_words(enum field_type type)
{
	static const char *const stages[] = { [STAGE_OPEN] = "open",
		[STAGE_WON] = "won",
		[STAGE_LOST] = "lost",
		[STAGE_CANCELLED] = "cancelled",
		[STAGE_CANCELLED + 1] = NULL };
	static const char *const kinds[] = { [KIND_NEW] = "new",
		[KIND_RENEWAL] = "renewal",
		[KIND_UPSELL] = "upsell",
		[KIND_CROSS_SELL] = "cross_sell",
		[KIND_CROSS_SELL + 1] = NULL };
	static const char *const survey_kinds[] = { "client", "internal",
		NULL };
	switch (type) {
	case FIELD_STAGE:
		return stages;
	case FIELD_KIND:
		return kinds;
	case FIELD_SURVEY_KIND:
		return survey_kinds;
	case FIELD_TEXT:
	case FIELD_DATE:
	case FIELD_DECIMAL:
		break;
	}
	return NULL;
}
