/* Solving symmetric positive definite systems, small and dense.
 *
 * A matrix is n × n, row after row; only its lower half is read. */
#ifndef STATISTICS_CHOLESKY_H
#define STATISTICS_CHOLESKY_H

#include <stdbool.h>
#include <stddef.h>

/* Replaces the lower half by its factor L, A = L Lᵀ. False where a pivot is
 * not above 1e-12 of its diagonal element: not positive definite. */
bool cholesky_factor(double *matrix, size_t n);

/* Replaces b by L⁻¹ b. Its sum of squares is then bᵀ A⁻¹ b. */
void cholesky_forward(const double *factor, size_t n, double *b);

/* Replaces b by A⁻¹ b. */
void cholesky_solve(const double *factor, size_t n, double *b);

#endif
