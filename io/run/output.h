/* Safe files: the outputs of a command appear complete and all together, or not
 * at all.
 *
 * A run writes all of its outputs to temporary files in their own folder, mode
 * 0600, and only when every one is complete and on the disk does the folder
 * change, as a whole (change.h). A full disk, a kill or an error leaves what
 * was there before. A lock keeps two runs out of one folder. */
#ifndef IO_RUN_OUTPUT_H
#define IO_RUN_OUTPUT_H

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/status.h"
#include "engine/base/text.h"
#include "io/run/unfinished.h"

enum { OUTPUT_BUFFER = 64 * 1024 };

struct outputs;
struct change_step;

/* Is the file that stands in the folder under that name one that this command
 * wrote there? *own says so. A status other than STATUS_OK has been reported.
 */
typedef enum status outputs_is_own(
    const struct outputs *outputs, const char *name, bool *own);

/* One file. Writing remembers the first error; outputs_commit reports it. */
struct output {
	struct outputs *set;
	const char *name, *path, *temporary;
	int descriptor;
	FILE *stream; /* of output_into */
	int error;    /* errno of the first failure, or 0 */
	size_t used;
	uint64_t bytes;
	struct sha256_ctx digest;
	char sha256[65]; /* when finished */
	char *buffer;    /* OUTPUT_BUFFER bytes; NULL: a library writes */
};

/* The outputs of a run. */
struct outputs {
	const char *folder;
	int folder_descriptor; /* locked; -1 when closed */
	struct output **files;
	size_t count, capacity, settled;
	struct change_step *removed; /* what goes when these come */
	size_t removed_count, removed_capacity;
	struct unfinished unfinished;
	outputs_is_own *is_own; /* see outputs_spare */
	const void *own_context;
	struct arena *arena;
	struct diagnostics *diagnostics;
};

/* Makes the folder if need be, for this user only, locks it, and brings it in
 * order if a command was killed there. STATUS_OUTPUT when that fails, another
 * command is writing there, or the folder was sealed. */
enum status outputs_open(struct outputs *outputs, const char *folder,
    struct arena *arena, struct diagnostics *diagnostics);

/* From now on no output takes the place of a file that is not the command's
 * own, as `is_own` finds out (from own_context). Before, any takes it: a file
 * that the user has named. */
void outputs_spare(
    struct outputs *outputs, outputs_is_own *is_own, const void *context);

/* A new output of that name in the set; NULL on an error, which is reported,
 * such as a folder of that name, a file that is to be spared, or an output of
 * it that the set has already. */
struct output *output_create(struct outputs *outputs, const char *name);

/* The same for a file that a library writes by its path (`temporary`): it is
 * made empty, and read for its digest when finished. */
struct output *output_reserve(struct outputs *outputs, const char *name);

/* An output that is no file of a set: what is written goes on by way of a
 * buffer of OUTPUT_BUFFER bytes into a stream, whose owner asks it for errors.
 */
void output_into(struct output *output, FILE *stream, char *buffer);

/* Empties the buffer into the file or stream. */
void output_flush(struct output *output);

/* Room for `most` bytes, not more than the buffer has: what is written there
 * counts when it is added to `used`. */
static inline char *
output_room(struct output *output, size_t most)
{
	if (most > OUTPUT_BUFFER - output->used)
		output_flush(output);
	return output->buffer + output->used;
}

/* What does not fit into the buffer as it is. */
void output_write_more(struct output *output, const char *bytes, size_t length);

/* Millions of cells go this way, a few bytes each. */
static inline void
output_write(struct output *output, const char *bytes, size_t length)
{
	if (length > OUTPUT_BUFFER - output->used) {
		output_write_more(output, bytes, length);
		return;
	}
	memcpy(output->buffer + output->used, bytes, length);
	output->used += length;
}

static inline void
output_byte(struct output *output, char byte)
{
	if (output->used == OUTPUT_BUFFER)
		output_flush(output);
	output->buffer[output->used++] = byte;
}

static inline void
output_text(struct output *output, const char *text)
{
	output_write(output, text, strlen(text));
}

/* A whole number's digits. */
void output_whole(struct output *output, uint64_t number);

/* May come before output_finish, from any thread: what was written is on its
 * way to the disk. */
void output_complete(struct output *output);

/* The file is complete: its digest goes into sha256. STATUS_OUTPUT with the
 * path, the reason and what to do. */
enum status output_finish(struct output *output);

/* The file of the folder that has this name and digest goes when the outputs
 * take their names; that it does is said then. STATUS_MEMORY. */
enum status outputs_remove(
    struct outputs *outputs, const char *name, const char *sha256);

/* Brings the files of the set, all of which are finished, to the disk;
 * together, as the first one takes most of the others along. */
enum status outputs_settle(struct outputs *outputs);

/* The same, then they take their names, all together, and the set is closed;
 * unless that fails or memory ever ran out, and the folder is as it was. */
enum status outputs_commit(struct outputs *outputs);

/* Removes the temporary files, and the folder if it was made for them, and
 * closes the set. Nothing else has changed. */
void outputs_abandon(struct outputs *outputs);

#endif
