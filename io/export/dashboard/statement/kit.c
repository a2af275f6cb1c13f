#include "io/export/dashboard/statement/kit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>
#include <uniwidth.h>

#include "engine/base/arena.h"
#include "engine/model/number_text.h"
#include "io/export/dashboard/words.h"
#include "io/export/report/numbers.h"
#include "io/locale/locale.h"
#include "io/run/text_digest.h"

static const char *
kept(const struct statement *statement, const char *text)
{
	statement->report->out_of_memory |= text == NULL;
	return text ? text : "";
}

const char *
statement_word(const struct statement *statement, const char *message)
{
	return language_text(statement->report->language, message);
}

const char *
statement_say(const struct statement *statement, const char *format, ...)
{
	char text[2000];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text,
	    language_text(statement->report->language, format), arguments);
	va_end(arguments);
	return kept(statement,
	    arena_copy(statement->report->arena, text, strlen(text)));
}

const char *
statement_money(const struct statement *statement, wide amount)
{
	char text[NUMBER_TEXT_SIZE];
	number_in_cell(
	    text, statement->report, FORMAT_MONEY, wide_double(amount));
	return kept(statement,
	    arena_copy(statement->report->arena, text, strlen(text)));
}

const char *
statement_value(const struct statement *statement, const struct metric *metric,
    struct rational value)
{
	struct report *report = statement->report;
	if (metric->unit == UNIT_MONEY) {
		wide amount;
		struct rational scaled = rational_multiply(report->arena, value,
		    rational_of(report->arena, WIDE_ONE, 1));
		return rational_round(scaled, &amount)
			   ? statement_money(statement, amount)
			   : "";
	}
	struct rational rounded = rational_round_to(report->arena, value,
	    metric->unit == UNIT_SHARE || metric->unit == UNIT_RATIO ? 4 : 2);
	return kept(statement, number_text_measure(report->arena, rounded,
				   metric->unit, report->language));
}

const char *
statement_percent(const struct statement *statement, double percent)
{
	struct arena *arena = statement->report->arena;
	const char *number = number_text(arena,
	    rational_round_to(arena, rational_printed(arena, percent), 2),
	    statement->report->language);
	return kept(
	    statement, number ? arena_format(arena, "%s %%", number) : NULL);
}

const char *
statement_day(const struct statement *statement, date day)
{
	return kept(statement, day_text(statement->report->arena, day,
				   statement->report->language));
}

void
statement_head(
    const struct statement *statement, struct sheet *sheet, const char *title)
{
	const struct results *results = statement->results;
	const struct view *view = statement->view;
	const struct scorecard *card = statement->card;
	const struct subject *subject = &results->subjects[card->subject];
	const char *level =
	    card->level == NO_ID
		? ""
		: dictionary_text(&results->data->words, card->level).data;
	const char *team = subject->team == NO_ID
			       ? ""
			       : results->subjects[subject->team].name.data;
	sheet_string(sheet, 0, 0, ROLE_TITLE,
	    statement_say(statement, "%s: %s", title, subject->name.data));
	sheet_string(sheet, 1, 0, ROLE_SUBTITLE,
	    statement_say(statement, "%s: %s – %s, as of %s%s%s%s%s",
		view->period.label, statement_day(statement, view->period.from),
		statement_day(statement, view->period.until - 1),
		statement_day(statement, view->as_of), *level ? "  ·  " : "",
		level, *team ? "  ·  " : "", team));
}

/* How many bytes of a text fit a line: up to its last space within the width,
 * or all of a word that is longer. */
static size_t
line_length(const char *text, double width)
{
	size_t length = strlen(text), best = 0;
	if (u8_strwidth((const uint8_t *)text, "UTF-8") <= width)
		return length;
	for (size_t i = 0; i < length; i++) {
		if (text[i] != ' ')
			continue;
		if (best && u8_width((const uint8_t *)text, i, "UTF-8") > width)
			break;
		best = i;
	}
	return best ? best : length;
}

uint32_t
statement_lines(struct sheet *sheet, uint32_t row, int column, enum role role,
    const char *text, double width)
{
	while (*text) {
		size_t length = line_length(text, width);
		sheet_text(
		    sheet, row++, column, role, (struct text){ text, length });
		text += length;
		while (*text == ' ')
			text++;
	}
	return row;
}

/* Of all that the proof says, and of whom: the same data give the same. */
static const char *
digest_of(const struct statement *statement)
{
	struct arena *arena = statement->report->arena;
	const struct proof *proof = statement->proof;
	const struct subject *subject =
	    &statement->results->subjects[statement->card->subject];
	struct text_digest digest = text_digest_begin();
	char value[WIDE_TEXT_SIZE];
	text_digest_add(&digest, subject->key.data);
	text_digest_add(&digest, statement->view->period.label);
	for (size_t i = 0; i < proof->count; i++) {
		const struct proof_row *row = &proof->rows[i];
		text_digest_add(&digest, row->number);
		text_digest_add(&digest, row->label);
		text_digest_add(&digest, quantity_print(value, row->value));
		text_digest_add(&digest, row->how);
	}
	return kept(statement, text_digest_end(&digest, arena));
}

static const char statement_title[] = N_("Statement of pay");

bool
statement_has_title(const char *title)
{
	for (int language = 0; language < LANGUAGE_COUNT; language++)
		if (strcmp(title, language_text((enum language)language,
				      statement_title)) == 0)
			return true;
	return false;
}

enum status
statement_build(struct report *report, const struct proof *proof,
    const struct sensitivities *found)
{
	const struct results *results = proof->pay->results;
	const struct view *view = &results->views[results->run_period];
	struct statement statement = { report, proof, found, proof->pay,
		proof->card, results, view, "" };
	report->language = proof->language;
	report->title = language_text(proof->language, statement_title);
	report->period = view->period.label;
	report->currency = results->definitions->currency;
	report->created = view->period.until - 1;
	statement.digest = digest_of(&statement);
	report->footer =
	    statement_say(&statement, "SHA-256 %.16s…", statement.digest);
	statement_pay_page(&statement);
	statement_records_page(&statement);
	statement_appendix(&statement);
	return report->out_of_memory || arena_failed(report->arena)
		   ? STATUS_MEMORY
		   : STATUS_OK;
}
