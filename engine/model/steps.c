#include "engine/model/steps.h"

#include <string.h>

/* A decimal with spaces around it. */
static bool
read(const char *from, const char *end, decimal *value)
{
	while (from < end && *from == ' ')
		from++;
	while (from < end && end[-1] == ' ')
		end--;
	return from < end &&
	       decimal_parse((struct text){ from, (size_t)(end - from) },
		   value) == DECIMAL_OK;
}

bool
steps_next(struct text *rest, struct step *step)
{
	if (rest->length == 0)
		return false;
	const char *end = rest->data + rest->length;
	const char *bar = memchr(rest->data, '|', rest->length);
	const char *last = bar ? bar : end;
	const char *equals =
	    memchr(rest->data, '=', (size_t)(last - rest->data));
	if (!equals || !read(rest->data, equals, &step->value) ||
	    !read(equals + 1, last, &step->payout) || step->payout < 0 ||
	    (bar && bar + 1 == end))
		return false;
	const char *next = bar ? bar + 1 : end;
	*rest = (struct text){ next, (size_t)(end - next) };
	return true;
}

size_t
steps_count(struct text text)
{
	struct step step;
	size_t count = 0;
	while (steps_next(&text, &step))
		count++;
	return text.length || count > STEPS_MOST ? 0 : count;
}
