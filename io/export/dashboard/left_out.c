/* What the rows that were not taken are worth, by reason. */
#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/left_out.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"

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

static void
write_reason(struct list *list, const struct left_out *reason)
{
	const struct dashboard *dashboard = list->page->dashboard;
	struct text why = left_out_short_reason(
	    language_text(dashboard->language, reason->reason.data));
	const char *what = arena_format(dashboard->report->arena, "%.*s%s%.*s",
	    (int)reason->column.length, reason->column.data,
	    reason->column.length ? ": " : "", (int)why.length, why.data);
	list_row(list);
	list_string(list, 0, table_name(reason->table));
	list_string(list, 1,
	    page_word(list->page,
		reason->skipped ? LABEL_WAS_SKIPPED : LABEL_WAS_REJECTED));
	list_number(list, 2, (double)reason->rows);
	if (reason->with_money)
		list_number(list, 3, wide_double(reason->money));
	if (reason->hours)
		list_number(list, 4, wide_double(reason->hours));
	list_string(list, 5, what);
	list_string(list, 8, list_managers(dashboard, reason));
}

void
block_left_out(struct page *page)
{
	/* The reason reaches over the two columns beside it. */
	static const struct list_column columns[] = {
		{ LABEL_TABLE, LIST_TEXT }, { LABEL_FATE, LIST_TEXT },
		{ LABEL_ROWS, LIST_COUNT }, { LABEL_MONEY_IN_THEM, LIST_MONEY },
		{ LABEL_HOURS_IN_THEM, LIST_PLAIN },
		{ LABEL_REASON, LIST_REMARK }, { LABEL_EMPTY, LIST_TEXT },
		{ LABEL_EMPTY, LIST_TEXT }, { LABEL_TOUCHES, LIST_WRAPPED }
	};
	static const struct list_form form = { .columns = columns,
		.column_count = 9 };
	struct report *report = page->dashboard->report;
	struct left_out *reasons = NULL;
	size_t count = 0;
	enum status status = left_out_by_reason(
	    page->dashboard->results->data, report->arena, &reasons, &count);
	report->out_of_memory |= status == STATUS_MEMORY;
	if (status || count == 0)
		return;
	page_section(page, LABEL_WORTH);
	page_note(page, LABEL_WORTH_NOTE);
	struct list list = list_begin(page, &form);
	for (size_t i = 0; i < count; i++)
		write_reason(&list, &reasons[i]);
	list_end(&list);
}
