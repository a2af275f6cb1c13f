/* `mix:` of kpi.yaml: by what the records of a share are told apart, so that
 * each manager is compared with the company on the same mix of records. */
#ifndef ENGINE_MODEL_MIX_H
#define ENGINE_MODEL_MIX_H

#include <stddef.h>

#include "engine/base/text.h"

struct arena;

struct mix_column {
	struct text name;
	uint32_t line; /* of kpi.yaml */
};

/* The columns of one metric's records. Where they stand is kept: whether metric
 * and columns exist is known only when the tables are read. */
struct mix {
	struct text metric;
	const char *file; /* kpi.yaml */
	uint32_t line;
	const struct mix_column *columns;
	size_t count;
	struct mix *next;
};

/* The mix of a metric; NULL: it has none. */
const struct mix *mix_of(const struct mix *mixes, const char *metric);

/* `close_rate by kind, industry; on_time by service`; NULL without memory. */
const char *mix_text(const struct mix *mixes, struct arena *arena);

#endif
