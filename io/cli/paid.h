/* `--paid DIR,…`: what runs of periods within this run's own have paid of
 * commission and award, read from the folders that they sealed. */
#ifndef IO_CLI_PAID_H
#define IO_CLI_PAID_H

#include "io/cli/session.h"

/* Reads the folders into session->paid, by period; the results are there. None
 * without --paid. STATUS_USAGE or STATUS_INPUT, said, where the run's period is
 * a free range or holds none of the kind pay.every, or a folder is not sealed
 * or was altered since, has no bonus.csv, is of another kind of period, of one
 * outside the run's, of one that another folder is of, or in another currency;
 * STATUS_MEMORY. */
enum status paid_read(struct session *session);

/* The folders as they were given, and periods with the digests of their seals,
 * for run.json; "" for none, NULL without memory. */
const char *paid_folders_text(const struct session *session);
const char *paid_seals_text(const struct session *session);

#endif
