/* A fuzz target: whatever the bytes, both readers make the same of them.
 *
 * The first byte says which table the rest is put under the header of; 0xff
 * for a file that brings its own header. With libFuzzer: make fuzz. The program
 * as it is reads each file that it is given (afl-fuzz … -- read_both @@). */
#include "tests/fuzz/readers.h"

static const struct {
	const char *name, *header;
} tables[] = {
	{ "timesheets.csv", "project_id,worked_on,hours,hourly_cost,note\n" },
	{ "surveys.csv", "account_manager,answered_on,score,kind,comment\n" },
	{ "contracts.csv", "contract_id,closed_on,value,account_manager,stage,"
			   "client_id\n" },
	{ "timesheets.csv", "" },
};

enum { TABLES = sizeof tables / sizeof *tables, MOST_BYTES = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	if (length == 0 || length > MOST_BYTES)
		return 0;
	size_t table = bytes[0] == 0xff ? TABLES - 1 : bytes[0] % (TABLES - 1);
	size_t header = strlen(tables[table].header);
	char *text = malloc(header + length);
	if (!text)
		return 0;
	memcpy(text, tables[table].header, header);
	memcpy(text + header, bytes + 1, length - 1);
	const char *found =
	    readers_compare(tables[table].name, text, header + length - 1);
	free(text);
	if (*found) {
		fputs(found, stderr);
		abort();
	}
	return 0;
}

#ifndef LIBFUZZER
int
main(int count, char **arguments)
{
	static uint8_t bytes[MOST_BYTES];
	for (int i = 1; i < count; i++) {
		FILE *file = fopen(arguments[i], "rb");
		if (!file) {
			perror(arguments[i]);
			return 2;
		}
		size_t length = fread(bytes, 1, sizeof bytes, file);
		fclose(file);
		LLVMFuzzerTestOneInput(bytes, length);
	}
	return 0;
}
#endif
