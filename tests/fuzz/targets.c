#include "tests/fuzz/fuzz.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/cli/commands.h"
#include "io/run/read.h"

enum { WORDS_MOST = 16 };

/* Runs `kpi` with these words (ended by NULL), as main does. Options that are
 * none are a mistake of the target, unless it makes them of the bytes. */
static void
kpi(const char *const *words, bool any_options)
{
	char *copies[WORDS_MOST + 1] = { NULL };
	int count = 0;
	for (; words[count] && count < WORDS_MOST; count++)
		copies[count] = strdup(words[count]);
	for (size_t i = 0; i < command_count; i++) {
		struct options options;
		if (strcmp(commands[i].name, words[0]) != 0)
			continue;
		optind = 0; /* glibc: from the beginning */
		bool read = options_read(&options, &commands[i], count, copies);
		options.jobs = 1;
		int code = read ? commands[i].run(&options) : 2;
		if (code < 0 || code > 4 || (!read && !any_options))
			abort();
	}
	for (int i = 0; i < count; i++)
		free(copies[i]);
}
#define KPI(...) kpi((const char *const[]){ __VA_ARGS__, NULL }, false)

/* ---- data ---- */

static void
write_part(void *context, const char *name, const uint8_t *bytes, size_t length)
{
	(void)context;
	if (fuzz_is_name(name))
		fuzz_write(name, bytes, length);
}

/* The seed of the tables, as the data set that other targets read. */
static void
write_agency(void)
{
	static uint8_t bytes[1 << 16];
	static size_t length;
	if (!length) {
		FILE *file = fopen(FUZZ_SEEDS "/tables/agency", "rb");
		length = file ? fread(bytes, 1, sizeof bytes, file) : 0;
		if (!length) {
			perror(FUZZ_SEEDS "/tables/agency");
			_Exit(2);
		}
		fclose(file);
	}
	fuzz_sweep();
	fuzz_unpack(bytes, length, write_part, NULL);
}

/* The bytes as a text, which the caller frees. */
static char *
text_from(const uint8_t *bytes, size_t length)
{
	char *text = malloc(length + 1);
	if (text && length)
		memcpy(text, bytes, length);
	if (text)
		text[length] = '\0';
	return text;
}

/* ---- what a user writes ---- */

static void
configuration(const uint8_t *bytes, size_t length)
{
	write_agency();
	fuzz_write("kpi.yaml", bytes, length);
	KPI("check", "-v", fuzz_folder);
	KPI("explain", "-q", fuzz_folder, "bonus", "--manager", "an",
	    "--period", "2026Q3");
}

static void
format(const uint8_t *bytes, size_t length)
{
	write_agency();
	fuzz_write("formats/own.yaml", bytes, length);
	KPI("check", "-v", fuzz_folder);
}

/* ---- what programs export ---- */

/* The whole file; its checksums stop most changes. */
static void
workbook(const uint8_t *bytes, size_t length)
{
	write_agency();
	fuzz_write("surveys.xlsx", bytes, length);
	KPI("check", "-v", fuzz_folder);
}

/* Its parts. */
static void
sheet(const uint8_t *bytes, size_t length)
{
	size_t size;
	uint8_t *file = fuzz_workbook(bytes, length, &size);
	if (file)
		workbook(file, size);
	free(file);
}

/* Every table, up to everybody's pay. */
static void
tables(const uint8_t *bytes, size_t length)
{
	fuzz_sweep();
	fuzz_unpack(bytes, length, write_part, NULL);
	KPI("check", "-q", fuzz_folder);
	KPI("explain", "-q", fuzz_folder, "bonus", "--manager", "an",
	    "--period", "2026Q3", "--as-of", "2026-09-30");
	KPI("query", "-q", fuzz_folder, "--period", "2026Q3", "--metric",
	    "revenue,collected,close_rate,coordination", "--by", "manager");
}

/* ---- a folder that a run wrote, or somebody else ---- */

/* What is known of the parts of a run's folder. */
struct digests {
	char names[FUZZ_PARTS_MOST][FUZZ_NAME_MOST + 1];
	char sha256[FUZZ_PARTS_MOST][65];
	size_t count;
};

