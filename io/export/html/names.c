/* The words below and beside a plot: names of categories, in lines. */
#include <string.h>

#include "io/export/html/plot.h"
#include "io/export/report/numbers.h"

/* Letters of a line of a category's name. */
enum { WRAPPED = 12 };

struct text
category_text(const struct plot *plot, size_t point, char buffer[])
{
	const struct cell *cell =
	    plot->chart->series
		? series_category(plot, plot->chart->series, point)
		: NULL;
	if (!cell)
		return text_of("");
	if (cell->kind == CELL_TEXT)
		return cell->text;
	return text_of(number_in_cell(buffer, plot->html->report,
	    (enum measure_format)cell->format, cell->number));
}

size_t
letters_in(struct text text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return count;
}

size_t
line_letters(struct text text)
{
	size_t letters = letters_in(text);
	size_t lines = (letters + WRAPPED - 1) / WRAPPED;
	return lines ? (letters + lines - 1) / lines : 0;
}

size_t
line_of(struct text text, size_t most)
{
	size_t kept = 0;
	for (size_t i = 1; i <= text.length; i++)
		if (i == text.length || text.data[i] == ' ') {
			if (kept &&
			    letters_in((struct text){ text.data, i }) > most)
				break;
			kept = i;
		}
	return kept;
}

struct text
rest_of(struct text text, size_t line)
{
	size_t gone = line < text.length ? line + 1 : line;
	return (struct text){ text.data + gone, text.length - gone };
}
