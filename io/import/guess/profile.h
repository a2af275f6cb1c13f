/* What a file holds, whatever it may be: the names of its columns, and what
 * their cells look like. */
#ifndef IO_IMPORT_GUESS_PROFILE_H
#define IO_IMPORT_GUESS_PROFILE_H

#include "io/import/config/formats.h"
#include "io/import/forms/evidence.h"
#include "io/import/guess/known.h"
#include "io/import/rows/header.h"

/* So many different words of a column are kept, and so many rows looked at. */
enum { PROFILE_WORDS = 4000, PROFILE_ROWS = 200000 };
/* Of further words so many rows are looked at: ids are many and alike. */
enum { PROFILE_FURTHER_ROWS = 20000 };

struct column_profile {
	struct text key; /* of its name, see known.h */
	/* Cells that are not blank; of these, those that are a date, a number,
	 * a time such as 1:30. */
	uint64_t filled, dates, numbers, durations;
	struct evidence as_dates, as_numbers;
	decimal least, most; /* of the numbers; DECIMAL_NONE */
	bool whole;          /* all of them are */
	/* The different words, by their number in the dictionary: how often
	 * they stand there, and what such a cell counts as. */
	struct dictionary words;
	struct word_count {
		uint64_t rows;
		unsigned looks; /* bits, see profile.c */
		const char *currency;
	} * counts;
	size_t capacity;
	bool more_words; /* than PROFILE_WORDS */
	/* Currencies beside numbers, with how often. */
	struct currency_count {
		const char *code;
		uint64_t count;
	} currencies[4];
};

struct file_profile {
	const char *name, *path; /* below the folder; with it */
	const char *encoding;
	char delimiter;
	const char *sheet_asked; /* its name; NULL: the first one */
	const char *sheet;       /* of a workbook; NULL: a CSV file */
	/* Of a workbook whose first sheet this is, the others. */
	const char *const *sheets_beside;
	size_t sheets_beside_count;
	/* Why the system does not let it be read, with its path, or NULL. */
	const char *refused;
	uint64_t header_line; /* 0: no header was found, nothing else is set */
	uint64_t rows;        /* behind it, as far as they were looked at */
	struct header header; /* its names only */
	struct column_profile *columns; /* by column of the header */
};

/* Looks at a file; lives in the arena of `known`. A file that cannot be read,
 * or has no header, has header_line 0. STATUS_OK or STATUS_MEMORY, without a
 * message. */
enum status profile_read(struct file_profile *profile,
    const struct formats *formats, const struct known *known);

#endif
