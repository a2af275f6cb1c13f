/* Parts in place of timesheet exports: what `kpi part` made of them on other
 * machines (io/run/summed_part.h). A part is read as any canonical file; what
 * it says about the exports behind it is added to the inputs and to the rows
 * left out, so that a run says the same as one that has read the exports. */
#ifndef IO_IMPORT_SUMMED_PARTS_H
#define IO_IMPORT_SUMMED_PARTS_H

#include "io/import/folder.h"
#include "io/import/tables/tables.h"

struct yaml_node;

struct summed_part {
	const char *path;               /* of its CSV file */
	const struct yaml_node *record; /* NULL: the file is no part */
	const char *record_path;
	size_t record_bytes;
	char record_sha256[65];
};

/* Looks whether a timesheet file is a part, and checks that both of its files
 * are as they were written. STATUS_OK, STATUS_INPUT, STATUS_MEMORY. */
enum status summed_part_open(struct summed_part *part, const char *path,
    struct loading *loading, struct diagnostics *diagnostics);

/* Once its file is imported, as the input of that number: sees that its rows are
 * those of which the record speaks, and adds what that says of its inputs. */
enum status summed_part_take(const struct summed_part *part, uint32_t input,
    struct loading *loading, struct diagnostics *diagnostics);

/* Once all files are: is each timesheet file of which the parts know in exactly
 * one of them, and is every file a part or none? */
enum status summed_parts_judge(const struct summed_part *parts, size_t count,
    struct loading *loading, struct diagnostics *diagnostics);

#endif
