#include "io/export/csv/payroll.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "io/export/csv/pay.h"
#include "io/locale/locale.h"

/* ---- the shape ---- */

static const char *
code_of(const struct payroll_map *map, int pays)
{
	return pays == PAYROLL_WHOLE ? map->total_code : map->codes[pays];
}

static struct datum
cell_of(const struct payroll_file *file, const struct payroll_line *line,
    enum payroll_field field)
{
	struct datum datum = datum_nothing();
	switch (field) {
	case PAYROLL_EMPLOYEE:
		return datum_text(line->employee);
	case PAYROLL_NAME:
		return datum_text(line->name);
	case PAYROLL_EARNING:
		return datum_string(code_of(file->map, line->pays));
	case PAYROLL_AMOUNT:
		datum = datum_amount(line->amount, file->places[line->pays]);
		datum.in_full = true;
		return datum;
	case PAYROLL_CURRENCY:
		return datum_string(file->currency);
	case PAYROLL_PERIOD:
		return datum_string(file->period);
	case PAYROLL_NOTE:
		return datum_string(line->note);
	case PAYROLL_FIELD_COUNT:
		break;
	}
	return datum;
}

/* Does a spreadsheet keep all digits of the amount? It keeps 15. */
static bool
fits_sheet(wide amount)
{
	const unsigned_wide most = (unsigned_wide)1000000000000000;
	unsigned_wide size = wide_size(amount);
	while (size && size % 10 == 0)
		size /= 10;
	return size < most;
}

static void
put_cells(struct payroll_file *file, const struct payroll_line *line)
{
	const struct payroll_map *map = file->map;
	if (map->format == PAYROLL_XLSX && !file->too_long &&
	    !fits_sheet(line->amount))
		file->too_long = line->employee.data;
	for (size_t i = 0; i < map->column_count; i++)
		values_put(
		    file->values, cell_of(file, line, map->columns[i].field));
}

void
payroll_begin(struct payroll_file *file)
{
	for (size_t i = 0; i < file->map->column_count; i++)
		file->headers[i] = file->map->columns[i].header;
	values_begin(file->values, file->headers, file->map->column_count);
}

void
payroll_put(struct payroll_file *file, const struct payroll_line *line)
{
	put_cells(file, line);
	file->rows[line->pays]++;
	file->overflow |= !wide_add(&file->sums[line->pays], line->amount);
}

/* Payroll need not know the codes of what occurs in no row: adjustments, and
 * what a cap on the total takes off. */
static bool
is_controlled(const struct payroll_file *file, int pays)
{
	bool by_part = file->map->rows == PAYROLL_OF_PARTS;
	if (pays == PAYROLL_WHOLE)
		return !by_part || file->rows[pays];
	return by_part && (pays != PAY_ADJUSTMENT || file->rows[pays]);
}

enum status
payroll_end(struct payroll_file *file)
{
	for (int pays = 0; pays < PAYROLL_CODES; pays++) {
		char note[40];
		if (!file->map->control_rows || !is_controlled(file, pays))
			continue;
		snprintf(note, sizeof note, "rows: %zu", file->rows[pays]);
		put_cells(file,
		    &(struct payroll_line){ .employee = text_of("CONTROL"),
			.name = text_of(""),
			.pays = pays,
			.amount = file->sums[pays],
			.note = note });
	}
	if (values_end(file->values))
		return diagnostics_no_memory(file->diagnostics);
	if (file->overflow)
		return diagnostics_fail(file->diagnostics, STATUS_OVERFLOW,
		    "payroll: a sum does not fit into 128 bits");
	return file->too_long
		   ? diagnostics_fail(file->diagnostics, STATUS_USAGE,
			 "payroll.xlsx: an amount of employee %s has more "
			 "digits than a "
			 "spreadsheet keeps (15); write a CSV (payroll: "
			 "{format: csv})",
			 file->too_long)
		   : STATUS_OK;
}

/* ---- of a run ---- */

static struct text
employee_of(const struct pay_results *pay, const struct scorecard *card)
{
	const struct dataset *data = pay->results->data;
	const struct attribute *codes =
	    payroll_employee_codes(data, pay->payroll);
	return codes ? dictionary_text(&data->words, codes->words[card->person])
		     : pay_id(pay, card);
}

/* What a person gets of a part; and by part, what the parts leave of what is
 * due. */
static wide
amount_of(const struct pay_results *pay, const struct scorecard *card, int pays)
{
	wide rest = card->due;
	if (pays != PAYROLL_WHOLE)
		return card->pay[pays] - card->paid[pays];
	for (int part = 0;
	     pay->payroll->rows == PAYROLL_OF_PARTS && part < PAY_PART_COUNT;
	     part++)
		rest -= card->pay[part] - card->paid[part];
	return rest;
}

static const char *
note_of(const struct pay_results *pay, const struct scorecard *card, int pays)
{
	if (pays != PAYROLL_WHOLE)
		return card->part_notes[pays][locale_spoken()];
	return pay->payroll->rows == PAYROLL_OF_PARTS
		   ? _("what a cap on the total takes off")
		   : card->bonus_note[locale_spoken()];
}

static void
put_card(struct payroll_file *file, const struct pay_results *pay,
    const struct scorecard *card)
{
	bool by_part = file->map->rows == PAYROLL_OF_PARTS;
	for (int pays = by_part ? 0 : PAYROLL_WHOLE; pays < PAYROLL_CODES;
	     pays++) {
		wide amount = amount_of(pay, card, pays);
		if (amount != 0 || !by_part)
			payroll_put(
			    file, &(struct payroll_line){
				      .employee = employee_of(pay, card),
				      .name = pay_name(pay, card),
				      .pays = pays,
				      .amount = amount,
				      .note = note_of(pay, card, pays) });
	}
}

