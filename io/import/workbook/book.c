#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

#include "io/import/workbook/parts.h"

/* A line of a part's list of relations. */
struct relation {
	const char *id, *type, *target;
	struct relation *next;
};

/* A sheet as the workbook lists it. */
struct tab {
	const char *name, *relation;
	bool hidden;
	struct tab *next;
};

/* The state of a reading. */
struct reading {
	struct package *package;
	struct arena *arena;
	struct relation *relations, **last_relation;
	struct tab *tabs, **last_tab;
	struct book *book;
	size_t count;
};

/* More relations, and sheets, than any workbook has. */
enum { MOST_ENTRIES = 100000 };

static const char *
kept(struct reading *reading, const char *text)
{
	const char *copy =
	    text ? arena_copy(reading->arena, text, strlen(text)) : "";
	if (!copy)
		package_no_memory(reading->package);
	return copy ? copy : "";
}

/* Room for one entry more; NULL: the reading ends. */
static void *
new_entry(struct reading *reading, size_t size)
{
	void *entry = arena_allocate(reading->arena, 1, size);
	if (!entry)
		package_no_memory(reading->package);
	else if (++reading->count > MOST_ENTRIES)
		package_refuse(reading->package, "it lists more than %d parts",
		    MOST_ENTRIES);
	return entry;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), size = strlen(end);
	return length >= size && strcmp(text + length - size, end) == 0;
}

