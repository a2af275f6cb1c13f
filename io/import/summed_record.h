/* What kpi part writes beside a part's rows (io/run/summed_part.h), as it is
 * read back: JSON, which is YAML. Its digest keeps accidents away; whoever
 * forges it can make another one, so nothing in it is taken before record_judge
 * has seen it. */
#ifndef IO_IMPORT_SUMMED_RECORD_H
#define IO_IMPORT_SUMMED_RECORD_H

#include "engine/base/decimal.h"
#include "io/import/config/yaml_tree.h"

/* NULL if every member is there and of its kind, the numbers are small enough
 * to be added, and what is said twice agrees; else the name of what is not. */
const char *record_judge(const struct yaml_node *record);

/* A member of a mapping; NULL if there is none. */
const struct yaml_node *record_member(
    const struct yaml_node *mapping, const char *name);

/* The first item of a member that is a list; NULL if there is none. */
const struct yaml_node *record_first(
    const struct yaml_node *mapping, const char *name);

/* A member's text; empty if there is none. */
struct text record_text(const struct yaml_node *mapping, const char *name);

/* A member that is a whole number, and one that is exact, in 10^-16; 0 where it
 * is none. */
uint64_t record_whole(const struct yaml_node *mapping, const char *name);
wide record_exact(const struct yaml_node *mapping, const char *name);

#endif
