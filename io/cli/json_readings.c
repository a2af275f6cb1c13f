#include "io/cli/json_readings.h"

#include "engine/base/arena.h"
#include "engine/model/left_out.h"
#include "io/cli/delivery.h"
#include "io/cli/known_names.h"
#include "io/cli/reading_lines.h"
#include "io/import/bytes/dialect.h"
#include "io/run/json.h"

static const char *
optional(const char *text)
{
	return text && *text ? text : NULL;
}

/* Sums are written as texts: a reader that turned numbers into doubles would
 * lose digits. */
static void
put_sum(struct json_writer *json, const char *name, bool there, wide sum)
{
	char text[WIDE_TEXT_SIZE];
	if (there)
		wide_print(text, sum);
	json_put_text(json, name, there ? text : NULL);
}

static void
put_column(struct json_writer *json, const struct reading_line *line)
{
	static const char *const kinds[] = { [LINE_FIELD] = "field",
		[LINE_CONSTANT] = "constant",
		[LINE_ATTRIBUTE] = "attribute",
		[LINE_NOT_READ] = "not read",
		[LINE_MISSING] = "missing" };
	json_open(json, NULL, '{');
	json_put_text(json, "column", line->column);
	if (line->number)
		json_put_whole(json, "number", line->number);
	json_put_text(json, "is", kinds[line->kind]);
	json_put_text(json, "field", line->field);
	json_put_text(json, "value", line->value);
	json_put_text(json, "by", line->by);
	json_put_text(json, "together", line->together);
	json_put_text(json, "form", line->form);
	json_put_text(json, "form_why", line->form_why);
	json_put_text(json, "cell", line->cell);
	if (line->cell)
		json_put_whole(json, "cell_line", line->cell_line);
	json_close(json, '}');
}

static bool
put_columns(struct json_writer *json, const struct file_reading *reading,
    struct arena *arena)
{
	size_t count;
	const struct reading_line *lines =
	    reading_lines(reading, arena, &count);
	json_open(json, "columns", '[');
	for (size_t i = 0; lines && i < count; i++)
		put_column(json, &lines[i]);
	json_close(json, ']');
	return lines;
}

static bool
put_words(struct json_writer *json, const struct session *session,
    const struct file_reading *reading)
{
	const struct word_reading *words =
	    reading_words(reading, session->arena);
	json_open(json, "words", '[');
	for (size_t i = 0; words && i < reading->words.count; i++) {
		const struct word_reading *word = &words[i];
		json_open(json, NULL, '{');
		json_put_text(json, "field", schema_fields[word->field].name);
		json_put_text(json, "word", word->text.data);
		json_put_text(json, "read_as", word->read_as);
		json_put_text(json, "how", reading_word_way(word));
		json_put_whole(json, "rows", word->rows);
		put_sum(json, "money", word->with_money, word->money);
		json_put_whole(json, "first_line", word->first.line);
		json_close(json, '}');
	}
	json_close(json, ']');
	return words;
}

static bool
put_file(struct json_writer *json, const struct session *session,
    const struct file_reading *reading)
{
	bool sheet = reading->sheet, looked_at = reading->encoding;
	json_open(json, NULL, '{');
	json_put_text(
	    json, "file", dataset_input_name(&session->data, reading->input));
	json_put_text(json, "table", table_name(reading->table));
	json_put_text(json, "state", reading->refused ? "refused" : "read");
	json_put_text(json, "summary", reading->summary);
	json_put_whole(json, "header_line", reading->header_line);
	json_put_text(json, "format", reading->format);
	json_put_text(json, "format_why", reading->format_why);
	json_put_text(json, "sheet", reading->sheet);
	json_put_text(json, "encoding", reading->encoding);
	json_put_text(json, "encoding_why", reading->encoding_why);
	json_put_text(json, "delimiter",
	    looked_at && !sheet ? dialect_delimiter_name(reading->delimiter)
				: NULL);
	json_put_text(json, "delimiter_why", reading->delimiter_why);
	json_put_reconciliation(json, "lines", &reading->counts);
	bool made = put_columns(json, reading, session->arena) &&
		    put_words(json, session, reading);
	json_close(json, '}');
	return made;
}

static bool
put_files(struct json_writer *json, const struct session *session)
{
	bool made = true;
	json_open(json, "files", '[');
	for (const struct file_reading *reading = session->readings.first;
	     reading && made; reading = reading->next)
		made = put_file(json, session, reading);
	json_close(json, ']');
	return made;
}

