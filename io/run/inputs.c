#include "io/run/inputs.h"

#include "engine/base/arena.h"

const char *
run_inputs_value(
    const struct run_inputs *inputs, size_t index, const char *name)
{
	return run_folder_element(inputs->folder, "inputs", index, name);
}

enum status
run_inputs_list(struct run_inputs *inputs, const struct run_folder *folder,
    struct arena *arena)
{
	const char *path;
	*inputs = (struct run_inputs){ .folder = folder };
	dictionary_init(&inputs->paths, arena);
	for (size_t i = 0; (path = run_inputs_value(inputs, i, "path")); i++) {
		uint32_t count = inputs->paths.count;
		uint32_t id = dictionary_add(&inputs->paths, text_of(path));
		if (id < count)
			continue;
		inputs->first = arena_grown(arena, inputs->first, count,
		    &inputs->capacity, sizeof *inputs->first);
		if (id == NO_ID || !inputs->first)
			return STATUS_MEMORY;
		inputs->first[id] = i;
	}
	return STATUS_OK;
}

bool
run_inputs_find(
    const struct run_inputs *inputs, struct text path, size_t *index)
{
	uint32_t id = dictionary_find(&inputs->paths, path);
	if (id != NO_ID)
		*index = inputs->first[id];
	return id != NO_ID;
}
