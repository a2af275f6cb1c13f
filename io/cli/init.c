/* kpi init: a kpi.yaml to go on with, from what stands in the files. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/delivery.h"
#include "io/cli/format_folders.h"
#include "io/cli/init_yaml.h"
#include "io/cli/talk.h"
#include "io/import/config/formats.h"
#include "io/locale/locale.h"

/* What the page is made of, and where it goes. */
struct init {
	const char *folder, *path; /* NULL: to standard output */
	struct arena *arena;
	struct diagnostics *diagnostics;
	struct init_summary summary;
	struct memory_stream page;
};

/* `kpi init -`, `kpi init FOLDER -`. */
static bool
read_places(struct init *init, const struct options *options)
{
	const char *first = options->places[0], *second = options->places[1];
	bool to_stdout = false;
	init->folder = ".";
	if (first && strcmp(first, "-") == 0 && !second)
		to_stdout = true;
	else if (first)
		init->folder = first;
	if (second && strcmp(second, "-") != 0) {
		talk_error("init: expected a folder, and - to print instead of "
			   "writing kpi.yaml; found %s",
		    second);
		return false;
	}
	to_stdout |= second != NULL;
	init->path =
	    to_stdout ? NULL
		      : arena_format(init->arena, "%s/kpi.yaml", init->folder);
	return true;
}

/* Refuses to write where something exists already: it belongs to the user. */
static enum status
spare_what_is_there(const struct init *init)
{
	struct stat found;
	if (!init->path || (lstat(init->path, &found) != 0 && errno == ENOENT))
		return STATUS_OK;
	return diagnostics_fail(init->diagnostics, STATUS_OUTPUT,
	    "%s is there already, and not written over; `kpi init %s -` prints "
	    "what would be proposed",
	    init->path, init->folder);
}

static enum status
make_page(struct init *init)
{
	struct formats formats;
	struct guesses guesses;
	struct known known;
	const char *const *folders;
	FILE *to = memory_stream_open(&init->page);
	enum status status =
	    to && known_init(&known, init->arena) ? STATUS_OK : STATUS_MEMORY;
	if (!status)
		status =
		    format_folders(init->folder, &folders, init->diagnostics);
	if (!status)
		status = formats_read(
		    &formats, folders, init->arena, init->diagnostics);
	if (!status)
		status = guess_folder(&guesses, init->folder, &formats, &known,
		    init->diagnostics);
	if (!status)
		status = init_write_yaml(
		    to, &guesses, &known, init->arena, &init->summary);
	if (to && !memory_stream_close(to) && !status)
		status = STATUS_MEMORY;
	return status == STATUS_MEMORY
		   ? diagnostics_no_memory(init->diagnostics)
		   : status;
}

static enum status
deliver(struct init *init)
{
	struct delivery delivery;
	if (!init->summary.files)
		return diagnostics_fail(init->diagnostics, STATUS_INPUT,
		    "%s: no file that looks like contracts, timesheets, "
		    "surveys, people or assignments; nothing is written",
		    init->folder);
	enum status status = delivery_open(
	    &delivery, init->path, true, init->arena, init->diagnostics);
	if (status)
		return status;
	if (delivery.output)
		output_write(
		    delivery.output, init->page.bytes, init->page.length);
	/* A kpi.yaml may have been made since the first look. */
	status = spare_what_is_there(init);
	return delivery_close(&delivery, status, init->diagnostics);
}

static void
say_what_next(const struct init *init)
{
	const struct init_summary *summary = &init->summary;
	struct arena *arena = init->arena;
	const char *files = arena_format(arena,
	    locale_count("%zu file", "%zu files", summary->files),
	    summary->files);
	const char *tables = arena_format(arena,
	    locale_count("%zu table", "%zu tables", summary->tables),
	    summary->tables);
	const char *doubts = arena_format(arena,
	    locale_count("%zu line with `# ?` to decide",
		"%zu lines with `# ?` to decide", summary->doubts),
	    summary->doubts);
	if (files && tables && doubts)
		talk_note("%1$s: %2$s of %3$s; %4$s. Next: kpi check %5$s",
		    init->path, files, tables, doubts, init->folder);
}

int
command_init(const struct options *options)
{
	struct diagnostics diagnostics = { .arena = arena_new(),
		.language = locale_spoken() };
	struct init init = { .arena = diagnostics.arena,
		.diagnostics = &diagnostics };
	if (!init.arena) {
		talk_error("out of memory");
		return 3;
	}
	enum status status = STATUS_USAGE;
	if (read_places(&init, options))
		status = spare_what_is_there(&init);
	if (!status)
		status = make_page(&init);
	if (!status)
		status = deliver(&init);
	talk_diagnostics(&diagnostics, options->quiet);
	if (!status && init.path && !options->quiet)
		say_what_next(&init);
	free(init.page.bytes);
	arena_free(diagnostics.arena);
	return status_exit_code(status);
}