enum status
payroll_write(struct values *values, const struct pay_results *pay,
    struct diagnostics *diagnostics)
{
	const struct results *results = pay->results;
	const struct definitions *definitions = results->definitions;
	struct payroll_file file = { .values = values,
		.diagnostics = diagnostics,
		.map = pay->payroll,
		.currency = definitions->currency,
		.period = results->views[results->run_period].period.label };
	for (int pays = 0; pays < PAYROLL_CODES; pays++)
		file.places[pays] = pay_places(
		    pays == PAYROLL_WHOLE
			? definitions->pay_unit
			: pay_part_unit(definitions, (enum pay_part)pays));
	payroll_begin(&file);
	for (size_t i = 0; i < pay->card_count; i++)
		put_card(&file, pay, &pay->cards[i]);
	return payroll_end(&file);
}

/* ---- whether payroll can read it ---- */

const char *
payroll_code_fault(const struct payroll_map *map, struct text code)
{
	if (map->format == PAYROLL_CSV)
		return csv_is_guarded(code)
			   ? _("would be run as a formula by a spreadsheet, "
			       "and "
			       "with a guard payroll would not know it")
			   : NULL;
	bool fits = code.length <= 32767;
	for (size_t i = 0; i < code.length; i++)
		fits &= (unsigned char)code.data[i] >= 0x20;
	fits &= !strstr(code.data, "\xef\xbf\xbe") && /* U+FFFE, U+FFFF */
		!strstr(code.data, "\xef\xbf\xbf");
	return fits ? NULL : _("is nothing that a workbook can hold");
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

/* Where a person's last spell stands: FILE:LINE. */
static const char *
place_of_card(const struct pay_results *pay, const struct scorecard *card,
    struct diagnostics *diagnostics)
{
	const struct dataset *data = pay->results->data;
	const char *place = place_text(
	    data, data->people[card->person].source, diagnostics->arena);
	return place ? place : "people.csv";
}

/* Has everybody a code, each their own? */
static enum status
check_codes(const struct pay_results *pay, struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	const char *column = pay->payroll->employee_code;
	for (size_t i = 0; i < pay->card_count; i++) {
		struct text code = employee_of(pay, &pay->cards[i]);
		const char *id = pay_id(pay, &pay->cards[i]).data;
		if (code.length == 0)
			status = diagnostics_fail(diagnostics, STATUS_USAGE,
			    "people.csv: %s has no %s, the code that payroll "
			    "pays by",
			    id, column);
		for (size_t j = 0; code.length && j < i; j++)
			if (text_equal(code, employee_of(pay, &pay->cards[j])))
				status = diagnostics_fail(diagnostics,
				    STATUS_USAGE,
				    "people.csv: %s and %s have the same %s "
				    "%s; one would be paid twice",
				    pay_id(pay, &pay->cards[j]).data, id,
				    column, code.data);
	}
	return status;
}

static enum status
check_card(const struct pay_results *pay, const struct scorecard *card,
    struct diagnostics *diagnostics)
{
	const struct payroll_map *map = pay->payroll;
	struct text code = employee_of(pay, card);
	const char *fault = payroll_code_fault(map, code);
	const char *mend =
	    map->employee_code
		? _("mend it")
		: _("give people.csv a column of codes (payroll: "
		    "{employee_code: COLUMN} in kpi.yaml)");
	enum status status = STATUS_OK;
	if (fault)
		status = diagnostics_fail(diagnostics, STATUS_USAGE,
		    "%s: %s \"%s\" in payroll's file %s; %s%s",
		    place_of_card(pay, card, diagnostics),
		    map->employee_code ? map->employee_code : _("the id"),
		    code.data, fault, mend,
		    map->format == PAYROLL_CSV
			? _(", or write a workbook (payroll: {format: xlsx})")
			: "");
	return status;
}

/* Headers and earning codes stand in kpi.yaml. */
static enum status
check_word(const struct payroll_map *map, const char *key, const char *word,
    struct diagnostics *diagnostics)
{
	if (!word || map->format != PAYROLL_CSV ||
	    !csv_is_guarded(text_of(word)))
		return STATUS_OK;
	return diagnostics_fail(diagnostics, STATUS_USAGE,
	    "kpi.yaml: payroll: %s: \"%s\" would be run as a formula by a "
	    "spreadsheet; name it otherwise, or write a workbook (payroll: "
	    "{format: xlsx})",
	    key, word);
}

enum status
payroll_check(const struct pay_results *pay, struct diagnostics *diagnostics)
{
	const struct payroll_map *map = pay->payroll;
	enum status status = STATUS_OK;
	if (map->employee_code &&
	    !payroll_employee_codes(pay->results->data, map))
		return no_codes(pay, diagnostics);
	if (map->employee_code)
		status = check_codes(pay, diagnostics);
	for (size_t i = 0; i < map->column_count; i++)
		status = status_of_both(
		    status, check_word(map, "columns", map->columns[i].header,
				diagnostics));
	for (int pays = 0; pays < PAYROLL_CODES; pays++)
		status = status_of_both(status,
		    check_word(map, "codes", code_of(map, pays), diagnostics));
	for (size_t i = 0; i < pay->card_count; i++)
		status = status_of_both(
		    status, check_card(pay, &pay->cards[i], diagnostics));
	return status;
}
