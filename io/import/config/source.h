/* A source: how the files of one table are to be read. The same keys stand in
 * kpi.yaml, for the files at hand, and in a format file, for every export of a
 * program. */
#ifndef IO_IMPORT_CONFIG_SOURCE_H
#define IO_IMPORT_CONFIG_SOURCE_H

#include "engine/model/schema.h"
#include "io/import/config/yaml_keys.h"
#include "io/import/forms/form.h"

enum column_shape {
	COLUMN_ONE_OF,       /* the first of the headers that the file has */
	COLUMN_JOIN,         /* the cells of all, a space between them */
	COLUMN_FIRST_FILLED, /* the first cell that is not blank */
	COLUMN_BRACKETS,     /* not a cell: the `*` of the header itself */
	COLUMN_SPAN, /* hours from the first cell's time to the second's */
	COLUMN_BEFORE_DASH, /* the cell up to its last `-` */
	COLUMN_SHAPE_COUNT
};

/* What each shape is called in a map; the two orders of a name, first_last and
 * last_first. Ended by NULL. */
extern const char *const column_shapes[COLUMN_SHAPE_COUNT + 1];
extern const char *const column_name_orders[3];

/* The key of a map that names what is taken instead. */
#define COLUMN_INSTEAD "instead"

/* `columns:`: canonical column ← the file's headers. A `*` in a header stands
 * for anything. */
struct column_map {
	size_t field; /* enum field_index */
	enum column_shape shape;
	const struct text *headers;
	size_t header_count;
	bool last_first; /* `Last, First` → `First Last` */
	/* `instead:`, taken where the file has none of the headers: it means
	 * something else, and so it is said (stand_ins.h). */
	const struct text *instead;
	size_t instead_count;
	bool must_exist; /* kpi.yaml's are errors when not there */
	const char *path;
	uint32_t line; /* for messages */
	struct column_map *next;
};

/* `values:`: what the file says, folded (cell_fold), → what the schema says. A
 * `*` stands for anything; one alone is anything else that is not blank. */
struct value_map {
	struct text from, to;
	struct value_map *next; /* with a `*` */
};

/* Those of a column. */
struct field_values {
	size_t field;
	struct dictionary words; /* all that the file says, each once */
	struct value_map **maps; /* by word */
	size_t capacity;
	struct value_map *patterns, *last_pattern; /* those with a `*` */
	struct field_values *next;
};

/* `constants:`: the value of a column that the file does not have. */
struct constant {
	size_t field;
	struct text value;
	uint32_t line;
	struct constant *next;
};

/* `skip:`: rows that are not records, and `unfinished:`, answers that were
 * never sent. */
enum skip_rule_key {
	SKIP_RULE,
	SKIP_COLUMN,
	SKIP_IS,
	SKIP_STARTS_WITH,
	SKIP_LONE_CELL,
	SKIP_KEY_COUNT
};

/* What these are called. */
extern const char *const skip_rule_keys[SKIP_KEY_COUNT];

struct skip_rule {
	const char *name;
	struct text header; /* empty: the row's first cell */
	const struct text *words;
	size_t word_count;
	bool prefix; /* the cell begins with a word, else: is one */
	bool lone;   /* instead: nothing but the row's first cell is filled */
	bool unfinished;
	const char *path;
	uint32_t line;
	struct skip_rule *next;
};

struct source_configuration {
	const char *path;            /* the YAML file; NULL: built in */
	uint32_t line;               /* 0: not from kpi.yaml */
	const char *name, *title;    /* of a format */
	const char *sha256;          /* of a format: of the bytes read */
	enum table table;            /* of a format */
	const struct text *patterns; /* files, below the folder */
	size_t pattern_count;
	bool own_files; /* kpi.yaml names the patterns; else: by the table */
	struct text format;      /* kpi.yaml: the format asked for, or empty */
	const char *format_from; /* who asks: `kpi.yaml:7` or `--format` */
	/* Formats: headers that must be there, as written and folded. One may
	 * have several names: `Timestamp|Zeitstempel`. */
	const struct text *recognize, *recognize_folded;
	size_t recognize_count;
	struct column_map *columns;
	struct field_values *values;
	struct constant *constants;
	struct skip_rule *skips;
	const struct text *free_text; /* headers */
	size_t free_text_count;
	/* Headers that are attributes, however near they are to a column. */
	const struct text *attributes;
	size_t attribute_count;
	char delimiter; /* 0: found out */
	const char
	    *encoding;     /* a name that encoding.h knows; NULL: found out */
	const char *sheet; /* of a workbook; NULL: the first */
	int header_rows;   /* 0: one */
	/* `skip_rows:` and one more; 0: the header is searched for. */
	int rows_above;
	/* Declared forms: for every column, or by field. */
	enum date_order date_order[FIELD_COUNT];
	enum number_style number_style[FIELD_COUNT];
	bool excel_dates, unix_dates, suffixes, far_dates, short_years;
	bool rounds[FIELD_COUNT];
	enum hour_unit unit;
	/* The format beneath: its columns, values, constants and rules are
	 * looked at after this one's. */
	const struct source_configuration *under;
	struct source_configuration *next;
};

/* The keys of one in kpi.yaml, and of a format file. */
extern const struct yaml_keys source_keys, format_keys;

/* Reads one source of kpi.yaml: a file name, or a mapping. */
enum status source_read(struct yaml_reading *reading,
    const struct yaml_node *node, enum table table,
    struct source_configuration *source);

/* Reads a format file's root. */
enum status source_read_format(struct yaml_reading *reading,
    const struct yaml_node *root, struct source_configuration *source);

/* What `over` says, and where it says nothing what the format `under` says; a
 * NULL format says nothing. */
struct source_configuration source_merged(
    const struct source_configuration *over,
    const struct source_configuration *under);

#endif
