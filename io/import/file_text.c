#include "io/import/file_text.h"

enum status
file_text_find(struct file_text *text, struct file *file,
    const struct source_configuration *source, bool trusting,
    uint64_t most_rows, struct arena *arena, struct diagnostics *diagnostics)
{
	*text = (struct file_text){ .sheet = { .name = NULL } };
	if (!workbook_is_one(file))
		return dialect_find(&text->dialect, file,
		    &(struct dialect_declared){ .encoding = source->encoding,
			.delimiter = source->delimiter,
			.table = table_name(source->table) },
		    trusting, diagnostics);
	text->dialect = (struct dialect){ .encoding = "utf-8",
		.delimiter = ',',
		.delimiter_source = "",
		.begin_line = 1 };
	return workbook_decode(
	    file, source->sheet, most_rows, &text->sheet, arena, diagnostics);
}

bool
file_text_say_hidden(const struct workbook_sheet *sheet, const char *name,
    struct assumptions *assumptions)
{
	uintmax_t rows = sheet->hidden_rows, columns = sheet->hidden_columns;
	if (!sheet->hidden && !rows && !columns)
		return true;
	struct assumption *assumption = assumptions_add(assumptions, rows, "");
	if (!assumption)
		return false;
	if (sheet->hidden)
		note_say(&assumption->text,
		    "%s: its sheet \"%s\" is hidden, and was read (others: "
		    "%zu)",
		    name, sheet->name, sheet->others);
	if (rows)
		note_say(&assumption->text,
		    "%s: rows hidden in its sheet \"%s\" were read: %ju", name,
		    sheet->name, rows);
	if (columns)
		note_say(&assumption->text,
		    "%s: columns hidden in its sheet \"%s\" were read: %ju",
		    name, sheet->name, columns);
	return true;
}
