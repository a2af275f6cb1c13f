#include "io/cli/init_yaml.h"

#include <stdarg.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/init_parts.h"
#include "io/import/bytes/dialect.h"
#include "io/import/config/yaml_tree.h"
#include "io/import/folder.h"
#include "io/locale/locale.h"

/* ---- lines ---- */

const char *
init_quoted(struct init_page *page, const char *text)
{
	const char *quoted = yaml_quoted(text_of(text), page->arena);
	page->failed |= !quoted;
	return quoted ? quoted : "";
}

static void
put_line(struct init_page *page, int indent, const char *mark,
    const char *format, va_list arguments)
{
	fprintf(page->to, "%*s%s", indent, "", mark);
	vfprintf(page->to, format, arguments);
	fputc('\n', page->to);
}

void
init_line(struct init_page *page, int deeper, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	put_line(page, page->indent + deeper, "", format, arguments);
	va_end(arguments);
}

void
init_doubt(struct init_page *page, int deeper, const char *format, ...)
{
	va_list arguments;
	page->summary->doubts++;
	va_start(arguments, format);
	put_line(page, page->indent + deeper, "# ? ", format, arguments);
	va_end(arguments);
}

const char *
init_column_name(const struct file_guess *guess, size_t field)
{
	const struct field_guess *row = &guess->fields[field];
	return row->why && row->column != NO_COLUMN
		   ? guess->profile->header.names[row->column]
		   : NULL;
}

const struct column_profile *
init_column(const struct file_guess *guess, size_t field)
{
	const struct field_guess *row = &guess->fields[field];
	return row->why && row->column != NO_COLUMN
		   ? &guess->profile->columns[row->column]
		   : NULL;
}

/* ---- sources ---- */

/* Can one source in kpi.yaml describe both files? */
static bool
are_alike(const struct file_guess *a, const struct file_guess *b)
{
	struct field_range range = schema_range(a->table);
	const char *one = a->profile->sheet_asked;
	const char *other = b->profile->sheet_asked;
	if (a->table != b->table || a->source.under != b->source.under ||
	    !one != !other || (one && strcmp(one, other) != 0))
		return false;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const char *left = init_column_name(a, f);
		const char *right = init_column_name(b, f);
		if (!left != !right || (left && strcmp(left, right) != 0))
			return false;
	}
	return true;
}

/* Puts the files of a table together into sources: a file that is like an
 * earlier one joins its source. False without memory. */
static bool
find_sources(struct init_page *page, enum table table,
    struct init_source **sources, size_t *count)
{
	const struct guesses *guesses = page->guesses;
	*sources =
	    arena_allocate(page->arena, guesses->count + 1, sizeof **sources);
	*count = 0;
	for (size_t i = 0; *sources && i < guesses->count; i++) {
		const struct file_guess *guess = &guesses->rows[i];
		bool known = guess->table != table;
		for (size_t s = 0; s < *count && !known; s++)
			known = are_alike((*sources)[s].files[0], guess);
		if (known)
			continue;
		const struct file_guess **files =
		    arena_allocate(page->arena, guesses->count, sizeof *files);
		struct init_source source = { files, 0, table };
		if (!files)
			return false;
		for (size_t j = i; j < guesses->count; j++)
			if (guesses->rows[j].table == table &&
			    are_alike(guess, &guesses->rows[j]))
				files[source.count++] = &guesses->rows[j];
		(*sources)[(*count)++] = source;
	}
	return *sources != NULL;
}

static bool
has_maps(const struct init_source *source)
{
	struct field_range range = schema_range(source->table);
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (source->files[0]->fields[f].why > GUESS_AS_IT_IS)
			return true;
	return false;
}

/* Has the file a name that a run without a kpi.yaml would read? */
static bool
is_called_so(
    struct init_page *page, const struct file_profile *file, enum table table)
{
	const char *ending = file->sheet ? ".xlsx" : ".csv";
	struct text name = cell_fold(text_of(file->name), page->arena);
	struct text pattern = text_of(table_kinds[table].files), inner;
	size_t length = strlen(ending);
	page->failed |= !name.data;
	pattern.length -= sizeof ".csv" - 1;
	if (!name.data || name.length < length ||
	    memcmp(name.data + name.length - length, ending, length) != 0)
		return false;
	name.length -= length;
	return formats_pattern_fits(pattern, name, &inner);
}

/* Does a run without a kpi.yaml read all files of the source, and correctly? */
static bool
goes_without(struct init_page *page, const struct init_source *source)
{
	for (size_t i = 0; i < source->count; i++)
		if (source->files[i]->lacks ||
		    source->files[i]->profile->sheet_asked ||
		    !is_called_so(
			page, source->files[i]->profile, source->table))
			return false;
	return !has_maps(source) && !init_has_words(page, source) &&
	       !init_has_forms(page, source);
}

