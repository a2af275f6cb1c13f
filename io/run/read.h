/* Files of a run's folder as bytes: read whole, or as their SHA-256.
 *
 * Such a file may be damaged or foreign: only regular files are read, within a
 * bound, and one that changes meanwhile is an error. */
#ifndef IO_RUN_READ_H
#define IO_RUN_READ_H

#include <stddef.h>

#include "engine/base/status.h"

/* The SHA-256 of a regular file, and of bytes, in hexadecimal. STATUS_INPUT
 * when the file cannot be read or changed while it was. */
enum status digest_file(
    const char *path, char sha256[65], struct diagnostics *diagnostics);
void digest_bytes(const char *bytes, size_t length, char sha256[65]);

/* A regular file of at most `most` bytes whole, with a NUL behind it, in
 * `arena`. STATUS_INPUT when it cannot be read, is larger or changed. */
enum status read_whole(char **bytes, size_t *length, size_t most,
    const char *path, struct arena *arena, struct diagnostics *diagnostics);

#endif
