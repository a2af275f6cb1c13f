/* What reads the keys of a source: one file a group of keys. */
#ifndef IO_IMPORT_CONFIG_SOURCE_PARTS_H
#define IO_IMPORT_CONFIG_SOURCE_PARTS_H

#include "io/import/config/source.h"

/* The source that is being read. */
static inline struct source_configuration *
source_target(const struct yaml_reading *reading)
{
	return reading->target;
}

/* An error unless the node is a mapping such as `example`. */
enum status source_expect_mapping(struct yaml_reading *reading,
    const struct yaml_node *node, const char *example);

/* The field that a key names, in the table that is being read. */
enum status source_read_field(
    struct yaml_reading *reading, const struct yaml_node *key, size_t *field);

yaml_read source_read_columns, source_read_values, source_read_constants,
    source_read_date_order, source_read_number_style, source_read_unit,
    source_read_round, source_read_also, source_read_delimiter,
    source_read_encoding, source_read_free_text, source_read_skip,
    source_read_skip_rows, source_read_unfinished;

#endif
