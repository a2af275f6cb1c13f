#include "io/import/config/source_parts.h"
#include "io/locale/locale.h"

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
	    reading, node, _("a word, or column: word pairs"));
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
	source->far_dates |= also >> 3 & 1;
	source->short_years |= also >> 4 & 1;
	return status;
}

/* Only timesheets have hours, and money that is a rate or a product. */
static enum status
expect_timesheets(struct yaml_reading *reading, const struct yaml_node *node)
{
	enum table table = source_target(reading)->table;
	return table == TABLE_TIMESHEETS
		   ? STATUS_OK
		   : yaml_wrong(reading, node,
			 "%s is a key of timesheets, not of %s",
			 node->key->text.data, table_name(table));
}

enum status
source_read_unit(struct yaml_reading *reading, const struct yaml_node *node)
{
	int code;
	enum status status = expect_timesheets(reading, node);
	if (!status)
		status = yaml_word(
		    reading, node, setting_words(reading->key->setting), &code);
	if (!status)
		source_target(reading)->unit = (enum hour_unit)(code + 1);
	return status;
}

enum status
source_read_round(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const size_t fields[] = { FIELD_TIMESHEETS_hours,
		FIELD_TIMESHEETS_cost, FIELD_TIMESHEETS_hourly_cost };
	unsigned words = 0;
	enum status status = expect_timesheets(reading, node);
	if (!status)
		status = yaml_words(reading, node, &words);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		source_target(reading)->rounds[fields[i]] |= words >> i & 1;
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
