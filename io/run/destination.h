/* Where a file will be made, judged before the work for it begins: nobody waits
 * for an answer that cannot be written, and nothing is written over what the
 * command reads or into what was sealed. Only looks; makes nothing. */
#ifndef IO_RUN_DESTINATION_H
#define IO_RUN_DESTINATION_H

#include <stdbool.h>

#include "engine/base/status.h"

struct arena;

/* The folder and, in *name, the name of a path. NULL without memory. */
const char *destination_split(
    const char *path, const char **name, struct arena *arena);

bool destination_is_folder(const char *path);

/* Can files be made in the folder, or first the folder itself? STATUS_OUTPUT:
 * no permission, something there that is no folder, or it was sealed, or it
 * lies in a folder that was. */
enum status destination_judge(
    const char *folder, struct arena *arena, struct diagnostics *diagnostics);

/* Is there anything of that path but a regular file? A file takes the place of
 * what is there. STATUS_OUTPUT. */
enum status destination_judge_file(
    const char *path, struct diagnostics *diagnostics);

/* Says of a file that stands there and is none that kpi wrote there that no
 * other takes its place, and what to do: STATUS_OUTPUT. */
enum status destination_refuse_foreign(
    const char *path, struct diagnostics *diagnostics);

/* Do both paths lead to the same file or folder, or, where there is none yet,
 * would they? Symbolic links are followed. False without memory. */
bool destination_same(const char *path, const char *other, struct arena *arena);

#endif
