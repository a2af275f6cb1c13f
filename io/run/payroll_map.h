/* The shape of payroll's file (`payroll:` of kpi.yaml) in run.json, both ways:
 * by it `kpi diff` writes correction lines that payroll reads. */
#ifndef IO_RUN_PAYROLL_MAP_H
#define IO_RUN_PAYROLL_MAP_H

#include "engine/model/plan.h"
#include "io/run/folder.h"
#include "io/run/json_writer.h"

/* Adds the member `payroll` to the object at hand; null where kpi.yaml asks for
 * no file of payroll. */
void payroll_map_put(struct json_writer *json, const struct payroll_map *map);

/* The map of a folder's run; map->wanted is false where it has none. Its texts
 * are the folder's. STATUS_INPUT if run.json says what no run writes. */
enum status payroll_map_read(struct payroll_map *map,
    const struct run_folder *folder, struct diagnostics *diagnostics);

#endif
