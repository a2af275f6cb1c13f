#include "io/export/workbook/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/export/workbook/parts.h"
#include "io/export/workbook/writer.h"
#include "io/locale/locale.h"
#include "io/run/one_file.h"
#include "io/run/unfinished.h"
#include "io/run/unseen.h"

void
writer_check(struct writer *writer, lxw_error error)
{
	if (error != LXW_NO_ERROR && writer->error == LXW_NO_ERROR)
		writer->error = error;
}

char *
writer_text(struct writer *writer, struct text text)
{
	char *copy = arena_copy(writer->report->arena, text.data, text.length);
	if (!copy)
		writer_check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
	return copy;
}

/* ---- cells ---- */

static lxw_error
write_link(struct writer *writer, lxw_worksheet *sheet, const struct cell *cell,
    const char *text, lxw_format *format)
{
	struct arena *arena = writer->report->arena;
	/* Within the quotes of a reference an apostrophe is doubled. A name
	 * has 31 characters of up to 4 bytes. */
	char quoted[160];
	size_t length = 0;
	for (const char *at = cell->link; *at && length < 150; at++) {
		quoted[length++] = *at;
		if (*at == '\'')
			quoted[length++] = '\'';
	}
	quoted[length] = '\0';
	const char *target = arena_format(arena, "internal:'%s'!A1", quoted);
	return target ? worksheet_write_url_opt(sheet, cell->row, cell->column,
			    target, format, text, NULL)
		      : LXW_ERROR_MEMORY_MALLOC_FAILED;
}

static lxw_error
write_formula(struct writer *writer, lxw_worksheet *sheet,
    const struct cell *cell, lxw_format *format)
{
	const char *formula =
	    arena_format(writer->report->arena, "=%s", cell->formula);
	if (!formula)
		return LXW_ERROR_MEMORY_MALLOC_FAILED;
	if (cell->kind == CELL_NUMBER)
		return worksheet_write_formula_num(sheet, cell->row,
		    cell->column, formula, format, cell->number);
	const char *text = writer_text(writer, cell->text);
	return text ? worksheet_write_formula_str(
			  sheet, cell->row, cell->column, formula, format, text)
		    : LXW_ERROR_MEMORY_MALLOC_FAILED;
}

/* Can one see a blank cell of this role? In tables one can: by its hairline or
 * its ground. */
static bool
shows_when_blank(const struct cell *cell)
{
	switch ((enum role)cell->role) {
	case ROLE_TITLE:
	case ROLE_SUBTITLE:
	case ROLE_SECTION:
	case ROLE_NOTE:
	case ROLE_REMARK:
	case ROLE_WRAPPED_REMARK:
	case ROLE_LINK:
	case ROLE_SENTENCE:
	case ROLE_STRONG:
	case ROLE_WARNING:
		return false;
	default:
		return true;
	}
}

static lxw_error
write_cell(struct writer *writer, lxw_worksheet *sheet, const struct cell *cell)
{
	if (cell->kind == CELL_BLANK && !shows_when_blank(cell))
		return LXW_NO_ERROR;
	lxw_format *format = writer_format(writer, cell);
	if (cell->formula)
		return write_formula(writer, sheet, cell, format);
	if (cell->kind == CELL_NUMBER)
		return worksheet_write_number(
		    sheet, cell->row, cell->column, cell->number, format);
	if (cell->kind == CELL_BLANK)
		return worksheet_write_blank(
		    sheet, cell->row, cell->column, format);
	const char *text = writer_text(writer, cell->text);
	if (!text)
		return LXW_ERROR_MEMORY_MALLOC_FAILED;
	return cell->link ? write_link(writer, sheet, cell, text, format)
			  : worksheet_write_string(
				sheet, cell->row, cell->column, text, format);
}

/* ---- sheets ---- */

/* Appends a text to a footer, as long as it has room, and without what cannot
 * be seen. & begins a code there; the character itself is written twice. */
static void
append_footer(
    struct writer *writer, char *footer, size_t size, const char *text)
{
	size_t length = strlen(footer);
	struct text seen = unseen_removed(text_of(text), writer->report->arena);
	if (!seen.data)
		writer_check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
	for (size_t i = 0; i < seen.length && length + 3 < size; i++) {
		footer[length++] = seen.data[i];
		if (seen.data[i] == '&')
			footer[length++] = '&';
	}
	footer[length] = '\0';
}

/* The library's list ends with 0, and Excel takes 1,023. */
static void
set_breaks(
    struct writer *writer, lxw_worksheet *sheet, const struct sheet *model)
{
	enum { BREAKS_MOST = 1023 };
	lxw_row_t rows[BREAKS_MOST + 1] = { 0 };
	for (size_t i = 0; i < model->break_count && i < BREAKS_MOST; i++)
		rows[i] = model->breaks[i];
	if (model->break_count)
		writer_check(writer, worksheet_set_h_pagebreaks(sheet, rows));
}

