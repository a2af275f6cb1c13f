#include "io/cli/proposals.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/schema.h"
#include "io/cli/proposals_parts.h"
#include "io/locale/locale.h"

enum { BLOCK_DEPTH = 3, COMMENT_FROM = 40 };

/* ---- entries from YAML ---- */

static struct entry *
new_entry(struct merging *merging, const struct yaml_node *key)
{
	struct entry *entry = arena_allocate(merging->arena, 1, sizeof *entry);
	if (entry && key) {
		entry->name = key->text;
		entry->key = yaml_quoted(key->text, merging->arena);
	}
	merging->failed |= !entry || (key && !entry->key);
	return entry;
}

/* May the node's entries stand on lines of their own? */
static bool
is_block(const struct yaml_node *node, int depth)
{
	if (node->shape == YAML_SCALAR || !node->first || depth >= BLOCK_DEPTH)
		return false;
	if (node->shape == YAML_MAPPING)
		return true;
	return depth == 0 && node->first->shape == YAML_MAPPING;
}

static struct entry *
entry_of(
    struct merging *merging, const struct yaml_node *node, bool own, int depth)
{
	struct entry *entry = new_entry(merging, node->key);
	if (merging->failed)
		return NULL;
	entry->own = own;
	entry->line = node->line;
	entry->is_list = node->shape == YAML_LIST;
	if (!is_block(node, depth)) {
		entry->value = node->shape == YAML_SCALAR && node->text.length
				   ? yaml_quoted(node->text, merging->arena)
				   : yaml_node_text(node, merging->arena);
		merging->failed |= !entry->value;
		return entry;
	}
	struct entry **tail = &entry->first;
	for (const struct yaml_node *child = node->first;
	     child && !merging->failed; child = child->next) {
		*tail = entry_of(merging, child, own, depth + !entry->is_list);
		if (*tail)
			tail = &(*tail)->next;
	}
	return entry;
}

/* A source that is a file name, or a list of them, becomes `files: …`. */
static void
make_mapping(struct merging *merging, struct entry *source)
{
	if (!source->value)
		return;
	struct entry *files = new_entry(merging, NULL);
	if (!files)
		return;
	files->key = "files";
	files->name = text_of("files");
	files->value = source->value;
	files->own = true;
	source->value = NULL;
	source->is_list = false;
	source->first = files;
}

/* ---- merging ---- */

/* Takes note of the entries that came since; of all, where others took their
 * place. Thousands of words of a column come one by one. */
static void
know_below(struct merging *merging, struct entry *parent)
{
	struct arena *arena = merging->arena;
	if (parent->known_first != parent->first) {
		dictionary_init(&parent->names, arena);
		parent->known_first = parent->first;
		parent->known = NULL;
		parent->capacity = 0;
	}
	struct entry *entry =
	    parent->known ? parent->known->next : parent->first;
	for (; entry && !merging->failed; entry = entry->next) {
		uint32_t count = parent->names.count;
		uint32_t id = dictionary_add(&parent->names, entry->name);
		parent->known = entry;
		if (id < count)
			continue;
		parent->named = arena_grown(arena, parent->named, count,
		    &parent->capacity, sizeof *parent->named);
		merging->failed |= id == NO_ID || !parent->named;
		if (!merging->failed)
			parent->named[id] = entry;
	}
}

struct entry *
proposals_find(struct merging *merging, struct entry *parent, struct text name)
{
	know_below(merging, parent);
	uint32_t id =
	    merging->failed ? NO_ID : dictionary_find(&parent->names, name);
	return id == NO_ID ? NULL : parent->named[id];
}

void
proposals_append(
    struct merging *merging, struct entry *parent, struct entry *child)
{
	know_below(merging, parent);
	if (parent->known)
		parent->known->next = child;
	else
		parent->first = child;
}

/* Puts the comment on the last line of the entry that was added. */
static void
comment_on(struct entry *entry, const char *comment)
{
	while (entry->first) {
		entry = entry->first;
		while (entry->next)
			entry = entry->next;
	}
	entry->comment = comment;
}

/* Joins two proposals that differ for one key. For a column both names are kept
 * as a list, since a file may have either. */
static void
join_values(struct merging *merging, struct entry *entry, const char *value,
    bool in_columns)
{
	if (proposals_is_open(entry->value)) {
		entry->value = value;
		return;
	}
	if (strcmp(entry->value, value) == 0 || proposals_is_open(value) ||
	    !in_columns)
		return;
	size_t length = strlen(entry->value);
	bool list = *entry->value == '[';
	if (list && strstr(entry->value, value))
		return;
	entry->value = arena_format(merging->arena, "[%.*s, %s]",
	    (int)(list ? length - 2 : length), entry->value + list, value);
	merging->failed |= !entry->value;
}

