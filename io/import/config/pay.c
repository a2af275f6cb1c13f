#include "io/import/config/pay.h"

#include <stdlib.h>
#include <string.h>

#include "engine/model/schema.h"

static struct pay_terms *
terms_of(const struct yaml_reading *reading)
{
	return reading->target;
}

static struct payroll_map *
payroll_of(const struct yaml_reading *reading)
{
	return reading->target;
}

/* Reads a mapping of known keys into another target. */
static enum status
read_into(struct yaml_reading *reading, const struct yaml_node *node,
    const struct yaml_key *keys, size_t count, void *target)
{
	void *before = reading->target;
	reading->target = target;
	enum status status = yaml_read_keys(reading, node, keys, count);
	reading->target = before;
	return status;
}

struct pay_terms
pay_terms_default(void)
{
	return (struct pay_terms){
		.bands = { { { "A", 1 }, 110 * DECIMAL_ONE },
		    { { "B", 1 }, 90 * DECIMAL_ONE },
		    { { "C", 1 }, 70 * DECIMAL_ONE } },
		.band_count = 3,
		.otherwise = { "D", 1 },
	};
}

void
pay_terms_complete(struct pay_terms *terms, const char *currency)
{
	/* ISO 4217: currencies without decimals. */
	static const char *const whole[] = { "VND", "JPY", "KRW", "LAK", "IDR",
		"CLP", "ISK", "XAF", "XOF", "XPF", "UGX", "PYG" };
	if (terms->unit)
		return;
	terms->unit = DECIMAL_ONE / 100;
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (strcmp(currency, whole[i]) == 0)
			terms->unit = DECIMAL_ONE;
}

/* ---- pay ---- */

static enum status
read_rate(
    struct yaml_reading *reading, const struct yaml_node *node, decimal *rate)
{
	enum status status = yaml_decimal(reading, node, rate);
	if (!status && (*rate < 0 || *rate > DECIMAL_ONE))
		return yaml_wrong(reading, node,
		    "%s: expected a rate from 0 to 1 (0.02 for 2 percent), "
		    "found %s",
		    node->key->text.data, node->text.data);
	return status;
}

#define RATE_READER(name, KIND)                                                \
	static enum status read_##name(                                        \
	    struct yaml_reading *reading, const struct yaml_node *node)        \
	{                                                                      \
		return read_rate(                                              \
		    reading, node, &terms_of(reading)->commission[KIND]);      \
	}
RATE_READER(new, KIND_NEW)
RATE_READER(renewal, KIND_RENEWAL)
RATE_READER(upsell, KIND_UPSELL)
RATE_READER(cross_sell, KIND_CROSS_SELL)
#undef RATE_READER

/* One rate for all kinds, or a mapping by kind. */
static enum status
read_commission(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = { { "new", read_new },
		{ "renewal", read_renewal }, { "upsell", read_upsell },
		{ "cross_sell", read_cross_sell } };
	decimal *rates = terms_of(reading)->commission;
	if (node->shape != YAML_SCALAR)
		return yaml_read_keys(reading, node, keys, 4);
	enum status status = read_rate(reading, node, &rates[0]);
	for (int kind = 1; kind < 4; kind++)
		rates[kind] = rates[0];
	return status;
}

static enum status
read_award(struct yaml_reading *reading, const struct yaml_node *node)
{
	decimal *award = &terms_of(reading)->project_award;
	enum status status = yaml_decimal(reading, node, award);
	return status || *award >= 0
		   ? status
		   : yaml_wrong(reading, node,
			 "project_award: must not be negative, found %s",
			 node->text.data);
}

static enum status
read_unit(struct yaml_reading *reading, const struct yaml_node *node)
{
	decimal *unit = &terms_of(reading)->unit;
	enum status status = yaml_decimal(reading, node, unit);
	return status || *unit > 0
		   ? status
		   : yaml_wrong(reading, node,
			 "unit: expected the smallest amount that is paid, "
			 "such as 1, 1000 or 0.01, found %s",
			 node->text.data);
}

static int
highest_first(const void *left, const void *right)
{
	const struct rating_band *a = left, *b = right;
	return (a->least < b->least) - (a->least > b->least);
}

static enum status
read_band(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct pay_terms *terms = terms_of(reading);
	decimal least;
	enum status status = yaml_decimal(reading, node, &least);
	if (status)
		return status;
	if (terms->band_count == RATING_BANDS_MOST)
		return yaml_wrong(reading, node, "bands: more than %d bands",
		    RATING_BANDS_MOST);
	if (least < 0 || node->key->text.length == 0)
		return yaml_wrong(reading, node,
		    "bands: expected a name and the least score of the band "
		    "(A: 110), found %s: %s",
		    node->key->text.data, node->text.data);
	for (size_t i = 0; i < terms->band_count; i++)
		if (terms->bands[i].least == least)
			return yaml_wrong(reading, node,
			    "bands: %s begins where %s does; each needs a "
			    "least score of its own",
			    node->key->text.data, terms->bands[i].name.data);
	terms->bands[terms->band_count++] =
	    (struct rating_band){ node->key->text, least };
	return STATUS_OK;
}