static void
set_page(struct writer *writer, lxw_worksheet *sheet, const struct sheet *model)
{
	const struct report *report = writer->report;
	/* Codes: &L, &C and &R begin the left, middle and right part, &8 sets 8
	 * points, &P and &N are this page and their count. Excel takes 255
	 * bytes in all; the numbers below are where each text must end. */
	char footer[250] = "&L&8";
	append_footer(writer, footer, 90, report->title);
	strcat(footer, " · ");
	append_footer(writer, footer, 130, report->period);
	strcat(footer, "&C&8");
	append_footer(
	    writer, footer, 210, report->footer ? report->footer : "");
	strcat(footer, "&R&8&P / &N");
	worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
	if (!model->portrait)
		worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, 9); /* A4 */
	worksheet_fit_to_pages(sheet, 1, model->one_page);
	set_breaks(writer, sheet, model);
	worksheet_set_margins(sheet, 0.4, 0.4, 0.45, 0.6);
	writer_check(writer, worksheet_set_footer(sheet, footer));
	if (model->repeat_row)
		writer_check(writer, worksheet_repeat_rows(sheet,
					 model->repeat_row, model->repeat_row));
	if (model->freeze_row || model->freeze_column)
		worksheet_freeze_panes(
		    sheet, model->freeze_row, model->freeze_column);
	worksheet_set_tab_color(sheet, model->minor ? PRIOR : ACTUAL);
	if (model->hidden)
		worksheet_hide(sheet);
}

static void
set_grid(struct writer *writer, lxw_worksheet *sheet, const struct sheet *model)
{
	for (uint16_t column = 0; column < SHEET_COLUMNS; column++)
		if (model->widths[column] > 0)
			writer_check(
			    writer, worksheet_set_column(sheet, column, column,
					model->widths[column], NULL));
	for (uint32_t row = 0; row < model->height_count; row++)
		if (model->heights[row] > 0)
			writer_check(
			    writer, worksheet_set_row(sheet, row,
					(double)model->heights[row], NULL));
}

static void
add_validation(
    struct writer *writer, lxw_worksheet *sheet, const struct validation *model)
{
	const struct range *range = &model->range;
	char *title = writer_text(writer, text_of(model->title));
	char *message = writer_text(writer, text_of(model->message));
	lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_DECIMAL,
		.criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
		.minimum_number = model->low,
		.maximum_number = model->high,
		.input_title = title,
		.input_message = message,
		.error_title = title,
		.error_message = message };
	writer_check(writer, worksheet_data_validation_range(sheet,
				 range->first_row, range->first_column,
				 range->last_row, range->last_column, &rule));
}

/* Without a password; widths, heights and filters stay the reader's. */
static void
guard(lxw_worksheet *sheet)
{
	lxw_protection allowed = {
		.format_columns = true,
		.format_rows = true,
		.autofilter = true,
	};
	worksheet_protect(sheet, NULL, &allowed);
}

