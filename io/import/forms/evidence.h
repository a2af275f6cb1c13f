/* What the cells of a column say about its form, over the whole file. */
#ifndef IO_IMPORT_FORMS_EVIDENCE_H
#define IO_IMPORT_FORMS_EVIDENCE_H

#include "engine/model/schema.h"
#include "io/import/forms/form.h"

struct arena;

/* A cell to show in a message. */
struct example {
	const char *text; /* NULL: none seen */
	uint64_t line;
};

struct evidence {
	/* Cells; of these, those that only the plain grammar explains
	 * (`2026-07-01`, `12.5`; `12` tells nothing), those that it cannot
	 * read but another form can, and those that both read, to different
	 * numbers (`1.234`). */
	uint64_t filled, plain, foreign, either;
	/* Dates: day first only, month first only. Numbers: decimal comma
	 * only, decimal point only. `unsure`: both, with different results. */
	struct example first, second, unsure[2];
	/* Dates that every form reads alike are not foreign: how many have the
	 * year first but are not plain (`2026-07-01 00:00:00`), and how many
	 * have no such order (`15 Jan 2026`, 20260115). */
	uint64_t year_first, plain_to_see;
	/* Days by the file's own word, and dates that have the year last. The
	 * first cell of these, and of those that have it first, in whatever
	 * way. */
	uint64_t days, year_last;
	struct example first_year_first, first_year_last;
};

/* Looks at one cell (clean text) of a DATE or DECIMAL column. Without an
 * arena cells are only counted, not kept to be shown. False without memory. */
bool evidence_add(struct evidence *evidence, const struct field *field,
    const struct form *declared, struct text text, uint64_t line,
    struct arena *arena);

/* The same for a cell that is plainly in the plain grammar, which is a date, or
 * a number, with a point or without, that cannot be a grouped one. */
void evidence_add_plain(
    struct evidence *evidence, bool number, bool point, uint64_t line);

/* Adds a day of a sheet, `text`, which is one whatever the column's form: it
 * tells nothing of that, but may be one that a spreadsheet has swapped. False
 * without memory. */
bool evidence_add_day(struct evidence *evidence, struct text text,
    uint64_t line, struct arena *arena);

/* Cells that have the year first, in whatever way. */
uint64_t evidence_year_first(const struct evidence *evidence);

/* Adds what was counted elsewhere, without an arena. */
void evidence_join(struct evidence *evidence, const struct evidence *other);

/* Is a column clearly not written in the plain grammar? More foreign cells than
 * others, and not just one or two slips: those are rejected. Cells that
 * both read go with the decimal comma if that is what the foreign ones have. So
 * is a column of dates that has the year now first, now last, where the latter
 * are at least three and one in twenty. */
bool evidence_is_foreign(const struct evidence *evidence);

enum verdict {
	VERDICT_DECIDED,
	VERDICT_UNSURE,
	VERDICT_CONTRADICTION,
	VERDICT_TWO_STYLES /* dates year-first and year-last in one column */
};

/* Do the cells of a column of numbers leave open what a point or comma in them
 * is, though some have one that can be either? */
bool evidence_is_open(const struct evidence *evidence);

/* Decides what `form` leaves undecided. With `canonical` the plain grammar
 * stands; otherwise a column in which no cell decides is unsure, one in which
 * cells decide differently a contradiction. */
enum verdict evidence_decide(const struct evidence *evidence,
    const struct field *field, bool canonical, struct form *form);

#endif
