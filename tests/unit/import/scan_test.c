/* Every kernel that this processor can run marks and counts what a reader of
 * single bytes does, and calls odd what that one does; on random bytes of any
 * length. */
#include "io/import/csv/scan.h"

#include <stdio.h>
#include <string.h>
#include <unistr.h>

#include "tests/unit/unit.h"

enum { MOST = 700, ROOM = MOST + SCAN_SLACK };

struct marked {
	uint32_t ends[ROOM], rows[ROOM], inner[ROOM];
	struct scan_marks marks;
	bool fine;
};

static void
prepare(struct marked *marked)
{
	memset(marked, 0, sizeof *marked);
	marked->marks = (struct scan_marks){ .ends = marked->ends,
		.rows = marked->rows,
		.inner = marked->inner };
}

/* The rules of scan.h, one byte after the other. */
static void
mark_plainly(struct marked *marked, const char *bytes, size_t length)
{
	struct scan_marks *marks = &marked->marks;
	enum { START, TEXT, QUOTED, CLOSED } state = START;
	marked->fine = true;
	for (size_t i = 0; i < length; i++) {
		char byte = bytes[i];
		bool return_ends =
		    byte == '\r' && i + 1 < length && bytes[i + 1] == '\n';
		if (byte == '\0' || (byte == '\r' && !return_ends))
			marked->fine = false;
		if (byte == '"') {
			if (state == TEXT)
				marked->fine = false;
			state = state == QUOTED ? CLOSED : QUOTED;
		} else if (state == QUOTED) {
			if (byte == '\n')
				marks->inner[marks->inner_count++] =
				    (uint32_t)i;
		} else if (byte == ',' || byte == '\n') {
			if (byte == '\n')
				marks->rows[marks->row_count++] =
				    (uint32_t)marks->end_count;
			marks->ends[marks->end_count++] = (uint32_t)i;
			state = START;
		} else if (!return_ends) {
			if (state == CLOSED)
				marked->fine = false;
			state = TEXT;
		}
	}
	if (state == QUOTED)
		marked->fine = false;
}

static struct scan_counts
count_plainly(const char *bytes, size_t length)
{
	struct scan_counts counts = { 0, 0 };
	for (size_t i = 0; i < length; i++) {
		counts.quotes += bytes[i] == '"';
		counts.line_ends +=
		    bytes[i] == '\r' ||
		    (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r'));
	}
	return counts;
}

static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Pieces, so that good text is as frequent as bad. */
static size_t
random_text(char *bytes, uint64_t *random)
{
	static const char *const pieces[] = { "a,", "b\n", "\"c\",", "\"d,e\",",
		"\n", "\r\n", "\"f\ng\",", "\"h\"\"i\"\r\n", "Hà Nội,", "đồng,",
		",", "\"\",", "2026-07-01,", "\"", "\r", "x\"", "\"y\"z",
		"\xff", "\xe1\xbb", "\xf4\x90\x80\x80", "\xed\xa0\x80",
		"\xc1\x81", "\xf0\x9f\x98\x80", "\xf0\x80\x80\x80",
		"\xe0\x80\x80" };
	size_t good = 13, all = sizeof pieces / sizeof *pieces;
	size_t length = 0, wanted = next_random(random) % (MOST - 20);
	unsigned badness = (unsigned)(next_random(random) % 3);
	while (length < wanted) {
		bool bad = badness && next_random(random) % (badness * 40) == 0;
		size_t which = bad ? good + next_random(random) % (all - good)
				   : next_random(random) % good;
		size_t size = strlen(pieces[which]);
		memcpy(bytes + length, pieces[which], size);
		length += size;
	}
	if (next_random(random) % 50 == 0 && length)
		bytes[next_random(random) % length] = '\0';
	bytes[length++] = '\n';
	memset(bytes + length, '"', SCAN_PADDING);
	return length;
}

static void
test_kernels_agree_with_a_plain_reader(void **context)
{
	(void)context;
	static char bytes[MOST + SCAN_PADDING + 32];
	static struct marked expected, found;
	uint64_t random = 0x9e3779b97f4a7c15u;
	size_t count, fine = 0;
	const struct scan_kernel *const *kernels = scan_kernels(&count);
	assert_string_equal(kernels[count - 1]->name, "portable");
	for (int i = 0; i < 20000; i++) {
		size_t length = random_text(bytes, &random);
		prepare(&expected);
		mark_plainly(&expected, bytes, length);
		struct scan_counts counts = count_plainly(bytes, length);
		bool valid = !u8_check((const uint8_t *)bytes, length);
		fine += expected.fine && valid;
		for (size_t k = 0; k < count; k++) {
			prepare(&found);
			found.fine =
			    kernels[k]->mark(bytes, length, ',', &found.marks);
			assert_int_equal(found.fine, expected.fine);
			struct scan_counts here =
			    kernels[k]->count(bytes, length);
			assert_int_equal(here.quotes, counts.quotes);
			assert_int_equal(here.line_ends, counts.line_ends);
			assert_int_equal(
			    kernels[k]->is_utf8(bytes, length), valid);
			if (!found.fine)
				continue;
			const struct scan_marks *a = &found.marks,
						*b = &expected.marks;
			assert_int_equal(a->end_count, b->end_count);
			assert_int_equal(a->row_count, b->row_count);
			assert_int_equal(a->inner_count, b->inner_count);
			assert_memory_equal(
			    a->ends, b->ends, a->end_count * sizeof *a->ends);
			assert_memory_equal(
			    a->rows, b->rows, a->row_count * sizeof *a->rows);
			assert_memory_equal(a->inner, b->inner,
			    a->inner_count * sizeof *a->inner);
		}
	}
	assert_in_range(fine, 2000, 18000);
}

UNIT_TESTS(cmocka_unit_test(test_kernels_agree_with_a_plain_reader))
