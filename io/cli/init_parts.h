/* What the files that write kpi.yaml for kpi init share. */
#ifndef IO_CLI_INIT_PARTS_H
#define IO_CLI_INIT_PARTS_H

#include "io/cli/init_yaml.h"

/* Files of one table with the same columns: one source. */
struct init_source {
	const struct file_guess *const *files;
	size_t count;
	enum table table;
};

struct init_page {
	FILE *to;
	const struct guesses *guesses;
	const struct known *known;
	struct arena *arena;
	struct init_summary *summary;
	int indent;  /* of the keys of the source at hand */
	bool failed; /* without memory */
};

/* A text of a file as it may stand in the page, in quotes where it must. */
const char *init_quoted(struct init_page *page, const char *text);

/* The name of the column that a file has for a field; NULL: none of one. */
const char *init_column_name(const struct file_guess *guess, size_t field);

/* The profile of the column of a field in a file; NULL if it has none. */
const struct column_profile *init_column(
    const struct file_guess *guess, size_t field);

/* Lines of a source. init_doubt: a comment on something that the user has to
 * decide. */
void init_line(struct init_page *page, int deeper, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void init_doubt(struct init_page *page, int deeper, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The keys of a source: date_order and number_style; the words; what else the
 * cells say. */
void init_write_forms(struct init_page *page, const struct init_source *source);
void init_write_words(struct init_page *page, const struct init_source *source);
void init_write_hints(struct init_page *page, const struct init_source *source);

/* Must kpi.yaml say what words mean? Must it say how dates and numbers are
 * written, where the files show which way? */
bool init_has_words(struct init_page *page, const struct init_source *source);
bool init_has_forms(struct init_page *page, const struct init_source *source);

/* Which currencies there are, and what an hour costs: keys of the root. */
void init_write_money(struct init_page *page);

#endif
