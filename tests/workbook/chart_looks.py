"""How charts should look: the notation's styles, fonts, axes, frames.

One blue and its opposite, greys; what is measured is solid, what was before
lighter, the plan outlined (IBCS).
"""
from book import ART, CHART
from looks import (ACTUAL, BAD, BAD_FILL, GOOD_FILL, HAIR, INK, MUTED, PRIOR,
                   RULE, SECOND, THIRD)
from page import expect

# Of lines: colour, points, dash, marker, its size, its inside, its edge.
LINES = {
    "actual": (ACTUAL, 2, None, "none", None, None, None),
    "prior": (PRIOR, 1.5, None, "none", None, None, None),
    "bad": (BAD_FILL, 2, None, "none", None, None, None),
    "second": (SECOND, 2, None, "none", None, None, None),
    "third": (THIRD, 2, None, "none", None, None, None),
    "limit": (MUTED, 1, "dash", "none", None, None, None),
    "band": (SECOND, 1, None, "none", None, None, None),
    "span": (PRIOR, 3, None, "none", None, None, None),
    "bar": (ACTUAL, 7, None, "none", None, None, None),
    "tick": (BAD_FILL, 2, None, "none", None, None, None),
    "dots": ("none", 1, None, "circle", 7, ACTUAL, ACTUAL),
    "triangles": ("none", 1, None, "triangle", 7, MUTED, MUTED),
    "dots beyond": ("none", 1, None, "diamond", 9, BAD_FILL, BAD_FILL),
    "squares beyond": ("none", 1, None, "square", 9, BAD_FILL, BAD_FILL),
}
# Of bars and columns: what fills them, the line around, its points.
SHAPES = {
    "actual": (ACTUAL, None, None), "prior": (PRIOR, None, None),
    "plan": ("none", INK, 1.25), "good": (GOOD_FILL, None, None),
    "bad": (BAD_FILL, None, None), "second": (SECOND, None, None),
    "third": (THIRD, None, None), "none": ("none", "none", 1),
}
# The colour of a series' labels, where it is not ink.
LABELS = {"prior": MUTED, "plan": MUTED, "limit": MUTED, "band": MUTED,
          "span": MUTED, "triangles": MUTED, "dots beyond": BAD,
          "squares beyond": BAD}
SMALL = 300 * 9525  # charts narrower than this have a smaller title


def points(element, path):
    found = element.find(path)
    return int(found.get("w")) / 12700 if found is not None and \
        found.get("w") else None


def colour(element):
    if element is None:
        return None
    if element.find(ART + "noFill") is not None:
        return "none"
    found = element.find(ART + "solidFill/" + ART + "srgbClr")
    return found.get("val") if found is not None else None


def drawn(series):
    """What a series looks like, to be compared with LINES or SHAPES."""
    shape = series.element.find(CHART + "spPr")
    line = shape.find(ART + "ln") if shape is not None else None
    width = points(series.element, CHART + "spPr/" + ART + "ln")
    if series.kind == "barChart":
        return colour(shape), colour(line), width
    marker = series.element.find(CHART + "marker")
    size = marker.find(CHART + "size")
    return (colour(line), width, series.dash, series.marker,
            int(size.get("val")) if size is not None else None,
            colour(marker.find(CHART + "spPr")),
            colour(marker.find(CHART + "spPr/" + ART + "ln")))


def has_style(page, series, style, place=None, kind=None):
    """Is the series drawn so, and where do its labels stand (none of them:
    None; "": where bars have them), in which form?"""
    styles = SHAPES if series.kind == "barChart" else LINES
    expect(drawn(series) == styles[style], page.name, series.name,
           "is drawn as", drawn(series), "not", style, styles[style])
    labels = series.element.find(CHART + "dLbls")
    expect((labels is None) == (place is None), page.name, series.name,
           "labels", labels)
    if labels is None:
        return
    white = place == "ctr" and style == "actual"  # on the dark part
    for font in labels.iter(ART + "defRPr"):
        check_font(page, font, 8, "FFFFFF" if white else
                   LABELS.get(style, INK))
    at, form = (labels.find(CHART + name) for name in ("dLblPos", "numFmt"))
    # To the right of lines is where they stand anyway.
    expect((at.get("val") if at is not None else "r" if place == "r" else
            "") == place, page.name, series.name, "labels at", at)
    wanted = page.shown.formats[kind] if kind else None
    expect((form.get("formatCode") if form is not None else None) == wanted,
           page.name, series.name, "labels as", form, "not", wanted)


