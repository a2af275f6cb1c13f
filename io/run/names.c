#include "io/run/names.h"

#include <string.h>

#include "io/run/folder.h"
#include "io/run/kept.h"

static const char *const own[] = { "kpi.csv", "fair.csv", "reliability.csv",
	"survival.csv", "pipeline.csv", "rejects.csv", "observations.csv",
	"dashboard.xlsx", "scorecard.csv", "sensitivity.csv", "bonus.csv",
	"payroll.csv", "payroll.xlsx", "dashboard.html", RUN_RECORD };

enum { OWN = sizeof own / sizeof *own };

const char *
names_of_run(size_t index)
{
	if (index < OWN)
		return own[index];
	return index - OWN < TABLE_COUNT ? kept_file((enum table)(index - OWN))
					 : NULL;
}

bool
names_has(const char *name)
{
	const char *one;
	for (size_t i = 0; (one = names_of_run(i)); i++)
		if (strcmp(one, name) == 0)
			return true;
	return false;
}
