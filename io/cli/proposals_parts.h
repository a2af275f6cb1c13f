/* The block of proposals while it is made: what messages propose (proposals.c),
 * then what kpi init would take for what they leave open (proposals_guess.c).
 */
#ifndef IO_CLI_PROPOSALS_PARTS_H
#define IO_CLI_PROPOSALS_PARTS_H

#include <string.h>

#include "io/cli/session.h"
#include "io/import/config/yaml_tree.h"

/* A piece of the block that can still change. */
struct entry {
	const char *key;   /* as YAML writes it; NULL: in a list */
	struct text name;  /* the key's text */
	const char *value; /* scalar or flow list; NULL: see first */
	bool is_list;      /* `first` begins a list; else a mapping */
	bool own;          /* kpi.yaml has it */
	uint32_t line;     /* there */
	const char *comment;
	struct entry *first, *next;
	/* The entries below that proposals_find knows, by name: those from
	 * `known_first` to `known`. */
	struct dictionary names;
	struct entry **named;
	size_t capacity;
	struct entry *known_first, *known;
};

struct merging {
	struct arena *arena;
	struct entry *sections; /* by table; name is the table's */
	const char *path;       /* of kpi.yaml, or NULL */
	const struct yaml_node *root;
	bool failed; /* no memory */
};

/* Is there nothing to propose? */
static inline bool
proposals_is_open(const char *value)
{
	return strcmp(value, "…") == 0;
}

/* The first entry of that name below `parent`; NULL if there is none. */
struct entry *proposals_find(
    struct merging *merging, struct entry *parent, struct text name);

/* Puts an entry behind the others of its parent. */
void proposals_append(
    struct merging *merging, struct entry *parent, struct entry *child);

/* The section of a table, as kpi.yaml has it. */
struct entry *proposals_section(struct merging *merging, enum table table);

/* Fills what is left open, columns and words, as kpi init would, and adds the
 * columns for whose lack rows are rejected, with the alternatives. STATUS_OK or
 * STATUS_MEMORY. */
enum status proposals_guess(struct merging *merging, struct session *session);

#endif
