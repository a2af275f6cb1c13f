/* Records in the order of one of their dates, so that each period finds its own
 * without passing over all. Made by the cohorts, for all their periods. */
#ifndef METRICS_PERIODS_CALENDAR_H
#define METRICS_PERIODS_CALENDAR_H

#include "engine/base/date.h"
#include "engine/base/status.h"

struct arena;

/* Indices of records by day, then index; first those with DATE_NONE. */
struct calendar {
	const date *days;
	const uint32_t *records;
	size_t count;
};

/* Indices of some records, rising. */
struct records {
	const uint32_t *rows;
	size_t count;
};

/* The calendar of `count` records of `size` bytes each, by the date that lies
 * `offset` bytes into each. In `kept`. STATUS_OK or STATUS_MEMORY. */
enum status calendar_make(struct calendar *calendar, const void *records,
    size_t count, size_t size, size_t offset, struct arena *kept,
    struct arena *scratch);

/* The records of the days [from, until). In `kept`, which may be `scratch` too.
 * STATUS_OK or STATUS_MEMORY. */
enum status calendar_between(const struct calendar *calendar, date from,
    date until, struct records *found, struct arena *kept,
    struct arena *scratch);

#endif
