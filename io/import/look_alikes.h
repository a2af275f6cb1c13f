/* Departments, clients, managers, teams and levels that stand in several spellings.
 *
 * Two names that differ in case, accents, spaces or signs only are two names
 * here, and each then has its own numbers: a department of its own in
 * coordination, a client of its own in retention, a level without a plan. They
 * may be meant so; so nothing is joined, but they are named. Managers whom
 * people.csv lists each are different people. */
#ifndef IO_IMPORT_LOOK_ALIKES_H
#define IO_IMPORT_LOOK_ALIKES_H

#include "engine/model/dataset.h"

/* Adds an assumption for each kind of name that has some, those with the most
 * rows first, and the line of kpi.yaml that joins them. STATUS_OK or
 * STATUS_MEMORY, said. */
enum status look_alikes_report(
    struct dataset *data, struct diagnostics *diagnostics);

#endif
