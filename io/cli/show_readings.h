/* How the files were read and which names are known, for people: one block a
 * file that is seen at a glance. With -v nothing is cut. */
#ifndef IO_CLI_SHOW_READINGS_H
#define IO_CLI_SHOW_READINGS_H

#include "io/cli/session.h"

/* Both print to standard output. STATUS_OK or STATUS_MEMORY. */
enum status show_readings(
    struct session *session, const struct file_readings *readings);
enum status show_known_names(struct session *session);

#endif
