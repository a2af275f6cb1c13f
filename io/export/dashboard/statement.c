#include <math.h>
#include "io/export/dashboard/statement.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "io/export/dashboard/context.h"

struct statement {
	struct report *report;
	const struct proof *proof;
	const struct results *results;
};

static const char *
word(const struct statement *statement, const char *english,
    const char *vietnamese)
{
	return statement->report->language == LANGUAGE_VI ? vietnamese
							  : english;
}

static void
write_head(
    const struct statement *statement, struct sheet *sheet, const char *title)
{
	const struct results *results = statement->results;
	const struct view *view = &results->views[results->run_period];
	const struct subject *subject =
	    &results->subjects[statement->proof->card->subject];
	char from[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE], as_of[DATE_TEXT_SIZE];
	sheet_string(sheet, 0, 0, ROLE_TITLE,
	    arena_format(
		statement->report->arena, "%s: %s", title, subject->name.data));
	sheet_string(sheet, 1, 0, ROLE_SUBTITLE,
	    arena_format(statement->report->arena,
		"%s  ·  %s: %s – %s  ·  %s %s  ·  %s", subject->key.data,
		view->period.label, date_print(from, view->period.from),
		date_print(last, view->period.until - 1),
		word(statement, "as of", "tính đến"),
		date_print(as_of, view->as_of),
		results->definitions->currency));
}

/* As it is used; steps stand in the column of the target. */
static void
write_knot(const struct statement *statement, struct sheet *sheet, uint32_t row,
    const struct scorecard_line *line, enum knot knot)
{
	struct optional number = line_knot_number(line, knot);
	int column = 2 + (int)knot;
	if (knot == KNOT_TARGET && line->curve.step_count)
		sheet_string(sheet, row, column, ROLE_BODY,
		    line_knot(statement->report->arena, line, knot));
	else
		sheet_real(sheet, row, column, ROLE_BODY,
		    dashboard_value_format(line->measured),
		    number.defined ? number.value : NAN);
}

/* The total and the parts of the pay, one a row. What these are made of (depth
 * 2 and more) stands on the next sheet. */
static uint32_t
write_parts(
    const struct statement *statement, struct sheet *sheet, uint32_t row)
{
	const struct proof *proof = statement->proof;
	const char *headings[] = { word(statement, "Part", "Khoản"),
		word(statement, "Amount", "Số tiền"),
		word(statement, "How", "Cách tính") };
	for (int c = 0; c < 3; c++)
		sheet_string(sheet, row, c,
		    c == 1 ? ROLE_HEADING_NUMBER : ROLE_HEADING, headings[c]);
	for (size_t i = 0; i < proof->count; i++) {
		const struct proof_row *part = &proof->rows[i];
		if (part->depth > 1)
			continue;
		row++;
		sheet_string(sheet, row, 0, ROLE_LABEL, part->label);
		sheet_number(sheet, row, 1, part->depth ? ROLE_BODY : ROLE_KEY,
		    FORMAT_MONEY, part->value);
		sheet_string(sheet, row, 2, ROLE_REMARK, part->how);
	}
	return row + 2;
}

static void
write_line(const struct statement *statement, struct sheet *sheet, uint32_t row,
    const struct scorecard_line *line)
{
	enum language language = statement->report->language;
	enum measure_format format = dashboard_value_format(line->measured);
	bool stays = !line->leaving;
	sheet_string(sheet, row, 0, ROLE_BODY,
	    dashboard_line_label(statement->proof->card, line, language,
		statement->report->arena));
	sheet_number(sheet, row, 1, ROLE_BODY, format,
	    dashboard_line_value(statement->results, line));
	for (int knot = KNOT_THRESHOLD; knot <= KNOT_STRETCH; knot++)
		write_knot(statement, sheet, row, line, (enum knot)knot);
	sheet_real(sheet, row, 5, ROLE_BODY, FORMAT_RATIO,
	    decimal_double(line->row->weight));
	sheet_real(sheet, row, 6, ROLE_BODY, FORMAT_RATIO, line->weight_used);
	sheet_real(
	    sheet, row, 7, ROLE_BODY, FORMAT_RATIO, stays ? line->payout : NAN);
	sheet_real(
	    sheet, row, 8, ROLE_BODY, FORMAT_RATIO, stays ? line->points : NAN);
	sheet_string(sheet, row, 9, ROLE_REMARK, line->note[language]);
}

