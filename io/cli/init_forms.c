/* How dates and numbers are written, with the cells that show it. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/init_parts.h"
#include "io/locale/locale.h"

/* What the cells of a column say about how it is written. NOTHING: no statement
 * is needed; FIRST or SECOND: the first or the second way (dates: day or month
 * first; numbers: decimal comma or point); EITHER: all cells can be read in
 * both ways; BOTH: some cells need the first way, others the second. */
enum says { SAYS_NOTHING, SAYS_FIRST, SAYS_SECOND, SAYS_EITHER, SAYS_BOTH };

struct column_says {
	enum says says;
	struct evidence evidence;
};

static const struct form_words {
	enum field_type type;
	const char *key, *first, *second;
} form_words[] = { { FIELD_DATE, "date_order", "dmy", "mdy" },
	{ FIELD_DECIMAL, "number_style", "comma", "point" } };

/* What the format declares of a field, as the cells would say it. */
static enum says
declared_of(const struct source_configuration *source, enum field_type type,
    size_t field)
{
	enum date_order order = source->date_order[field];
	enum number_style style = source->number_style[field];
	if (type == FIELD_DATE)
		return order == DATES_DMY   ? SAYS_FIRST
		       : order == DATES_MDY ? SAYS_SECOND
					    : SAYS_NOTHING;
	return style == NUMBERS_COMMA   ? SAYS_FIRST
	       : style == NUMBERS_POINT ? SAYS_SECOND
					: SAYS_NOTHING;
}

static bool
declares(const struct source_configuration *source, enum field_type type)
{
	for (size_t f = 0; f < FIELD_COUNT; f++)
		if (declared_of(source, type, f))
			return true;
	return false;
}

static enum says
says_of(enum field_type type, const struct evidence *evidence)
{
	bool first = evidence->first.text, second = evidence->second.text;
	if (type == FIELD_DATE && !evidence->year_last)
		return SAYS_NOTHING;
	if ((first && second) ||
	    (type == FIELD_DATE && evidence->plain + evidence->year_first))
		return SAYS_BOTH;
	if (first || second)
		return first ? SAYS_FIRST : SAYS_SECOND;
	return evidence->unsure[0].text ? SAYS_EITHER : SAYS_NOTHING;
}

/* Can a file that is separated by commas and has no format be read in the plain
 * grammar? It can, unless a column is clearly written otherwise. */
static bool
is_plain_file(const struct init_source *source, const struct column_says *rows)
{
	struct field_range range = schema_range(source->table);
	const struct file_guess *first = source->files[0];
	if (first->source.name || first->profile->sheet ||
	    first->profile->delimiter != ',')
		return false;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (evidence_is_foreign(&rows[f].evidence))
			return false;
	return true;
}

/* What the columns of a type say, by field. */
static void
hear(const struct init_source *source, const struct form_words *words,
    struct column_says rows[FIELD_COUNT])
{
	struct field_range range = schema_range(source->table);
	memset(rows, 0, FIELD_COUNT * sizeof *rows);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		if (schema_fields[f].type != words->type)
			continue;
		for (size_t i = 0; i < source->count; i++) {
			const struct column_profile *column =
			    init_column(source->files[i], f);
			if (column)
				evidence_join(&rows[f].evidence,
				    words->type == FIELD_DATE
					? &column->as_dates
					: &column->as_numbers);
		}
	}
	if (is_plain_file(source, rows))
		return;
	bool foreign = false;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		enum says declared =
		    declared_of(&source->files[0]->source, words->type, f);
		rows[f].says = says_of(words->type, &rows[f].evidence);
		/* What the format already declares is not written again. */
		if (declared &&
		    (rows[f].says == declared || rows[f].says == SAYS_EITHER))
			rows[f].says = SAYS_NOTHING;
		foreign |= words->type == FIELD_DATE ||
			   (rows[f].says != SAYS_NOTHING &&
			       (rows[f].says != SAYS_SECOND ||
				   strchr(rows[f].evidence.second.text, ',')));
	}
	/* Numbers such as 60.5 are read without a statement. */
	for (size_t f = 0; f < FIELD_COUNT && !foreign; f++)
		rows[f].says = SAYS_NOTHING;
}

static size_t
count_says(const struct column_says *rows, enum says says)
{
	size_t count = 0;
	for (size_t f = 0; f < FIELD_COUNT; f++)
		count += rows[f].says == says;
	return count;
}

bool
init_has_forms(struct init_page *page, const struct init_source *source)
{
	struct column_says rows[FIELD_COUNT];
	bool any = false;
	(void)page;
	for (size_t i = 0; i < 2; i++) {
		hear(source, &form_words[i], rows);
		any |= count_says(rows, SAYS_NOTHING) != FIELD_COUNT;
	}
	return any;
}

/* The names of the fields that say so, `a, b`; "" for none. */
static const char *
fields_that_say(
    struct init_page *page, const struct column_says *rows, enum says says)
{
	const char *list = "";
	for (size_t f = 0; f < FIELD_COUNT && list; f++)
		if (rows[f].says == says)
			list = arena_format(page->arena, "%s%s%s", list,
			    *list ? ", " : "", schema_fields[f].name);
	page->failed |= !list;
	return list ? list : "";
}

