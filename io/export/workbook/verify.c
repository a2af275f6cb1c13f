#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "engine/base/workers.h"
#include "io/export/workbook/check.h"
#include "io/export/workbook/xlsx.h"
#include "io/locale/locale.h"

enum status
check_wrong(struct check *check, const char *what)
{
	snprintf(check->reason, sizeof check->reason, "%s", what);
	return STATUS_OUTPUT;
}

static void
on_characters(void *context, const char *data, size_t more)
{
	struct check *check = context;
	if (!check->in_text)
		return;
	if (check->capacity - check->length < more + 1) {
		size_t capacity = (check->capacity + more + 1) * 2;
		char *text = realloc(check->text, capacity);
		if (!text) {
			package_no_memory(check->package);
			return;
		}
		check->text = text;
		check->capacity = capacity;
	}
	memcpy(check->text + check->length, data, more);
	check->length += more;
	check->text[check->length] = '\0';
}

void
check_begin_text(struct check *check, bool in_text)
{
	check->in_text = in_text;
	if (in_text) {
		check->length = 0;
		on_characters(check, "", 0);
	}
}

/* What was read, with a NUL behind it. */
const char *
check_text(const struct check *check)
{
	return check->text ? check->text : "";
}

/* ---- charts ---- */

/* A range as charts refer to it, but without the quotes that the file has
 * around a sheet's name: Sheet name!$A$1:$B$2. */
static const char *
print_range(
    struct check *check, const struct sheet *sheet, const struct range *range)
{
	char from[REFERENCE_SIZE], to[REFERENCE_SIZE];
	cell_reference(from, range->first_row, range->first_column, true);
	cell_reference(to, range->last_row, range->last_column, true);
	bool single = strcmp(from, to) == 0;
	return arena_format(check->arena, "%s!%s%s%s", sheet->name, from,
	    single ? "" : ":", single ? "" : to);
}

/* The references of a chart's series, categories before values. */
static bool
expect_chart(struct check *check)
{
	size_t count = 0;
	for (const struct series *s = check->chart->series; s; s = s->next)
		count += 2;
	check->references =
	    arena_allocate(check->arena, count, sizeof *check->references);
	check->reference_count = check->reference_at = 0;
	for (const struct series *s = check->chart->series;
	     s && check->references; s = s->next) {
		const struct sheet *sheet =
		    s->sheet ? s->sheet : check->chart_sheet;
		const struct range *both[] = { &s->categories, &s->values };
		for (int i = 0; i < 2; i++) {
			const char *text = print_range(check, sheet, both[i]);
			if (!text)
				return false;
			check->references[check->reference_count++] = text;
		}
	}
	return check->references != NULL;
}

/* Takes away the quotes around a sheet's name; doubled ones within it become
 * one. */
static void
strip_quotes(char *text)
{
	char *to = text;
	if (*text != '\'')
		return;
	for (const char *from = text + 1; *from; from++) {
		if (*from == '\'' && !*++from)
			break;
		*to++ = *from;
	}
	*to = '\0';
}

static void
chart_start(void *context, const char *name, const char *const *attributes)
{
	(void)attributes;
	check_begin_text(context, strcmp(name, "c:f") == 0);
}

static void
chart_end(void *context, const char *name)
{
	struct check *check = context;
	check->in_text = false;
	if (strcmp(name, "c:f") != 0)
		return;
	strip_quotes(check->text);
	if (check->reference_at >= check->reference_count ||
	    strcmp(check->text, check->references[check->reference_at]) != 0)
		check->difference = arena_format(check->arena,
		    _("%s, a chart's reference to %s"),
		    check->chart_sheet->name, check->text);
	check->reference_at++;
}

/* ---- parts ---- */

static void
ignore_start(void *context, const char *name, const char *const *attributes)
{
	(void)context;
	(void)name;
	(void)attributes;
}

static void
ignore_end(void *context, const char *name)
{
	(void)context;
	(void)name;
}

