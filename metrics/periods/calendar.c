#include "metrics/periods/calendar.h"

#include <string.h>

#include "engine/base/arena.h"

/* A stable radix sort, by so many bits at a time. */
enum { BITS = 11, DIGITS = 1 << BITS, PASSES = 3 };

struct entry {
	uint32_t key, record;
};

/* A date as an unsigned number, in the same order; DATE_NONE is 0. */
static uint32_t
key_of(date day)
{
	return (uint32_t)((int64_t)day - DATE_NONE);
}

static date
day_of(uint32_t key)
{
	return (date)((int64_t)key + DATE_NONE);
}

/* One pass; false if all have the same digit, and nothing was moved. */
static bool
scatter(const struct entry *from, struct entry *into, size_t count, int shift)
{
	size_t next[DIGITS + 1] = { 0 };
	for (size_t i = 0; i < count; i++)
		next[(from[i].key >> shift) % DIGITS + 1]++;
	for (size_t digit = 0; digit < DIGITS; digit++) {
		if (next[digit + 1] == count)
			return false;
		next[digit + 1] += next[digit];
	}
	for (size_t i = 0; i < count; i++)
		into[next[(from[i].key >> shift) % DIGITS]++] = from[i];
	return true;
}

/* Sorts; the entries end up in one of the two, which is returned. */
static struct entry *
sort(struct entry *from, struct entry *into, size_t count)
{
	for (int pass = 0; pass < PASSES && count; pass++) {
		if (!scatter(from, into, count, pass * BITS))
			continue;
		struct entry *sorted = into;
		into = from;
		from = sorted;
	}
	return from;
}

enum status
calendar_make(struct calendar *calendar, const void *records, size_t count,
    size_t size, size_t offset, struct arena *kept, struct arena *scratch)
{
	date *days = arena_allocate(kept, count, sizeof *days);
	uint32_t *order = arena_allocate(kept, count, sizeof *order);
	struct entry *from = arena_allocate(scratch, count, sizeof *from);
	struct entry *into = arena_allocate(scratch, count, sizeof *into);
	if (!days || !order || !from || !into)
		return STATUS_MEMORY;
	for (size_t i = 0; i < count; i++) {
		date day;
		memcpy(&day, (const char *)records + i * size + offset,
		    sizeof day);
		from[i] = (struct entry){ key_of(day), (uint32_t)i };
	}
	from = sort(from, into, count);
	for (size_t i = 0; i < count; i++) {
		days[i] = day_of(from[i].key);
		order[i] = from[i].record;
	}
	*calendar = (struct calendar){ days, order, count };
	return STATUS_OK;
}

/* How many lie before a day. */
static size_t
before(const struct calendar *calendar, date day)
{
	size_t low = 0, high = calendar->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (calendar->days[middle] < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Marks the records, and lists the marks: they come in order. */
enum status
calendar_between(const struct calendar *calendar, date from, date until,
    struct records *found, struct arena *kept, struct arena *scratch)
{
	size_t first = before(calendar, from), end = before(calendar, until);
	size_t count = 0, words = calendar->count / 64 + 1;
	uint32_t *rows = arena_allocate(kept, end - first, sizeof *rows);
	struct arena_mark mark = arena_mark(scratch);
	uint64_t *marks = arena_allocate(scratch, words, sizeof *marks);
	if (!rows || !marks)
		return STATUS_MEMORY;
	for (size_t i = first; i < end; i++) {
		uint32_t record = calendar->records[i];
		marks[record / 64] |= UINT64_C(1) << record % 64;
	}
	for (uint32_t word = 0; count < end - first; word++)
		for (uint64_t left = marks[word]; left; left &= left - 1)
			rows[count++] =
			    word * 64 + (uint32_t)__builtin_ctzll(left);
	arena_release(scratch, mark);
	*found = (struct records){ rows, count };
	return STATUS_OK;
}
