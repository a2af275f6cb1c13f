#define _GNU_SOURCE /* RTLD_NEXT */

#include "io/export/xlsx.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <minizip/zip.h>

#include "engine/arena.h"
#include "io/export/xlsx_writer.h"

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
	/* An apostrophe in a sheet's name is doubled. */
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

/* Blank cells stand where their role shows: in the rows of tables. */
static bool
shows_when_blank(const struct cell *cell)
{
	switch ((enum role)cell->role) {
	case ROLE_TITLE:
	case ROLE_SUBTITLE:
	case ROLE_SECTION:
	case ROLE_NOTE:
	case ROLE_REMARK:
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

/* A text in a footer, where & begins a code. */
static void
append_footer(char *footer, size_t size, const char *text)
{
	size_t length = strlen(footer);
	for (; *text && length + 3 < size; text++) {
		footer[length++] = *text;
		if (*text == '&')
			footer[length++] = '&';
	}
	footer[length] = '\0';
}

static void
set_page(struct writer *writer, lxw_worksheet *sheet, const struct sheet *model)
{
	const struct report *report = writer->report;
	char footer[250] = "&L&8";
	append_footer(footer, 90, report->title);
	strcat(footer, " · ");
	append_footer(footer, 130, report->period);
	strcat(footer, "&C&8");
	append_footer(footer, 210, report->footer ? report->footer : "");
	strcat(footer, "&R&8&P / &N");
	worksheet_gridlines(sheet, LXW_HIDE_ALL_GRIDLINES);
	if (!model->portrait)
		worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, 9); /* A4 */
	worksheet_fit_to_pages(sheet, 1, model->one_page);
	worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);
	writer_check(writer, worksheet_set_footer(sheet, footer));
	if (model->repeat_row)
		writer_check(writer, worksheet_repeat_rows(sheet,
					 model->repeat_row, model->repeat_row));
	if (model->freeze_row || model->freeze_column)
		worksheet_freeze_panes(
		    sheet, model->freeze_row, model->freeze_column);
	worksheet_set_tab_color(sheet, model->minor ? PRIOR : ACTUAL);
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

/* The library begins each part with this function of minizip, and gives no say
 * in the level of compression: the usual one takes a third of all its time, for
 * a file smaller by a seventh. What a program exports goes before a shared
 * library's, so it calls this one instead. */
__attribute__((visibility("default"))) int
zipOpenNewFileInZip4_64(zipFile file, const char *name,
    const zip_fileinfo *information, const void *local, uInt local_size,
    const void *global, uInt global_size, const char *comment, int method,
    int level, int raw, int window, int memory, int strategy,
    const char *password, uLong crc, uLong version, uLong flags, int zip64)
{
	static __typeof__(zipOpenNewFileInZip4_64) *next;
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, __func__);
	(void)level;
	return next ? next(file, name, information, local, local_size, global,
			  global_size, comment, method, Z_BEST_SPEED, raw,
			  window, memory, strategy, password, crc, version,
			  flags, zip64)
		    : ZIP_INTERNALERROR;
}

static lxw_error
write_workbook(const struct report *report, const char *path, char *folder)
{
	struct writer writer = { .report = report };
	lxw_workbook_options options = { .tmpdir = folder };
	writer.workbook = workbook_new_opt(path, &options);
	if (!writer.workbook)
		return LXW_ERROR_MEMORY_MALLOC_FAILED;
	writer_choose_money(&writer);
	set_properties(&writer);
	for (const struct sheet *sheet = report->sheets; sheet;
	     sheet = sheet->next)
		write_sheet(&writer, sheet);
	writer_check(&writer, workbook_close(writer.workbook));
	return writer.error;
}

/* ---- processes ---- */

/* A process that writes one file, and what it has to say in the end. */
struct scribe {
	pid_t process;
	int answer; /* the reading end of a pipe */
};

struct answer {
	int error, system_error;
};

enum { BALLAST_BLOCKS = 8, BALLAST_BYTES = 64 * 1024 };

static void
scribe_write(int answer_end, size_t ballast, const struct report *report,
    const char *path, char *folder)
{
	/* A crash is our parent's news, not a file beside the outputs; nor is
	 * what the library prints. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	signal(SIGXFSZ, SIG_IGN);
	int silence = open("/dev/null", O_WRONLY);
	if (silence >= 0)
		dup2(silence, STDERR_FILENO);
	/* Where memory runs out, the library may leave something out and say
	 * nothing: not the same thing in both processes, with this. */
	static void *volatile held[BALLAST_BLOCKS];
	for (size_t i = 0; i < ballast; i++)
		if (!(held[i] = malloc(BALLAST_BYTES)))
			_exit(1);
	errno = 0;
	struct answer answer = { .error = (int)write_workbook(
				     report, path, folder) };
	answer.system_error = errno;
	ssize_t written = write(answer_end, &answer, sizeof answer);
	_exit(answer.error || written != (ssize_t)sizeof answer);
}