static void
put_unknown(struct json_writer *json, const struct known_names *list)
{
	json_open(json, "unknown", '[');
	for (size_t i = 0; i < list->count; i++) {
		const struct unknown_name *name = &list->names[i];
		json_open(json, NULL, '{');
		json_put_text(json, "name", name->name.data);
		json_put_whole(json, "rows", name->rows);
		put_sum(json, "money", name->money != 0, name->money);
		put_sum(json, "hours", name->hours != 0, name->hours);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static bool
put_names(struct json_writer *json, const struct session *session)
{
	size_t count;
	const struct known_names *lists =
	    known_names_find(&session->data, session->arena, &count);
	json_open(json, "names", '[');
	for (size_t i = 0; lists && i < count; i++) {
		const struct known_names *list = &lists[i];
		json_open(json, NULL, '{');
		json_put_text(json, "what", list->what);
		json_put_text(json, "known_by", list->by);
		json_put_whole(json, "rows", list->rows);
		json_put_whole(
		    json, "known_rows", list->rows - list->unknown_rows);
		put_unknown(json, list);
		json_close(json, '}');
	}
	json_close(json, ']');
	return lists;
}

static enum status
put_left_out(struct json_writer *json, const struct session *session)
{
	struct left_out *reasons = NULL;
	size_t count = 0;
	enum status status = left_out_by_reason(
	    &session->data, session->arena, &reasons, &count);
	json_open(json, "left_out", '[');
	for (size_t i = 0; !status && i < count; i++) {
		const struct left_out *reason = &reasons[i];
		json_open(json, NULL, '{');
		json_put_text(json, "table", table_name(reason->table));
		json_put_text(
		    json, "what", reason->skipped ? "skipped" : "rejected");
		json_put_text(json, "column",
		    arena_copy(session->arena, reason->column.data,
			reason->column.length));
		json_put_text(json, "reason",
		    arena_copy(session->arena, reason->reason.data,
			reason->reason.length));
		json_put_whole(json, "rows", reason->rows);
		put_sum(json, "money", reason->with_money, reason->money);
		put_sum(json, "hours", reason->hours != 0, reason->hours);
		json_close(json, '}');
	}
	json_close(json, ']');
	return status;
}

static void
put_assumptions(struct json_writer *json, const struct session *session)
{
	const struct assumptions *assumptions = &session->data.assumptions;
	json_open(json, "assumptions", '[');
	for (size_t i = 0; i < assumptions->count; i++) {
		const struct assumption *row = &assumptions->rows[i];
		json_open(json, NULL, '{');
		json_put_text(json, "text", row->text.text[LANGUAGE_EN]);
		json_put_whole(json, "rows", row->rows);
		put_sum(json, "money", row->with_money, row->money);
		json_put_text(json, "line", optional(row->line));
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void
put_messages(struct json_writer *json, const struct diagnostic *said)
{
	static const char *const severities[] = { [SEVERITY_NOTE] = "note",
		[SEVERITY_WARNING] = "warning",
		[SEVERITY_ERROR] = "error" };
	json_open(json, "messages", '[');
	for (; said; said = said->next) {
		json_open(json, NULL, '{');
		json_put_text(json, "severity", severities[said->severity]);
		json_put_text(json, "text", said->words);
		json_open(json, "lines", '[');
		for (const struct proposal *proposal = said->proposals;
		     proposal; proposal = proposal->next)
			json_put_text(json, NULL, proposal->line);
		json_close(json, ']');
		json_close(json, '}');
	}
	json_close(json, ']');
}

/* What is known only once the whole data set is read and sealed. */
static enum status
put_sealed(struct json_writer *json, const struct session *session)
{
	if (!put_names(json, session))
		return STATUS_MEMORY;
	return put_left_out(json, session);
}

enum status
json_readings_print(struct session *session, const struct diagnostic *said,
    const char *block, enum status status)
{
	struct delivery delivery;
	struct json_writer json = { 0 };
	enum status made = delivery_open(
	    &delivery, NULL, true, session->arena, &session->diagnostics);
	if (made)
		return made;
	json.output = delivery.output;
	json_open(&json, NULL, '{');
	json_put_text(&json, "result", status ? "refused" : "read");
	json_put_text(
	    &json, "currency", session->configuration.definitions.currency);
	if (!put_files(&json, session))
		made = STATUS_MEMORY;
	if (!made && !status)
		made = put_sealed(&json, session);
	put_assumptions(&json, session);
	put_messages(&json, said);
	json_put_text(&json, "kpi_yaml", optional(block));
	json_close(&json, '}');
	if (made == STATUS_MEMORY)
		diagnostics_no_memory(&session->diagnostics);
	else if (made)
		diagnostics_fail(&session->diagnostics, made,
		    "the sum of what was rejected does not fit");
	return delivery_close(&delivery, made, &session->diagnostics);
}
