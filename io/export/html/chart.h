/* Charts of the page: SVG in which places along x are shares of the width and
 * heights are pixels, so that a chart fits any width and its letters keep their
 * size. Each has a title and a description. */
#ifndef IO_EXPORT_HTML_CHART_H
#define IO_EXPORT_HTML_CHART_H

#include "io/export/html/grid.h"
#include "io/export/html/text.h"

/* Those of any kind but CHART_STRIP. */
void html_chart(
    struct html *html, const struct sheet *sheet, const struct chart *chart);

/* What a CHART_STRIP shows at the `place`-th row below its own. */
void html_strip(struct html *html, const struct sheet *sheet,
    const struct chart *chart, uint32_t place);

#endif
