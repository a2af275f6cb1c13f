/* What was left out is worth money: a table by reason. */
#include "engine/base/arena.h"
#include "engine/model/left_out.h"
#include "io/export/dashboard/blocks.h"

/* The managers of one reason, separated by commas. */
static const char *
list_managers(const struct dashboard *dashboard, const struct left_out *reason)
{
	enum { SHOWN = 20 };
	const struct dictionary *names = &dashboard->results->data->managers;
	struct arena *arena = dashboard->report->arena;
	const char *text = "";
	for (size_t i = 0; i < reason->manager_count && i < SHOWN && text; i++)
		text = arena_format(arena, "%s%s%s", text, i ? ", " : "",
		    dictionary_text(names, reason->managers[i]).data);
	if (text && reason->manager_count > SHOWN)
		text = arena_format(arena, "%s, …", text);
	return text ? text : "";
}

static struct quantity
exact(wide value)
{
	return (struct quantity){ true, true, { .exact = value } };
}

static void
write_reason(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, const struct left_out *reason)
{
	struct arena *arena = dashboard->report->arena;
	const char *what =
	    arena_format(arena, "%.*s%s%.*s", (int)reason->column.length,
		reason->column.data, reason->column.length ? ": " : "",
		(int)reason->reason.length, reason->reason.data);
	sheet_string(sheet, row, 0, ROLE_BODY, table_name(reason->table));
	sheet_string(sheet, row, 1, ROLE_BODY,
	    dashboard_label(dashboard,
		reason->skipped ? LABEL_WAS_SKIPPED : LABEL_WAS_REJECTED));
	sheet_count(sheet, row, 2, reason->rows);
	if (reason->with_money)
		sheet_number(sheet, row, 3, ROLE_BODY, FORMAT_MONEY,
		    exact(reason->money));
	if (reason->hours)
		sheet_number(sheet, row, 4, ROLE_BODY, FORMAT_PLAIN,
		    exact(reason->hours));
	sheet_string(sheet, row, 5, ROLE_REMARK, what ? what : "");
	sheet_string(
	    sheet, row, 8, ROLE_WRAPPED, list_managers(dashboard, reason));
}

void
block_left_out(struct page *page)
{
	static const struct heading headings[] = { { LABEL_TABLE, false },
		{ LABEL_FATE, false }, { LABEL_ROWS, true },
		{ LABEL_MONEY_IN_THEM, true }, { LABEL_HOURS_IN_THEM, true },
		{ LABEL_REASON, false } };
	const struct dashboard *dashboard = page->dashboard;
	struct left_out *reasons = NULL;
	size_t count = 0;
	enum status status = left_out_by_reason(dashboard->results->data,
	    dashboard->report->arena, &reasons, &count);
	dashboard->report->out_of_memory |= status == STATUS_MEMORY;
	if (status || count == 0)
		return;
	struct sheet *sheet = page->sheet;
	uint32_t row = page->row;
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    dashboard_label(dashboard, LABEL_WORTH));
	sheet_string(sheet, row++, 0, ROLE_NOTE,
	    dashboard_label(dashboard, LABEL_WORTH_NOTE));
	dashboard_headings(dashboard, sheet, row, 0, headings,
	    sizeof headings / sizeof *headings);
	for (int column = 6; column < 8; column++)
		sheet_string(sheet, row, column, ROLE_HEADING, "");
	sheet_string(sheet, row++, 8, ROLE_HEADING,
	    dashboard_label(dashboard, LABEL_TOUCHES));
	for (size_t i = 0; i < count; i++)
		write_reason(dashboard, sheet, row++, &reasons[i]);
	page->row = row + 1;
}