def check_font(page, font, size, ink, bold=None):
    expect(font.get("sz") == str(size * 100) and colour(font) == ink and
           (bold is None or font.get("b") == str(int(bold))), page.name,
           "a font of a chart:", font.attrib, colour(font), "not", size, ink)


def check_chart(page, chart):
    """The frame of a chart: title, axes, legend, gaps, edges."""
    plot = chart.tree.find(CHART + "chart/" + CHART + "plotArea")
    title = chart.tree.find(CHART + "chart/" + CHART + "title")
    strip = title is None
    if not strip:
        small = chart.kind == "lineChart" and not chart.vertical.shown
        for font in title.iter(ART + "defRPr"):
            check_font(page, font, 9 if small else 10, INK, True)
    for area in (chart.tree.find(CHART + "spPr"), plot.find(CHART + "spPr")):
        expect(colour(area) == ("none" if strip else None), page.name,
               chart.title, "ground", colour(area))
    frame = chart.tree.find(CHART + "spPr/" + ART + "ln")
    expect(colour(frame) == "none", page.name, chart.title, "frame")
    check_legend(page, chart)
    for axis in plot:
        if axis.tag in (CHART + "valAx", CHART + "catAx"):
            check_axis(page, chart, axis)
    if chart.kind == "barChart":
        check_gaps(page, chart)
    if chart.kind == "scatterChart":
        check_room(page, chart)


def check_room(page, chart):
    """Where an axis has ends of its own, every point lies between them."""
    for series in chart.series:
        for point in series.points:
            for axis, value in zip((chart.horizontal, chart.vertical), point):
                expect((axis.low is None or axis.low <= value) and
                       (axis.high is None or value <= axis.high), page.name,
                       chart.title, series.name, point, "beyond",
                       axis.low, axis.high)


def check_legend(page, chart):
    legend = chart.tree.find(CHART + "chart/" + CHART + "legend")
    if legend is not None:
        expect(legend.find(CHART + "legendPos").get("val") == "b", page.name,
               chart.title, "legend")
        check_font(page, legend.find(".//" + ART + "defRPr"), 8, INK)


def check_axis(page, chart, axis):
    where = page.name, chart.title, axis.find(CHART + "axPos").get("val")
    check_font(page, axis.find(CHART + "txPr//" + ART + "defRPr"), 8, MUTED)
    line = axis.find(CHART + "spPr/" + ART + "ln")
    expect(line.get("w") == "9525" and colour(line) == RULE, *where, "line")
    expect(axis.find(CHART + "majorTickMark").get("val") == "none", *where)
    grid = axis.find(CHART + "majorGridlines")
    if grid is not None:
        hair = grid.find(CHART + "spPr/" + ART + "ln")
        expect(hair.get("w") == "9525" and colour(hair) == HAIR, *where,
               "grid")
    for font in axis.findall(CHART + "title//" + ART + "defRPr"):
        check_font(page, font, 8, MUTED, False)
    # Categories stand below bars that go down.
    across = axis.find(CHART + "axPos").get("val") in "bt"
    expect((axis.find(CHART + "tickLblPos").get("val") == "low") == across,
           *where, "labels")


def check_gaps(page, chart):
    """Bars of a stack stand closer; over and under share one place."""
    def value(name):
        found = chart.group.find(CHART + name)
        return found.get("val") if found is not None else None

    stack = value("grouping") == "stacked"
    expect(value("barDir") == "col" and value("gapWidth") == (
        "45" if stack else "60"), page.name, chart.title, value("gapWidth"))
    over = page.words("Over budget") in [s.name for s in chart.series]
    expect(value("overlap") == ("100" if stack or over else None), page.name,
           chart.title, "overlap", value("overlap"))
