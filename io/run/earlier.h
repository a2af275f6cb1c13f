/* What an earlier run left in the folder of outputs. */
#ifndef IO_RUN_EARLIER_H
#define IO_RUN_EARLIER_H

#include "engine/model/dataset.h"
#include "io/run/folder.h"
#include "io/run/output.h"

/* The run.json of an earlier run, if it left a readable one. */
struct earlier {
	struct run_folder folder;
	bool known;
};

/* To be called when the folder is locked, before anything is made there. A
 * run.json that is none is no matter. STATUS_INPUT if it cannot be read, or
 * STATUS_MEMORY. */
enum status earlier_look(struct earlier *earlier, const char *folder,
    struct arena *arena, struct diagnostics *diagnostics);

/* Of outputs_spare, with the `struct earlier` as its context: what the run.json
 * of the folder lists is a run's own, so is a run.json that kpi wrote, and a
 * rejects.csv with the head that kpi gives it (`kpi check` writes nothing
 * else). */
outputs_is_own earlier_wrote;

/* The same before anything is computed, as far as a look tells: a folder
 * without run.json has no files with names that every run writes.
 * STATUS_OUTPUT, or STATUS_INPUT if that cannot be found out. */
enum status earlier_spare(
    const char *folder, struct arena *arena, struct diagnostics *diagnostics);

/* What the earlier run wrote and this one, whose outputs are finished, does not
 * goes when these take their names: a bonus.csv that is no longer given must
 * not lie beside a new kpi.csv. Only a file that runs write goes, and only if
 * it has the digest that the old run.json gives; one that was altered stays,
 * with a warning. Inputs stay, whatever an old run.json says. STATUS_INPUT if a
 * file cannot be read, or STATUS_MEMORY. */
enum status earlier_remove(const struct earlier *earlier,
    struct outputs *outputs, const struct dataset *data);

#endif
