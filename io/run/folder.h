/* A folder that `kpi run` wrote, read back: its run.json, and what files there
 * are. It may be damaged or foreign: everything is bounded and checked. */
#ifndef IO_RUN_FOLDER_H
#define IO_RUN_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "engine/base/status.h"
#include "engine/base/text.h"
#include "engine/model/csv_shape.h"

#define RUN_RECORD "run.json"
#define RUN_SEAL "seal.txt"

/* A number, text or truth value of run.json as text, by its key, with those it
 * lies in: `period.label`, `inputs.0.sha256`. */
struct run_entry {
	const char *key, *value;
};

/* What stands in the folder. `plain`: a regular file whose name sha256sum
 * prints as it is (no control character, no backslash); else sha256 is empty.
 */
struct run_file {
	const char *name;
	bool plain;
	char sha256[65];
};

/* Which file stands there as run.json. */
struct run_identity {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec changed;
};

struct run_folder {
	const char *path;
	struct run_identity record;
	struct run_entry *entries; /* of run.json, in its order */
	struct dictionary keys;    /* of the entries, by their numbers */
	size_t entry_count, entry_capacity;
	bool is_foreign; /* run.json could be read, but is none */
	struct arena *arena;
};

/* The files of a folder, by name in bytes. */
struct run_files {
	struct run_file *rows;
	size_t count, capacity;
};

/* Reads PATH/run.json. A folder that a killed command left half changed is
 * brought in order first (change.h). STATUS_INPUT when that is not possible, or
 * run.json is not there, cannot be read or is no run.json. What is read lives
 * in `arena`, `path` must outlive it. */
enum status run_folder_open(struct run_folder *folder, const char *path,
    struct arena *arena, struct diagnostics *diagnostics);

/* After the folder's files were read: is it still that run's, and whole?
 * STATUS_INPUT if not. */
enum status run_folder_check_same(
    const struct run_folder *folder, struct diagnostics *diagnostics);

/* A value of run.json; NULL if there is none. */
const char *run_folder_value(const struct run_folder *folder, const char *key);

/* The option by which the run left something out that others have: "--no-pay",
 * "--team", "--lead"; NULL for a whole run. */
const char *run_folder_lacks(const struct run_folder *folder);

/* The same of the index-th element of a list: run_folder_element(folder,
 * "outputs", 2, "name"); NULL beyond the end. */
const char *run_folder_element(const struct run_folder *folder,
    const char *list, size_t index, const char *name);

/* The shape of the run's files for people, which begin with a BOM: what its
 * configuration says, else commas and points. */
struct csv_shape run_folder_shape(const struct run_folder *folder);

/* Lists what stands in the folder but `except` (may be NULL), and digests every
 * file. STATUS_INPUT when one cannot be read. */
enum status run_folder_files(struct run_files *files, const char *path,
    const char *except, struct arena *arena, struct diagnostics *diagnostics);

const struct run_file *run_files_find(
    const struct run_files *files, const char *name);

/* FOLDER/NAME; NULL without memory. */
const char *run_folder_path(
    const char *folder, const char *name, struct arena *arena);

/* Is there such a regular file? STATUS_INPUT if that cannot be found out. */
enum status run_folder_look(const char *folder, const char *name, bool *there,
    struct diagnostics *diagnostics);

#endif
