#include "io/cli/query/plot.h"

#include <math.h>
#include <string.h>

/* The column of a value, in halves or eighths of a column. */
static int
place(const struct plot_axis *axis, double value, int parts)
{
	double span = axis->high - axis->low;
	double share = span > 0 ? (value - axis->low) / span : 0;
	if (share < 0)
		share = 0;
	if (share > 1)
		share = 1;
	return (int)lround(share * axis->width * parts);
}

static size_t
append(char *text, size_t used, const char *mark)
{
	size_t length = strlen(mark);
	if (used + length + 1 > PLOT_TEXT_SIZE)
		return used;
	memcpy(text + used, mark, length + 1);
	return used + length;
}

const char *
plot_bar(char text[PLOT_TEXT_SIZE], const struct plot_axis *axis, double value)
{
	static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊",
		"▉" };
	int zero = place(axis, 0, 8), end = place(axis, value, 8);
	size_t used = 0;
	text[0] = '\0';
	if (axis->ascii || end < zero) {
		/* A bar below zero may begin within a column, but the marks for
		 * parts of a column fill it from its left side only. So whole
		 * columns are used. */
		int from = (zero < end ? zero : end) / 8;
		int until = ((zero < end ? end : zero) + 7) / 8;
		if (end == zero)
			until = from;
		for (int i = 0; i < from; i++)
			used = append(text, used, " ");
		for (int i = from; i < until; i++)
			used = append(text, used, axis->ascii ? "#" : "█");
		return text;
	}
	for (int i = 0; i < zero / 8; i++)
		used = append(text, used, " ");
	for (int i = zero / 8; i < end / 8; i++)
		used = append(text, used, "█");
	append(text, used, eighths[end % 8]);
	return text;
}

const char *
plot_interval(char text[PLOT_TEXT_SIZE], const struct plot_axis *axis,
    double low, double value, double high, double reference)
{
	int last = axis->width - 1;
	struct plot_axis inner = *axis;
	inner.width = last;
	int from = place(&inner, low, 1), until = place(&inner, high, 1);
	int point = place(&inner, value, 1);
	int line = place(&inner, reference, 1);
	size_t used = 0;
	text[0] = '\0';
	for (int i = 0; i <= last; i++) {
		bool within = i >= from && i <= until;
		const char *mark = " ";
		if (i == point)
			mark = axis->ascii ? "o" : "●";
		else if (i == line)
			mark = axis->ascii ? (within ? "+" : "|")
					   : (within ? "┼" : "│");
		else if (within)
			mark = axis->ascii ? "-" : "─";
		used = append(text, used, mark);
	}
	while (used && text[used - 1] == ' ')
		text[--used] = '\0';
	return text;
}

const char *
plot_line(char text[PLOT_TEXT_SIZE], const struct plot_axis *axis,
    const struct optional *values, size_t count)
{
	static const char *const blocks[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇",
		"█" };
	static const char *const ascii[] = { "_", "_", ".", ".", "-", "-", "^",
		"^" };
	struct plot_axis height = { axis->low, axis->high, 7, axis->ascii };
	size_t used = 0;
	text[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		const char *mark = " ";
		if (values[i].defined) {
			int level = place(&height, values[i].value, 1);
			mark = (axis->ascii ? ascii : blocks)[level];
		}
		used = append(text, used, mark);
	}
	return text;
}
