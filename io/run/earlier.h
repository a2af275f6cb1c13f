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

/* To be called before anything is written there. */
void earlier_look(
    struct earlier *earlier, const char *folder, struct arena *arena);

/* Removes what the earlier run wrote and this one, whose outputs are finished,
 * does not, and says so: a bonus.csv that is no longer given must not lie
 * beside a new kpi.csv. Inputs stay, whatever an old run.json says. */
void earlier_remove(const struct earlier *earlier,
    const struct outputs *outputs, const struct dataset *data);

#endif
