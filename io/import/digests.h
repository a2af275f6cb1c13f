/* The SHA-256 of the inputs, in a thread of its own: no other work waits for
 * it before the proof of the run is written. */
#ifndef IO_IMPORT_DIGESTS_H
#define IO_IMPORT_DIGESTS_H

#include "io/import/file.h"

struct digests;

/* A new, empty list; NULL without memory. With `background` a thread begins on
 * the files as they are added, else all is done by digests_finish. */
struct digests *digests_new(bool background);

/* Adds an open file, which is the data set's input of that number; it may be
 * closed afterwards. STATUS_OK, STATUS_INPUT or STATUS_MEMORY. */
enum status digests_add(struct digests *digests, const struct file *file,
    uint32_t input, struct diagnostics *diagnostics);

/* Waits until all are done, checks that no file changed meanwhile, and writes
 * the digests into data->inputs. STATUS_OK or STATUS_INPUT. */
enum status digests_finish(struct digests *digests, struct dataset *data,
    struct diagnostics *diagnostics);

/* Writes a digest of 32 bytes in hexadecimal. */
void digests_print(char text[65], const uint8_t *digest);

/* Drops what is not done. NULL is fine. */
void digests_free(struct digests *digests);

#endif