static bool
is_true(const char *text)
{
	return text && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static void
no_end(void *context, const char *name)
{
	(void)context;
	(void)name;
}

static void
no_text(void *context, const char *text, size_t length)
{
	(void)context;
	(void)text;
	(void)length;
}

static enum status
read_part(struct reading *reading, const char *part,
    void (*start)(void *, const char *, const char *const *))
{
	const struct package_reader reader = {
		.context = reading,
		.start = start,
		.end = no_end,
		.text = no_text,
		.most = OTHER_PART_BYTES,
	};
	return package_read(reading->package, part, &reader);
}

/* ---- relations ---- */

/* What lies outside of the file is left alone. */
static void
on_relation(void *context, const char *name, const char *const *attributes)
{
	struct reading *reading = context;
	const char *mode = package_attribute(attributes, "TargetMode");
	if (strcmp(name, "Relationship") != 0 ||
	    (mode && strcmp(mode, "External") == 0))
		return;
	struct relation *relation = new_entry(reading, sizeof *relation);
	if (!relation)
		return;
	relation->id = kept(reading, package_attribute(attributes, "Id"));
	relation->type = kept(reading, package_attribute(attributes, "Type"));
	relation->target =
	    kept(reading, package_attribute(attributes, "Target"));
	*reading->last_relation = relation;
	reading->last_relation = &relation->next;
}

/* Reads the relations of a part, or of the package (""); a part without any is
 * allowed. */
static enum status
read_relations(struct reading *reading, const char *part)
{
	const char *slash = strrchr(part, '/');
	int folder = slash ? (int)(slash + 1 - part) : 0;
	const char *list = arena_format(
	    reading->arena, "%.*s_rels/%s.rels", folder, part, part + folder);
	reading->relations = NULL;
	reading->last_relation = &reading->relations;
	if (!list)
		return STATUS_MEMORY;
	return package_has(reading->package, list)
		   ? read_part(reading, list, on_relation)
		   : STATUS_OK;
}

/* Takes `.` and `..` out of a path, in place. */
static void
straighten(char *path)
{
	char *to = path;
	for (const char *at = path; *at;) {
		size_t length = strcspn(at, "/");
		const char *next = at + length + (at[length] == '/');
		if (length == 2 && at[0] == '.' && at[1] == '.') {
			to -= to > path;
			while (to > path && to[-1] != '/')
				to--;
		} else if (length && !(length == 1 && *at == '.')) {
			memmove(to, at, (size_t)(next - at));
			to += next - at;
		}
		at = next;
	}
	*to = '\0';
}

/* The part that a target names, seen from another part: `/xl/a.xml`, `a.xml`,
 * `../a.xml`. NULL without memory. */
static const char *
resolved(struct reading *reading, const char *from, const char *target)
{
	const char *slash = strrchr(from, '/');
	int folder = slash && *target != '/' ? (int)(slash + 1 - from) : 0;
	char *part =
	    arena_format(reading->arena, "%.*s%s", folder, from, target);
	if (part)
		straighten(part);
	else
		package_no_memory(reading->package);
	return part;
}

/* The target of the first relation of a kind, such as "/styles"; NULL if there
 * is none. */
static const char *
part_of_kind(struct reading *reading, const char *from, const char *kind)
{
	for (const struct relation *relation = reading->relations; relation;
	     relation = relation->next)
		if (ends_with(relation->type, kind))
			return resolved(reading, from, relation->target);
	return NULL;
}

/* ---- the workbook ---- */

/* What a package that is no workbook is. */
static enum status
refuse_package(struct package *package)
{
	static const struct {
		const char *part, *kind;
	} kinds[] = {
		{ "content.xml", N_("an OpenDocument file; save it as .xlsx or "
				    "CSV") },
		{ "xl/workbook.bin", N_("a binary workbook (.xlsb); save it as "
					".xlsx or CSV") },
		{ "Index/Document.iwa", N_("a file of Numbers; export it as "
					   "Excel (.xlsx) or CSV") },
		{ "word/document.xml",
		    N_("a document of Word; save its table as "
		       ".xlsx or CSV") },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (package_has(package, kinds[i].part)) {
			package_refuse(package, "this is %s", kinds[i].kind);
			return STATUS_INPUT;
		}
	package_refuse(
	    package, "this is a ZIP file without a workbook in it; unpack it");
	return STATUS_INPUT;
}

static void
on_workbook(void *context, const char *name, const char *const *attributes)
{
	struct reading *reading = context;
	const char *state = package_attribute(attributes, "state");
	if (strcmp(name, "workbookPr") == 0)
		reading->book->since_1904 =
		    is_true(package_attribute(attributes, "date1904"));
	if (strcmp(name, "sheet") != 0)
		return;
	struct tab *tab = new_entry(reading, sizeof *tab);
	if (!tab)
		return;
	tab->name = kept(reading, package_attribute(attributes, "name"));
	tab->relation = kept(reading, package_attribute(attributes, "id"));
	tab->hidden = state && strcmp(state, "visible") != 0;
	*reading->last_tab = tab;
	reading->last_tab = &tab->next;
}

/* The part that holds a sheet's cells; NULL if it has none, as a sheet that is
 * a chart. */
static const char *
part_of_tab(
    struct reading *reading, const char *workbook, const struct tab *tab)
{
	for (const struct relation *relation = reading->relations; relation;
	     relation = relation->next)
		if (strcmp(relation->id, tab->relation) == 0 &&
		    ends_with(relation->type, "/worksheet"))
			return resolved(reading, workbook, relation->target);
	return NULL;
}

/* Spreadsheet programs do not tell names apart by case. */
static bool
is_called(const struct tab *tab, const char *name, struct arena *arena)
{
	int order = 1;
	int failed = u8_casecmp((const uint8_t *)tab->name, strlen(tab->name),
	    (const uint8_t *)name, strlen(name), NULL, UNINORM_NFC, &order);
	if (failed && errno == ENOMEM)
		arena_refused(arena);
	return !failed && order == 0;
}

/* A sheet that is asked for and not there: which ones are? */
static enum status
refuse_name(struct reading *reading, const char *workbook, const char *name)
{
	const char *list = "";
	for (const struct tab *tab = reading->tabs; tab && list;
	     tab = tab->next)
		if (part_of_tab(reading, workbook, tab))
			list = arena_format(reading->arena, "%s%s\"%s\"", list,
			    *list ? ", " : "", tab->name);
	package_refuse(reading->package,
	    "there is no sheet \"%s\"; its sheets are: %s", name,
	    list ? list : "");
	return STATUS_INPUT;
}

static enum status
choose(struct reading *reading, const char *workbook, const char *name)
{
	struct book *book = reading->book;
	size_t tabs = 0;
	for (const struct tab *tab = reading->tabs; tab; tab = tab->next)
		tabs++;
	const char **others =
	    arena_allocate(reading->arena, tabs + 1, sizeof *others);
	if (!others) {
		package_no_memory(reading->package);
		return STATUS_MEMORY;
	}
	book->sheet.other_names = others;
	for (const struct tab *tab = reading->tabs; tab; tab = tab->next) {
		const char *part = part_of_tab(reading, workbook, tab);
		if (!part)
			continue;
		if (book->sheet_part ||
		    (name && !is_called(tab, name, reading->arena))) {
			others[book->sheet.others++] = tab->name;
			continue;
		}
		book->sheet_part = part;
		book->sheet.name = tab->name;
		book->sheet.hidden = tab->hidden;
	}
	if (book->sheet_part)
		return STATUS_OK;
	if (name)
		return refuse_name(reading, workbook, name);
	package_refuse(
	    reading->package, "the workbook has no sheet with cells");
	return STATUS_INPUT;
}

enum status
book_read(struct book *book, struct package *package, const char *name,
    struct arena *arena)
{
	struct reading reading = {
		.package = package, .arena = arena, .book = book
	};
	reading.last_tab = &reading.tabs;
	*book = (struct book){ .since_1904 = false };
	enum status status = read_relations(&reading, "");
	if (status)
		return status;
	const char *workbook = part_of_kind(&reading, "", "/officeDocument");
	if (!workbook || !package_has(package, workbook))
		workbook = "xl/workbook.xml";
	if (!package_has(package, workbook) ||
	    package_has(package, "word/document.xml"))
		return refuse_package(package);
	status = read_part(&reading, workbook, on_workbook);
	if (!status)
		status = read_relations(&reading, workbook);
	if (!status)
		status = choose(&reading, workbook, name);
	if (status)
		return status;
	book->strings_part = part_of_kind(&reading, workbook, "/sharedStrings");
	book->styles_part = part_of_kind(&reading, workbook, "/styles");
	return STATUS_OK;
}
