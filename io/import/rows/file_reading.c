#include "io/import/rows/file_reading.h"

#include "engine/base/arena.h"
#include "io/import/rows/attributes.h"

struct file_reading *
file_readings_add(struct file_readings *readings, const char *path,
    const struct source_configuration *source, uint32_t input,
    struct arena *arena)
{
	struct file_reading *reading =
	    arena_allocate(arena, 1, sizeof *reading);
	if (!reading)
		return NULL;
	*reading = (struct file_reading){ .path = path,
		.table = source->table,
		.source = source,
		.input = input };
	dictionary_init(&reading->words.keys, arena);
	if (readings->last)
		readings->last->next = reading;
	else
		readings->first = reading;
	readings->last = reading;
	readings->count++;
	return reading;
}

static enum column_end
end_of(const struct file_reading *reading,
    const struct attribute_plan *attributes, size_t column)
{
	const struct header *header = reading->header;
	if (header->listed[column] && header->wanted[column])
		return COLUMN_FEEDS;
	for (size_t i = 0; i < attributes->count; i++)
		if (attributes->feeds[i].column == column)
			return COLUMN_ATTRIBUTE;
	return COLUMN_NOT_READ;
}

bool
file_reading_take_header(struct file_reading *reading,
    const struct header *header, const struct attribute_plan *attributes,
    struct arena *arena)
{
	reading->header = header;
	reading->ends =
	    arena_allocate(arena, header->columns, sizeof *reading->ends);
	for (size_t i = 0; reading->ends && i < header->columns; i++)
		reading->ends[i] = end_of(reading, attributes, i);
	return reading->ends;
}

void
file_reading_take_forms(
    struct file_reading *reading, const struct file_forms *forms)
{
	for (size_t f = 0; f < FIELD_COUNT; f++)
		reading->forms[f] = file_forms_reading(forms, f);
}
