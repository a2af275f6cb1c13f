#include "io/cli/show_readings.h"

#include <inttypes.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/known_names.h"
#include "io/cli/reading_lines.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"

enum {
	COLUMNS_SHOWN = 24,
	WORDS_SHOWN = 10, /* of each field */
	NAMES_SHOWN = 3,
	WIDEST = 32, /* of a name in a row */
	PAGE = 100   /* of lists that are wrapped */
};

/* ---- columns ---- */

/* Does a line say no more than that the column has its own name? */
static bool
is_plain(const struct reading_line *line)
{
	return line->kind == LINE_FIELD && !line->form && !line->together &&
	       strcmp(line->by, "name") == 0 &&
	       strcmp(line->column, line->field) == 0 &&
	       (!line->form_why || strcmp(line->form_why, "plain") == 0);
}

/* `day first: "25/03/2026" (line 14)`; "" if there is nothing to be said, NULL
 * without memory. */
static const char *
form_text(const struct reading_line *line, struct arena *arena)
{
	const char *form = line->form ? line->form : "";
	if (!line->form_why || strcmp(line->form_why, "plain") == 0)
		return form;
	if (!line->form && strcmp(line->form_why, "undecided") == 0)
		return _("it can be read in two ways");
	if (!*form)
		return "";
	if (line->cell)
		return arena_format(arena, "%s: \"%s\" (line %" PRIu64 ")",
		    form, line->cell, line->cell_line);
	return arena_format(arena, "%s (%s)", form, _(line->form_why));
}

static bool
show_line(const struct reading_line *line, int width, struct arena *arena)
{
	const char *form = form_text(line, arena);
	bool constant = line->kind == LINE_CONSTANT;
	const char *field =
	    constant ? arena_format(arena, "%s = %s", line->field, line->value)
		     : line->field;
	const char *by = strcmp(line->by, "name") == 0 ? "" : line->by;
	if (!form || !field)
		return false;
	terminal_print(stdout, "    ");
	terminal_put_padded(stdout,
	    terminal_cut(
		text_of(constant ? _("(every row)") : line->column), width),
	    width);
	terminal_print(stdout, "  → ");
	terminal_put_padded(stdout, text_of(field), 18);
	terminal_print(stdout, "  %s%s%s%s%s\n", by,
	    line->together ? (*by ? ", " : "") : "",
	    line->together ? line->together : "",
	    *form ? (*by || line->together ? "; " : "") : "", form);
	return true;
}

static int
widest(const struct session *session, const struct reading_line *lines,
    size_t count)
{
	int width = 12;
	for (size_t i = 0; i < count; i++) {
		if (lines[i].kind != LINE_FIELD || is_plain(&lines[i]))
			continue;
		int own = terminal_width(text_of(lines[i].column));
		if (own > width)
			width = own;
	}
	return width < WIDEST || session->options->verbose ? width : WIDEST;
}

/* `label: a, b, c`, wrapped; nothing for an empty list. */
static void
show_list(const char *label, const char *list)
{
	if (!*list)
		return;
	terminal_print(stdout, "    %s: ", label);
	int indent = terminal_width(text_of(label)) + 6;
	terminal_put_wrapped(stdout, text_of(list), indent, PAGE);
}

/* The names of all lines of a kind, or of those that are plain. */
static const char *
names_of(const struct reading_line *lines, size_t count, enum line_kind kind,
    struct arena *arena)
{
	const char *list = "";
	for (size_t i = 0; i < count && list; i++) {
		const struct reading_line *line = &lines[i];
		const char *name = line->column ? line->column : line->field;
		if (line->kind != kind || *name == '\0' ||
		    (kind == LINE_FIELD && !is_plain(line)))
			continue;
		list = arena_format(
		    arena, "%s%s%s", list, *list ? ", " : "", name);
	}
	return list;
}

static bool
show_columns(const struct session *session, const struct file_reading *reading)
{
	static const struct {
		enum line_kind kind;
		const char *label;
	} lists[] = { { LINE_FIELD, N_("by their own names") },
		{ LINE_ATTRIBUTE, N_("kept as attributes") },
		{ LINE_NOT_READ, N_("not read") },
		{ LINE_MISSING, N_("not there") } };
	struct arena *arena = session->arena;
	size_t count, shown = 0, more = 0;
	const struct reading_line *lines =
	    reading_lines(reading, arena, &count);
	if (!lines)
		return false;
	int width = widest(session, lines, count);
	for (size_t i = 0; i < count; i++) {
		if (lines[i].kind > LINE_CONSTANT || is_plain(&lines[i]))
			continue;
		if (shown >= COLUMNS_SHOWN && !session->options->verbose)
			more++;
		else if (!show_line(&lines[i], width, arena))
			return false;
		else
			shown++;
	}
	if (more)
		terminal_print(stdout,
		    "    … and %zu more columns (-v names them)\n", more);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		const char *list = names_of(lines, count, lists[i].kind, arena);
		if (!list)
			return false;
		show_list(_(lists[i].label), list);
	}
	return true;
}

/* ---- words ---- */

