/* Where a row came from. */
#ifndef ENGINE_MODEL_SOURCE_H
#define ENGINE_MODEL_SOURCE_H

#include <stdint.h>

/* An input (dataset.inputs) and the physical line on which the row begins, from
 * 1. */
struct source {
	uint32_t input, line;
};

#endif
