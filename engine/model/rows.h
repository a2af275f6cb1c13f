/* The rows of a table, whatever their struct: counted, looked at and added by
 * the schema. Timesheets are counted only: they keep their rows in a way of
 * their own (timesheets.h). */
#ifndef ENGINE_MODEL_ROWS_H
#define ENGINE_MODEL_ROWS_H

#include "engine/model/datum.h"
#include "engine/model/plan.h"
#include "engine/model/schema.h"

/* Room for a row of any table. */
union any_row {
	struct source source;
#define TABLE(ID, name, row, ...) struct row name;
#define BIG_TABLE(...)
#include "engine/model/tables.def"
};

size_t rows_count(const struct dataset *dataset, enum table table);

/* The row of an index below the table's count. */
const void *rows_at(
    const struct dataset *dataset, enum table table, size_t index);

/* What a row keeps of a column, which is KEPT. The text lies in the data set.
 */
struct datum rows_cell(
    const struct dataset *dataset, const void *row, const struct field *field);

/* Adds a copy of *row, whose ids and texts are those of the data set. *capacity
 * is how many rows there is room for. False without memory. */
bool rows_add(struct dataset *dataset, enum table table, const void *row,
    size_t *capacity);

/* Takes out the rows that are marked, with their attributes, which must have a
 * word for each row. */
void rows_drop(struct dataset *dataset, enum table table, const bool *dropped);

/* Gives back what the table grew beyond its rows. */
void rows_trim(struct dataset *dataset, enum table table);

/* The number of a text in the type's dictionary, added if new; NO_ID for a
 * blank one. False without memory. */
bool rows_intern(struct dataset *dataset, enum field_type type,
    struct text text, uint32_t *id);

#endif
