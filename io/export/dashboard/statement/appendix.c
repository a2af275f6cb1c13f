/* The appendix: how every amount was computed, down to the rows of the files.
 */
#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "io/export/dashboard/statement/kit.h"

/* A client by name, other records by id and client; of a contract that is
 * another's nothing but that it is one. */
static const char *
label_of(const struct statement *statement, const struct proof_row *proof)
{
	if (proof->of_another)
		return statement_word(
		    statement, "a contract of another person");
	if (!*proof->client)
		return proof->label;
	return proof->of_client ? proof->client
				: statement_say(statement, "%s, %s",
				      proof->label, proof->client);
}

static void
write_proof_row(const struct statement *statement, struct sheet *sheet,
    uint32_t row, const struct proof_row *proof)
{
	static const enum measure_format formats[] = {
		[PROOF_MONEY] = FORMAT_MONEY,
		[PROOF_COUNT] = FORMAT_COUNT,
		[PROOF_SHARE] = FORMAT_PERCENT,
		[PROOF_RATIO] = FORMAT_PERCENT,
		[PROOF_SCORES] = FORMAT_SCORE,
		[PROOF_PERCENT] = FORMAT_RATIO,
		[PROOF_PLAIN] = FORMAT_PLAIN,
	};
	static const char spaces[] = "                ";
	int indent = (int)proof->depth * 2;
	struct source nowhere = { 0 };
	sheet_string(sheet, row, 0, ROLE_NOTE, proof->number);
	sheet_string(sheet, row, 1,
	    proof->kind <= PROOF_METRIC ? ROLE_LABEL : ROLE_BODY,
	    arena_format(statement->report->arena, "%.*s%s", indent, spaces,
		label_of(statement, proof)));
	sheet_number(sheet, row, 2,
	    proof->kind <= PROOF_PART ? ROLE_KEY : ROLE_BODY,
	    formats[proof->unit], proof->value);
	sheet_string(sheet, row, 3, ROLE_BODY,
	    proof->unit == PROOF_PERCENT && proof->value.defined ? "%" : "");
	sheet_string(sheet, row, 4, ROLE_WRAPPED_REMARK, proof->how);
	sheet_string(sheet, row, 5, ROLE_NOTE,
	    place_text(statement->results->data,
		proof->of_another ? nowhere : proof->source,
		statement->report->arena));
}

void
statement_appendix(const struct statement *statement)
{
	const char *title = statement_word(statement, "How this was computed");
	struct sheet *sheet = report_sheet(statement->report, text_of(title));
	const char *headings[] = { statement_word(statement, "No."),
		statement_word(statement, "What"),
		statement_word(statement, "Value"), "",
		statement_word(statement, "How it came about"),
		statement_word(statement, "Source (file:line)") };
	uint32_t row = 3;
	statement_head(statement, sheet, title);
	for (int c = 0; c < 6; c++)
		sheet_string(sheet, row, c,
		    c == 2 ? ROLE_HEADING_NUMBER : ROLE_HEADING, headings[c]);
	for (size_t i = 0; i < statement->proof->count; i++)
		write_proof_row(
		    statement, sheet, ++row, &statement->proof->rows[i]);
	sheet->widths[0] = 13;
	sheet->widths[3] = 3;
	sheet->widths[4] = 62;
	sheet->widths[5] = 22;
	sheet->freeze_row = 4;
	sheet->repeat_row = 3;
	sheet_fit(sheet, 10, 40);
}
