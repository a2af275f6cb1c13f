/* The SHA-256 of the inputs: of a file up to 64 MiB that of its bytes; of a
 * larger one that of the text which `split -b 64M --filter=sha256sum FILE`
 * prints, so that several threads can work on one file and anybody can check
 * it (that command, piped into sha256sum). Where there are few threads, whoever
 * reads a file digests what it has read; all else is done in threads of its
 * own, for which no work waits before the proof of the run is written. */
#ifndef IO_IMPORT_BYTES_DIGESTS_H
#define IO_IMPORT_BYTES_DIGESTS_H

#include "io/import/bytes/file.h"

struct digests;
struct digest_task;

enum { DIGEST_PART_BYTES = 64 << 20 };

/* A new, empty list; NULL without memory. With more than one job, threads begin
 * on the files as they are added, else all is done by digests_finish. */
struct digests *digests_new(unsigned jobs);

/* Adds an open file, which is the data set's input of that number; it may be
 * closed afterwards. STATUS_OK, STATUS_INPUT or STATUS_MEMORY. */
enum status digests_add(struct digests *digests, const struct file *file,
    uint32_t input, struct digest_task **task, struct diagnostics *diagnostics);

/* Can a reader feed what it has read? Not where several threads digest. */
bool digests_feedable(const struct digests *digests);

/* Between these two the thread stands still: a reader of a file feeds what it
 * has at hand. */
void digests_hold(struct digests *digests);
void digests_release(struct digests *digests);

/* Digests the file up to the end of these bytes of it, which are at `offset`:
 * what lies in front of them and was not fed is read, what was digested before
 * is passed over. One thread at a time. */
void digests_feed(struct digest_task *task, uint64_t offset, const char *bytes,
    size_t length);

/* Waits until all are done, checks that no file changed meanwhile, and writes
 * the digests into data->inputs. STATUS_OK or STATUS_INPUT. */
enum status digests_finish(struct digests *digests, struct dataset *data,
    struct diagnostics *diagnostics);

/* Drops what is not done. NULL is allowed. */
void digests_free(struct digests *digests);

/* That of a file as it stands there, in hexadecimal. STATUS_OK or STATUS_INPUT.
 */
enum status digests_of_file(
    struct file *file, char sha256[65], struct diagnostics *diagnostics);

/* That of bytes at hand, in hexadecimal. */
void digests_of_bytes(const char *bytes, size_t length, char sha256[65]);

#endif
