/* Things about the pay that look odd, listed with the money concerned:
 * contracts that perhaps were not meant as they stand, commission that nobody
 * is paid. All are said at the end of a run, on the first sheet and in
 * run.json. */
#ifndef IO_CLI_SAY_UNPAID_H
#define IO_CLI_SAY_UNPAID_H

#include "io/cli/session.h"

/* Commission and adjustments of people who are not in people.csv and so have no
 * row in bonus.csv. STATUS_OK or STATUS_MEMORY, which is said. */
enum status say_strangers(struct session *session);

/* Contracts that count, and are paid, as they stand, but perhaps were not meant
 * so: signed on days when their manager was not in service, early renewals that
 * name nobody, renewals without an earlier contract, references that name no
 * contract they can mean or that form a circle; payments and splits of no
 * contract (engine/model/remarks.h). As above. */
enum status say_remarks(struct session *session);

/* What the runs of --paid have paid to people who are not in people.csv now: it
 * is subtracted from nobody's pay. As above. */
enum status say_paid_strangers(struct session *session);

#endif