static void
merge(struct merging *merging, struct entry *into, const struct yaml_node *from,
    const char *comment, int depth)
{
	bool in_columns = text_is(into->name, "columns");
	for (const struct yaml_node *node = from->first;
	     node && !merging->failed; node = node->next) {
		struct entry *found =
		    proposals_find(merging, into, node->key->text);
		struct entry *fresh = entry_of(merging, node, false, depth);
		if (!fresh)
			return;
		if (!found) {
			proposals_append(merging, into, fresh);
			comment_on(fresh, comment);
		} else if (!found->value && !fresh->value) {
			merge(merging, found, node, comment, depth + 1);
		} else if (found->own || !found->value || !fresh->value) {
			found->value = fresh->value;
			found->first = fresh->first;
			found->own = false;
			comment_on(found, comment);
		} else {
			join_values(merging, found, fresh->value, in_columns);
		}
	}
}

struct entry *
proposals_section(struct merging *merging, enum table table)
{
	struct entry *section = &merging->sections[table];
	const char *name = table_name(table);
	if (section->key)
		return section;
	for (const struct yaml_node *node = merging->root ? merging->root->first
							  : NULL;
	     node; node = node->next)
		if (text_is(node->key->text, name)) {
			struct entry *own = entry_of(merging, node, true, 0);
			if (own)
				*section = *own;
			section->line = node->key->line;
		}
	section->key = name;
	section->name = text_of(name);
	section->next = NULL;
	if (!section->is_list || section->value)
		make_mapping(merging, section);
	return section;
}

static void
add_to_table(struct merging *merging, const struct yaml_node *node,
    enum table table, uint32_t at, const char *comment)
{
	struct entry *section = proposals_section(merging, table);
	if (node->shape != YAML_MAPPING || merging->failed)
		return;
	if (!section->is_list) {
		merge(merging, section, node, comment, 1);
		return;
	}
	for (struct entry *source = section->first; source;
	     source = source->next) {
		if (at && source->line != at)
			continue;
		make_mapping(merging, source);
		merge(merging, source, node, comment, 1);
	}
}

/* Parses a proposed line. *root is NULL if it is not a line of kpi.yaml but an
 * option of the command line. */
static enum status
parse(struct merging *merging, const char *line, const struct yaml_node **root)
{
	struct diagnostics unheard = { .arena = merging->arena };
	*root = NULL;
	enum status status =
	    yaml_tree_parse(root, "", text_of(line), merging->arena, &unheard);
	if (status == STATUS_MEMORY)
		merging->failed = true;
	if (status || (*root && (*root)->shape != YAML_MAPPING))
		*root = NULL;
	return status;
}

static void
add_line(
    struct merging *merging, const char *line, uint32_t at, const char *comment)
{
	const struct yaml_node *root;
	parse(merging, line, &root);
	for (const struct yaml_node *node = root ? root->first : NULL; node;
	     node = node->next)
		for (int table = 0; table < TABLE_COUNT; table++)
			if (text_is(
				node->key->text, table_name((enum table)table)))
				add_to_table(merging, node, (enum table)table,
				    at, comment);
}

/* A header that kpi.yaml names must be in every file of its source. So what the
 * other files call the column is added to the proposal. */
static void
add_other_names(struct merging *merging, const struct file_reading *reading,
    struct entry *source)
{
	struct entry *columns =
	    proposals_find(merging, source, text_of("columns"));
	for (struct entry *entry = columns ? columns->first : NULL; entry;
	     entry = entry->next) {
		size_t field = schema_find(reading->table, entry->name);
		if (entry->own || !entry->value || field == FIELD_COUNT ||
		    !reading->header)
			continue;
		const struct feed *feed = &reading->header->feeds[field];
		const char *name =
		    feed->count == 1
			? yaml_quoted(
			      text_of(reading->header->names[feed->columns[0]]),
			      merging->arena)
			: NULL;
		if (name)
			join_values(merging, entry, name, true);
	}
}

static void
add_names_of_files(
    struct merging *merging, const struct file_readings *readings)
{
	for (const struct file_reading *reading = readings->first; reading;
	     reading = reading->next) {
		struct entry *section = &merging->sections[reading->table];
		if (!section->is_list) {
			add_other_names(merging, reading, section);
			continue;
		}
		for (struct entry *source = section->first; source;
		     source = source->next)
			if (source->line == reading->source->line)
				add_other_names(merging, reading, source);
	}
}

/* ---- comments ---- */

/* `or date_order: {closed_on: mdy}` of the alternatives; "" if there are none.
 */
