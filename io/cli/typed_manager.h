/* The manager who is meant: by id or name, as typed_name.h has it. */
#ifndef IO_CLI_TYPED_MANAGER_H
#define IO_CLI_TYPED_MANAGER_H

#include "io/cli/session.h"

/* An id of the dataset's managers, for an option such as "--manager"; NO_ID
 * where it is nobody's name or that of several, which is said. */
uint32_t typed_manager(
    struct session *session, const char *option, const char *typed);

#endif
