/* An input file that the system does not give. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/import/bytes/file.h"
#include "tests/unit/unit.h"

static void
test_excerpt_that_cannot_be_read(void **state)
{
	char path[] = "/tmp/kpi-file-XXXXXX";
	int descriptor = mkstemp(path);
	struct arena *arena = arena_new();
	struct diagnostics diagnostics = { .arena = arena };
	struct file file;
	(void)state;
	assert_int_equal(write(descriptor, "a,b\n1,2\n", 8), 8);
	close(descriptor);
	assert_int_equal(file_open(&file, path, &diagnostics), STATUS_OK);
	assert_string_equal(file_excerpt(&file, 4, 4, arena), "1,2");
	assert_int_equal(file_unchanged(&file, 8, &diagnostics), STATUS_OK);
	/* One that may only be written gives nothing. */
	file_close(&file);
	file.descriptor = open(path, O_WRONLY | O_CLOEXEC);
	assert_string_equal(file_excerpt(&file, 4, 4, arena), "");
	assert_int_equal(file_unchanged(&file, 8, &diagnostics), STATUS_INPUT);
	assert_non_null(strstr(diagnostics.last->text, "cannot read"));
	file_close(&file);
	unlink(path);
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(test_excerpt_that_cannot_be_read))
