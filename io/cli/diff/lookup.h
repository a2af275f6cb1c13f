/* Looking rows of a run up. */
#ifndef IO_CLI_DIFF_LOOKUP_H
#define IO_CLI_DIFF_LOOKUP_H

#include "engine/model/definitions.h"
#include "io/cli/diff/run.h"

/* How the rows of a run are sorted. */
int diff_by_measure(const void *left, const void *right);  /* value_row */
int diff_by_fair(const void *left, const void *right);     /* fair_row */
int diff_by_subject(const void *left, const void *right);  /* score_row */
int diff_by_payee(const void *left, const void *right);    /* pay_row */
int diff_by_rejected(const void *left, const void *right); /* reject_row */

/* Of `count` rows of `size` bytes, sorted by `compare`: the first that is not
 * below `wanted`, and the first that is above it; `count` if there is none. */
size_t diff_first_of(const void *rows, size_t count, size_t size,
    const void *wanted, int (*compare)(const void *left, const void *right));
size_t diff_end_of(const void *rows, size_t count, size_t size,
    const void *wanted, int (*compare)(const void *left, const void *right));

/* A number as a run prints it, whatever its size; 0 for a text that is none,
 * "" among them. A failed value without memory. */
struct rational diff_number(struct arena *arena, const char *text);

/* The row of a measure; NULL if there is none. */
const struct value_row *diff_value_row(const struct diff_run *run,
    enum row_period period, enum scope scope, const char *subject,
    const char *metric);

/* The rows of a person's scorecard: *count of them, those of its metrics and
 * the whole. */
const struct score_row *diff_scorecard(
    const struct diff_run *run, const char *subject, size_t *count);

/* Scopes of scorecard.csv; a blank one means self. */
bool diff_same_scope(const char *a, const char *b);

/* One of them by its metric and scope (of `*` any); all texts are "" if there
 * is none. */
const struct score_row *diff_score_row(const struct diff_run *run,
    const char *subject, const char *metric, const char *scope);

/* What a person is paid; all texts are "" if they have no row. */
const struct pay_row *diff_pay_row(
    const struct diff_run *run, const char *subject);

/* An amount of it, by the name of its column. */
const char *diff_amount(const struct pay_row *row, const char *measure);

/* The rejected row of that id; NULL if there is none. */
const struct reject_row *diff_find_reject(
    const struct diff_run *run, enum table table, const char *record);

/* What a run says was in force; "" if it does not say it. */
const char *diff_in_force(
    const struct diff_run *run, enum definition_index index);

#endif
