#include "io/run/text_digest.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/text.h"

struct text_digest
text_digest_begin(void)
{
	struct text_digest digest;
	sha256_init(&digest.context);
	return digest;
}

void
text_digest_add(struct text_digest *digest, const char *text)
{
	sha256_update(
	    &digest->context, strlen(text) + 1, (const uint8_t *)text);
}

const char *
text_digest_end(struct text_digest *digest, struct arena *arena)
{
	uint8_t bytes[SHA256_DIGEST_SIZE];
	char text[2 * SHA256_DIGEST_SIZE + 1];
	sha256_digest(&digest->context, sizeof bytes, bytes);
	hex_print(text, bytes, sizeof bytes);
	return arena_copy(arena, text, 2 * sizeof bytes);
}
