/* Logarithms of rising factorials, the terms of the beta-binomial likelihood.
 *
 * Σ log(a + jφ) for j = 0..m − 1, and its derivatives. Stays exact as φ goes
 * to 0, where differences of log-gammas lose all digits, and takes the same
 * time for any m: the first 32 terms one by one, the others by the
 * Euler-Maclaurin formula to the seventh derivative (error below 1e-13). */
#ifndef STATISTICS_RISING_H
#define STATISTICS_RISING_H

enum { RISING_DIRECT = 32 };

struct rising {
	double value;
	double by_a, by_aa; /* first and second derivative */
	double by_phi;
};

struct rising_table {
	double a, phi;
	struct rising sums[RISING_DIRECT + 1];
};

/* Prepares for one a > 0 and φ > 0. */
void rising_prepare(struct rising_table *table, double a, double phi);

/* The sums over m terms; m a whole number ≥ 0. */
struct rising rising_at(const struct rising_table *table, double m);

#endif
