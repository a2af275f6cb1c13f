/* How a file was read: what stood in it, what each of its columns became and
 * why, and what its words were taken for. It is filled while the file is
 * imported, and as far as the file could be read where an error stops the run:
 * for `kpi check`, which shows it, and for whoever proposes a kpi.yaml.
 *
 * An import that is given import_options.readings adds a row for each file, in
 * the order in which files are read. All of it lives in the data set's arena.
 */
#ifndef IO_IMPORT_ROWS_FILE_READING_H
#define IO_IMPORT_ROWS_FILE_READING_H

#include "io/import/rows/file_forms.h"

/* One spelling of a word of one field, such as a stage. */
struct word_reading {
	size_t field; /* enum field_index */
	enum word_way way;
	struct text text; /* as the file writes it; perhaps blank */
	/* What it was taken for, in the schema's words; NULL: nobody knows it,
	 * and its rows are not taken. */
	const char *read_as;
	uint64_t rows;
	bool with_money; /* of contracts: `money` is the sum of their values */
	wide money;      /* in the run's currency */
	struct source first; /* where it stands first */
};

/* Spellings in the order in which they came up. Zero but for keys, which
 * dictionary_init makes ready. */
struct word_readings {
	struct dictionary keys; /* the index in rows, by field, way and text */
	struct word_reading *rows;
	size_t count, capacity;
};

/* What became of a column of the file. */
enum column_end {
	COLUMN_FEEDS,     /* a field of the table, or several */
	COLUMN_ATTRIBUTE, /* kept as it is, to filter and group by */
	COLUMN_NOT_READ   /* nothing needs it, or it has no name */
};

struct file_reading {
	const char *path;
	enum table table;
	uint32_t input; /* its index in dataset.inputs */
	/* What kpi.yaml says about it, or else the table's default, whose line
	 * is 0; not merged with a format. */
	const struct source_configuration *source;
	/* All of the following in words; NULL: it could not be opened. */
	const char *summary;
	uint64_t header_line;   /* 0: no header was found */
	const char *format;     /* NULL: none */
	const char *format_why; /* `by Deal ID, Amount`, `asked for by …` */
	/* The sheet of a workbook; then encoding and delimiter say nothing.
	 * NULL: it is a CSV file. */
	const char *sheet;
	const char *encoding;      /* NULL: the file could not be looked at */
	const char *encoding_why;  /* declared, found out, a guess */
	char delimiter;            /* see dialect_delimiter_name */
	const char *delimiter_why; /* declared, `sep= line`, found out */
	/* The names of its columns, and what fills the fields of the table:
	 * header->feeds[enum field_index], with who said so. NULL where no
	 * header could be read. */
	const struct header *header;
	enum column_end *ends;                  /* by column of the header */
	struct form_reading forms[FIELD_COUNT]; /* by enum field_index */
	/* Of stage, kind, and every other field with a `values:` map: all
	 * spellings of the rows that were read up to there. */
	struct word_readings words;
	struct reconciliation counts; /* of lines, as far as it was read */
	bool refused; /* an error concerns this file: its rows do not count */
	struct file_reading *next;
};

struct file_readings {
	struct file_reading *first, *last;
	size_t count;
};

/* Adds a file behind the others; NULL without memory. */
struct file_reading *file_readings_add(struct file_readings *readings,
    const char *path, const struct source_configuration *source, uint32_t input,
    struct arena *arena);

/* Notes a header whose columns were planned, and what became of each. False
 * without memory. */
bool file_reading_take_header(struct file_reading *reading,
    const struct header *header, const struct attribute_plan *attributes,
    struct arena *arena);

/* Notes the forms of the fields. */
void file_reading_take_forms(
    struct file_reading *reading, const struct file_forms *forms);

#endif