static void
write_sheet(struct writer *writer, const struct sheet *model)
{
	lxw_worksheet *sheet =
	    workbook_add_worksheet(writer->workbook, model->name);
	if (!sheet) {
		writer_check(writer, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	set_page(writer, sheet, model);
	set_grid(writer, sheet, model);
	for (size_t i = 0; i < model->cell_count; i++)
		writer_check(
		    writer, write_cell(writer, sheet, &model->cells[i]));
	for (const struct table_range *t = model->tables; t; t = t->next)
		writer_check(
		    writer, worksheet_autofilter(sheet, t->range.first_row,
				t->range.first_column, t->range.last_row,
				t->range.last_column));
	for (const struct shade *s = model->shades; s; s = s->next)
		writer_add_shade(writer, sheet, s);
	for (const struct validation *v = model->validations; v; v = v->next)
		add_validation(writer, sheet, v);
	for (const struct chart *c = model->charts; c; c = c->next)
		writer_add_chart(writer, sheet, model, c);
	if (model->guarded)
		guard(sheet);
}

/* Without a date of creation the library takes the clock's. */
static void
set_properties(struct writer *writer)
{
	lxw_doc_properties properties = {
		.title = writer_text(writer, text_of(writer->report->title)),
		.subject = writer_text(writer, text_of(writer->report->period)),
		.created = (time_t)writer->report->created * 86400,
	};
	writer_check(
	    writer, workbook_set_properties(writer->workbook, &properties));
}

/* What the process that writes says to its parent, through a pipe. */
struct answer {
	int error, system_error;
	bool bypassed; /* the library has not called our functions */
};

/* To be called in a process of its own. An errno of 0 in the end says that all
 * went well: no function of the C library sets it to 0, and each that fails
 * sets it. */
static struct answer
write_workbook(const struct report *report, const char *path)
{
	struct writer writer = { .report = report };
	/* Now, as the first date would do it: the file of the time zone may be
	 * missing, which sets errno. */
	tzset();
	errno = 0;
	writer.workbook = workbook_new(path);
	if (!writer.workbook)
		return (struct answer){ .error = LXW_ERROR_MEMORY_MALLOC_FAILED,
			.system_error = errno };
	writer_choose_money(&writer);
	set_properties(&writer);
	for (const struct sheet *sheet = report->sheets; sheet;
	     sheet = sheet->next)
		write_sheet(&writer, sheet);
	writer_check(&writer, workbook_close(writer.workbook));
	/* Without our part files errno says nothing. */
	return (
	    struct answer){ (int)writer.error, errno, !parts_were_called() };
}

/* ---- the process ---- */

static void
child_write(int answer_end, const struct report *report, const char *path)
{
	/* The parent reports how this process ended. So a crash leaves no core
	 * file beside the outputs, and what the library prints is not shown. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	int silence = open("/dev/null", O_WRONLY);
	if (silence >= 0)
		dup2(silence, STDERR_FILENO);
	struct answer answer = write_workbook(report, path);
	ssize_t written = write(answer_end, &answer, sizeof answer);
	_exit(answer.error || answer.system_error || answer.bypassed ||
	      written != (ssize_t)sizeof answer);
}

static const char not_replaced[] =
    N_("a library's function runs in place of this program's own; are "
       "libxlsxwriter and minizip linked as shared libraries?");

/* Waits for the end of the process that writes; false with the reason in `why`
 * unless all is well. */
static bool
child_end(pid_t child, int answer_end, char *why, size_t size)
{
	struct answer answer = { 0 };
	ssize_t count;
	int end;
	do
		count = read(answer_end, &answer, sizeof answer);
	while (count < 0 && errno == EINTR);
	end = unfinished_wait(child);
	if (WIFEXITED(end) && WEXITSTATUS(end) == 0 &&
	    count == (ssize_t)sizeof answer)
		return true;
	if (WIFSIGNALED(end))
		snprintf(why, size,
		    _("the process that wrote it ended by signal %d (out of "
		      "memory, or of a limit?)"),
		    WTERMSIG(end));
	else if (answer.bypassed && !answer.error && !answer.system_error)
		snprintf(why, size, "%s", _(not_replaced));
	else
		snprintf(why, size, "%s%s%s",
		    answer.error ? lxw_strerror((lxw_error)answer.error) : "",
		    answer.error && answer.system_error ? ": " : "",
		    answer.system_error ? locale_error(answer.system_error)
					: "");
	return false;
}

/* Writes in a child process; false with the reason in `why`. */
static bool
write_apart(
    const struct report *report, const char *path, char *why, size_t size)
{
	int ends[2];
	pid_t child = -1;
	if (pipe(ends) == 0) {
		child = unfinished_fork();
		if (child == 0)
			child_write(ends[1], report, path);
		if (child < 0)
			close(ends[0]);
		close(ends[1]);
	}
	if (child < 0) {
		snprintf(why, size, "%s", locale_error(errno));
		return false;
	}
	bool written = child_end(child, ends[0], why, size);
	close(ends[0]);
	return written;
}

/* Warns of texts that do not fit. */
static void
say_cut_texts(const struct report *report, struct diagnostics *diagnostics)
{
	char cell[REFERENCE_SIZE];
	const struct sheet *sheet = report->cut_sheet;
	if (sheet)
		diagnostics_warn(diagnostics,
		    "sheet %s, cell %s: the text has more than the %d "
		    "characters that a cell can hold; it is cut there (texts "
		    "cut: %zu)",
		    sheet->name,
		    cell_reference(
			cell, report->cut_row, report->cut_column, false),
		    CELL_UNITS, report->cut_texts);
	else if (report->cut_texts)
		diagnostics_warn(diagnostics,
		    "the workbook: texts with more than the %d characters that "
		    "a cell can hold are cut there: %zu",
		    CELL_UNITS, report->cut_texts);
}

enum status
xlsx_write(const struct report *report, const char *path,
    struct diagnostics *diagnostics)
{
	char why[300] = "";
	const char *name = parts_not_replaced();
	say_cut_texts(report, diagnostics);
	if (name)
		snprintf(why, sizeof why, "%s: %s", name, _(not_replaced));
	else if (write_apart(report, path, why, sizeof why))
		return xlsx_verify(report, path, diagnostics);
	return diagnostics_fail(diagnostics, STATUS_OUTPUT,
	    "%s: the workbook could not be written: %s", path, why);
}

enum status
xlsx_write_file(const struct report *report, const char *path,
    struct arena *arena, struct diagnostics *diagnostics)
{
	struct one_file file;
	enum status status = one_file_reserve(&file, path, arena, diagnostics);
	if (status)
		return status;
	return one_file_close(
	    &file, xlsx_write(report, file.output->temporary, diagnostics));
}
