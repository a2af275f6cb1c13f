/* See sweep.c. */
#ifndef TESTS_FAULTS_SWEEP_H
#define TESTS_FAULTS_SWEEP_H

/* Is this the program itself, and are copies to be made? */
int sweep_is_on(void);

/* The n-th of a kind may fail with that errno now: true in the copy in which it
 * is to. */
int sweep_strikes(const char *kind, long n, int error);

/* Something is about to be written. */
void sweep_writes(void);

/* 1: no copy can be made from now on; -1: it can again. */
void sweep_hold(int more);

/* The program ends. */
void sweep_sum(void);

#endif