static void
digest_part(
    void *context, const char *name, const uint8_t *bytes, size_t length)
{
	struct digests *digests = context;
	snprintf(
	    digests->names[digests->count], FUZZ_NAME_MOST + 1, "%s", name);
	digest_bytes(
	    (const char *)bytes, length, digests->sha256[digests->count++]);
}

/* Writes a part. `@NAME@` in it is the digest of the part of that name, for
 * without the right ones nothing but run.json is read. */
static void
write_run_part(
    void *context, const char *name, const uint8_t *bytes, size_t length)
{
	const struct digests *digests = context;
	char *text = malloc(length * 32 + 1);
	size_t used = 0;
	for (size_t at = 0; text && at < length;) {
		size_t i = 0, named = 0;
		for (; bytes[at] == '@' && i < digests->count; i++) {
			named = strlen(digests->names[i]);
			if (length - at > named + 1 &&
			    memcmp(bytes + at + 1, digests->names[i], named) ==
				0 &&
			    bytes[at + 1 + named] == '@')
				break;
		}
		if (bytes[at] == '@' && i < digests->count) {
			memcpy(text + used, digests->sha256[i], 64);
			used += 64;
			at += named + 2;
		} else {
			text[used++] = (char)bytes[at++];
		}
	}
	if (text && fuzz_is_name(name))
		fuzz_write(name, text, used);
	free(text);
}

static void
run_folder(const uint8_t *bytes, size_t length)
{
	char old[500], new[500];
	struct digests digests = { .count = 0 };
	snprintf(old, sizeof old, "%s/old", fuzz_folder);
	snprintf(new, sizeof new, "%s/new", fuzz_folder);
	fuzz_sweep();
	fuzz_unpack(bytes, length, digest_part, &digests);
	fuzz_unpack(bytes, length, write_run_part, &digests);
	KPI("diff", old, new);
	KPI("diff", old, new, "--format", "json");
	KPI("diff", old, new, "--true-up");
	KPI("diff", old, new, "--true-up", "--payroll");
	KPI("verify", new);
	KPI("seal", new);
	KPI("verify", new);
}

/* ---- questions ---- */

static void
sql(const uint8_t *bytes, size_t length)
{
	char *text = text_from(bytes, length);
	write_agency();
	if (text)
		KPI("sql", "-q", "--timeout", "1", "--memory", "64", "--period",
		    "2026Q3", fuzz_folder, "--", text);
	free(text);
}

/* The first line is --where, the second --by, the third --metric, the fourth
 * --sort. */
static void
where(const uint8_t *bytes, size_t length)
{
	static const char *const options[] = { "--where", "--by", "--metric",
		"--sort" };
	enum { OPTIONS = sizeof options / sizeof *options };
	const char *words[4 + OPTIONS] = { "query", "-q", fuzz_folder };
	char *text = text_from(bytes, length), *given[OPTIONS] = { NULL };
	size_t count = 3, line = 0;
	for (char *at = text; at && line < OPTIONS; line++) {
		char *end = strchr(at, '\n');
		if (end)
			*end++ = '\0';
		size_t room = strlen(options[line]) + strlen(at) + 2;
		given[line] = malloc(room);
		if (*at && given[line]) {
			snprintf(given[line], room, "%s=%s", options[line], at);
			words[count++] = given[line];
		}
		at = end;
	}
	write_agency();
	kpi(words, true);
	for (size_t i = 0; i < OPTIONS; i++)
		free(given[i]);
	free(text);
}

const struct fuzz_target fuzz_targets[] = { { "configuration", configuration },
	{ "format", format }, { "workbook", workbook }, { "sheet", sheet },
	{ "tables", tables }, { "run_folder", run_folder }, { "sql", sql },
	{ "where", where }, { "readers", fuzz_readers } };
const size_t fuzz_target_count = sizeof fuzz_targets / sizeof *fuzz_targets;

const struct fuzz_target *
fuzz_target_named(const char *name)
{
	for (size_t i = 0; i < fuzz_target_count; i++)
		if (strcmp(fuzz_targets[i].name, name) == 0)
			return &fuzz_targets[i];
	return NULL;
}
