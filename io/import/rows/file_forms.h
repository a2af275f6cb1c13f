/* The forms of a file's date and number columns: what kpi.yaml or the format
 * declares, and for the rest what the cells of the whole file say.
 *
 * A file with a format, or one that is not separated by commas, has no plain
 * grammar to fall back on. In any other file the plain grammar stands, unless a
 * column is clearly foreign; then it stands for no column of that type. */
#ifndef IO_IMPORT_ROWS_FILE_FORMS_H
#define IO_IMPORT_ROWS_FILE_FORMS_H

#include "io/import/forms/evidence.h"
#include "io/import/rows/rows.h"

/* Why the cells of a field are read in the form that they are. */
enum form_way {
	FORM_NONE,     /* a text, a word, or no column */
	FORM_PLAIN,    /* the plain grammar: 2026-07-01, 1234.5 */
	FORM_DECLARED, /* by kpi.yaml or the format */
	FORM_BY_CELL,  /* the cells decided; form_reading has one, if kept */
	FORM_FOLLOWS_FILE,   /* as the other columns of the file */
	FORM_FOLLOWS_SOURCE, /* as the other files of the source */
	FORM_UNDECIDED       /* it can be read in two ways, or cells disagree */
};

struct form_reading {
	enum form_way way;
	const char *name;    /* `day first`, `decimal comma`; NULL: plain */
	struct example cell; /* that decided; text is NULL: none was kept */
};

struct file_forms {
	struct form forms[FIELD_COUNT];
	struct evidence evidence[FIELD_COUNT];
	bool undecided[FIELD_COUNT]; /* fields to be looked at */
	bool any_undecided;          /* is a pass for evidence needed? */
	bool assumed;                /* see file_forms_assume_canonical */
	enum form_way ways[FIELD_COUNT];
};

/* What is declared for the taker's source and header. `types` are the file's (NULL: it has none): a column of a
 * sheet without a text that could be a number or a day has the plain grammar.
 */
void file_forms_declare(struct file_forms *file_forms,
    const struct row_taker *taker, const struct cell_types *types);

/* Takes the plain grammar for all that is undecided, until cells say otherwise.
 */
void file_forms_assume_canonical(struct file_forms *file_forms);

/* Have cells said otherwise? */
bool file_forms_are_foreign(const struct file_forms *file_forms);

/* Looks at the undecided cells of one record, unless it is no data. False
 * without memory. */
bool file_forms_look(struct file_forms *file_forms, struct row_taker *taker,
    const struct csv_record *record);

/* The number style that the file's columns decide, the declared ones among
 * them: NUMBERS_POINT, NUMBERS_COMMA, or NUMBERS_UNDECIDED where none decides
 * or two decide differently. */
enum number_style file_forms_numbers(
    const struct file_forms *file_forms, enum table table);

/* Is there a column of numbers that cannot be read without knowing more than
 * the file says? */
bool file_forms_need_numbers(
    const struct file_forms *file_forms, enum table table);

/* Decides. A column of numbers that cannot decide alone follows the file's
 * others, else `numbers`, what the other files of its source say. STATUS_INPUT:
 * a column can be read in two ways, or its cells disagree; a message for each
 * such column shows two cells, both readings, and the line to put into
 * kpi.yaml. */
enum status file_forms_decide(struct file_forms *file_forms, bool canonical,
    enum number_style numbers, const struct row_taker *taker);

/* How the cells of a field are read, and why. */
struct form_reading file_forms_reading(
    const struct file_forms *file_forms, size_t field);

/* The forms in words, such as `; dates day/month/year, numbers 1.234,5`; an
 * empty text where all are plain, or without memory. Fields of one file that
 * differ are named. */
const char *file_forms_describe(const struct file_forms *file_forms,
    const struct source_configuration *source, struct arena *arena);

/* Adds an assumption for each column of which rows were taken with a rounded
 * number. STATUS_OK or STATUS_MEMORY, said. */
enum status file_forms_say_rounded(const struct row_taker *taker);

/* Adds an assumption if rows were taken with times whose zone is known, but not
 * the run's own: their days are as written. STATUS_OK or STATUS_MEMORY, said.
 */
enum status file_forms_say_zoned(const struct row_taker *taker);

#endif
