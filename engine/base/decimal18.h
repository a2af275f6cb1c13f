/* Decimals of eighteen places in 128 bits: for differences of numbers that
 * were printed, and the parts that such a difference is made of.
 * 0.8333333333333334 minus 0.8 is exact here, and parts can add up to it to the
 * last digit. Numbers up to 1.7 × 10^20. */
#ifndef ENGINE_BASE_DECIMAL18_H
#define ENGINE_BASE_DECIMAL18_H

#include "engine/base/decimal.h"

typedef wide fine;

#define FINE_ONE ((fine)1000000000000000000)

enum { FINE_TEXT_SIZE = 48 };

/* Reads `-?digits[.digits]`; digits behind the eighteenth place are rounded,
 * half away from zero. False for anything else, and for a number that does not
 * fit. */
bool fine_parse(const char *text, fine *value);

/* Writes it exactly, without trailing zeros and never as -0; returns `text`. */
const char *fine_print(char text[FINE_TEXT_SIZE], fine value);

/* *sum += value; *sum -= value; false when that does not fit. */
bool fine_add(fine *sum, fine value);
bool fine_subtract(fine *sum, fine value);

/* To so many places (0 to 18), half away from zero. */
fine fine_round(fine value, int places);

double fine_double(fine value);

/* The number with at most `places` places that is nearest to a double; 0 for
 * one that does not fit or is none. */
fine fine_of(double value, int places);

#endif