/* Below the lowest band the rating is D, unless D is one of the names: then
 * the bands must reach down to 0. */
static enum status
read_bands(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct pay_terms *terms = terms_of(reading);
	if (node->shape != YAML_MAPPING || !node->first)
		return yaml_wrong(reading, node,
		    "bands: expected a mapping such as {A: 110, B: 90, C: 70}, "
		    "found %s",
		    yaml_found(node));
	terms->band_count = 0;
	for (const struct yaml_node *band = node->first; band;
	     band = band->next) {
		enum status status = read_band(reading, band);
		if (status)
			return status;
	}
	qsort(terms->bands, terms->band_count, sizeof *terms->bands,
	    highest_first);
	const struct rating_band *lowest = &terms->bands[terms->band_count - 1];
	for (size_t i = 0; lowest->least && i < terms->band_count; i++)
		if (text_equal(terms->bands[i].name, terms->otherwise))
			return yaml_wrong(reading, node,
			    "bands: D is the rating below all bands; give the "
			    "lowest band 0, or another name to D");
	return STATUS_OK;
}

enum status
pay_read(struct yaml_reading *reading, const struct yaml_node *node,
    struct pay_terms *terms)
{
	static const struct yaml_key keys[] = { { "commission",
						    read_commission },
		{ "project_award", read_award }, { "unit", read_unit },
		{ "bands", read_bands } };
	return read_into(
	    reading, node, keys, sizeof keys / sizeof *keys, terms);
}

/* ---- payroll ---- */

static const char *const payroll_fields[] = { "employee", "name", "earning",
	"amount", "currency", "period", "note", NULL };

/* `our name: their header`, in the order of the file. */
static enum status
read_columns(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct payroll_map *payroll = payroll_of(reading);
	payroll->column_count = 0;
	if (node->shape != YAML_MAPPING || !node->first)
		return yaml_wrong(reading, node,
		    "columns: expected a mapping such as {employee: EMP, "
		    "amount: AMOUNT}, found %s",
		    yaml_found(node));
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

static enum status
read_rows(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const char *const words[] = { "total", "part", NULL };
	int code = 0;
	enum status status = yaml_word(reading, node, words, &code);
	payroll_of(reading)->by_part = code == 1;
	return status;
}

static enum status
read_control(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const char *const words[] = { "no", "yes", NULL };
	int code = 0;
	enum status status = yaml_word(reading, node, words, &code);
	payroll_of(reading)->control_rows = code == 1;
	return status;
}

static enum status
read_code(struct yaml_reading *reading, const struct yaml_node *node,
    const char **code)
{
	if (node->shape != YAML_SCALAR || node->text.length == 0)
		return yaml_wrong(reading, node,
		    "codes: %s: expected an earning code, found %s",
		    node->key->text.data, yaml_found(node));
	*code = node->text.data;
	return STATUS_OK;
}

#define CODE_READER(name, MEMBER)                                              \
	static enum status read_code_##name(                                   \
	    struct yaml_reading *reading, const struct yaml_node *node)        \
	{                                                                      \
		return read_code(reading, node, &payroll_of(reading)->MEMBER); \
	}
CODE_READER(kpi_bonus, codes[PAY_KPI_BONUS])
CODE_READER(commission, codes[PAY_COMMISSION])
CODE_READER(project_award, codes[PAY_AWARD])
CODE_READER(total, total_code)
#undef CODE_READER

static enum status
read_codes(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = { { "kpi_bonus",
						    read_code_kpi_bonus },
		{ "commission", read_code_commission },
		{ "project_award", read_code_project_award },
		{ "total", read_code_total } };
	return yaml_read_keys(reading, node, keys, 4);
}

static enum status
read_employee_code(struct yaml_reading *reading, const struct yaml_node *node)
{
	if (node->shape != YAML_SCALAR || node->text.length == 0)
		return yaml_wrong(reading, node,
		    "employee_code: expected a column of people.csv, found %s",
		    yaml_found(node));
	payroll_of(reading)->employee_code = node->text.data;
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

enum status
payroll_read(struct yaml_reading *reading, const struct yaml_node *node,
    struct payroll_map *payroll)
{
	static const struct yaml_key keys[] = { { "columns", read_columns },
		{ "rows", read_rows }, { "codes", read_codes },
		{ "control", read_control },
		{ "employee_code", read_employee_code } };
	*payroll = (struct payroll_map){
		.wanted = true,
		.columns = { { PAYROLL_EMPLOYEE, "employee" },
		    { PAYROLL_EARNING, "earning" },
		    { PAYROLL_AMOUNT, "amount" },
		    { PAYROLL_CURRENCY, "currency" },
		    { PAYROLL_PERIOD, "period" }, { PAYROLL_NOTE, "note" } },
		.column_count = 6,
		.codes = { "kpi_bonus", "commission", "project_award" },
		.total_code = "bonus",
	};
	enum status status =
	    read_into(reading, node, keys, sizeof keys / sizeof *keys, payroll);
	return status ? status : check_columns(reading, node, payroll);
}