/* ---- one source ---- */

/* `utf-8, semicolon`, `sheet Deals`. */
static const char *
written_as(struct init_page *page, const struct file_profile *file)
{
	const char *text =
	    file->sheet ? arena_format(page->arena, _("sheet %s"),
			      init_quoted(page, file->sheet))
			: arena_format(page->arena, "%s, %s", file->encoding,
			      dialect_delimiter_name(file->delimiter));
	page->failed |= !text;
	return text ? text : "";
}

static void
write_files(struct init_page *page, const struct init_source *source)
{
	const struct file_profile *first = source->files[0]->profile;
	const char *list = folder_pattern_of(first->name, page->arena);
	uint64_t rows = first->rows;
	for (size_t i = 1; i < source->count && list; i++) {
		const struct file_profile *file = source->files[i]->profile;
		const char *pattern =
		    folder_pattern_of(file->name, page->arena);
		list = pattern
			   ? arena_format(page->arena, "%s, %s", list, pattern)
			   : NULL;
		rows += file->rows;
	}
	page->failed |= !list;
	init_line(page, 0,
	    locale_count("files: %s%s%s  # %ju row%s; %s; header on line %ju",
		"files: %s%s%s  # %ju rows%s; %s; header on line %ju", rows),
	    source->count > 1 ? "[" : "", list ? list : "",
	    source->count > 1 ? "]" : "", (uintmax_t)rows,
	    first->rows == PROFILE_ROWS ? _(" looked at") : "",
	    written_as(page, first), (uintmax_t)first->header_line);
	if (first->sheet_asked)
		init_line(
		    page, 0, "sheet: %s", init_quoted(page, first->sheet));
	if (source->files[0]->source.name)
		init_line(page, 0, _("# read as %s, by its header"),
		    source->files[0]->source.title
			? source->files[0]->source.title
			: source->files[0]->source.name);
}

/* `in place of start_on; or Ngày tạo; needed`: what there is to say of a column
 * that is in doubt. */
static const char *
doubts_of(struct init_page *page, const struct file_guess *guess, size_t field)
{
	const struct field_guess *row = &guess->fields[field];
	struct field_range range = schema_range(guess->table);
	const char *text = guess_needs(field) ? "needed" : "perhaps";
	for (size_t i = 1; i < row->alternative_count && text; i++)
		text = arena_format(page->arena, "%s%s %s", text,
		    i == 1 ? "; or" : ",",
		    init_quoted(page,
			guess->profile->header.names[row->alternatives[i]]));
	for (size_t f = range.first; f < range.first + range.count && text; f++)
		if (row->alternative_count && guess->fields[f].why &&
		    guess->fields[f].column == row->alternatives[0])
			text = arena_format(page->arena,
			    _("%s; in place of %s, whose line then goes"), text,
			    schema_fields[f].name);
	page->failed |= !text;
	return text ? text : "";
}

static void
write_column(
    struct init_page *page, const struct file_guess *guess, size_t field)
{
	static const char *const reasons[] = {
		[GUESS_BY_NAME] = "",
		[GUESS_BY_CELLS] = N_("  # no other column has such cells"),
		[GUESS_BY_OTHERS] = N_("  # by the ids of the other files"),
	};
	const struct field_guess *row = &guess->fields[field];
	const char *name = schema_fields[field].name;
	if (row->why > GUESS_AS_IT_IS)
		init_line(page, 2, "%s: %s%s", name,
		    init_quoted(page, init_column_name(guess, field)),
		    init_column(guess, field)->filled ? _(reasons[row->why])
						      : _("  # without cells"));
	else if (row->why == GUESS_NONE &&
		 (guess_needs(field) || row->alternative_count))
		init_doubt(page, 2, "%s: %s  # %s", name,
		    row->alternative_count
			? init_quoted(page, guess->profile->header
						.names[row->alternatives[0]])
			: "…",
		    doubts_of(page, guess, field));
}

static void
write_columns(struct init_page *page, const struct init_source *source)
{
	const struct file_guess *guess = source->files[0];
	struct field_range range = schema_range(source->table);
	bool maps = has_maps(source), any = maps;
	for (size_t f = range.first; f < range.first + range.count; f++)
		any |= !guess->fields[f].why &&
		       (guess->fields[f].alternative_count || guess_needs(f));
	if (!any)
		return;
	init_line(page, 0, maps ? "columns:" : "# ? columns:");
	for (size_t f = range.first; f < range.first + range.count; f++)
		write_column(page, guess, f);
}

/* Columns of the file that fill no field. A run keeps them, but asks about
 * those whose name is nearly that of a field. */
