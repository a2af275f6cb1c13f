#include "io/import/config/source_parts.h"

static const char *const orders[] = { [DATES_UNDECIDED] = "auto",
	[DATES_ISO] = "iso",
	[DATES_YMD] = "ymd",
	[DATES_DMY] = "dmy",
	[DATES_MDY] = "mdy",
	NULL };
static const char *const styles[] = { [NUMBERS_UNDECIDED] = "auto",
	[NUMBERS_PLAIN] = "plain",
	[NUMBERS_POINT] = "point",
	[NUMBERS_COMMA] = "comma",
	NULL };

/* One word for all columns, or column: word pairs. */
static enum status
read_forms(struct yaml_reading *reading, const struct yaml_node *node,
    const char *const *words,
    void (*set)(struct source_configuration *source, size_t field, int code))
{
	struct source_configuration *source = source_target(reading);
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
	return read_forms(reading, node, orders, set_order);
}

enum status
source_read_number_style(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_forms(reading, node, styles, set_style);
}

enum status
source_read_also(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct source_configuration *source = source_target(reading);
	static const char *const words[] = { "excel_dates", "unix_dates",
		"suffixes", NULL };
	bool *const switches[] = { &source->excel_dates, &source->unix_dates,
		&source->suffixes };
	if (node->shape != YAML_LIST)
		return yaml_wrong(reading, node,
		    "also: expected a list of excel_dates, unix_dates, "
		    "suffixes; found %s",
		    yaml_found(node));
	for (const struct yaml_node *item = node->first; item;
	     item = item->next) {
		size_t i = 0;
		while (words[i] && (item->shape != YAML_SCALAR ||
				       !text_is(item->text, words[i])))
			i++;
		if (!words[i])
			return yaml_wrong(reading, item,
			    "also: expected excel_dates, unix_dates or "
			    "suffixes, found %s",
			    yaml_found(item));
		*switches[i] = true;
	}
	return STATUS_OK;
}

enum status
source_read_delimiter(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	static const char *const words[] = { "comma", "semicolon", "tab", "bar",
		NULL };
	int code;
	enum status status = yaml_word(reading, node, words, &code);
	if (!status)
		source_target(reading)->delimiter = ",;\t|"[code];
	return status;
}

enum status
source_read_encoding(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const char *const words[] = { "utf-8", "utf-16le", "utf-16be",
		"windows-1252", "windows-1258", NULL };
	int code;
	enum status status = yaml_word(reading, node, words, &code);
	if (!status)
		source_target(reading)->encoding = words[code];
	return status;
}

enum status
source_read_header_rows(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_integer(
	    reading, node, 1, 10, &source_target(reading)->header_rows);
}

enum status
source_read_free_text(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_texts(reading, node, &source_target(reading)->free_text,
	    &source_target(reading)->free_text_count);
}
