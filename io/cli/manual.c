#include "io/cli/manual.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/list_settings.h"
#include "io/cli/roff.h"
#include "io/cli/talk.h"
#include "io/import/config/settings.h"
#include "io/locale/locale.h"
#include "io/run/names.h"

static void
begin(const char *name, int section, const char *summary)
{
	printf(".TH \"%s\" %d \"\" \"kpi " KPI_VERSION "\"\n", name, section);
	roff_section(stdout, _("NAME"));
	printf("%s \\- ", name);
	roff_text(stdout, summary);
}

/* ---- one command ---- */

static void
put_option(const struct option_row *row)
{
	char name[64], letter[8] = "";
	if (row->letter)
		snprintf(letter, sizeof letter, "-%c, ", row->letter);
	snprintf(name, sizeof name, "%s--%s", letter, row->name);
	roff_item(stdout, name, row->argument, _(row->help));
}

static void
put_files(void)
{
	const struct named_file *file;
	roff_section(stdout, _("FILES"));
	for (size_t i = 0; (file = names_told(i)); i++)
		roff_item(stdout, file->name, NULL, _(file->holds));
}

static int
command_page(const struct command *command)
{
	char name[64];
	snprintf(name, sizeof name, "kpi-%s", command->name);
	begin(name, 1, _(command->summary));
	roff_section(stdout, _("SYNOPSIS"));
	printf(".B kpi %s\n", command->name);
	roff_text(stdout, _(command->usage));
	roff_section(stdout, _("DESCRIPTION"));
	roff_paragraphs(stdout, _(command->about));
	roff_section(stdout, _("OPTIONS"));
	for (size_t i = 0; command->options[i] != OPTION_COUNT; i++)
		put_option(&option_rows[command->options[i]]);
	put_option(&option_rows[OPTION_HELP]);
	if (command->run == command_run)
		put_files();
	if (*command->notes) {
		roff_section(stdout, _("EXAMPLES AND EXIT CODES"));
		roff_paragraphs(stdout, _(command->notes));
	}
	roff_section(stdout, _("SEE ALSO"));
	puts(".BR kpi (1),\n.BR kpi.yaml (5)");
	return 0;
}

/* ---- kpi(1) ---- */

static void
put_commands(void)
{
	char name[64];
	for (size_t i = 0; i < command_count; i++) {
		snprintf(name, sizeof name, "kpi-%s(1)", commands[i].name);
		roff_item(stdout, name, NULL, _(commands[i].summary));
	}
}

static void
put_environment(void)
{
	roff_section(stdout, _("ENVIRONMENT"));
	roff_item(stdout, "LANGUAGE, LC_ALL, LC_MESSAGES, LANG", NULL,
	    _("The language, where --lang does not say it."));
	roff_item(
	    stdout, "NO_COLOR", NULL, _("If set, no colour on the terminal."));
	roff_item(stdout, "PAGER", NULL,
	    _("If set, tables that are longer than the terminal go through "
	      "it."));
	roff_item(stdout, "SOURCE_DATE_EPOCH", NULL,
	    _("The date in the dashboard's properties; by default the period's "
	      "end."));
}

static int
overview_page(void)
{
	begin("kpi", 1,
	    _("rate account managers on eight indicators, from three exports"));
	roff_section(stdout, _("SYNOPSIS"));
	puts(".B kpi");
	roff_text(stdout, _("COMMAND [DATASET] [options]"));
	roff_section(stdout, _("DESCRIPTION"));
	roff_paragraphs(stdout,
	    _("DATASET is a folder, by default the current one, with "
	      "contracts*.csv,\ntimesheets*.csv and surveys*.csv, and "
	      "optionally people.csv, plan.csv, kpi.yaml and\nothers. A table "
	      "may be missing; its metrics then have no value. `kpi help "
	      "COMMAND`\nprints what the page of a command says.\n"));
	roff_section(stdout, _("COMMANDS"));
	put_commands();
	roff_section(stdout, _("OPTIONS"));
	roff_paragraphs(stdout,
	    _("An option may be given once. --metric, --by, --manager and, of "
	      "query and plan, --period\nmay be given several times and add "
	      "up; of several --where all must hold; --format may\nbe given "
	      "once for each table.\n\nMetrics are known by id or label, in "
	      "English or Vietnamese; people by id or name; both\nin any case, "
	      "without diacritics, or in part. What is exact wins; where "
	      "several fit,\nthey are listed.\n"));
	roff_section(stdout, _("FILES"));
	roff_item(stdout,
	    "DATASET/formats, $XDG_CONFIG_HOME/kpi/formats, "
	    "PREFIX/share/kpi/formats",
	    NULL,
	    _("Formats of exports, a YAML file each; the first folder that "
	      "has a name counts."));
	roff_section(stdout, _("EXIT CODES"));
	roff_text(stdout,
	    _("0 done; 1 done, but rows were rejected, or with seal and verify "
	      "something was altered; 2 wrong usage or configuration; 3 an "
	      "input cannot be read, or with --strict a row was rejected; 4 an "
	      "output cannot be written."));
	put_environment();
	roff_section(stdout, _("EXAMPLES"));
	roff_paragraphs(stdout,
	    "  kpi run samples/agency\n"
	    "  kpi run samples/agency --lang vi --period 2026Q2 --out out/thu\n"
	    "  kpi explain samples/agency retention --manager tran.quoc.bao\n"
	    "  kpi query samples/agency --metric revenue --by client --top 10\n"
	    "  kpi list settings samples/agency\n");
	roff_section(stdout, _("SEE ALSO"));
	puts(".BR kpi.yaml (5),\n.BR kpi\\-formats (5)");
	return 0;
}

