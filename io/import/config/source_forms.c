#include "io/import/config/source_parts.h"

/* One word for all columns, or column: word pairs. The words of source.def are
 * in the order of enum date_order and enum number_style. */
static enum status
read_forms(struct yaml_reading *reading, const struct yaml_node *node,
    void (*set)(struct source_configuration *source, size_t field, int code))
{
	struct source_configuration *source = source_target(reading);
	const char *const *words = setting_words(reading->key->setting);
	enum status status = STATUS_OK;
	int code = 0;
	if (node->shape == YAML_SCALAR) {
		status = yaml_word(reading, node, words, &code);
		for (size_t f = 0; f < FIELD_COUNT; f++)
			set(source, f, code);
		return status;
	}
	status = source_expect_mapping(
	    reading, node, "a word, or column: word pairs");
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		size_t field;
		status = source_read_field(reading, value->key, &field);
		if (!status)
			status = yaml_word(reading, value, words, &code);
		if (!status)
			set(source, field, code);
	}
	return status;
}

static void
set_order(struct source_configuration *source, size_t field, int code)
{
	source->date_order[field] = (enum date_order)code;
}

static void
set_style(struct source_configuration *source, size_t field, int code)
{
	source->number_style[field] = (enum number_style)code;
}

enum status
source_read_date_order(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_forms(reading, node, set_order);
}

enum status
source_read_number_style(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_forms(reading, node, set_style);
}

enum status
source_read_also(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct source_configuration *source = source_target(reading);
	unsigned also;
	enum status status = yaml_words(reading, node, &also);
	source->excel_dates |= also & 1;
	source->unix_dates |= also >> 1 & 1;
	source->suffixes |= also >> 2 & 1;
	return status;
}

enum status
source_read_delimiter(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	int code;
	enum status status = yaml_word(
	    reading, node, setting_words(reading->key->setting), &code);
	if (!status)
		source_target(reading)->delimiter = ",;\t|"[code];
	return status;
}

enum status
source_read_encoding(struct yaml_reading *reading, const struct yaml_node *node)
{
	const char *const *words = setting_words(reading->key->setting);
	int code;
	enum status status = yaml_word(reading, node, words, &code);
	if (!status)
		source_target(reading)->encoding = words[code];
	return status;
}

enum status
source_read_free_text(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_texts(reading, node, &source_target(reading)->free_text,
	    &source_target(reading)->free_text_count);
}
