"""A page as its readers meet it: the texts of each sheet in order, its charts,
and what may not be on it."""
import html.parser

# Elements that end when another begins, as HTML lets them.
CELLS = ("td", "th")
VOID = ("meta", "br", "link", "img")


class Chart:
    """One picture: its name, description, labels, and what marks say."""

    def __init__(self):
        self.title = self.description = ""
        self.labels, self.tips = [], []


class Document(html.parser.HTMLParser):
    """`sheets`: name → texts in order, each (kind, text): kind is the element,
    `head` of a column's heading. `charts`: name → list."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.sheets, self.charts, self.tables = {}, {}, {}
        self.stack, self.tags, self.attributes = [], [], []
        self.links, self.ids, self.headings = [], [], []
        self.nav = []
        self.texts = self.unit = self.chart = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in pairs]
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes.get("href"))
        if tag == "section":
            self.texts = []
        elif tag in ("h1", "h2", "h3", "p", "td", "th", "caption", "li",
                     "figcaption"):
            self.end_unit()
            kind = "head" if attributes.get("scope") == "col" else tag
            if tag in ("h1", "h2", "h3"):
                self.headings.append(int(tag[1]))
            self.unit = [kind, "", attributes]
        elif tag == "svg" and attributes.get("role") == "img":
            self.end_unit()
            self.chart = Chart()
            self.charts[self.name].append(self.chart)
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, pairs):
        self.handle_starttag(tag, pairs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in ("h1", "h2", "h3", "p", "table", "ul", "caption",
                   "figcaption", "nav"):
            self.end_unit()
        if tag == "span" and self.unit and self.unit[0] == "h2":
            self.name = self.unit[1]
            self.sheets[self.name] = self.texts
            self.charts[self.name] = []
            self.unit[1] = ""
        if tag == "figure":
            self.chart = None
        while self.stack and self.stack.pop() != tag:
            pass

    def end_unit(self):
        if self.unit and self.texts is not None:
            self.texts.append(tuple(self.unit))
        elif self.unit and self.unit[0] == "li":
            self.nav.append(self.unit[1].strip())
        self.unit = None

    def handle_data(self, data):
        inside = self.stack[-1] if self.stack else None
        if self.chart is not None:
            if inside == "title" and not self.chart.title:
                self.chart.title = data
            elif inside == "title":
                self.chart.tips.append(data)
            elif inside == "desc":
                self.chart.description = data
            elif inside == "text":
                self.chart.labels.append(data)
        elif self.unit is not None and "svg" not in self.stack:
            self.unit[1] += data
