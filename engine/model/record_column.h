/* A column of the records behind a metric, by its name: of contracts and
 * surveys what their rows keep, and attributes; of clients what clients.csv
 * has; and of clients and projects the attributes that all their contracts
 * share. `kpi query --by` knows the same names. */
#ifndef ENGINE_MODEL_RECORD_COLUMN_H
#define ENGINE_MODEL_RECORD_COLUMN_H

#include "engine/model/datum.h"

struct record_column {
	enum record_kind kind;
	enum record_column_place {
		COLUMN_ID,        /* the record's own id */
		COLUMN_FIELD,     /* of its row: index of the schema */
		COLUMN_ATTRIBUTE, /* of its row: index of its table's */
		COLUMN_SHARED,    /* of its contracts: index of theirs */
		COLUMN_CLIENT     /* of a project: whose it is */
	} place;
	size_t index;
};

/* The column of that name, ASCII case ignored; false if the records have none.
 * Kinds that no metric of a share has (timesheets, adjustments) have none. */
bool record_column_find(const struct dataset *data, enum record_kind kind,
    struct text name, struct record_column *column);

/* The nearest name that there is, or NULL. Without memory NULL, too. */
const char *record_column_nearest(const struct dataset *data,
    enum record_kind kind, struct text name, struct arena *scratch);

/* What a record has there, as a text; empty for a blank. It lies in the data
 * set or in `buffer`. */
struct text record_column_text(const struct dataset *data,
    const struct record_column *column, uint32_t record,
    char buffer[DATUM_TEXT_SIZE]);

/* Of one word a contract, by index, `stride` bytes apart: that of all contracts
 * of a thing, where they have the same, else "(several)". */
struct text record_shared_word(const struct dataset *data,
    const struct grouping *contracts, size_t thing, const uint32_t *words,
    size_t stride);

#endif