static bool
scribe_start(struct scribe *scribe, size_t ballast, const struct report *report,
    const char *path, char *folder)
{
	int ends[2];
	if (pipe(ends) != 0)
		return false;
	scribe->answer = ends[0];
	scribe->process = fork();
	if (scribe->process == 0)
		scribe_write(ends[1], ballast, report, path, folder);
	close(ends[1]);
	if (scribe->process < 0)
		close(ends[0]);
	return scribe->process > 0;
}

/* Waits for the end; false with the reason in `why` unless all is well. */
static bool
scribe_end(struct scribe *scribe, char *why, size_t size)
{
	struct answer answer = { 0 };
	ssize_t count;
	int end = 0;
	do
		count = read(scribe->answer, &answer, sizeof answer);
	while (count < 0 && errno == EINTR);
	close(scribe->answer);
	while (waitpid(scribe->process, &end, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(end) && WEXITSTATUS(end) == 0 &&
	    count == (ssize_t)sizeof answer)
		return true;
	if (WIFSIGNALED(end))
		snprintf(why, size,
		    "the process that wrote it ended by signal %d (out of "
		    "memory, or of a limit?)",
		    WTERMSIG(end));
	else
		snprintf(why, size, "%s%s%s",
		    lxw_strerror((lxw_error)answer.error),
		    answer.system_error ? ": " : "",
		    answer.system_error ? strerror(answer.system_error) : "");
	return false;
}

/* ---- two copies that must agree ---- */

static bool
same_bytes(const char *left, const char *right)
{
	enum { PART = 64 * 1024 };
	static char a[PART], b[PART];
	FILE *one = fopen(left, "rb"), *other = fopen(right, "rb");
	bool same = one && other;
	for (size_t count = PART; same && count == PART;) {
		count = fread(a, 1, PART, one);
		same = fread(b, 1, PART, other) == count &&
		       memcmp(a, b, count) == 0 && !ferror(one) &&
		       !ferror(other);
	}
	if (one)
		fclose(one);
	if (other)
		fclose(other);
	return same;
}

/* False with the reason in `why`. */
static bool
write_twice(const struct report *report, const char *path, const char *copy,
    char *folder, char *why, size_t size)
{
	struct scribe first, second;
	int descriptor =
	    open(copy, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	if (descriptor < 0 || close(descriptor) != 0 ||
	    !scribe_start(&first, 0, report, path, folder)) {
		snprintf(why, size, "%s", strerror(errno));
		return false;
	}
	bool started =
	    scribe_start(&second, BALLAST_BLOCKS, report, copy, folder);
	if (!started)
		snprintf(why, size, "%s", strerror(errno));
	bool fine = scribe_end(&first, why, size) && started;
	if (started)
		fine &= scribe_end(&second, why, size);
	if (fine && !same_bytes(path, copy)) {
		snprintf(
		    why, size, "two copies of it differ; is the disk full?");
		fine = false;
	}
	return fine;
}

/* The library makes a file for each part, and removes it at once: a file
 * system in memory is faster than a disk, if it has room. */
static bool
has_room(const char *folder, const struct report *report)
{
	enum { MOST_OF_A_CELL = 1024, MOST_OF_THE_REST = 1024 * 1024 };
	struct statvfs system;
	uint64_t needed = MOST_OF_THE_REST;
	for (const struct sheet *s = report->sheets; s; s = s->next)
		needed += (uint64_t)s->cell_count * MOST_OF_A_CELL;
	return statvfs(folder, &system) == 0 &&
	       access(folder, W_OK | X_OK) == 0 &&
	       (uint64_t)system.f_bavail * system.f_frsize > 4 * needed;
}

enum status
xlsx_write(const struct report *report, const char *path, const char *folder,
    struct diagnostics *diagnostics)
{
	char memory[] = "/dev/shm", why[300] = "";
	char *copy = arena_format(report->arena, "%s-copy", path);
	char *beside = arena_copy(report->arena, folder, strlen(folder));
	if (!copy || !beside)
		return diagnostics_no_memory(diagnostics);
	bool fine = false;
	if (has_room(memory, report)) {
		fine = write_twice(report, path, copy, memory, why, sizeof why);
		unlink(copy);
	}
	if (!fine) {
		fine = write_twice(report, path, copy, beside, why, sizeof why);
		unlink(copy);
	}
	return fine ? xlsx_verify(report, path, diagnostics)
		    : diagnostics_fail(diagnostics, STATUS_OUTPUT,
			  "%s: the workbook could not be written: %s", path,
			  why);
}
