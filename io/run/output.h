/* Safe files: each output appears complete or not at all.
 *
 * A run writes all of its outputs to temporary files in their own folder, mode
 * 0600, and only when every one is complete and on the disk renames them to
 * their names. A full disk, a kill or an error leaves what was there before.
 * A lock keeps two runs out of one folder. */
#ifndef IO_RUN_OUTPUT_H
#define IO_RUN_OUTPUT_H

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/status.h"
#include "engine/base/text.h"

enum { OUTPUTS_MOST = 24, OUTPUT_BUFFER = 64 * 1024 };

struct outputs;

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
	char buffer[OUTPUT_BUFFER];
};

/* The outputs of a run. */
struct outputs {
	const char *folder;
	int folder_descriptor; /* locked; -1 when closed */
	struct output *files[OUTPUTS_MOST];
	size_t count;
	struct arena *arena;
	struct diagnostics *diagnostics;
};

/* Makes the folder if need be, locks it, and removes what a killed run left.
 * STATUS_OUTPUT when that fails or another run is writing there. */
enum status outputs_open(struct outputs *outputs, const char *folder,
    struct arena *arena, struct diagnostics *diagnostics);

/* A new output of that name in the set; NULL on an error, which is reported. */
struct output *output_create(struct outputs *outputs, const char *name);

/* The same for a file that a library writes by its path (`temporary`): it is
 * made empty, and read for its digest when finished. */
struct output *output_reserve(struct outputs *outputs, const char *name);

/* An output that is no file of a set: what is written goes on into a stream,
 * whose owner asks it for errors. */
void output_into(struct output *output, FILE *stream);

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

/* Brings all files of the set, all of which are finished, to the disk;
 * together, as the first one takes most of the others along. */
enum status outputs_settle(struct outputs *outputs);

/* The same, then renames them and closes the set. */
enum status outputs_commit(struct outputs *outputs);

/* Removes the temporary files and closes the set. Nothing else has changed. */
void outputs_abandon(struct outputs *outputs);

#endif
