/* Vietnamese in a unit test: the catalogue lies where its program was built. */
#ifndef TESTS_UNIT_CATALOGUE_H
#define TESTS_UNIT_CATALOGUE_H

#include <stdio.h>
#include <stdlib.h>

#include "io/locale/locale.h"

/* Before the first text is asked for. */
static inline void
open_catalogue(void)
{
	const char *build = getenv("BUILD");
	char folder[400];
	snprintf(folder, sizeof folder, "%s/locale",
	    build ? build : "build/release");
	locale_open(folder);
}

#endif
