#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/workers.h"
#include "io/export/workbook/check.h"
#include "io/export/workbook/xlsx.h"

enum { CHUNK = 64 * 1024 };

enum status
check_wrong(struct check *check, const char *what)
{
	snprintf(check->reason, sizeof check->reason, "%s", what);
	return STATUS_OUTPUT;
}

static void
on_characters(void *context, const XML_Char *data, int length)
{
	struct check *check = context;
	if (!check->in_text)
		return;
	size_t more = (size_t)length;
	if (check->capacity - check->length < more + 1) {
		size_t capacity = (check->capacity + more + 1) * 2;
		char *text = realloc(check->text, capacity);
		if (!text) {
			check->out_of_memory = true;
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

static void XMLCALL
chart_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	(void)attributes;
	check_begin_text(context, strcmp(name, "c:f") == 0);
}

static void XMLCALL
chart_end(void *context, const XML_Char *name)
{
	struct check *check = context;
	check->in_text = false;
	if (strcmp(name, "c:f") != 0 || check->out_of_memory)
		return;
	strip_quotes(check->text);
	if (check->reference_at >= check->reference_count ||
	    strcmp(check->text, check->references[check->reference_at]) != 0)
		check->difference =
		    arena_format(check->arena, "%s, a chart's reference to %s",
			check->chart_sheet->name, check->text);
	check->reference_at++;
}

/* ---- parts ---- */

static void XMLCALL
ignore_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	(void)context;
	(void)name;
	(void)attributes;
}

static void XMLCALL
ignore_end(void *context, const XML_Char *name)
{
	(void)context;
	(void)name;
}

/* Parses the part that is open in the zip. (Its checksum is compared by
 * minizip, when it is closed.) */
static enum status
parse_part(struct check *check, const char *name, XML_StartElementHandler start,
    XML_EndElementHandler end)
{
	char bytes[CHUNK];
	XML_Parser parser = check->parser;
	if (!XML_ParserReset(parser, NULL))
		return STATUS_MEMORY;
	XML_SetUserData(parser, check);
	XML_SetElementHandler(parser, start, end);
	XML_SetCharacterDataHandler(parser, on_characters);
	check->in_text = false;
	enum status status = STATUS_OK;
	for (int count = 1; count > 0 && !status;) {
		count = unzReadCurrentFile(check->zip, bytes, sizeof bytes);
		if (count < 0 || XML_Parse(parser, bytes, count, count == 0) !=
				     XML_STATUS_OK)
			status = check_wrong(check, name);
	}
	return status;
}

static enum status
read_part(struct check *check, const char *name, XML_StartElementHandler start,
    XML_EndElementHandler end)
{
	if (unzOpenCurrentFile(check->zip) != UNZ_OK)
		return check_wrong(check, name);
	enum status status = parse_part(check, name, start, end);
	if (unzCloseCurrentFile(check->zip) != UNZ_OK && !status)
		status = check_wrong(check, name);
	if (!status && check->out_of_memory)
		status = STATUS_MEMORY;
	if (!status && check->difference)
		status = check_wrong(check, check->difference);
	return status;
}

static int
by_name(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	return strcmp(a->name, b->name);
}

static enum status
list_parts(struct check *check)
{
	int found = unzGoToFirstFile(check->zip);
	for (; found == UNZ_OK; found = unzGoToNextFile(check->zip)) {
		char name[200] = "";
		struct part *parts = arena_grown(check->arena, check->parts,
		    check->part_count, &check->part_capacity, sizeof *parts);
		if (!parts)
			return STATUS_MEMORY;
		check->parts = parts;
		struct part *part = &parts[check->part_count++];
		if (unzGetCurrentFileInfo64(check->zip, NULL, name,
			sizeof name - 1, NULL, 0, NULL, 0) != UNZ_OK ||
		    unzGetFilePos64(check->zip, &part->place) != UNZ_OK)
			break;
		part->name = arena_copy(check->arena, name, strlen(name));
		if (!part->name)
			return STATUS_MEMORY;
	}
	if (found != UNZ_END_OF_LIST_OF_FILE)
		return check_wrong(check, "its table of contents");
	if (check->part_count)
		qsort(check->parts, check->part_count, sizeof *check->parts,
		    by_name);
	return STATUS_OK;
}

enum status
check_read(struct check *check, const char *name, XML_StartElementHandler start,
    XML_EndElementHandler end)
{
	const struct part wanted = { .name = name };
	const struct part *part = bsearch(
	    &wanted, check->parts, check->part_count, sizeof wanted, by_name);
	if (!part || unzGoToFilePos64(check->zip, &part->place) != UNZ_OK)
		return check_wrong(check, name);
	return read_part(check, name, start, end);
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
	for (size_t i = 0; i < check->part_count && !status; i++)
		if (is_compared(check->parts[i].name))
			found++;
		else
			status = check_read(check, check->parts[i].name,
			    ignore_start, ignore_end);
	return !status && found != compared
		   ? check_wrong(check, "its table of contents")
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
	check->arena = arena_new();
	check->parser = XML_ParserCreate(NULL);
	if (!check->arena || !check->parser)
		goto cleanup;
	check->zip = unzOpen64(verification->path);
	status = check->zip ? list_parts(check)
			    : check_wrong(check, "it is no workbook");
	if (!status)
		status =
		    half == HALF_CELLS ? check_cells(check) : check_rest(check);
cleanup:
	if (check->zip)
		unzClose(check->zip);
	if (check->parser)
		XML_ParserFree(check->parser);
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
