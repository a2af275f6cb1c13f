/* SHA-256 of texts one after the other, each ended by a zero byte. */
#ifndef IO_RUN_TEXT_DIGEST_H
#define IO_RUN_TEXT_DIGEST_H

#include <nettle/sha2.h>

struct arena;

struct text_digest {
	struct sha256_ctx context;
};

struct text_digest text_digest_begin(void);
void text_digest_add(struct text_digest *digest, const char *text);

/* As 64 hexadecimal digits in `arena`; NULL without memory. */
const char *text_digest_end(struct text_digest *digest, struct arena *arena);

#endif
