/* Both readers give the same tables, rejects, line numbers and reconciliation
 * on every input: the careful one (libcsv) and the one that scans segments on
 * several threads, whatever the segments' size, on files valid and broken. */
#define LIBFUZZER /* no main */
#include "tests/fuzz/read_both.c"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Pieces that random files are put together from. */
static const char *const pieces[] = { ",", ",", ",", "\n", "\n", "\n", "\n",
	"\r\n", "\"", "\"\"", "\"a,b\"", "\"x\ny\"", "P1", "P2", "Án",
	"A\xcc\x81n", "2026-07-01", "2026-07-02", "31/04/2026", "1.5", "-3",
	"8", "1,5", "400000", "*", " ", "\t", "\r", "\xff", "won", "lost",
	"P1,2026-07-01,8,1000,\"họp, viết\"\n", "P2,2026-08-31,1.25,,x\n",
	"P3,2026-07-01,3,100,\"a \"\"b\"\"\"\n", "P1,2026-07-01,8,1000,z\r\n",
	"P-9,2026-09-30,0.0001,12.5,\"two\nlines\"\n", "Tổng cộng,,9,,\n",
	",,,,\n", "   \n", "P1,2026-13-01,8,1,\n", "P4,2026-07-01,8\n",
	"P4,2026-07-01,8,1,n,\n", "P4,2026-07-01,8,1,n,extra\n" };

enum { PIECES = sizeof pieces / sizeof *pieces };

static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static const struct {
	const char *name, *header;
} random_tables[] = {
	{ "timesheets.csv", "project_id,worked_on,hours,hourly_cost,note\n" },
	{ "timesheets.csv", "worked_on,hours,cost,project_id\n" },
	{ "surveys.csv", "account_manager,answered_on,score,kind,comment\n" },
	{ "contracts.csv", "contract_id,closed_on,value,account_manager,stage,"
			   "client_id\n" },
};

enum {
	RANDOM_TABLES = sizeof random_tables / sizeof *random_tables,
	WHOLE_ROWS = 31
};

/* Mostly whole rows, or mostly rubble. */
static size_t
make_file(char *text, size_t size, const char *header, uint64_t *random)
{
	size_t length = (size_t)snprintf(text, size, "%s", header);
	size_t count = next_random(random) % 90;
	bool whole = next_random(random) % 4;
	for (size_t k = 0; k < count; k++) {
		size_t from =
		    whole && next_random(random) % 12 ? WHOLE_ROWS : 0;
		const char *piece =
		    pieces[from + next_random(random) % (PIECES - from)];
		length +=
		    (size_t)snprintf(text + length, size - length, "%s", piece);
	}
	return length;
}

static void
test_random_files_read_alike(void **context)
{
	(void)context;
	uint64_t random = 88172645463325252u;
	for (size_t i = 0; i < 600; i++) {
		char text[16384];
		size_t length = make_file(text, sizeof text,
		    random_tables[i % RANDOM_TABLES].header, &random);
		const char *found = readers_compare(
		    random_tables[i % RANDOM_TABLES].name, text, length);
		if (*found)
			print_error("%s", text);
		assert_string_equal(found, "");
	}
}

/* The seeds of the fuzz target, which ends the program where readers differ. */
static void
test_seeds_read_alike(void **context)
{
	(void)context;
	static uint8_t bytes[1 << 16];
	size_t seeds = 0;
	DIR *folder = opendir("tests/fuzz/seeds");
	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));) {
		char path[300];
		snprintf(path, sizeof path, "tests/fuzz/seeds/%.200s",
		    entry->d_name);
		FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
		if (!file)
			continue;
		size_t length = fread(bytes, 1, sizeof bytes, file);
		fclose(file);
		LLVMFuzzerTestOneInput(bytes, length);
		seeds++;
	}
	closedir(folder);
	assert_in_range(seeds, 10, 10000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_files_read_alike),
		cmocka_unit_test(test_seeds_read_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
