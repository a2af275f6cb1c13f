/* What-if: the plan and the terms of pay as input cells, and payouts, scores,
 * ratings and amounts as formulas over them. Unchanged, they give the run's own
 * results. */
#include "io/export/dashboard/what_if/parts.h"

/* Somebody who has no row here, because the run pays them nothing, may be paid
 * under other rates. */
static size_t
count_others(const struct pay_results *pay)
{
	const struct dataset *data = pay->results->data;
	size_t count = 0;
	for (uint32_t m = 0; m < data->managers.count; m++) {
		bool earns = false;
		for (size_t i = 0; i < pay->earning_count; i++)
			earns |= commission_has(pay->commissions[i], m) ||
				 pay->awards[i][m];
		count += earns && data->person_of_manager[m] != NO_ID &&
			 !pay_card(pay, m);
	}
	return count;
}

static void
write_notes(const struct what_if *w)
{
	struct page *page = w->page;
	size_t others = w->paid ? count_others(w->pay) : 0;
	page_note(page, LABEL_WHAT_IF_NOTE);
	page_note(page, LABEL_WHAT_IF_PROTECTED);
	page_note(page, LABEL_WHAT_IF_FIXED);
	if (w->paid && w->pay->earning_count == 0)
		page_note(page, LABEL_NOT_PAID_NOW);
	if (others)
		sheet_string(page->sheet, page->row++, 0, ROLE_WARNING,
		    dashboard_format(
			page->dashboard, LABEL_OTHERS_WOULD, others));
}

/* Room for the checks, which are written last. */
static void
place_checks(struct what_if *w)
{
	w->check = ++w->page->row;
	w->total = w->check + 1;
	w->difference = w->check + (w->paid ? 3 : 1);
	w->page->row = w->difference + 1;
}

void
fill_what_if(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	struct arena *arena = dashboard->report->arena;
	const struct run_record *record = dashboard->record;
	const struct pay_results *pay =
	    record->scores ? record->scores : record->pay;
	struct what_if w = { .page = page,
		.arena = arena,
		.pay = pay,
		.paid = record->pay != NULL,
		.messages = "0",
		.lines_at =
		    arena_allocate(arena, pay->card_count, sizeof(uint32_t)),
		.spells_at =
		    arena_allocate(arena, pay->card_count, sizeof(uint32_t)) };
	page_head(page, dashboard_label(dashboard, LABEL_WHAT_IF_TITLE));
	write_notes(&w);
	place_checks(&w);
	if (!w.lines_at || !w.spells_at || !what_if_collect_plan(&w) ||
	    !what_if_collect_earned(&w)) {
		dashboard->report->out_of_memory = true;
		return;
	}
	what_if_plan(&w);
	what_if_bands(&w);
	if (!what_if_terms(&w)) {
		dashboard->report->out_of_memory = true;
		return;
	}
	w.results = page->row + 3;
	page->row += (uint32_t)pay->card_count + RESULTS_MORE;
	what_if_lines(&w);
	what_if_spells(&w);
	what_if_earned(&w);
	what_if_results(&w);
	page->sheet->guarded = true;
	/* Fractions that were not made are 0. */
	dashboard->report->out_of_memory |= arena_failed(arena);
	page_close(page);
}
