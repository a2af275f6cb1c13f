#include "io/run/payroll_map.h"

#include <stdio.h>
#include <string.h>

#include "io/locale/locale.h"

void
payroll_map_put(struct json_writer *json, const struct payroll_map *map)
{
	if (!map->wanted) {
		json_put_text(json, "payroll", NULL);
		return;
	}
	json_open(json, "payroll", '{');
	json_put_text(json, "format", payroll_format_words[map->format]);
	json_put_text(json, "rows", payroll_rows_words[map->rows]);
	json_put_text(json, "control", map->control_rows ? "yes" : "no");
	json_put_text(json, "employee_code", map->employee_code);
	json_open(json, "columns", '[');
	for (size_t i = 0; i < map->column_count; i++) {
		json_open(json, NULL, '{');
		json_put_text(
		    json, "holds", payroll_fields[map->columns[i].field]);
		json_put_text(json, "header", map->columns[i].header);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_open(json, "codes", '{');
	for (int part = 0; part < PAY_PART_COUNT; part++)
		json_put_text(
		    json, pay_part_name((enum pay_part)part), map->codes[part]);
	json_put_text(json, "total", map->total_code);
	json_close(json, '}');
	json_close(json, '}');
}

/* ---- read back ---- */

static const char *
value_of(const struct run_folder *folder, const char *name)
{
	char key[100];
	snprintf(key, sizeof key, "configuration.payroll.%s", name);
	return run_folder_value(folder, key);
}

/* Which of the words it is; false if none. */
static bool
word_of(const char *text, const char *const *words, int *code)
{
	for (*code = 0; text && words[*code]; ++*code)
		if (strcmp(text, words[*code]) == 0)
			return true;
	return false;
}

static bool
read_columns(struct payroll_map *map, const struct run_folder *folder)
{
	static const char list[] = "configuration.payroll.columns";
	const char *holds, *header;
	while ((holds = run_folder_element(
		    folder, list, map->column_count, "holds"))) {
		int field;
		header = run_folder_element(
		    folder, list, map->column_count, "header");
		if (map->column_count == PAYROLL_COLUMNS_MOST || !header ||
		    !word_of(holds, payroll_fields, &field))
			return false;
		map->columns[map->column_count].field =
		    (enum payroll_field)field;
		map->columns[map->column_count++].header = header;
	}
	return map->column_count > 0;
}

static bool
read_codes(struct payroll_map *map, const struct run_folder *folder)
{
	char name[60];
	bool all = true;
	for (int part = 0; part < PAY_PART_COUNT; part++) {
		snprintf(name, sizeof name, "codes.%s",
		    pay_part_name((enum pay_part)part));
		all &= (map->codes[part] = value_of(folder, name)) != NULL;
	}
	all &= (map->total_code = value_of(folder, "codes.total")) != NULL;
	return all;
}

enum status
payroll_map_read(struct payroll_map *map, const struct run_folder *folder,
    struct diagnostics *diagnostics)
{
	const char *rows = value_of(folder, "rows");
	const char *control = value_of(folder, "control");
	*map = (struct payroll_map){ .wanted = rows != NULL };
	if (!map->wanted)
		return STATUS_OK;
	map->employee_code = value_of(folder, "employee_code");
	map->control_rows = control && strcmp(control, "yes") == 0;
	if (word_of(rows, payroll_rows_words, &map->rows) &&
	    word_of(value_of(folder, "format"), payroll_format_words,
		&map->format) &&
	    read_columns(map, folder) && read_codes(map, folder))
		return STATUS_OK;
	return diagnostics_fail(diagnostics, STATUS_INPUT,
	    "%s/%s: not what kpi run wrote: configuration.payroll",
	    folder->path, RUN_RECORD);
}
