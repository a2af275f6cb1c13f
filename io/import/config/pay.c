#include "io/import/config/pay.h"

#include <stdlib.h>
#include <string.h>

#include "io/import/config/configuration.h"

static struct definitions *
definitions_of(const struct yaml_reading *reading)
{
	struct configuration *configuration = reading->target;
	return &configuration->definitions;
}

static struct payroll_map *
payroll_of(const struct yaml_reading *reading)
{
	struct configuration *configuration = reading->target;
	return &configuration->payroll;
}

void
pay_complete_unit(struct definitions *definitions)
{
	if (!definitions->pay_unit)
		definitions->pay_unit = currency_unit(definitions->currency);
}

/* ---- pay ---- */

static enum status
read_band(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct rating_bands *bands = &definitions_of(reading)->rating_bands;
	decimal least;
	enum status status = yaml_decimal(reading, node, &least);
	if (status)
		return status;
	if (bands->count == RATING_BANDS_MOST)
		return yaml_wrong(reading, node, "bands: more than %d bands",
		    RATING_BANDS_MOST);
	if (least < 0 || node->key->text.length == 0)
		return yaml_wrong(reading, node,
		    "bands: expected a name and the least score of the band "
		    "(A: 110), found %s: %s",
		    node->key->text.data, node->text.data);
	const struct rating_band *above =
	    bands->count ? &bands->rows[bands->count - 1] : NULL;
	if (above && least >= above->least)
		return yaml_wrong(reading, node,
		    "bands: %s begins at %s, which is not below the band "
		    "before it, %s; the best band stands first",
		    node->key->text.data, node->text.data, above->name.data);
	bands->rows[bands->count++] =
	    (struct rating_band){ node->key->text, least };
	return STATUS_OK;
}

/* Below the lowest band the rating is D, unless D is one of the names: then
 * the bands must reach down to 0. */
enum status
pay_read_bands(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct rating_bands *bands = &definitions_of(reading)->rating_bands;
	if (node->shape != YAML_MAPPING || !node->first)
		return yaml_unexpected(reading, node);
	*bands = (struct rating_bands){ .otherwise = { "D", 1 } };
	for (const struct yaml_node *band = node->first; band;
	     band = band->next) {
		enum status status = read_band(reading, band);
		if (status)
			return status;
	}
	const struct rating_band *lowest = &bands->rows[bands->count - 1];
	for (size_t i = 0; lowest->least && i < bands->count; i++)
		if (text_equal(bands->rows[i].name, bands->otherwise))
			return yaml_wrong(reading, node,
			    "bands: D is the rating below all bands; give the "
			    "lowest band 0, or another name to D");
	return STATUS_OK;
}

/* ---- payroll ---- */

/* `our name: their header`, in the order of the file. */
enum status
payroll_read_columns(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct payroll_map *payroll = payroll_of(reading);
	payroll->column_count = 0;
	if (node->shape != YAML_MAPPING || !node->first)
		return yaml_unexpected(reading, node);
	for (const struct yaml_node *column = node->first; column;
	     column = column->next) {
		size_t field = 0;
		while (payroll_fields[field] &&
		       !text_is(column->key->text, payroll_fields[field]))
			field++;
		if (field == PAYROLL_FIELD_COUNT)
			return yaml_unknown_key(reading, column->key,
			    payroll_fields, PAYROLL_FIELD_COUNT);
		if (column->shape != YAML_SCALAR || column->text.length == 0)
			return yaml_wrong(reading, column,
			    "columns: %s: expected the header of payroll's "
			    "file, found %s",
			    column->key->text.data, yaml_found(column));
		payroll->columns[payroll->column_count].field =
		    (enum payroll_field)field;
		payroll->columns[payroll->column_count++].header =
		    column->text.data;
	}
	return STATUS_OK;
}

/* A file without the person or the amount is of no use. */
static enum status
check_columns(struct yaml_reading *reading, const struct yaml_node *node,
    const struct payroll_map *payroll)
{
	static const enum payroll_field needed[] = { PAYROLL_EMPLOYEE,
		PAYROLL_AMOUNT };
	for (size_t i = 0; i < 2; i++) {
		bool found = false;
		for (size_t c = 0; c < payroll->column_count; c++)
			found |= payroll->columns[c].field == needed[i];
		if (!found)
			return yaml_wrong(reading, node,
			    "payroll: columns: %s is missing",
			    payroll_fields[needed[i]]);
	}
	return STATUS_OK;
}

/* Codes of parts where a person has one row for all parts, which none of them
 * would reach. */
static enum status
check_codes(struct yaml_reading *reading, const struct yaml_node *node,
    const struct payroll_map *payroll)
{
	for (const struct yaml_node *key = node->first;
	     key && payroll->rows == PAYROLL_OF_TOTALS; key = key->next) {
		if (!text_is(key->key->text, "codes"))
			continue;
		for (const struct yaml_node *code = key->first; code;
		     code = code->next)
			if (!text_is(code->key->text, "total"))
				return yaml_wrong(reading, code,
				    "payroll: codes: %s is the code of a part, "
				    "but a person has one row for the total; "
				    "add rows: part, or give codes: {total: …}",
				    code->key->text.data);
	}
	return STATUS_OK;
}

enum status
payroll_read(struct yaml_reading *reading, const struct yaml_node *node)
{
	payroll_of(reading)->wanted = true;
	enum status status = yaml_read_below(reading, node);
	if (!status)
		status = check_columns(reading, node, payroll_of(reading));
	return status ? status
		      : check_codes(reading, node, payroll_of(reading));
}