enum status
check_read(
    struct check *check, const char *name, check_start *start, check_end *end)
{
	const struct package_reader reader = { .context = check,
		.start = start,
		.end = end,
		.text = on_characters,
		.most = UINT64_MAX,
		.prefixed = true };
	check->in_text = false;
	enum status status = package_read(check->package, name, &reader);
	if (status == STATUS_INPUT)
		status = check_wrong(check, package_reason(check->package));
	if (!status && check->difference)
		status = check_wrong(check, check->difference);
	return status;
}

/* Is the part compared with the report, by check_cells or check_charts? */
static bool
is_compared(const char *name)
{
	return strcmp(name, "xl/sharedStrings.xml") == 0 ||
	       strncmp(name, "xl/worksheets/sheet", 19) == 0 ||
	       strncmp(name, "xl/charts/chart", 15) == 0;
}

/* Every other part of the package is whole and well formed; and there are no
 * more parts to be compared than were (`compared`). */
static enum status
check_parts(struct check *check, size_t compared)
{
	enum status status = STATUS_OK;
	size_t found = 0;
	const char *name = package_part(check->package, 0);
	for (size_t i = 0; name && !status;
	     name = package_part(check->package, ++i))
		if (is_compared(name))
			found++;
		else
			status =
			    check_read(check, name, ignore_start, ignore_end);
	return !status && found != compared
		   ? check_wrong(check, _("its table of contents"))
		   : status;
}

/* The charts of a sheet. The library numbers charts throughout the workbook, in
 * the order of the sheets. */
static enum status
check_charts(struct check *check, const struct sheet *sheet, int *number)
{
	enum status status = STATUS_OK;
	check->chart_sheet = sheet;
	for (check->chart = sheet->charts; check->chart && !status;
	     check->chart = check->chart->next) {
		char name[64];
		snprintf(name, sizeof name, "xl/charts/chart%d.xml", ++*number);
		if (!expect_chart(check))
			return STATUS_MEMORY;
		status = check_read(check, name, chart_start, chart_end);
		if (!status && check->reference_at != check->reference_count)
			status = check_wrong(check, name);
	}
	return status;
}

/* The work is done in two halves side by side, each with a check of its own. */
enum { HALF_CELLS, HALF_REST, HALVES };

static enum status
check_rest(struct check *check)
{
	int sheets = 0, charts = 0;
	enum status status = STATUS_OK;
	for (const struct sheet *sheet = check->report->sheets;
	     sheet && !status; sheet = sheet->next) {
		struct arena_mark mark = arena_mark(check->arena);
		status = check_charts(check, sheet, &charts);
		arena_release(check->arena, mark);
		sheets++;
	}
	return status ? status
		      /* and the shared strings */
		      : check_parts(check, (size_t)sheets + (size_t)charts + 1);
}

struct verification {
	const char *path;
	struct check halves[HALVES];
};

static enum status
check_half(void *context, size_t half, unsigned worker)
{
	struct verification *verification = context;
	struct check *check = &verification->halves[half];
	enum status status = STATUS_MEMORY;
	(void)worker;
	int descriptor = open(verification->path, O_RDONLY | O_CLOEXEC);
	check->arena = arena_new();
	if (!check->arena)
		goto cleanup;
	status = package_open(&check->package, descriptor, check->arena);
	if (status == STATUS_INPUT)
		status = check_wrong(check, package_reason(check->package));
	if (!status)
		status =
		    half == HALF_CELLS ? check_cells(check) : check_rest(check);
cleanup:
	package_close(check->package);
	if (descriptor >= 0)
		close(descriptor);
	free(check->text);
	arena_free(check->arena);
	return status;
}

enum status
xlsx_verify(const struct report *report, const char *path,
    struct diagnostics *diagnostics)
{
	struct verification verification = { .path = path };
	for (int half = 0; half < HALVES; half++)
		verification.halves[half].report = report;
	enum status status =
	    workers_run(HALVES, HALVES, check_half, &verification);
	if (status == STATUS_MEMORY)
		return diagnostics_no_memory(diagnostics);
	const char *reason = verification.halves[HALF_CELLS].reason;
	if (!*reason)
		reason = verification.halves[HALF_REST].reason;
	return status ? diagnostics_fail(diagnostics, STATUS_OUTPUT,
			    "%s: the workbook that was written is not the one "
			    "that was meant: %s; is the disk full?",
			    path, reason)
		      : STATUS_OK;
}
