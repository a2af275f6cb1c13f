/* JSON as it is written: RFC 8259, in the order of the calls, a line a member,
 * two blanks deeper at each level. It takes no memory. */
#ifndef IO_RUN_JSON_WRITER_H
#define IO_RUN_JSON_WRITER_H

#include "io/run/output.h"

/* Zero but for the output before the first call. */
struct json_writer {
	struct output *output;
	int depth;
	bool inside; /* the object or array at hand has something in it */
};

/* Begin and end an object `{}` or array `[]`, named by its bracket. Here and
 * below `name` is that of a member of an object; NULL in an array, and for the
 * outermost value. */
void json_open(struct json_writer *writer, const char *name, char bracket);
void json_close(struct json_writer *writer, char bracket);

/* A text; null for NULL. */
void json_put_text(
    struct json_writer *writer, const char *name, const char *text);
void json_put_span(
    struct json_writer *writer, const char *name, struct text text);
void json_put_whole(
    struct json_writer *writer, const char *name, uint64_t number);

/* A number, true, false or null, as it is to stand there. */
void json_put_as_is(
    struct json_writer *writer, const char *name, const char *token);

/* A string by itself, made of `count` parts. Where they are not UTF-8 (a file
 * may have such a name) each byte that is not ASCII becomes `?`. */
void json_quote(struct output *output, const struct text *parts, size_t count);

#endif