/* ---- the files ---- */

static bool
put_setting(
    const struct setting *setting, const char *name, struct arena *arena)
{
	const char *right = settings_right(setting, locale_spoken(), arena);
	if (!right)
		return false;
	roff_item(stdout, name, NULL,
	    language_text(locale_spoken(), setting->explanation));
	puts(".br");
	roff_text(stdout, right);
	return true;
}

static enum status
put_keys_of_kpi(struct arena *arena)
{
	struct setting_lines lines;
	enum status status = settings_list(&lines, NULL, arena);
	for (size_t i = 0; !status && i < lines.count; i++)
		if (!put_setting(
			lines.rows[i].setting, lines.rows[i].name, arena))
			status = STATUS_MEMORY;
	return status;
}

static enum status
put_keys_of_formats(struct arena *arena)
{
	for (size_t i = 0; i < format_keys.count; i++) {
		const struct setting *setting = format_keys.rows[i].setting;
		if (setting->explanation &&
		    !put_setting(setting, setting->key, arena))
			return STATUS_MEMORY;
	}
	return STATUS_OK;
}

static void
put_about_kpi(void)
{
	begin("kpi.yaml", 5, _("how kpi reads a folder, rates and pays"));
	roff_section(stdout, _("DESCRIPTION"));
	roff_paragraphs(stdout,
	    _("A folder of canonical CSV files needs none. Otherwise "
	      "DATASET/kpi.yaml says which\nfiles, which of their columns and "
	      "which definitions are in force; every key is\noptional. `kpi "
	      "init` proposes one, `kpi list settings DATASET` says what is in "
	      "force\nand which line says it, and `kpi list schema` helps an "
	      "editor.\n"));
	roff_text(stdout, settings_about_names());
}

static void
put_about_formats(void)
{
	begin("kpi-formats", 5, _("how kpi reads the exports of a program"));
	roff_section(stdout, _("DESCRIPTION"));
	roff_paragraphs(stdout,
	    _("A format is a file NAME.yaml that says how to read what a "
	      "program exports. It is looked\nfor in DATASET/formats, then in "
	      "$XDG_CONFIG_HOME/kpi/formats, then among those that\ncame with "
	      "kpi. A file whose header has all names of `recognize` is read "
	      "with it.\nAll keys but `table`, `title` and `recognize` may "
	      "stand in kpi.yaml as well and go\nbefore the format there.\n"));
}

static void
put_example(bool of_formats)
{
	roff_section(stdout, _("EXAMPLE"));
	roff_paragraphs(stdout,
	    of_formats
		? "  table: timesheets\n"
		  "  title: Acme Time, detailed\n"
		  "  recognize: [Work day, Job|Auftrag, Staff]\n"
		  "  columns: {worked_on: Work day, project_id: Job, hours: "
		  "Time, employee: Staff}\n"
		  "  date_order: dmy\n"
		: "  currency: VND\n"
		  "  exchange_rates: {USD: {2026Q2: 25900, 2026Q3: 26100}}\n"
		  "  pay: {commission: {new: 0.02}, unit: 1000}\n"
		  "  contracts:\n"
		  "    files: deals-*.csv\n"
		  "    columns: {account_manager: sales_agent}\n"
		  "    values: {stage: {Won: won, Lost: lost, Engaging: "
		  "open}}\n");
}

/* The page of kpi.yaml, or of format files. */
static int
keys_page(bool of_formats)
{
	struct arena *arena = arena_new();
	enum status status = arena ? STATUS_OK : STATUS_MEMORY;
	(of_formats ? put_about_formats : put_about_kpi)();
	roff_section(stdout, _("KEYS"));
	if (!status)
		status =
		    (of_formats ? put_keys_of_formats : put_keys_of_kpi)(arena);
	put_example(of_formats);
	roff_section(stdout, _("SEE ALSO"));
	puts(".BR kpi (1),\n.BR kpi\\-init (1),\n.BR kpi\\-check (1),\n"
	     ".BR kpi\\-list (1)");
	arena_free(arena);
	if (status)
		talk_error("out of memory");
	return status_exit_code(status);
}

static void
list_pages(void)
{
	puts("kpi.1");
	for (size_t i = 0; i < command_count; i++)
		printf("kpi-%s.1\n", commands[i].name);
	puts("kpi.yaml.5\nkpi-formats.5");
}

int
manual(int argument_count, char **arguments)
{
	const char *page = argument_count ? arguments[0] : "";
	char name[64];
	if (argument_count == 0) {
		list_pages();
		return 0;
	}
	if (strcmp(page, "kpi.1") == 0)
		return overview_page();
	if (strcmp(page, "kpi.yaml.5") == 0)
		return keys_page(false);
	if (strcmp(page, "kpi-formats.5") == 0)
		return keys_page(true);
	for (size_t i = 0; i < command_count; i++) {
		snprintf(name, sizeof name, "kpi-%s.1", commands[i].name);
		if (strcmp(page, name) == 0)
			return command_page(&commands[i]);
	}
	talk_error("man %s: no such page; kpi man lists them", page);
	return 2;
}
