/* Ids that differ by what a spreadsheet or a form does to them only: leading
 * zeros that are gone, a leading `'`, `="0012"`, upper and lower case. They are
 * taken for different ones, and so hours are booked on a project that no
 * contract names; so they are named. (Clients and managers are among
 * look_alikes.h.) */
#ifndef IO_IMPORT_ID_LOOK_ALIKES_H
#define IO_IMPORT_ID_LOOK_ALIKES_H

#include "engine/model/dataset.h"

/* Adds an assumption for each kind of id that has some, with how many and
 * examples. STATUS_OK or STATUS_MEMORY, said. */
enum status id_look_alikes_report(
    struct dataset *data, struct diagnostics *diagnostics);

#endif
