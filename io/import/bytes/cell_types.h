/* What the cells of a file are, where the file itself says so: a sheet of a
 * workbook has numbers and dates, not only texts that look like some. They are
 * read as they are, whatever form the texts of their column have, and tell
 * nothing about it.
 *
 * Rows of like cells are many, so each row has the number of its pattern. */
#ifndef IO_IMPORT_BYTES_CELL_TYPES_H
#define IO_IMPORT_BYTES_CELL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cell_type {
	CELL_IS_TEXT,     /* or blank, or true or false */
	CELL_IS_NUMBER,   /* -?digits[.digits] */
	CELL_IS_DATE,     /* YYYY-MM-DD, perhaps with ` HH:MM:SS` behind */
	CELL_IS_DURATION, /* H:MM or H:MM:SS */
	CELL_IS_ERROR,    /* #N/A and the like */
	CELL_IS_FORMULA   /* one without a value */
};

static inline bool
cell_type_is_unreadable(enum cell_type type)
{
	return type == CELL_IS_ERROR || type == CELL_IS_FORMULA;
}

/* Columns beyond have texts only. */
enum { CELL_TYPE_COLUMNS = 4096 };

/* What a column has, as bits. */
enum {
	COLUMN_HAS_NUMBERS = 1,
	COLUMN_HAS_DIGITS = 2, /* texts with a digit in them */
};

struct cell_types {
	uint8_t *bytes; /* the patterns', one behind the other */
	size_t length, capacity;
	struct cell_pattern {
		size_t begin;
		uint32_t count, hash;
	} * patterns;
	uint32_t pattern_count, pattern_capacity;
	uint32_t *slots; /* pattern + 1, by hash; 0: free */
	uint32_t slot_count;
	uint32_t *lines; /* by line − 1: pattern + 1; 0: texts only */
	size_t line_count, line_capacity;
	uint8_t columns[CELL_TYPE_COLUMNS];
	bool any_unreadable; /* errors, formulas without a value */
};

/* Sets the types of a line's first `count` cells. Lines come in ascending
 * order, from 1. False without memory. */
bool cell_types_add(
    struct cell_types *types, uint64_t line, const uint8_t *row, size_t count);

/* The types (enum cell_type) of a line's first *count cells; those behind them
 * are texts. `types` may be NULL. */
const uint8_t *cell_types_of(
    const struct cell_types *types, uint64_t line, size_t *count);

/* Frees it and what it holds. NULL is allowed. */
void cell_types_free(struct cell_types *types);

#endif
