/* What was left out and what it is worth: rejected and skipped rows by table
 * and reason, the money and hours in them, and the managers they touch. */
#ifndef ENGINE_MODEL_LEFT_OUT_H
#define ENGINE_MODEL_LEFT_OUT_H

#include "engine/model/dataset.h"

struct left_out {
	enum table table;
	bool skipped; /* by a rule, else rejected */
	/* The rows' own reasons up to the first `;`, `:` or `(`, and the
	 * column that is to blame, if one is. Behind `reason` goes on what the
	 * first of the rows says, up to a NUL: that can be translated. */
	struct text column, reason;
	uint64_t rows;
	wide money, hours;        /* where they could be read */
	uint64_t with_money;      /* rows in which money could be read */
	const uint32_t *managers; /* each once, by bytes of their ids */
	size_t manager_count;
	struct reject_place first; /* of its rows, but rows of blanks */
};

/* A reason, or its translation, up to the first `;`, `:` or `(`. */
struct text left_out_short_reason(const char *reason);

/* All reasons, rows of blanks among them: rejected before skipped, by table,
 * the most rows first. The list lives in `arena`. STATUS_OK, STATUS_MEMORY or
 * STATUS_OVERFLOW. */
enum status left_out_by_reason(const struct dataset *data, struct arena *arena,
    struct left_out **reasons, size_t *count);

/* Of the rejects of one file, which begin there, the most rows first. */
enum status left_out_of_file(const struct dataset *data,
    struct reject_place first, struct arena *arena, struct left_out **reasons,
    size_t *count);

#endif
