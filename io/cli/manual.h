/* The pages of the manual, made from the tables of commands, options and keys:
 * `kpi man`, which `make install` runs. It is not among the commands of help.
 */
#ifndef IO_CLI_MANUAL_H
#define IO_CLI_MANUAL_H

/* kpi man: the names of all pages, a line each, such as kpi-run.1. kpi man
 * PAGE: that page, in the spoken language. The process's exit code. */
int manual(int argument_count, char **arguments);

#endif
