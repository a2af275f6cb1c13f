/* Managers: one row a manager, to be filtered and sorted. */
#include "io/export/dashboard.h"

static void
write_manager(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, size_t subject, const size_t *metrics, size_t count)
{
	const struct results *results = dashboard->results;
	const struct subject *manager = &results->subjects[subject];
	const char *own = dashboard->person_sheets[subject];
	if (own)
		sheet_link(sheet, row, 0, manager->name, own);
	else
		sheet_text(sheet, row, 0, ROLE_LABEL, manager->name);
	sheet_text(sheet, row, 1, ROLE_BODY,
	    manager->team == NO_ID ? text_of("")
				   : results->subjects[manager->team].name);
	for (size_t i = 0; i < count; i++) {
		const struct estimate *estimate =
		    dashboard_estimate(dashboard, subject, metrics[i]);
		sheet_number(sheet, row, (int)i + 2,
		    estimate->flags & FLAG_SMALL_SAMPLE ? ROLE_MUTED
							: ROLE_BODY,
		    dashboard_value_format(&results->metrics[metrics[i]]),
		    estimate->value);
	}
}

void
dashboard_managers(struct dashboard *dashboard, struct sheet *sheet)
{
	const struct results *results = dashboard->results;
	size_t metrics[16], count = dashboard_headlines(dashboard, metrics);
	uint32_t heading = 4, row = heading + 1;
	static const enum label headings[] = { LABEL_MANAGER, LABEL_TEAM };
	bool own_sheets = false;
	dashboard_head(
	    dashboard, sheet, dashboard_label(dashboard, LABEL_ALL_MANAGERS));
	dashboard_headings(dashboard, sheet, heading, 0, headings, 2);
	for (size_t i = 0; i < count; i++)
		sheet_string(sheet, heading, (int)i + 2, ROLE_HEADING_NUMBER,
		    results->metrics[metrics[i]].label[dashboard->language]);
	for (size_t s = 0; s < results->subject_count; s++)
		if (results->subjects[s].scope == SCOPE_MANAGER) {
			own_sheets |= dashboard->person_sheets[s] != NULL;
			write_manager(
			    dashboard, sheet, row++, s, metrics, count);
		}
	sheet_string(sheet, 2, 0, ROLE_NOTE,
	    dashboard_label(dashboard,
		own_sheets ? LABEL_MANAGERS_NOTE : LABEL_TOO_MANY_SHEETS));
	if (row > heading + 1) {
		uint16_t last = (uint16_t)(count + 1);
		sheet_table(sheet, (struct range){ heading, row - 1, 0, last });
		for (uint16_t c = 2; c <= last; c++) {
			const struct metric *metric =
			    &results->metrics[metrics[c - 2]];
			sheet_shade(sheet,
			    (struct range){ heading + 1, row - 1, c, c },
			    metric->unit == UNIT_MONEY ? SHADING_BARS
			    : metric->direction == DIRECTION_UP
				? SHADING_HIGH_IS_GOOD
				: SHADING_LOW_IS_GOOD);
		}
	}
	sheet->freeze_row = heading + 1;
	sheet->freeze_column = 1;
	sheet->repeat_row = heading;
	sheet_fit(sheet, 12, 30);
}
