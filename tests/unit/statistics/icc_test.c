/* Goal: the coefficients of Shrout and Fleiss 1979, table 4. */
#include "tests/unit/statistics/check.h"

#include "metrics/statistics/icc.h"
#include "tests/unit/unit.h"

/* Their table 2: six targets, four judges. */
static const double RATINGS[] = { 9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2,
	6, 10, 5, 6, 9, 6, 2, 4, 7 };

static void
shrout_fleiss(void **state)
{
	(void)state;
	static const struct {
		enum icc_form form;
		double coefficient, tolerance;
	} rows[] = {
		{ ICC_1_1, 0.17, 5e-3 },
		{ ICC_2_1, 0.290, 5e-4 },
		{ ICC_3_1, 0.715, 5e-4 },
		{ ICC_1_K, 0.44, 5e-3 },
		{ ICC_2_K, 0.620, 5e-4 },
		{ ICC_3_K, 0.909, 5e-4 },
	};
	double shifted[COUNT(RATINGS)];
	for (size_t i = 0; i < COUNT(RATINGS); i++)
		shifted[i] = 1e6 + 3 * RATINGS[i];
	for (size_t i = 0; i < COUNT(rows); i++) {
		double one, other;
		check_defined(icc_estimate(rows[i].form, RATINGS, 6, 4, &one));
		check_near(one, rows[i].coefficient, rows[i].tolerance);
		check_defined(
		    icc_estimate(rows[i].form, shifted, 6, 4, &other));
		check_near(one, other, 1e-9);
	}
}

static void
edges(void **state)
{
	(void)state;
	double agree[] = { 1, 1, 2, 2, 5, 5 }, flat[] = { 1, 2, 1, 2, 1, 2 };
	double bad[] = { 1, NAN, 2, 3 }, one = 7;
	check_status(
	    icc_estimate(ICC_2_1, flat, 3, 2, &one), STATISTICS_NO_SPREAD);
	check_status(
	    icc_estimate(ICC_2_1, bad, 2, 2, &one), STATISTICS_NOT_FINITE);
	check_status(
	    icc_estimate(ICC_2_1, agree, 1, 6, &one), STATISTICS_TOO_FEW);
	check_status(
	    icc_estimate(ICC_2_1, agree, 6, 1, &one), STATISTICS_TOO_FEW);
	check_near(one, 7, 0);
	for (enum icc_form form = ICC_1_1; form <= ICC_3_K; form++) {
		check_defined(icc_estimate(form, agree, 3, 2, &one));
		check_near(one, 1, 1e-14);
	}
}

UNIT_TESTS(cmocka_unit_test(shrout_fleiss), cmocka_unit_test(edges))
