/* What all tests of this folder share: cmocka and near-equality. */
#ifndef TESTS_STATISTICS_CHECK_H
#define TESTS_STATISTICS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "metrics/statistics/status.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Within an absolute tolerance; says both numbers where not. */
#define check_near(value, expected, tolerance)                                 \
	check_near_at(value, expected, tolerance, #value, __FILE__, __LINE__)

static inline void
check_near_at(double value, double expected, double tolerance, const char *text,
    const char *file, int line)
{
	if (fabs(value - expected) <= tolerance)
		return;
	print_error("%s is %.17g, not %.17g\n", text, value, expected);
	_fail(file, line);
}

#define check_status(call, expected) assert_int_equal(call, expected)

#define check_defined(call) check_status(call, STATISTICS_DEFINED)

#define check_true(condition) assert_true((condition))

#endif
