#include <stdio.h>
#include <string.h>

#include "io/cli/commands.h"
#include "io/cli/talk.h"
#include "metrics/metrics.h"

static int
list_metrics(enum language language)
{
	for (size_t i = 0; i < metrics_count; i++) {
		const struct metric *metric = &metrics_table[i];
		printf("%s%-17s  %-5s  %-4s  %s\n",
		    metric->headline ? "* " : "  ", metric->id,
		    unit_name(metric->unit),
		    metric->direction == DIRECTION_UP ? "up" : "down",
		    metric->label[language]);
	}
	puts("\n* one of the eight indicators; the others stand beside them. "
	     "up or down: which way is better.");
	return 0;
}

int
command_list(const struct options *options)
{
	if (options->topic && strcmp(options->topic, "metrics") == 0)
		return list_metrics(options->language);
	if (options->topic)
		talk_error("list %s: expected metrics", options->topic);
	else
		talk_error("list: of what? expected metrics");
	return 2;
}
