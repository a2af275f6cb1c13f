/* Plans that stand in files of their own, beside that of the data set. */
#ifndef IO_IMPORT_OTHER_PLANS_H
#define IO_IMPORT_OTHER_PLANS_H

#include "io/import/config/formats.h"
#include "io/import/tables/tables.h"

/* Reads the files of import_options.plans into data->other_plans, each as if it
 * were the data set's own plan: by the same configuration, and with the same
 * errors. All other tables are read. The data set's own plan stays as it is. */
enum status other_plans_import(struct loading *loading,
    const struct formats *formats, struct diagnostics *diagnostics);

#endif
