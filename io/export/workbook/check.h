/* What the files that read a workbook back share: a verification under way. */
#ifndef IO_EXPORT_WORKBOOK_CHECK_H
#define IO_EXPORT_WORKBOOK_CHECK_H

#include "io/export/report/report.h"
#include "io/package/package.h"

/* The state of one verification, or of the half of one. */
struct check {
	const struct report *report;
	struct arena *arena;
	char reason[200];
	struct package *package;

	/* The shared strings. */
	struct text *strings;
	size_t string_count, string_capacity;

	/* The text of the element that is being read, and that of the formula
	 * before it. */
	char *text, *formula;
	size_t length, capacity;
	bool in_text, has_formula;

	/* The sheet that is being compared: its cells in order, and which is
	 * expected next. */
	const struct sheet *sheet;
	const struct cell **expected;
	size_t expected_count, at;
	char reference[16], type[8];
	int style;
	int styles[ROLES][FORMATS]; /* the style's number in the file, once a
				       cell has shown it */
	size_t rules, validations;
	bool guarded;

	/* The chart that is being compared: its references in order. */
	const struct sheet *chart_sheet;
	const struct chart *chart;
	const char **references;
	size_t reference_count, reference_at;
	bool is_reference;

	const char *difference;
};

/* Handlers, as package_reader has them. */
typedef void check_start(
    void *context, const char *name, const char *const *attributes);
typedef void check_end(void *context, const char *name);

/* Remembers the reason; STATUS_OUTPUT. */
enum status check_wrong(struct check *check, const char *what);

/* Parses a part of the package with these handlers, whose context is the
 * check. STATUS_OUTPUT when it is not there, is damaged, or a handler left a
 * difference; STATUS_MEMORY. */
enum status check_read(
    struct check *check, const char *name, check_start *start, check_end *end);

/* At an element's start: is its text wanted? */
void check_begin_text(struct check *check, bool in_text);

/* That text, with a NUL behind it. */
const char *check_text(const struct check *check);

/* Every cell of every sheet, with formula, value and look. */
enum status check_cells(struct check *check);

#endif