static const char *
alternatives(struct merging *merging, const struct proposal *proposal)
{
	const char *text = "";
	for (; proposal && text; proposal = proposal->next) {
		const struct yaml_node *root;
		parse(merging, proposal->line, &root);
		const char *below =
		    root && root->first
			? yaml_node_text(root->first, merging->arena)
			: "";
		size_t length = below ? strlen(below) : 0;
		bool braces = length > 2 && *below == '{';
		text = arena_format(merging->arena, "%s%s%.*s", text,
		    *text ? _(", or ") : _("or "),
		    (int)(braces ? length - 2 : length),
		    below ? below + braces : "");
	}
	return text;
}

/* Words whose meaning nobody knows: what each may mean. */
static void
comment_on_words(struct merging *merging)
{
	for (int table = 0; table < TABLE_COUNT; table++) {
		struct entry *section = &merging->sections[table];
		struct entry *values =
		    section->key
			? proposals_find(merging, section, text_of("values"))
			: NULL;
		for (struct entry *e = values ? values->first : NULL; e;
		     e = e->next) {
			size_t field = schema_find((enum table)table, e->name);
			const char *const *words =
			    field == FIELD_COUNT
				? NULL
				: schema_words(schema_fields[field].type);
			const char *list = _("one of");
			for (size_t i = 0; words && words[i] && list; i++)
				list = arena_format(merging->arena, "%s%s %s",
				    list, i ? "," : "", words[i]);
			for (struct entry *w = e->first; words && w;
			     w = w->next)
				if (w->comment && !*w->comment)
					w->comment = list;
		}
	}
}

/* ---- the block ---- */

/* Does the entry hold nothing but values still to be filled in? Then it is
 * printed as a comment. */
static bool
is_open(const struct entry *entry)
{
	if (entry->value)
		return proposals_is_open(entry->value);
	for (entry = entry->first; entry; entry = entry->next)
		if (!is_open(entry))
			return false;
	return true;
}

static void
print_line(struct growing_text *block, const struct entry *entry, int indent,
    bool first_of_item)
{
	bool open = is_open(entry);
	const char *value = !entry->value ? ""
			    : open        ? _(" which column?")
					  : entry->value;
	const char *line = arena_format(block->arena, "%s%s:%s%s",
	    open ? "# " : "", entry->key, *value && !open ? " " : "", value);
	const char *comment = entry->comment ? entry->comment : "";
	int before = first_of_item ? indent - 2 : indent;
	text_append(block, line ? arena_format(block->arena, "%*s%s%s%s%s\n",
				      before, "", first_of_item ? "- " : "",
				      line, *comment ? "   # " : "", comment)
				: NULL);
}

static void
print_entries(struct growing_text *block, const struct entry *entry, int indent,
    bool item)
{
	for (bool first = item; entry; entry = entry->next, first = false) {
		print_line(block, entry, indent, first);
		print_entries(block, entry->first, indent + 2, false);
	}
}

static void
print_section(struct merging *merging, struct growing_text *block,
    const struct entry *section)
{
	if (section->line)
		text_append(block,
		    arena_format(merging->arena, _("# in place of %s: (%s:%u)\n"),
			section->key, merging->path, section->line));
	print_line(block, section, 0, false);
	if (!section->is_list) {
		print_entries(block, section->first, 2, false);
		return;
	}
	for (const struct entry *source = section->first; source;
	     source = source->next) {
		if (source->first)
			print_entries(block, source->first, 4, true);
		else
			text_append(block, arena_format(merging->arena,
					       "  - %s\n", source->value));
	}
}

const char *
proposals_merge(struct session *session, const struct diagnostic *said)
{
	const struct assumptions *assumptions = &session->data.assumptions;
	struct merging merging = { .arena = session->arena,
		.path = session->configuration.path };
	struct growing_text block = { .arena = session->arena };
	struct diagnostics unheard = { .arena = session->arena };
	merging.sections = arena_allocate(
	    session->arena, TABLE_COUNT, sizeof *merging.sections);
	if (!merging.sections)
		return NULL;
	if (merging.path && yaml_tree_read(&merging.root, merging.path, NULL,
				session->arena, &unheard))
		return "";
	for (; said; said = said->next)
		if (said->proposals)
			add_line(&merging, said->proposals->line,
			    said->proposals->at,
			    alternatives(&merging, said->proposals->next));
	add_names_of_files(&merging, &session->readings);
	if (proposals_guess(&merging, session))
		return NULL;
	comment_on_words(&merging);
	for (size_t i = 0; i < assumptions->count; i++)
		if (assumptions->rows[i].line)
			add_line(&merging, assumptions->rows[i].line, 0,
			    _("not needed to go on"));
	for (int table = 0; table < TABLE_COUNT; table++)
		if (merging.sections[table].first)
			print_section(
			    &merging, &block, &merging.sections[table]);
	return merging.failed ? NULL : text_grown(&block);
}
