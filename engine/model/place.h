/* Where a row stands, in words: FILE:LINE.
 *
 * Outputs call a file by its path below the data set's folder, so that
 * jan/contracts.csv and feb/contracts.csv are two files, and the outputs do not
 * depend on where the folder lies. (Messages say the path that was opened, so
 * that a reader can open it from where they stand.) */
#ifndef ENGINE_MODEL_PLACE_H
#define ENGINE_MODEL_PLACE_H

#include "engine/base/decimal.h"
#include "engine/model/dataset.h"

/* FILE, a colon and LINE, for writers that join them without a copy. All three
 * are empty for a row that stands nowhere (line 0). The place must stay where
 * it is: the last part lies in `line`. */
struct place {
	struct text parts[3];
	char line[WHOLE_TEXT_SIZE];
};

void place_of(
    struct place *place, const struct dataset *data, struct source source);

/* The same as one text in `arena`; "" for a row that stands nowhere, NULL
 * without memory. */
const char *place_text(
    const struct dataset *data, struct source source, struct arena *arena);

#endif
