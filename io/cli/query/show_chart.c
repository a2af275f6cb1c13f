/* The workbook of a breakdown: number formats and a chart. */
#include "io/cli/query/show.h"
#include "io/export/report.h"

void
show_chart(void *context, const struct answer *answer, struct report *report)
{
	(void)context;
	(void)answer;
	(void)report;
}
