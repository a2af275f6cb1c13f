#include "metrics/statistics/rising.h"

#include <math.h>

void
rising_prepare(struct rising_table *table, double a, double phi)
{
	struct rising sum = { 0, 0, 0, 0 };
	table->a = a;
	table->phi = phi;
	for (int j = 0; j < RISING_DIRECT; j++) {
		double v = a + j * phi;
		table->sums[j] = sum;
		sum.value += log(v);
		sum.by_a += 1 / v;
		sum.by_aa -= 1 / (v * v);
		sum.by_phi += j / v;
	}
	table->sums[RISING_DIRECT] = sum;
}

/* Σ (−z)^k / (k + first) for k ≥ 0, |z| small. */
static double
series(double z, double first)
{
	double sum = 0, power = 1;
	for (int k = 0; k < 16; k++) {
		sum += power / (k + first);
		power *= -z;
	}
	return sum;
}

static const double SMALL = 0.1;

/* (z − log(1 + z)) / z². */
static double
curvature(double z)
{
	return z < SMALL ? series(z, 2) : (z - log1p(z)) / (z * z);
}

/* The terms of the Euler-Maclaurin formula at one end, t: minus half the
 * function, then its odd derivatives times the Bernoulli factors; v = a +
 * tφ. */
static struct rising
end_terms(double a, double phi, double t)
{
	double v = a + t * phi, r = phi / v, r2 = r * r;
	struct rising end;
	end.value =
	    -log(v) / 2 + r / 12 - 2 * r * r2 / 720 + 24 * r * r2 * r2 / 30240;
	end.by_a =
	    (-0.5 - r / 12 + 6 * r * r2 / 720 - 120 * r * r2 * r2 / 30240) / v;
	end.by_aa =
	    (0.5 + 2 * r / 12 - 24 * r * r2 / 720 + 720 * r * r2 * r2 / 30240) /
	    (v * v);
	end.by_phi =
	    -t / v / 2 +
	    a / (v * v) * (1.0 / 12 - 6 * r2 / 720 + 120 * r2 * r2 / 30240);
	return end;
}

/* The integrals over t from RISING_DIRECT to m. */
static struct rising
integral(double a, double phi, double m)
{
	double from = a + RISING_DIRECT * phi, length = m - RISING_DIRECT;
	double z = length * phi / from, bend = curvature(z);
	double slope = 1 - z * bend; /* log(1 + z) / z */
	struct rising sum;
	/* ((1 + z) log(1 + z) − z) / z, in a form in which no digits cancel. */
	double excess = log1p(z) - z * bend;
	sum.value = length * (log(from) + excess);
	sum.by_a = length * slope / from;
	sum.by_aa = -length / (from * (from + length * phi));
	sum.by_phi = length / from * (RISING_DIRECT * slope + length * bend);
	return sum;
}

struct rising
rising_at(const struct rising_table *table, double m)
{
	if (m <= RISING_DIRECT)
		return table->sums[(int)m];
	struct rising sum = table->sums[RISING_DIRECT];
	struct rising rest = integral(table->a, table->phi, m);
	struct rising low = end_terms(table->a, table->phi, RISING_DIRECT);
	struct rising high = end_terms(table->a, table->phi, m);
	sum.value += rest.value + high.value - low.value;
	sum.by_a += rest.by_a + high.by_a - low.by_a;
	sum.by_aa += rest.by_aa + high.by_aa - low.by_aa;
	sum.by_phi += rest.by_phi + high.by_phi - low.by_phi;
	return sum;
}
