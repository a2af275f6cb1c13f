#include "io/cli/say_rejects.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/left_out.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"

enum { ROWS_SHOWN = 5, FILES_SHOWN = 4, REASONS_SHOWN = 4 };

/* The rejects of one file, which lie together. */
struct file_rejects {
	struct reject_place first;
	uint32_t input;
	size_t count;
};

static void
say_row(const struct session *session, const char *indent,
    const struct reject *reject, const char *more)
{
	const char *quote = reject->value.length ? "\"" : "";
	terminal_print(stderr, "%s%s:%u: %s%s%s%.*s%s%s%s%s\n", indent,
	    session->data.inputs[reject->source.input].path,
	    reject->source.line, reject->column, *quote ? " " : "", quote,
	    (int)reject->value.length, reject->value.data, quote,
	    *reject->column ? ": " : "", _(reject->reason), more);
}

/* `, 120,000,000 VND, 12.5 hours`, what there is of it; "" without memory. */
static const char *
worth(const struct session *session, wide money, wide hours)
{
	struct arena *arena = session->arena;
	char text[WIDE_GROUPED_SIZE];
	const char *worth = "";
	if (money)
		worth = arena_format(arena, ", %s %s",
		    wide_print_grouped(text, money, locale_spoken()),
		    session->configuration.definitions.currency);
	if (hours && worth) {
		wide_print_grouped(text, hours, locale_spoken());
		worth = arena_format(arena,
		    locale_count("%s, %s hour", "%s, %s hours",
			strcmp(text, "1") == 0 ? 1 : 2),
		    worth, text);
	}
	return worth ? worth : "";
}

static int
by_count(const void *left, const void *right)
{
	const struct file_rejects *a = left, *b = right;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return a->input < b->input ? -1 : 1;
}

/* *count files, the worst first; NULL without memory. */
static struct file_rejects *
list_files(const struct session *session, size_t *count)
{
	const struct dataset *data = &session->data;
	struct file_rejects *files = arena_allocate(
	    session->arena, data->input_count + 1, sizeof *files);
	struct reject_cursor cursor = rejects_begin(&data->rejects);
	struct reject_place place = cursor.place;
	const struct reject *reject;
	*count = 0;
	while (files && (reject = rejects_next(&cursor)) != NULL) {
		uint32_t input = reject->source.input;
		if (*count == 0 || files[*count - 1].input != input)
			files[(*count)++] =
			    (struct file_rejects){ place, input, 0 };
		files[*count - 1].count++;
		place = cursor.place;
	}
	if (files)
		qsort(files, *count, sizeof *files, by_count);
	return files;
}

/* Prints for each reason its first row, and how many more there are. */
static void
say_reasons(
    struct session *session, const struct left_out *reasons, size_t count)
{
	for (size_t i = 0; i < count && i < REASONS_SHOWN; i++) {
		const struct left_out *reason = &reasons[i];
		const char *more =
		    reason->rows > 1
			? arena_format(session->arena,
			      _("; %" PRIu64 " such rows%s"), reason->rows,
			      worth(session, reason->money, reason->hours))
			: "";
		struct reject_cursor cursor =
		    rejects_from(&session->data.rejects, reason->first);
		say_row(
		    session, "    ", rejects_next(&cursor), more ? more : "");
	}
	if (count > REASONS_SHOWN)
		terminal_print(stderr, "    … and %zu more reasons there\n",
		    count - REASONS_SHOWN);
}

static void
say_file(struct session *session, const struct file_rejects *file)
{
	const struct dataset *data = &session->data;
	struct left_out *reasons = NULL;
	size_t count = 0;
	wide money = 0, hours = 0;
	/* kpi check reports a sum that does not fit; here it is only left
	 * out. */
	if (left_out_of_file(
		data, file->first, session->arena, &reasons, &count))
		return;
	for (size_t i = 0; i < count; i++)
		if (!wide_add(&money, reasons[i].money) ||
		    !wide_add(&hours, reasons[i].hours))
			return;
	terminal_print(stderr,
	    locale_count(
		"  %s: %zu row%s\n", "  %s: %zu rows%s\n", file->count),
	    dataset_input_name(data, file->input), file->count,
	    worth(session, money, hours));
	say_reasons(session, reasons, count);
}

static void
say_files(struct session *session)
{
	size_t count, rows = 0;
	struct file_rejects *files = list_files(session, &count);
	for (size_t i = 0; files && i < count; i++)
		if (i < FILES_SHOWN)
			say_file(session, &files[i]);
		else
			rows += files[i].count;
	if (rows)
		terminal_print(stderr, "  … and %zu rows of %zu more files\n",
		    rows, count - FILES_SHOWN);
	terminal_print(stderr, "  (all in rejects.csv; -v prints them)\n");
}

void
say_rejects(struct session *session)
{
	const struct dataset *data = &session->data;
	if (data->rejects.count == 0)
		return;
	talk_warn(locale_count("%zu row was rejected:",
		      "%zu rows were rejected:", data->rejects.count),
	    data->rejects.count);
	if (data->rejects.count > ROWS_SHOWN && !session->options->verbose) {
		say_files(session);
		return;
	}
	struct reject_cursor cursor = rejects_begin(&data->rejects);
	const struct reject *reject;
	while ((reject = rejects_next(&cursor)) != NULL)
		say_row(session, "  ", reject, "");
}
