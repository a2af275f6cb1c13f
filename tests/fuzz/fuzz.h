/* Fuzz targets: each takes any bytes as one kind of input to the program, in
 * this process, and must come back from it. What goes wrong ends the process:
 * a sanitizer that speaks up, a reader that differs, an exit code that the
 * manual does not have.
 *
 * Three programs use them: libFuzzer (libfuzzer.c), one that reads files
 * (replay.c), and the unit test, with the seeds and small changes of them. All
 * are run in the project's folder, where the seeds are. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FUZZ_SEEDS "tests/fuzz/seeds"

enum { FUZZ_BYTES_MOST = 1 << 20, FUZZ_PARTS_MOST = 64, FUZZ_NAME_MOST = 99 };

struct fuzz_target {
	const char *name; /* also of the folder of its seeds */
	void (*run)(const uint8_t *bytes, size_t length);
};

extern const struct fuzz_target fuzz_targets[];
extern const size_t fuzz_target_count;

/* NULL if there is none of that name. */
const struct fuzz_target *fuzz_target_named(const char *name);

/* Compares what both CSV readers make of the bytes as a table: read_both.c. */
void fuzz_readers(const uint8_t *bytes, size_t length);

/* ---- the working folder, folder.c ---- */

/* Makes it, below TMPDIR, once for all that follows; what is wrong is said. It
 * is removed when the program ends. Its path stands in fuzz_folder. */
bool fuzz_open(void);
extern const char *const fuzz_folder;

/* Removes every file in it, and in its folders. */
void fuzz_sweep(void);

/* Writes a file. A name is as fuzz_is_name says. */
void fuzz_write(const char *name, const void *bytes, size_t length);

/* Is it a name of letters, digits, `.`, `-` and `_`, below one of the folders
 * that the working folder has (old, new, formats) or none? */
bool fuzz_is_name(const char *name);

/* Several files in one text: each begins with a line `=== NAME`. Hands them
 * over in their order, at most FUZZ_PARTS_MOST, the name cut to FUZZ_NAME_MOST
 * bytes; what stands before the first line of that kind is left out. */
typedef void fuzz_part(
    void *context, const char *name, const uint8_t *bytes, size_t length);
void fuzz_unpack(
    const uint8_t *bytes, size_t length, fuzz_part *take, void *context);

/* Parts as a workbook, stored without compression, as bytes that the caller
 * frees: workbook.c. NULL without memory. */
uint8_t *fuzz_workbook(
    const uint8_t *parts, size_t length, size_t *workbook_length);

#endif
