#include "metrics/statistics/cholesky.h"

#include <math.h>

static double
dot(const double *a, const double *b, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

bool
cholesky_factor(double *matrix, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double *row = matrix + i * n;
		for (size_t j = 0; j < i; j++) {
			const double *other = matrix + j * n;
			row[j] = (row[j] - dot(row, other, j)) / other[j];
		}
		double pivot = row[i] - dot(row, row, i);
		if (!(pivot > 1e-12 * row[i]))
			return false;
		row[i] = sqrt(pivot);
	}
	return true;
}

void
cholesky_forward(const double *factor, size_t n, double *b)
{
	for (size_t i = 0; i < n; i++)
		b[i] = (b[i] - dot(factor + i * n, b, i)) / factor[i * n + i];
}

void
cholesky_solve(const double *factor, size_t n, double *b)
{
	cholesky_forward(factor, n, b);
	for (size_t i = n; i-- > 0;) {
		for (size_t j = i + 1; j < n; j++)
			b[i] -= factor[j * n + i] * b[j];
		b[i] /= factor[i * n + i];
	}
}
