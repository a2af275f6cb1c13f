/* The terms of pay as a run's folder says them, and the level of a person by
 * which they are chosen. */
#ifndef IO_CLI_DIFF_TERMS_H
#define IO_CLI_DIFF_TERMS_H

#include "engine/model/pay_terms.h"
#include "io/cli/diff/run.h"

/* A cell's day; DATE_NONE for a blank one. */
date diff_day(const char *text);

/* The value of a name in what a run says of its rates or caps, such as `new` or
 * with a level `levels.senior.new`; "" if it is not there. NULL without memory.
 */
const char *diff_term(
    const char *text, const char *level, const char *name, struct arena *arena);

/* Reads `0.02` or `0=0|1000=0.01`; no steps where it is none of these.
 * STATUS_OK or STATUS_MEMORY. */
enum status diff_read_ladder(
    const char *text, struct ladder *ladder, struct arena *arena);

/* The level of a person: on a day that of the spell that holds it, else of the
 * one before, else of the first; in a period that of its last spell. "" for
 * none. */
const char *diff_level_on(
    const struct diff_run *run, const char *manager, date day);
const char *diff_level_in(
    const struct diff_run *run, const char *manager, struct period period);

/* The period that pays what counts on a day: the run's own, or with --paid the
 * one of the kind pay.every in it. */
struct period diff_paid_in(const struct diff_run *run, date day);

/* The period of that kind, before the run's too, that holds a day. False of a
 * free range. */
bool diff_earned_in(
    const struct diff_run *run, date day, struct period *period);

#endif
