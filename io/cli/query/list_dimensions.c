/* kpi list dimensions: by what each metric can be broken down. */
#include "io/cli/query/list_dimensions.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "io/cli/query/relation.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"
#include "metrics/estimates/metrics.h"

enum { LINE_WIDTH = 78, INDENT = 4 };

/* Names in lines of LINE_WIDTH. */
static void
print_name(const char *name, int *column)
{
	int width = terminal_width(text_of(name)) + 2;
	if (*column == 0 || *column + width > LINE_WIDTH) {
		terminal_print(
		    stdout, "%s%*s", *column ? "\n" : "", INDENT, "");
		*column = INDENT;
	}
	terminal_put_padded(stdout, text_of(name), width);
	*column += width;
}

static void
print_metrics(enum record_kind kind)
{
	int column = 0;
	terminal_print(stdout, "Metrics that count %ss:\n",
	    record_kind_name(kind, locale_spoken()));
	for (size_t i = 0; i < metrics_count; i++)
		if (metrics_table[i].records == kind)
			print_name(metrics_table[i].id, &column);
	puts("");
}

static enum status
print_kind(struct ground *ground, enum record_kind kind, bool attributes)
{
	size_t i = 0;
	int column = 0;
	while (i < metrics_count && metrics_table[i].records != kind)
		i++;
	if (i == metrics_count)
		return STATUS_OK;
	ground->metric = &metrics_table[i];
	const struct relation *records = relation_of_records(ground);
	if (!records)
		return STATUS_MEMORY;
	print_metrics(kind);
	puts("  by");
	for (size_t c = 0; c < records->column_count; c++)
		if (strcmp(records->columns[c].name, "x") != 0 &&
		    strcmp(records->columns[c].name, "y") != 0)
			print_name(records->columns[c].name, &column);
	puts(attributes ? "\n"
			: _("\n    and every other column of the file\n"));
	return STATUS_OK;
}

enum status
list_dimensions(const struct dataset *data, struct arena *arena)
{
	struct dataset nothing = { .arena = arena };
	struct ground ground = {
		.data = data ? data : &nothing, .arena = arena, .scratch = arena
	};
	enum status status = STATUS_OK;
	puts(_("Every metric, by whose it is and by time:\n"
	       "    manager  team  lead  month  quarter  year\n"));
	for (int kind = 0; kind < RECORD_TIMESHEET && !status; kind++)
		status =
		    print_kind(&ground, (enum record_kind)kind, data != NULL);
	puts(_(
	    "team and lead are the manager's on the day by which the record "
	    "counts, as in\nkpi.csv; a record is of all leads to whom its "
	    "manager reports, directly or\nthrough others, and counts once in "
	    "a total. Of clients and projects "
	    "every column of\ncontracts that the schema does not know is one: "
	    "the value that all their\ncontracts share, else (several)."));
	return status;
}
