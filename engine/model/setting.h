/* A key of kpi.yaml as data: what its value may be, what holds where the file
 * is silent, and what it means. Readers, their messages, `kpi list settings`
 * and `kpi list schema` follow from such rows: those of definitions.def, and
 * the key tables of io/import/config. */
#ifndef ENGINE_MODEL_SETTING_H
#define ENGINE_MODEL_SETTING_H

#include "engine/base/language.h"
#include "engine/model/schema.h"

/* The type of a value, and what holds it. */
enum setting_type {
	SETTING_TEXT,    /* const char *, never empty; NULL: not given */
	SETTING_WHOLE,   /* int */
	SETTING_DECIMAL, /* decimal */
	SETTING_WORD,    /* int: which of the words */
	SETTING_WORDS,   /* unsigned: bit set over the words */
	SETTING_YES_NO,  /* bool */
	/* These have readers of their own: */
	SETTING_EXCHANGE_RATES,  /* struct dated_rate * */
	SETTING_HOURLY_RATES,    /* struct hourly_rates */
	SETTING_MIX,             /* struct mix * */
	SETTING_COMMISSION,      /* struct commission_rates */
	SETTING_CAPS,            /* struct pay_caps */
	SETTING_BANDS,           /* struct rating_bands */
	SETTING_FILES,           /* where the files of a table are */
	SETTING_KEYS,            /* a mapping with the keys below this one, */
	SETTING_ALL_KEYS,        /* or with all of them */
	SETTING_HOURLY_COSTS,    /* what an hour costs, by name, */
	SETTING_HOURLY_COST,     /* or of everybody */
	SETTING_PAYROLL_COLUMNS, /* payroll_fields, and what each is called */
	/* Of a source: */
	SETTING_TABLE,     /* the name of a table */
	SETTING_TEXTS,     /* a text or a list of texts */
	SETTING_COLUMNS,   /* the headers of each column */
	SETTING_VALUES,    /* pairs of words, by column */
	SETTING_CONSTANTS, /* a value, by column */
	SETTING_FORM,      /* one of the words, or one by column */
	SETTING_ROW_RULES  /* which rows: struct skip_rule, or a list of them */
};

/* What a value of the type may be; rows give one of setting_rules.h. */
struct setting_rule {
	const char *least, *most; /* of numbers; NULL: no limit */
	const char *const *words; /* of WORD, WORDS and FORM, ended by NULL, */
	enum field_type words_of; /* or those of the schema */
	bool (*holds)(struct text); /* of a TEXT; NULL: any; */
	const char *pattern;        /* the same as a regular expression */
	/* What is right, in words; NULL: as type and limits say. */
	const char *expects; /* a message */
};

struct setting {
	const char *key; /* with dots: `coordination.min_raters` */
	enum setting_type type;
	struct setting_rule rule;
	/* What holds where kpi.yaml is silent, as it would stand there; "" for
	 * nothing. */
	const char *otherwise;
	const char *explanation; /* a message of one sentence */
};

/* The words of a WORD, WORDS or FORM, ended by NULL; NULL for other types. */
const char *const *setting_words(const struct setting *setting);

/* What a value may be, in words: `a whole number from 0 to 3650`. NULL without
 * memory. */
const char *setting_expects(
    const struct setting *setting, enum language language, struct arena *arena);

#endif
