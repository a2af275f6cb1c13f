/* Every key of kpi.yaml, for `kpi list settings`: made from the tables that the
 * file is read by. */
#ifndef IO_IMPORT_CONFIG_SETTINGS_H
#define IO_IMPORT_CONFIG_SETTINGS_H

#include "io/import/config/configuration.h"

/* One key; of those that stand in several sources of kpi.yaml one each time. */
struct setting_line {
	const struct setting *setting;
	/* `grace_days`, `payroll.codes.total`, `contracts.columns`;
	 * TABLE.columns for a key of sources that stands in none. */
	const char *name;
	/* Of a configuration: what holds, as it would stand in kpi.yaml (""
	 * for nothing, or where it is found out file by file), and the line of
	 * kpi.yaml that says it, or 0. */
	const char *in_force;
	uint32_t line;
};

struct setting_lines {
	struct setting_line *rows;
	size_t count;
};

/* Lists them in `arena`: the definitions, then the others. `configuration` may
 * be NULL: then nothing is in force. STATUS_OK or STATUS_MEMORY. */
enum status settings_list(struct setting_lines *lines,
    const struct configuration *configuration, struct arena *arena);

#endif
