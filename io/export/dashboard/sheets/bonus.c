/* Bonus: what each person is paid, part by part, as in bonus.csv. Only where
 * that file is written too. */
#include <math.h>

#include "io/export/dashboard/blocks.h"

static const char *
title_of(const struct dashboard *dashboard, const struct pay_results *pay)
{
	size_t shut = 0;
	for (size_t i = 0; i < pay->card_count; i++)
		shut += pay->cards[i].gate_shut;
	const char *total =
	    dashboard_number(dashboard, FORMAT_MONEY, wide_double(pay->total));
	if (pay->card_count == 1)
		return dashboard_format(dashboard, LABEL_BONUS_ONE, total);
	return shut ? dashboard_format(dashboard, LABEL_BONUS_SHUT, total,
			  pay->card_count, shut)
		    : dashboard_format(
			  dashboard, LABEL_BONUS_FOUND, total, pay->card_count);
}

static void
write_card(struct page *page, const struct scorecard *card)
{
	const struct dataset *data = page->dashboard->results->data;
	struct sheet *sheet = page->sheet;
	uint32_t row = page->row;
	page_manager(page, 0, card->subject);
	sheet_text(sheet, row, 1, ROLE_BODY,
	    card->level == NO_ID ? text_of("")
				 : dictionary_text(&data->words, card->level));
	sheet_real(sheet, row, 2, ROLE_BODY, FORMAT_RATIO,
	    card->scored ? decimal_double(card->score) : NAN);
	sheet_text(sheet, row, 3, ROLE_CENTRED, card->rating);
	sheet_real(sheet, row, 4, ROLE_BODY, FORMAT_MONEY,
	    decimal_double(pay_base(card)));
	sheet_real(sheet, row, 5, ROLE_BODY, FORMAT_PERCENT,
	    (double)card->days_served / card->days_of_period);
	for (int part = 0; part < PAY_PART_COUNT; part++)
		sheet_real(sheet, row, 6 + part,
		    part == 0 && card->gate_shut ? ROLE_BAD : ROLE_BODY,
		    FORMAT_MONEY, wide_double(card->pay[part]));
	sheet_real(
	    sheet, row, 10, ROLE_KEY, FORMAT_MONEY, wide_double(card->total));
	int column = 11;
	if (pay_nets(page->dashboard->record->pay)) {
		sheet_real(sheet, row, column++, ROLE_BODY, FORMAT_MONEY,
		    wide_double(card->total_paid));
		sheet_real(sheet, row, column++, ROLE_KEY, FORMAT_MONEY,
		    wide_double(card->due));
	}
	sheet_string(sheet, row, column, ROLE_WRAPPED_REMARK,
	    card->bonus_note[page->dashboard->language]);
	page->row++;
}

static void
write_totals(struct page *page, const struct pay_results *pay)
{
	struct sheet *sheet = page->sheet;
	sheet_string(
	    sheet, page->row, 0, ROLE_TOTAL, page_word(page, LABEL_SUM));
	for (int column = 1; column < 6; column++)
		sheet_string(sheet, page->row, column, ROLE_TOTAL, "");
	for (int part = 0; part < PAY_PART_COUNT; part++)
		sheet_real(sheet, page->row, 6 + part, ROLE_TOTAL, FORMAT_MONEY,
		    wide_double(pay->totals[part]));
	sheet_real(sheet, page->row, 10, ROLE_TOTAL, FORMAT_MONEY,
	    wide_double(pay->total));
	if (pay_nets(pay)) {
		sheet_real(sheet, page->row, 11, ROLE_TOTAL, FORMAT_MONEY,
		    wide_double(pay->total_paid));
		sheet_real(sheet, page->row, 12, ROLE_TOTAL, FORMAT_MONEY,
		    wide_double(pay->total_due));
	}
	page->row++;
}

void
fill_bonus(struct page *page)
{
	struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_LEVEL, false }, { LABEL_SCORE, true },
		{ LABEL_RATING, false }, { LABEL_BASE, true },
		{ LABEL_SERVED, true }, { LABEL_KPI_BONUS, true },
		{ LABEL_COMMISSION, true }, { LABEL_AWARD, true },
		{ LABEL_ADJUSTMENT, true }, { LABEL_TOTAL, true },
		{ LABEL_PAID, true }, { LABEL_STILL_DUE, true },
		{ LABEL_REMARK, false } };
	const struct dashboard *dashboard = page->dashboard;
	const struct pay_results *pay = dashboard->record->pay;
	uint16_t columns = sizeof headings / sizeof *headings;
	if (!pay_nets(pay)) {
		headings[columns - 3] = headings[columns - 1];
		columns = (uint16_t)(columns - 2);
	}
	page_head(page, title_of(dashboard, pay));
	uint32_t heading = ++page->row;
	page_headings(page, headings, columns);
	for (size_t i = 0; i < pay->card_count; i++)
		write_card(page, &pay->cards[i]);
	sheet_table(page->sheet, (struct range){ heading, page->row - 1, 0,
				     (uint16_t)(columns - 1) });
	sheet_shade(page->sheet,
	    data_range(heading + 1, page->row - heading - 1, 10), SHADING_BARS);
	write_totals(page, pay);
	page->sheet->widths[columns - 1] = 60;
	page->sheet->freeze_row = heading + 1;
	page->sheet->freeze_column = 1;
	page->sheet->repeat_row = heading;
	page_close(page);
}