/* For columns that all say the same. Columns whose cells can be read in both
 * ways are taken to follow them, since a file is usually written in one way. */
static void
write_one_form(struct init_page *page, const struct form_words *words,
    const struct column_says *rows, enum says says)
{
	const char *either = fields_that_say(page, rows, SAYS_EITHER);
	size_t f = 0;
	while (rows[f].says != says)
		f++;
	const struct example *cell = says == SAYS_FIRST
					 ? &rows[f].evidence.first
					 : &rows[f].evidence.second;
	init_line(page, 0, _("%s: %s  # %s on line %ju, in %s%s%s%s"),
	    words->key, says == SAYS_FIRST ? words->first : words->second,
	    init_quoted(page, cell->text), (uintmax_t)cell->line,
	    schema_fields[f].name, *either ? "; " : "", either,
	    *either ? _(" can be read in two ways, and goes with it") : "");
}

/* Columns that are written in different ways, or otherwise than the format
 * says. */
static void
write_mixed_forms(struct init_page *page, const struct form_words *words,
    const struct column_says *rows)
{
	const struct example *cell = NULL;
	const char *list = "";
	for (size_t f = 0; f < FIELD_COUNT && list; f++)
		if (rows[f].says == SAYS_FIRST || rows[f].says == SAYS_SECOND)
			list = arena_format(page->arena, "%s%s%s: %s", list,
			    *list ? ", " : "", schema_fields[f].name,
			    rows[f].says == SAYS_FIRST ? words->first
						       : words->second);
	for (size_t f = 0; f < FIELD_COUNT && !cell; f++)
		cell = rows[f].says == SAYS_FIRST    ? &rows[f].evidence.first
		       : rows[f].says == SAYS_SECOND ? &rows[f].evidence.second
						     : NULL;
	page->failed |= !list;
	init_line(page, 0, _("%s: {%s}  # %s on line %ju"), words->key,
	    list ? list : "", init_quoted(page, cell ? cell->text : ""),
	    cell ? (uintmax_t)cell->line : 0);
}

/* Columns that can be read in two ways, where nothing decides. */
static void
write_either(struct init_page *page, const struct form_words *words,
    const struct column_says *rows, bool mixed)
{
	const char *fields = fields_that_say(page, rows, SAYS_EITHER);
	size_t f = 0;
	while (f < FIELD_COUNT && rows[f].says != SAYS_EITHER)
		f++;
	if (f == FIELD_COUNT)
		return;
	const struct example *cell = &rows[f].evidence.unsure[0];
	const char *text = init_quoted(page, cell->text);
	if (mixed)
		init_doubt(page, 0,
		    _("%s: also of %s, where %s on line %ju can be read in two "
		      "ways"),
		    words->key, fields, text, (uintmax_t)cell->line);
	else
		init_doubt(page, 0,
		    _("%s: %s  # or %s: %s on line %ju can be read in two ways "
		      "(%s)"),
		    words->key, words->first, words->second, text,
		    (uintmax_t)cell->line, fields);
}

/* Columns in which some cells need one way and some the other, or the year
 * stands now first and now last: a spreadsheet may have exchanged day and month
 * in some of them. */
static void
write_torn(struct init_page *page, const struct column_says *rows)
{
	for (size_t f = 0; f < FIELD_COUNT; f++) {
		const struct evidence *evidence = &rows[f].evidence;
		bool both = evidence->first.text && evidence->second.text;
		const struct example *one =
		    both ? &evidence->first : &evidence->first_year_first;
		const struct example *other =
		    both ? &evidence->second : &evidence->first_year_last;
		if (rows[f].says == SAYS_BOTH)
			init_doubt(page, 0,
			    _("%s is written in two ways, %s on line %ju and "
			      "%s "
			      "on line %ju: look at its source"),
			    schema_fields[f].name,
			    init_quoted(page, one->text ? one->text : ""),
			    (uintmax_t)one->line,
			    init_quoted(page, other->text ? other->text : ""),
			    (uintmax_t)other->line);
	}
}

void
init_write_forms(struct init_page *page, const struct init_source *source)
{
	for (size_t i = 0; i < 2; i++) {
		struct column_says rows[FIELD_COUNT];
		hear(source, &form_words[i], rows);
		size_t first = count_says(rows, SAYS_FIRST);
		size_t second = count_says(rows, SAYS_SECOND);
		bool decided = !first != !second;
		bool declared =
		    declares(&source->files[0]->source, form_words[i].type);
		/* Where a column says both, one statement for the whole file
		 * must not be written: it would hide that. */
		bool torn = count_says(rows, SAYS_BOTH) > 0;
		if (decided && !declared && !torn)
			write_one_form(page, &form_words[i], rows,
			    first ? SAYS_FIRST : SAYS_SECOND);
		else if (first || second)
			write_mixed_forms(page, &form_words[i], rows);
		if (!decided || torn)
			write_either(
			    page, &form_words[i], rows, first || second);
		write_torn(page, rows);
	}
}
