/* The numbers of a workbook: the text of a value as people write it, and the
 * day or time that it counts. Exact: digits are moved, never computed. */
#ifndef IO_IMPORT_WORKBOOK_NUMBER_H
#define IO_IMPORT_WORKBOOK_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "io/import/bytes/cell_types.h"

enum { NUMBER_DIGITS = 400, NUMBER_TEXT = 2 * NUMBER_DIGITS + 8 };

/* 0.DIGITS × 10^point; the first and last digits are not 0, but for 0, which
 * has none. */
struct number {
	bool negative;
	char digits[NUMBER_DIGITS];
	int count, point;
};

/* Reads `-?digits[.digits][E-?digits]`; false if it is none, or too long. */
bool number_read(struct number *number, const char *text, size_t length);

/* What 16 or 17 digits with a fraction were meant to be: programs that
 * compute with binary fractions write 0.3 as 0.29999999999999999. The shortest
 * text of the same binary number is taken; and a number of up to 13 digits
 * that is not farther away than 8 of the smallest steps of a binary number.
 * Integers, and longer texts, stay as they are. */
void number_drop_noise(struct number *number);

/* Prints without an exponent; `width` digits at least before the point. How
 * many bytes were written. */
size_t number_print(
    char text[NUMBER_TEXT], const struct number *number, int width);

/* How a number format shows a number. */
enum number_look {
	LOOK_NUMBER,
	LOOK_DATE,
	LOOK_DATE_TIME,
	LOOK_TIME,   /* of a day */
	LOOK_ELAPSED /* hours that may pass 24 */
};

enum { MOMENT_TEXT = 32 };

/* Prints the day, time or duration that a number of days is, and its *type;
 * the first day is 1 January 1900 (with that year's 29 February, which was
 * none) or `since_1904`. 0 where there is no such day. */
size_t moment_print(char text[MOMENT_TEXT], const struct number *days,
    enum number_look look, bool since_1904, enum cell_type *type);

#endif
