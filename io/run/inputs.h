/* The inputs that a run's run.json lists, found by their paths. */
#ifndef IO_RUN_INPUTS_H
#define IO_RUN_INPUTS_H

#include "engine/base/status.h"
#include "engine/base/text.h"
#include "io/run/folder.h"

struct run_inputs {
	const struct run_folder *folder;
	struct dictionary paths;
	size_t *first; /* by path: the first input of it */
	size_t capacity;
};

/* STATUS_OK or STATUS_MEMORY; the folder must outlive the list. */
enum status run_inputs_list(struct run_inputs *inputs,
    const struct run_folder *folder, struct arena *arena);

/* An input's place in run.json; false if the run has not read it. */
bool run_inputs_find(
    const struct run_inputs *inputs, struct text path, size_t *index);

/* What run.json says of that input; NULL if it does not. */
const char *run_inputs_value(
    const struct run_inputs *inputs, size_t index, const char *name);

#endif