/* The scorecard: each metric's value, knots, weight, payout and points. */
static void
write_scorecard(
    const struct statement *statement, struct sheet *sheet, uint32_t row)
{
	const struct scorecard *card = statement->proof->card;
	const char *headings[] = { word(statement, "Indicator", "Chỉ số"),
		word(statement, "Value", "Giá trị"),
		word(statement, "Threshold", "Ngưỡng"),
		word(statement, "Target", "Mục tiêu"),
		word(statement, "Stretch", "Vượt trội"),
		word(statement, "Weight %", "Trọng số %"),
		word(statement, "Weight used %", "Trọng số dùng %"),
		word(statement, "Payout %", "Mức trả %"),
		word(statement, "Points", "Điểm"),
		word(statement, "Note", "Ghi chú") };
	sheet_string(sheet, row++, 0, ROLE_SECTION,
	    word(statement, "Scorecard", "Bảng điểm"));
	sheet_string(sheet, row++, 0, ROLE_NOTE,
	    card->note[statement->report->language]);
	for (int c = 0; c < 10; c++)
		sheet_string(sheet, row, c,
		    c == 0 || c == 9 ? ROLE_HEADING : ROLE_HEADING_NUMBER,
		    headings[c]);
	for (size_t i = 0; i < card->line_count; i++)
		write_line(statement, sheet, ++row, &card->lines[i]);
	row++;
	sheet_string(sheet, row, 0, ROLE_LABEL,
	    word(statement, "Score and rating", "Điểm và xếp loại"));
	sheet_number(sheet, row, 8, ROLE_KEY, FORMAT_RATIO,
	    card->scored ? quantity_exact(decimal_widen(card->score))
			 : (struct quantity){ 0 });
	sheet_text(sheet, row, 9, ROLE_LABEL, card->rating);
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
	sheet_string(sheet, row, 0, ROLE_NOTE, proof->number);
	sheet_string(sheet, row, 1,
	    proof->kind <= PROOF_METRIC ? ROLE_LABEL : ROLE_BODY,
	    arena_format(statement->report->arena, "%.*s%s", indent, spaces,
		proof->label));
	sheet_number(sheet, row, 2,
	    proof->kind <= PROOF_PART ? ROLE_KEY : ROLE_BODY,
	    formats[proof->unit], proof->value);
	sheet_string(sheet, row, 3, ROLE_BODY,
	    proof->unit == PROOF_PERCENT && proof->value.defined ? "%" : "");
	sheet_string(sheet, row, 4, ROLE_WRAPPED_REMARK, proof->how);
	sheet_string(sheet, row, 5, ROLE_NOTE,
	    place_text(statement->results->data, proof->source,
		statement->report->arena));
}

static void
write_proof(const struct statement *statement)
{
	const char *title =
	    word(statement, "How this was computed", "Cách tính từng bước");
	struct sheet *sheet = report_sheet(statement->report, text_of(title));
	const char *headings[] = { word(statement, "No.", "STT"),
		word(statement, "What", "Mục"),
		word(statement, "Value", "Giá trị"), "",
		word(statement, "How it came about", "Cách tính"),
		word(statement, "Source (file:line)", "Nguồn (tệp:dòng)") };
	uint32_t row = 3;
	write_head(statement, sheet, title);
	for (int c = 0; c < 6; c++)
		sheet_string(sheet, row, c,
		    c == 2 ? ROLE_HEADING_NUMBER : ROLE_HEADING, headings[c]);
	for (size_t i = 0; i < statement->proof->count; i++)
		write_proof_row(
		    statement, sheet, ++row, &statement->proof->rows[i]);
	sheet->widths[0] = 14;
	sheet->widths[3] = 3;
	sheet->widths[4] = 78;
	sheet->widths[5] = 24;
	sheet->freeze_row = 4;
	sheet->repeat_row = 3;
	sheet_fit(sheet, 10, 44);
}

static const char *const titles[] = { "Statement of pay",
	"Bảng tính thu nhập" };

bool
statement_has_title(const char *title)
{
	return strcmp(title, titles[0]) == 0 || strcmp(title, titles[1]) == 0;
}

enum status
statement_build(struct report *report, const struct proof *proof)
{
	const struct results *results = proof->pay->results;
	const struct view *view = &results->views[results->run_period];
	struct statement statement = { report, proof, results };
	report->title = titles[proof->language == LANGUAGE_VI];
	report->period = view->period.label;
	report->currency = results->definitions->currency;
	report->language = proof->language;
	report->created = view->period.until - 1;
	const char *title = word(&statement, "Statement", "Bảng tính");
	struct sheet *sheet = report_sheet(report, text_of(title));
	write_head(&statement, sheet, report->title);
	write_scorecard(&statement, sheet, write_parts(&statement, sheet, 3));
	sheet_fit(sheet, 10, 34);
	write_proof(&statement);
	return report->out_of_memory ? STATUS_MEMORY : STATUS_OK;
}
