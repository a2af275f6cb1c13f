/* Both readers give the same tables, rejects, line numbers and reconciliation
 * on every input: the careful one (libcsv) and the one that scans segments on
 * several threads, whatever the segments' size, on files valid and broken. */
#include "tests/fuzz/read_both.c"
#include "tests/unit/unit.h"

/* Pieces that random files are put together from. */
static const char *const pieces[] = { ",", ",", ",", "\n", "\n", "\n", "\n",
	"\r\n", "\"", "\"\"", "\"a,b\"", "\"x\ny\"", "P1", "P2", "Án",
	"A\xcc\x81n", "2026-07-01", "2026-07-02", "31/04/2026", "1.5", "-3",
	"8", "1,5", "400000", "*", " ", "\t", "\r", "\xff", "won", "lost" };

enum { PIECES = sizeof pieces / sizeof *pieces, MOST_ROWS = 24 };

/* And whole rows, sound and not so sound. */
static const struct {
	const char *name, *header, *rows[MOST_ROWS];
} random_tables[] = {
	{ "timesheets.csv", "project_id,worked_on,hours,hourly_cost,note\n",
	    { "P1,2026-07-01,8,1000,\"họp, viết\"\n", "P2,2026-08-31,1.25,,x\n",
		"P3,2026-07-01,3,100,\"a \"\"b\"\"\"\n",
		"P1,2026-07-01,8,1000,z\r\n",
		"P-9,2026-09-30,0.0001,12.5,\"two\nlines\"\n",
		"\" P1\",2026-07-02,2,,\n", " P1 ,2026-07-02,3,5,\n",
		"Án,2026-07-02,4,5,\n", "A\xcc\x81n,2026-07-02,5,5,\n",
		"Total,2026-07-02,6,5,\n", "Total,,7,,\n",
		"a project of many bytes,2026-07-02,8,5,\n",
		"a  project of many bytes,2026-07-02,9,5,\n",
		"Tổng cộng,,9,,\n", ",,,,\n", "   \n", "P1,2026-13-01,8,1,\n",
		"P4,2026-07-01,8\n", "P4,2026-07-01,8,1,n,\n",
		"P4,2026-07-01,8,1,n,extra\n" } },
	{ "timesheets.csv", "worked_on,hours,cost,project_id\n",
	    { "2026-07-01,8,1000,P1\n", "2026-08-31,1.25,,P2\r\n" } },
	{ "timesheets.csv", "project_id,worked_on,hours,cost,hourly_cost\n",
	    { "P1,2026-07-01,0.12345678,,1.00000001\n",
		"P1,2026-07-01,8,,4.5\n", "P2,2026-07-01,-0.00001,,7\n",
		"P2,2026-07-02,1,0.000000010,\n", "P1,2026-07-02,0.5,,\n",
		"P2,2026-07-02,1,-1.12340000,\n",
		"P1,2026-07-02,1,0.123456789,\n",
		"P3,2026-07-03,2,,-0.00000001\n",
		"P3,2026-07-03,1.123,,\"1,23456\"\n",
		"P1,2026-07-03,900000000000000.00000001,,1\n" } },
	{ "surveys.csv", "account_manager,answered_on,score,kind,comment\n",
	    { "an,2026-07-01,4,client,rất tốt\n", "an,,,,\n",
		"Total,2026-07-01,4,,x\n", "Total,,,,x\n" } },
	{ "surveys.csv",
	    "score,answered_on,kind,account_manager,contract_id,client_id,"
	    "department,sent_on,mood,scale_min,scale_max,comment\n",
	    { "4,2026-07-01,client,an,,,,2026-06-30,good,,,ok\n",
		"4.5,2026-07-01,,,C1,,,2026-06-30,,0,10,\"đẹp, rẻ\"\n",
		",,internal,,,K1,Media,2026-06-30,  bad  day ,,,\n",
		",not read,client,an,,,,,,,,\n",
		"5,2026-07-02,client,,,K1,,,,,,\"two\nlines\"\n",
		"5,2026-07-02,client,,,\"K\n1\",,,,,,\n",
		"3,2026-07-02,client,\"a "
		"\"\"b\"\"\",,,,,,1,5,\"\"\"c\"\"\"\r\n",
		"3,2026-07-02,klient,an,,,,,,,,\n",
		"1.234,2026-07-02,,an,,,,,,,,\n", "1,5,,an,,,,,,,,\n",
		"\"2,5\",2026-07-02,,an,,,,,,,,\n",
		"2,02/07/2026,,an,,,,,,,,\n", "9,2026-07-02,,an,,,,,,,,\n",
		"2,2026-07-02,internal,an,,,,,,,,\n",
		"2,2026-07-02,,an,,,,,,5,1,\n", "2,2026-07-02,,*,,,,,,,,\n",
		",,,,,,,,,,,\n", ",,,,,,,,,,,\"  \"\n", ",,,,,,,,\"\t\",,,\n",
		"-0,2026-07-02,,an  b,,,,,,-1,1,A\xcc\x81n\n",
		"4,2026-07-01,client,an\n",
		"4,2026-07-01,client,an,,,,,,,,,,\n",
		"4,2026-07-01,client,an,,,,,,,,,,extra\n" } },
	{ "contracts.csv",
	    "contract_id,closed_on,value,account_manager,stage,client_id\n",
	    { "C1,2026-07-01,1000,an,won,K1\n", "C2,,,an,open,\n" } },
	{ "contracts.csv",
	    "contract_id,client_id,client_name,account_manager,stage,"
	    "closed_on,kind,value,currency,proposed_on,start_on,end_on,budget,"
	    "project_id,service\n",
	    { "C1,K1,\"Công ty, Hà Nội\",an,won,2026-07-01,new,1000,,"
	      "2026-06-01,2026-07-02,2027-01-01,500.25,P1,seo\n",
		"C2,K2,Án,bình,lost,2026-07-09,renewal,20,VND,,,,,,\n",
		"C3,,,an,open,whenever,,,,2026-06-01,,,,P1,seo\n",
		"C3,,,an,open,2026-08-01,upsell,,,,,,,,ads\n",
		"C4,K1,,an,cancelled,,cross_sell,,,,,,,,\r\n",
		"C5,K1,,an,won,2026-07-01,,-1,,,,,,,\n",
		"C6,K1,,an,won,2026-07-01,,1,EUR,,,,,,\n",
		"C7,K1,,an,won,,,1,,,,,,,\n", "C8,K1,,,won,,,1,,,,,,,\n",
		"C9,K1,,an,wonn,2026-07-01,,1,,,,,,,\n",
		"*,K1,,an,won,2026-07-01,,1,,,,,,,\n",
		"Tổng cộng,,,,,,,9,,,,,,,\n", "Total,,,,,,,9,,,,,,,\n",
		"Coda,K1,,an,won,2026-07-01,,1,,,,,,,\n",
		" C10 ,K 1,\"two\nlines\",an,won,2026-07-01,,1,,,,,,,\n",
		"C11,K1,,an,won,2026-07-01,,1 ,,,2026-07-05,2026-07-01,,,\n",
		"C12,K1,,an,won,2026-02-30,,1,,,,,,,\n",
		"C13,K1,,an,won,2026-07-01,,1e3,,,,,,,\n",
		",,,,,,,,,,,,,,\n" } },
};

