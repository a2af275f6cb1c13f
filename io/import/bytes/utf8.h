/* Is it UTF-8? For many bytes at once; see scan.h. */
#ifndef IO_IMPORT_BYTES_UTF8_H
#define IO_IMPORT_BYTES_UTF8_H

#include <stdbool.h>
#include <stddef.h>

bool utf8_is_valid_portable(const char *bytes, size_t length);

#if defined(__x86_64__)
bool utf8_is_valid_avx2(const char *bytes, size_t length);
bool utf8_is_valid_avx512(const char *bytes, size_t length);
#endif

#endif