static void
write_rest(struct init_page *page, const struct init_source *source)
{
	const struct file_guess *guess = source->files[0];
	const struct header *header = &guess->profile->header;
	const char *rest = "", *near = "", *fields = "";
	for (size_t i = 0; i < header->columns && rest && near && fields; i++) {
		size_t field = guess_near_miss(guess, i, page->arena);
		const char *name = init_quoted(page, header->names[i]);
		if (field != FIELD_COUNT) {
			near = arena_format(page->arena, "%s%s%s", near,
			    *near ? ", " : "", name);
			fields = arena_format(page->arena, "%s%s%s: %s", fields,
			    *fields ? ", " : "", schema_fields[field].name,
			    name);
		} else if (!guess_uses(guess, i) && *header->names[i]) {
			rest = arena_format(page->arena, "%s%s%s", rest,
			    *rest ? ", " : "", name);
		}
	}
	page->failed |= !rest || !near || !fields;
	if (near && fields && *near)
		init_doubt(page, 0,
		    _("attributes: [%s]  # to keep as it is what is nearly "
		      "named "
		      "like a column of kpi; or put among columns: {%s}"),
		    near, fields);
	if (rest && *rest)
		init_line(page, 0, _("# columns that feed nothing: %s"), rest);
}

static void
write_missing(struct init_page *page, const struct init_source *source)
{
	struct field_range range = schema_range(source->table);
	const struct field_guess *fields = source->files[0]->fields;
	const char *list = "";
	for (size_t f = range.first; f < range.first + range.count && list; f++)
		if (!fields[f].why && !fields[f].alternative_count &&
		    !guess_needs(f))
			list = arena_format(page->arena, "%s%s%s", list,
			    *list ? ", " : "", schema_fields[f].name);
	page->failed |= !list;
	if (list && *list)
		init_line(page, 0, _("# nothing found for: %s"), list);
}

static void
write_source(struct init_page *page, const struct init_source *source)
{
	write_files(page, source);
	write_columns(page, source);
	init_write_words(page, source);
	init_write_forms(page, source);
	init_write_hints(page, source);
	write_rest(page, source);
	write_missing(page, source);
}

/* ---- the page ---- */

static void
write_table(struct init_page *page, enum table table)
{
	struct init_source *sources;
	size_t count, silent = 0;
	if (!find_sources(page, table, &sources, &count)) {
		page->failed = true;
		return;
	}
	for (size_t s = 0; s < count; s++)
		silent += goes_without(page, &sources[s]);
	page->summary->tables += count > 0;
	for (size_t s = 0; s < count; s++) {
		page->summary->files += sources[s].count;
		page->indent = count > 1 ? 4 : 2;
		if (s == 0)
			fprintf(page->to, "\n%s%s:\n",
			    silent == count ? "# " : "", table_name(table));
		if (silent == count) {
			page->indent = 0;
			for (size_t i = 0; i < sources[s].count; i++)
				init_line(page, 0,
				    _("#   %s is read as it is%s%s"),
				    init_quoted(page,
					sources[s].files[i]->profile->name),
				    sources[s].files[i]->source.name ? ": "
								     : "",
				    sources[s].files[i]->source.name
					? sources[s].files[i]->source.name
					: "");
			init_write_hints(page, &sources[s]);
			continue;
		}
		if (count > 1)
			fputs("  -\n", page->to);
		write_source(page, &sources[s]);
	}
	page->indent = 0;
}

static void
write_strays(struct init_page *page)
{
	bool any = false;
	for (size_t i = 0; i < page->guesses->count; i++) {
		const struct file_guess *guess = &page->guesses->rows[i];
		if (guess->table != TABLE_COUNT)
			continue;
		if (!any)
			fputs(
			    _("\n# Files that look like none of the tables:\n"),
			    page->to);
		any = true;
		const char *sheet = guess->profile->sheet_asked;
		init_line(page, 0, "#   %s%s%s",
		    init_quoted(page, guess->profile->name),
		    sheet ? _(", sheet ") : "",
		    sheet ? init_quoted(page, sheet) : "");
	}
}

enum status
init_write_yaml(FILE *to, const struct guesses *guesses,
    const struct known *known, struct arena *arena,
    struct init_summary *summary)
{
	struct init_page page = { .to = to,
		.guesses = guesses,
		.known = known,
		.arena = arena,
		.summary = summary };
	*summary = (struct init_summary){ 0 };
	fputs(_("# How kpi reads this folder: proposed by kpi init from what "
		"stands "
		"in the files.\n"
		"# A line with `# ?` is for you to decide: make it right and "
		"take "
		"the mark away,\n# also from the line that it belongs to. kpi "
		"check shows how everything is read.\n"),
	    to);
	init_write_money(&page);
	for (int table = 0; table < TABLE_COUNT; table++)
		write_table(&page, (enum table)table);
	write_strays(&page);
	return page.failed ? STATUS_MEMORY : STATUS_OK;
}
