/* `mix: {METRIC: [COLUMN, …]}` of kpi.yaml (engine/model/mix.h). */
#ifndef IO_IMPORT_CONFIG_MIX_H
#define IO_IMPORT_CONFIG_MIX_H

#include "io/import/config/yaml_keys.h"

/* Reads the shape; names are judged when the tables are known (metrics'
 * mix_check). */
yaml_read mix_read;

#endif
