/* Whatever the bytes, both readers make the same of them.
 *
 * The first byte says which table the rest is put under the header of; 0xff
 * for a file that brings its own header. */
#include "tests/fuzz/readers.h"

#include "tests/fuzz/fuzz.h"

static const struct {
	const char *name, *header;
} tables[] = {
	{ "timesheets.csv", "project_id,worked_on,hours,hourly_cost,note\n" },
	{ "surveys.csv", "account_manager,answered_on,score,kind,comment\n" },
	{ "contracts.csv", "contract_id,closed_on,value,account_manager,stage,"
			   "client_id\n" },
	{ "timesheets.csv", "" },
};

enum { TABLES = sizeof tables / sizeof *tables };

void
fuzz_readers(const uint8_t *bytes, size_t length)
{
	if (length == 0)
		return;
	size_t table = bytes[0] == 0xff ? TABLES - 1 : bytes[0] % (TABLES - 1);
	size_t header = strlen(tables[table].header);
	char *text = malloc(header + length);
	if (!text)
		return;
	memcpy(text, tables[table].header, header);
	memcpy(text + header, bytes + 1, length - 1);
	const char *found =
	    readers_compare(tables[table].name, text, header + length - 1);
	free(text);
	if (*found) {
		fputs(found, stderr);
		abort();
	}
}
