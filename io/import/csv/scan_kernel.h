/* The scanner's loops, once for each instruction set: scan.c includes this
 * with KERNEL (the name), TARGET (the function attribute), CLASSIFY (64 bytes
 * to masks), PREFIX_XOR (each bit the XOR of itself and those below) and LIST
 * (the places of bits, counted from a base, into an array with SCAN_SLACK
 * room). No include guard, on purpose. */

static TARGET bool
KERNEL(mark)(
    const char *bytes, size_t length, char delimiter, struct scan_marks *marks)
{
	uint32_t *const all_ends = marks->ends, *const rows = marks->rows;
	size_t end_count = 0, row_count = 0, inner_count = 0;
	uint64_t quoted = 0, odd = 0, after_edge = 1, after_close = 0,
		 after_return = 0;
	for (size_t base = 0; base < length; base += 64) {
		struct masks is = CLASSIFY(bytes + base, delimiter);
		if (length - base < 64)
			mask_tail(&is, length - base);
		uint64_t inside = PREFIX_XOR(is.quote) ^ quoted;
		quoted = 0 - (inside >> 63);
		/* A quote opens behind an edge, or doubles the one before it;
		 * behind a closing one stands an edge or its double. */
		uint64_t ends = is.delimiter | is.feed;
		uint64_t edge = ends | is.quote;
		uint64_t close = is.quote & ~inside;
		if (is.low | after_return) {
			edge |= is.carriage;
			odd |= is.nul | (after_return & ~is.feed);
			odd |= is.carriage & ~(is.feed >> 1) & ~(1ull << 63);
			after_return = is.carriage >> 63;
		}
		odd |= is.quote & inside & ~(edge << 1 | after_edge);
		odd |= (close << 1 | after_close) & ~edge;
		after_edge = edge >> 63;
		after_close = close >> 63;

		ends &= ~inside;
		uint64_t feeds = is.feed & ~inside, held = is.feed & inside;
		/* Most blocks hold one feed or none: then without a branch. */
		rows[row_count] =
		    (uint32_t)end_count + BITS_BEFORE(ends, feeds);
		row_count += feeds != 0;
		while (feeds &= feeds - 1)
			rows[row_count++] =
			    (uint32_t)end_count + BITS_BEFORE(ends, feeds);
		for (; held; held &= held - 1)
			marks->inner[inner_count++] =
			    (uint32_t)base + (uint32_t)__builtin_ctzll(held);
		LIST(all_ends + end_count, ends, (uint32_t)base);
		end_count += (size_t)__builtin_popcountll(ends);
	}
	marks->end_count = end_count;
	marks->row_count = row_count;
	marks->inner_count = inner_count;
	return !odd && !quoted && !after_return;
}

static TARGET struct scan_counts
KERNEL(count)(const char *bytes, size_t length)
{
	struct scan_counts counts = { 0, 0 };
	uint64_t after_return = 0;
	for (size_t base = 0; base < length; base += 64) {
		struct masks is = CLASSIFY(bytes + base, '\n');
		if (length - base < 64)
			mask_tail(&is, length - base);
		counts.quotes += (uint64_t)__builtin_popcountll(is.quote);
		uint64_t line_ends = is.feed;
		if (is.low | after_return) {
			line_ends |= is.carriage;
			line_ends &=
			    ~(is.carriage << 1 | after_return) | ~is.feed;
			after_return = is.carriage >> 63;
		}
		counts.line_ends += (uint64_t)__builtin_popcountll(line_ends);
	}
	return counts;
}

#undef KERNEL
#undef TARGET
#undef CLASSIFY
#undef PREFIX_XOR
#undef LIST
