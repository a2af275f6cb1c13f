/* The definitions in force: what numbers and pay depend on besides the data.
 * One row of definitions.def each says all there is to know about it. */
#ifndef ENGINE_MODEL_DEFINITIONS_H
#define ENGINE_MODEL_DEFINITIONS_H

#include "engine/model/mix.h"
#include "engine/model/pay_terms.h"
#include "engine/model/rates.h"
#include "engine/model/setting.h"

/* The words of WORD rows, in the order of their rows' ONE_OF. */
enum duplicate_rows { DUPLICATES_REPORT, DUPLICATES_DROP };
enum commission_on { COMMISSION_ON_SIGNING, COMMISSION_ON_PAYMENT };
enum clawback_share { CLAWBACK_ALL, CLAWBACK_UNSERVED };

enum { RATING_BANDS_MOST = 16 };

/* The ratings: each for scores of `least` percent and more. */
struct rating_bands {
	struct rating_band {
		struct text name;
		decimal least;
	} rows[RATING_BANDS_MOST]; /* highest first */
	size_t count;
	struct text otherwise; /* the rating below all bands */
};

/* A member for each row: `currency`, `grace_days` … */
struct definitions {
#define MEMBER_TEXT(name) const char *name;
#define MEMBER_WHOLE(name) int name;
#define MEMBER_DECIMAL(name) decimal name;
#define MEMBER_WORD(name) int name;
#define MEMBER_WORDS(name) unsigned name;
#define MEMBER_YES_NO(name) bool name;
#define MEMBER_EXCHANGE_RATES(name) struct dated_rate *name;
#define MEMBER_HOURLY_RATES(name) struct hourly_rates name;
#define MEMBER_MIX(name) struct mix *name;
#define MEMBER_COMMISSION(name) struct commission_rates name;
#define MEMBER_CAPS(name) struct pay_caps name;
#define MEMBER_BANDS(name) struct rating_bands name;
#define DEFINITION(name, key, type, ...) MEMBER_##type(name)
#include "engine/model/definitions.def"
#undef DEFINITION
};

/* DEFINITION_currency …: the rows, in their order. */
enum definition_index {
#define DEFINITION(name, ...) DEFINITION_##name,
#include "engine/model/definitions.def"
#undef DEFINITION
	DEFINITION_COUNT
};

struct definition {
	struct setting setting;
	const char *name;  /* in run.json */
	const char *label; /* a message; "": it belongs to the row above */
	size_t offset;     /* of its member */
};

extern const struct definition definitions_table[DEFINITION_COUNT];

/* The row of that name in run.json; NULL if there is none. */
const struct definition *definition_named(const char *name);

/* What is in force, as text: `30`, `new upsell`, `A 110 B 90 D`, with `between`
 * between the items of a list. "" for nothing; NULL without memory. */
const char *definition_text(const struct definition *definition,
    const struct definitions *definitions, const char *between,
    struct arena *arena);

#endif