static void
show_word(
    const struct session *session, const struct word_reading *word, int width)
{
	char money[WIDE_GROUPED_SIZE];
	const char *way = reading_word_way(word);
	struct text text =
	    word->text.length ? word->text : text_of(_("(blank)"));
	const char *read_as = !word->read_as   ? "?"
			      : *word->read_as ? word->read_as
					       : _("(blank)");
	terminal_print(stdout, "      ");
	terminal_put_padded(stdout, terminal_cut(text, width), width);
	terminal_print(stdout, "  → ");
	terminal_put_padded(stdout, text_of(read_as), 12);
	terminal_print(stdout,
	    locale_count(
		" %8" PRIu64 " row ", " %8" PRIu64 " rows", word->rows),
	    word->rows);
	if (word->with_money)
		terminal_print(stdout, "  %18s %s",
		    wide_print_grouped(money, word->money, locale_spoken()),
		    session->configuration.definitions.currency);
	terminal_print(stdout, "%s%s\n", way ? "  " : "", way ? way : "");
}

static bool
show_words(const struct session *session, const struct file_reading *reading)
{
	size_t count = reading->words.count, next;
	const struct word_reading *words =
	    reading_words(reading, session->arena);
	if (!words)
		return false;
	for (size_t i = 0; i < count; i = next) {
		int width = 12;
		for (next = i;
		     next < count && words[next].field == words[i].field;
		     next++) {
			int own = terminal_width(words[next].text);
			width = own > width ? own : width;
		}
		if (width > WIDEST && !session->options->verbose)
			width = WIDEST;
		terminal_print(
		    stdout, "    %s:\n", schema_fields[words[i].field].name);
		size_t end =
		    session->options->verbose || next - i <= WORDS_SHOWN
			? next
			: i + WORDS_SHOWN;
		for (size_t w = i; w < end; w++)
			show_word(session, &words[w], width);
		if (end < next)
			terminal_print(stdout,
			    "      … and %zu more (-v names them)\n",
			    next - end);
	}
	return true;
}

/* ---- the file ---- */

static bool
show_file(const struct session *session, const struct file_reading *reading)
{
	const char *name = dataset_input_name(&session->data, reading->input);
	terminal_print(stdout, "\n  %s: %s", name,
	    reading->summary ? reading->summary : _("it could not be read"));
	if (reading->header_line > 1)
		terminal_print(
		    stdout, ", header on line %" PRIu64, reading->header_line);
	puts(reading->refused ? _("; REFUSED, see the errors") : "");
	return show_columns(session, reading) && show_words(session, reading);
}

enum status
show_readings(struct session *session, const struct file_readings *readings)
{
	if (readings->count)
		puts(_("\nRead as:"));
	for (const struct file_reading *reading = readings->first; reading;
	     reading = reading->next)
		if (!show_file(session, reading))
			return diagnostics_no_memory(&session->diagnostics);
	return STATUS_OK;
}

/* ---- known names ---- */

/* Prints ` (3 rows, 6.5 hours)`. */
static void
show_weight(
    const struct session *session, uint64_t rows, wide money, wide hours)
{
	char text[WIDE_GROUPED_SIZE];
	terminal_print(stdout,
	    locale_count(" (%" PRIu64 " row", " (%" PRIu64 " rows", rows),
	    rows);
	if (money)
		terminal_print(stdout, ", %s %s",
		    wide_print_grouped(text, money, locale_spoken()),
		    session->configuration.definitions.currency);
	if (hours) {
		wide_print_grouped(text, hours, locale_spoken());
		terminal_print(stdout,
		    locale_count(", %s hour", ", %s hours",
			strcmp(text, "1") == 0 ? 1 : 2),
		    text);
	}
	putchar(')');
}

static void
show_list_of_names(
    const struct session *session, const struct known_names *names)
{
	char share[32];
	size_t most = session->options->verbose ? names->count : NAMES_SHOWN;
	uint64_t known = names->rows - names->unknown_rows;
	snprintf(share, sizeof share, "%.1f %%",
	    100.0 * (double)known / (double)names->rows);
	terminal_print(stdout,
	    "  %-28s  known by %s in %" PRIu64 " of %" PRIu64 " rows (%s)\n",
	    names->what, names->by, known, names->rows,
	    names->unknown_rows && known * 1000 >= names->rows * 999
		? _("nearly all")
		: share);
	if (names->unknown_rows == 0)
		return;
	terminal_print(stdout, "    unknown");
	show_weight(session, names->unknown_rows, names->unknown_money,
	    names->unknown_hours);
	for (size_t i = 0; i < names->count && i < most; i++) {
		terminal_print(
		    stdout, "%s%s", i ? ", " : ": ", names->names[i].name.data);
		show_weight(session, names->names[i].rows,
		    names->names[i].money, names->names[i].hours);
	}
	if (names->count > most)
		terminal_print(stdout, " and %zu more (-v names them)",
		    names->count - most);
	putchar('\n');
}

enum status
show_known_names(struct session *session)
{
	size_t count;
	const struct known_names *lists =
	    known_names_find(&session->data, session->arena, &count);
	if (!lists)
		return diagnostics_no_memory(&session->diagnostics);
	if (count)
		puts(_("\nNames:"));
	for (size_t i = 0; i < count; i++)
		show_list_of_names(session, &lists[i]);
	return STATUS_OK;
}
