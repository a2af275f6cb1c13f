/* The text that is sealed: every file of a run's folder with its digest, as
 * sha256sum prints them, and one digest over these lines. */
#ifndef IO_RUN_MANIFEST_H
#define IO_RUN_MANIFEST_H

#include "io/run/folder.h"

struct manifest {
	struct run_folder folder;
	struct run_files files; /* without seal.txt */
	char digest[65];
	const char *text; /* what seal.txt must be, to the byte */
	size_t length;
};

/* Reads the folder and makes its manifest as it is now, in `arena`. STATUS_OK,
 * STATUS_INPUT or STATUS_MEMORY. */
enum status manifest_make(struct manifest *manifest, const char *folder,
    struct arena *arena, struct diagnostics *diagnostics);

/* One finding: a word such as `altered`, the name of what it is about, as
 * others gave it, and why (may be empty). */
typedef void manifest_finding(
    const char *word, const char *name, const char *why);

/* Says what of the folder is not as run.json says: outputs altered or removed,
 * and what the run did not write. The number of findings. */
size_t manifest_compare_run(
    const struct manifest *manifest, manifest_finding *say);

/* Is the folder's seal.txt, which is there, that of what the folder holds now?
 * STATUS_OK, STATUS_INPUT or STATUS_MEMORY. */
enum status manifest_is_sealed(const struct manifest *manifest, bool *same,
    struct arena *arena, struct diagnostics *diagnostics);

/* Does the folder agree with itself: is every output there as run.json says,
 * and the seal, if there is one, that of what the folder holds? What the run
 * did not write is no matter, but for the seal. STATUS_INPUT names the file
 * that does not agree. */
enum status manifest_check(const struct run_folder *folder, struct arena *arena,
    struct diagnostics *diagnostics);

/* The line of a seal's text for a file; NULL if it has none. */
const char *manifest_sealed_line(const char *seal, const char *name);

/* Is it such a line? */
bool manifest_is_line(const char *line, size_t length);

/* Did the run write a file of that name? */
bool manifest_is_output(const struct manifest *manifest, const char *name);

#endif
