#include "io/export/csv/payroll.h"

#include <stdio.h>
#include <string.h>

#include "io/export/csv/pay.h"

/* The column of people.csv with the employees' codes; NULL if it has none of
 * that name. */
static const struct attribute *
codes_of(const struct pay_results *pay)
{
	const struct attributes *attributes =
	    &pay->results->data->attributes[TABLE_PEOPLE];
	const char *name = pay->payroll->employee_code;
	for (size_t i = 0; name && i < attributes->count; i++)
		if (strcmp(attributes->rows[i].name, name) == 0)
			return &attributes->rows[i];
	return NULL;
}

static struct text
employee_of(const struct pay_results *pay, const struct scorecard *card)
{
	const struct attribute *codes = codes_of(pay);
	return codes ? dictionary_text(&pay->results->data->words,
			   codes->words[card->person])
		     : pay_id(pay, card);
}

static enum status
no_codes(const struct pay_results *pay, struct diagnostics *diagnostics)
{
	const struct attributes *attributes =
	    &pay->results->data->attributes[TABLE_PEOPLE];
	const char *name = pay->payroll->employee_code;
	const char *names[64] = { NULL };
	for (size_t i = 0; i < attributes->count && i < 64; i++)
		names[i] = attributes->rows[i].name;
	const char *nearest = text_nearest(text_of(name), names, 64);
	return diagnostics_fail(diagnostics, STATUS_USAGE,
	    "kpi.yaml: payroll: employee_code: people.csv has no column %s%s%s"
	    "%s",
	    name, nearest ? "; did you mean " : "", nearest ? nearest : "",
	    nearest ? "?" : "");
}

enum status
payroll_check(const struct pay_results *pay, struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	if (!pay->payroll->employee_code)
		return STATUS_OK;
	if (!codes_of(pay))
		return no_codes(pay, diagnostics);
	for (size_t i = 0; i < pay->card_count; i++) {
		struct text code = employee_of(pay, &pay->cards[i]);
		const char *id = pay_id(pay, &pay->cards[i]).data;
		if (code.length == 0)
			status = diagnostics_fail(diagnostics, STATUS_USAGE,
			    "people.csv: %s has no %s, the code that payroll "
			    "pays by",
			    id, pay->payroll->employee_code);
		for (size_t j = 0; code.length && j < i; j++)
			if (text_equal(code, employee_of(pay, &pay->cards[j])))
				status = diagnostics_fail(diagnostics,
				    STATUS_USAGE,
				    "people.csv: %s and %s have the same %s "
				    "%s; one would be paid twice",
				    pay_id(pay, &pay->cards[j]).data, id,
				    pay->payroll->employee_code, code.data);
	}
	return status;
}

/* What the cells of a row are made from. */
struct payment {
	struct text employee, name, earning;
	wide amount;
	int places;
	const char *note;
};

static struct datum
cell_of(const struct pay_results *pay, const struct payment *payment,
    enum payroll_field field)
{
	const struct results *results = pay->results;
	switch (field) {
	case PAYROLL_EMPLOYEE:
		return datum_text(payment->employee);
	case PAYROLL_NAME:
		return datum_text(payment->name);
	case PAYROLL_EARNING:
		return datum_text(payment->earning);
	case PAYROLL_AMOUNT:
		return datum_amount(payment->amount, payment->places);
	case PAYROLL_CURRENCY:
		return datum_string(results->definitions->currency);
	case PAYROLL_PERIOD:
		return datum_string(
		    results->views[results->run_period].period.label);
	case PAYROLL_NOTE:
		return datum_string(payment->note);
	case PAYROLL_FIELD_COUNT:
		break;
	}
	return datum_nothing();
}

static void
put_payment(struct values *values, const struct pay_results *pay,
    const struct payment *payment)
{
	const struct payroll_map *map = pay->payroll;
	for (size_t i = 0; i < map->column_count; i++)
		values_put(
		    values, cell_of(pay, payment, map->columns[i].field));
}

/* The places of a part, or of totals. */
static int
places_of(const struct pay_results *pay, int part)
{
	const struct definitions *definitions = pay->results->definitions;
	return pay_places(part == PAY_PART_COUNT ? definitions->pay_unit
						 : pay_part_unit(definitions,
						       (enum pay_part)part));
}

/* The payment of a person for a part, or of their total (PAY_PART_COUNT). False
 * if it has no row: a part of 0. */
static bool
payment_of(const struct pay_results *pay, const struct scorecard *card,
    int part, struct payment *payment)
{
	const struct payroll_map *map = pay->payroll;
	bool total = part == PAY_PART_COUNT;
	*payment = (struct payment){ .employee = employee_of(pay, card),
		.name = pay_name(pay, card),
		.earning = text_of(total ? map->total_code : map->codes[part]),
		.amount =
		    total ? card->due : card->pay[part] - card->paid[part],
		.places = places_of(pay, part),
		.note = total || part == PAY_KPI_BONUS
			    ? card->bonus_note[LANGUAGE_EN]
			    : "" };
	return total || payment->amount != 0;
}

static void
put_control(struct values *values, const struct pay_results *pay, int part)
{
	char note[40];
	size_t rows = 0;
	struct payment payment = { 0 };
	for (size_t i = 0; i < pay->card_count; i++)
		rows += payment_of(pay, &pay->cards[i], part, &payment);
	/* Where nothing was adjusted payroll need not know the code of it. */
	if (rows == 0 && part == PAY_ADJUSTMENT)
		return;
	snprintf(note, sizeof note, "rows: %zu", rows);
	const struct payroll_map *map = pay->payroll;
	bool total = part == PAY_PART_COUNT;
	payment = (struct payment){ .employee = text_of("CONTROL"),
		.name = text_of(""),
		.earning = text_of(total ? map->total_code : map->codes[part]),
		.amount = total ? pay->total_due
				: pay->totals[part] - pay->paid_totals[part],
		.places = places_of(pay, part),
		.note = note };
	put_payment(values, pay, &payment);
}

void
payroll_write(struct values *values, const struct pay_results *pay)
{
	const struct payroll_map *map = pay->payroll;
	bool by_part = map->rows == PAYROLL_OF_PARTS;
	int first = by_part ? 0 : PAY_PART_COUNT;
	int last = by_part ? PAY_PART_COUNT - 1 : PAY_PART_COUNT;
	const char *headers[PAYROLL_FIELD_COUNT];
	for (size_t i = 0; i < map->column_count; i++)
		headers[i] = map->columns[i].header;
	values_begin(values, headers, map->column_count);
	for (size_t i = 0; i < pay->card_count; i++)
		for (int part = first; part <= last; part++) {
			struct payment payment;
			if (payment_of(pay, &pay->cards[i], part, &payment))
				put_payment(values, pay, &payment);
		}
	for (int part = first; map->control_rows && part <= last; part++)
		put_control(values, pay, part);
}
