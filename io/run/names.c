#include "io/run/names.h"

#include <string.h>

#include "engine/base/language.h"
#include "io/run/folder.h"
#include "io/run/kept.h"

/* The last row stands for the kept records of each table. */
static const struct named_file files[] = {
#define RUN_FILE(NAME, HOLDS) { NAME, HOLDS },
#include "io/run/names.def"
#undef RUN_FILE
	{ "records-TABLE.csv", N_("the records as they were understood, each "
				  "with its file and line") },
};

enum { FILES = sizeof files / sizeof *files, OWN = FILES - 1 };

const char *
names_of_run(size_t index)
{
	if (index < OWN)
		return files[index].name;
	return index - OWN < TABLE_COUNT ? kept_file((enum table)(index - OWN))
					 : NULL;
}

const struct named_file *
names_told(size_t index)
{
	return index < FILES ? &files[index] : NULL;
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
