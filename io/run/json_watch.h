/* Memory for jansson that fails loudly.
 *
 * jansson ignores some failed allocations: it then loses text in silence or
 * reads beyond it. Between begin and end it gets, once memory is out, what it
 * asks for from a small reserve, and the failure is remembered. Whoever feeds
 * it in pieces stops then; what was made is worth nothing. Not for threads. */
#ifndef IO_RUN_JSON_WATCH_H
#define IO_RUN_JSON_WATCH_H

#include <stdbool.h>

void json_watch_begin(void);

/* Did memory run out since begin? */
bool json_watch_failed(void);

/* Back to plain malloc. Everything that jansson made has been freed. */
void json_watch_end(void);

#endif
