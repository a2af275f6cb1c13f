/* Goal: mean and standard deviation have as many digits right as NIST's
 * certified values allow (StRD, univariate). The data are found in
 * $KPI_DATA/nist, or
 * ../shared/data/nist; without them it skips. */
#include "tests/unit/statistics/check.h"

#include <stdlib.h>
#include <string.h>

#include "metrics/statistics/moments.h"
#include "tests/unit/unit.h"

enum { VALUES_MAX = 6000 };

struct dataset {
	double mean, sd, autocorrelation, values[VALUES_MAX];
	size_t n;
};

static FILE *
open_dataset(const char *name)
{
	char path[1024];
	const char *data = getenv("KPI_DATA");
	snprintf(path, sizeof path, "%s/nist/%s.dat",
	    data && *data ? data : "../shared/data", name);
	return fopen(path, "r");
}

static double
after(const char *line, const char *sign)
{
	return strtod(strstr(line, sign) + strlen(sign), NULL);
}

static bool
load(const char *name, struct dataset *data)
{
	char line[512];
	bool in_values = false;
	FILE *file = open_dataset(name);
	if (!file)
		return false;
	memset(data, 0, sizeof *data);
	while (fgets(line, sizeof line, file)) {
		char *end;
		if (strstr(line, "Sample Mean"))
			data->mean = after(line, ":");
		else if (strstr(line, "Sample Standard Dev"))
			data->sd = after(line, ":");
		else if (strstr(line, "r(1):"))
			data->autocorrelation = after(line, "r(1):");
		else if (strncmp(line, "------", 6) == 0)
			in_values = true;
		if (!in_values)
			continue;
		double value = strtod(line, &end);
		if (end != line && data->n < VALUES_MAX)
			data->values[data->n++] = value;
	}
	fclose(file);
	return data->n > 0;
}

/* NIST's count of correct digits, 15 at most. */
static double
digits(double value, double certified)
{
	double error = fabs(value - certified) / fabs(certified);
	return error > 1e-15 ? -log10(error) : 15;
}

static const struct {
	const char *name;
	size_t n;
	double sd_digits;
} ROWS[] = {
	{ "Lew", 200, 15 },
	{ "Lottery", 218, 15 },
	{ "Mavro", 50, 13.1 },
	{ "Michelso", 100, 13.8 },
	{ "NumAcc1", 3, 15 },
	{ "NumAcc2", 1001, 15 },
	{ "NumAcc3", 1001, 9.5 },
	{ "NumAcc4", 1001, 8.3 },
	{ "PiDigits", 5000, 15 },
};

static void
nist(void **state)
{
	(void)state;
	static struct dataset data;
	for (size_t i = 0; i < COUNT(ROWS); i++) {
		double mean, sd;
		if (!load(ROWS[i].name, &data)) {
			print_message("skipped: no nist/%s.dat (set "
				      "KPI_DATA)\n",
			    ROWS[i].name);
			skip();
		}
		assert_int_equal(data.n, ROWS[i].n);
		check_defined(moments_mean(data.values, data.n, &mean));
		check_defined(moments_sd(data.values, data.n, &sd));
		print_message("%-9s mean %.1f sd %.1f digits\n", ROWS[i].name,
		    digits(mean, data.mean), digits(sd, data.sd));
		check_true(digits(mean, data.mean) >= 14.95);
		check_true(digits(sd, data.sd) >= ROWS[i].sd_digits - 0.05);
	}
}

static void
michelson(void **state)
{
	(void)state;
	static struct dataset data;
	double coefficient;
	if (!load("Michelso", &data)) {
		print_message("skipped: no nist data (set KPI_DATA)\n");
		skip();
	}
	check_near(data.mean, 299.8524, 0);
	check_near(data.sd, 0.0790105478190518, 0);
	check_defined(
	    moments_autocorrelation(data.values, data.n, &coefficient));
	check_near(coefficient, 0.535199668621283, 1e-12);
}

static void
edges(void **state)
{
	(void)state;
	double two[] = { 1, 4 }, bad[] = { 1, NAN }, huge[] = { 1e308, 1e308 };
	double flat[] = { 0.1, 0.1, 0.1 }, one = 7;
	check_defined(moments_mean(two, 2, &one));
	check_near(one, 2.5, 0);
	check_defined(moments_variance(two, 2, &one));
	check_near(one, 4.5, 0);
	check_defined(moments_sd(flat, 3, &one));
	check_near(one, 0, 0);
	one = 7;
	check_status(moments_mean(two, 0, &one), STATISTICS_TOO_FEW);
	check_status(moments_variance(two, 1, &one), STATISTICS_TOO_FEW);
	check_status(moments_sd(two, 1, &one), STATISTICS_TOO_FEW);
	check_status(moments_mean(bad, 2, &one), STATISTICS_NOT_FINITE);
	check_status(moments_sd(bad, 2, &one), STATISTICS_NOT_FINITE);
	check_status(moments_mean(huge, 2, &one), STATISTICS_NOT_FINITE);
	check_status(
	    moments_autocorrelation(flat, 3, &one), STATISTICS_NO_SPREAD);
	check_near(one, 7, 0);
}

UNIT_TESTS(cmocka_unit_test(nist), cmocka_unit_test(michelson),
    cmocka_unit_test(edges))