enum { RANDOM_TABLES = sizeof random_tables / sizeof *random_tables };

static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Mostly whole rows, or mostly rubble. */
static size_t
make_file(char *text, size_t size, size_t table, uint64_t *random)
{
	const char *const *rows = random_tables[table].rows;
	size_t length =
	    (size_t)snprintf(text, size, "%s", random_tables[table].header);
	size_t count = next_random(random) % 90, row_count = 0;
	bool whole = next_random(random) % 4;
	while (row_count < MOST_ROWS && rows[row_count])
		row_count++;
	for (size_t k = 0; k < count; k++) {
		const char *piece = whole && next_random(random) % 12
					? rows[next_random(random) % row_count]
					: pieces[next_random(random) % PIECES];
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
	for (size_t i = 0; i < 900; i++) {
		char text[16384];
		size_t length =
		    make_file(text, sizeof text, i % RANDOM_TABLES, &random);
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
	DIR *folder = opendir(FUZZ_SEEDS "/readers");
	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));) {
		char path[300];
		snprintf(path, sizeof path, FUZZ_SEEDS "/readers/%.200s",
		    entry->d_name);
		FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "rb");
		if (!file)
			continue;
		size_t length = fread(bytes, 1, sizeof bytes, file);
		fclose(file);
		fuzz_readers(bytes, length);
		seeds++;
	}
	closedir(folder);
	assert_in_range(seeds, 10, 10000);
}

UNIT_TESTS(cmocka_unit_test(test_random_files_read_alike),
    cmocka_unit_test(test_seeds_read_alike))
