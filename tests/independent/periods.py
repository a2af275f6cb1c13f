"""Periods and as_of by metrics/README.md ("Time"); days are ordinals.

A period is (label, from, until); until is the day after the last.
"""
import datetime
import re


def first_of(month):
    """The first day of a month counted as year × 12 + month − 1."""
    return datetime.date(month // 12, month % 12 + 1, 1).toordinal()


def calendar(kind, start, fiscal):
    months = {"M": 1, "Q": 3, "H": 6, "Y": 12}[kind]
    if kind == "M":
        label = "%04d-%02d" % (start // 12, start % 12 + 1)
    else:
        year, into = divmod(start - (fiscal - 1), 12)
        label = "%04d" % year
        if kind != "Y":
            label += "%s%d" % (kind, into // months + 1)
    return (label, first_of(start), first_of(start + months), kind, start)


def free_range(first, last):
    iso = [datetime.date.fromordinal(d).isoformat() for d in (first, last)]
    return ("..".join(iso), first, last + 1, "R", 0)


def parse(text, fiscal):
    """The run's own period, and how many earlier ones are asked for."""
    match = re.match(r"(\d{4}Q\d)\.\.(\d{4}Q\d)\Z", text)
    if match:
        first, _ = parse(match.group(1), fiscal)
        last, _ = parse(match.group(2), fiscal)
        return last, (last[4] - first[4]) // 3
    match = re.match(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)\Z", text)
    if match:
        return free_range(*(datetime.date.fromisoformat(d).toordinal()
                            for d in match.groups())), 0
    match = re.match(r"(\d{4})-(\d\d)\Z", text)
    if match:
        return calendar("M", int(match.group(1)) * 12 + int(match.group(2)) -
                        1, fiscal), 0
    match = re.match(r"(\d{4})(?:([QH])(\d))?\Z", text)
    year, kind, part = match.groups()
    months = {None: 12, "Q": 3, "H": 6}[kind]
    start = int(year) * 12 + fiscal - 1 + (int(part or 1) - 1) * months
    return calendar(kind or "Y", start, fiscal), 0


def prior(period, fiscal):
    label, start, until, kind, month = period
    if kind == "R":
        return free_range(start - (until - start), start - 1)
    return calendar(kind, month - {"M": 1, "Q": 3, "H": 6, "Y": 12}[kind],
                    fiscal)


def back_from(period, fiscal, count):
    """`count` periods before it and itself, in time."""
    found = [period]
    while len(found) <= count:
        found.insert(0, prior(found[0], fiscal))
    return found


def as_of_days(found, given):
    """The as_of of each period when the run's own (the last) is `given`."""
    offset = 0 if given is None else given - (found[-1][2] - 1)
    return [max(p[1], p[2] - 1 + offset) for p in found]


def default_period(rows, fiscal):
    """The quarter of the latest closed_on (won, lost), worked_on or
    answered_on if it lies in its last 7 days, else the one before."""
    latest = max(
        [c["closed_on"] for c in rows["contracts"]
         if c["stage"] in ("won", "lost")] +
        [t["worked_on"] for t in rows["timesheets"]] +
        [s["answered_on"] for s in rows["surveys"]
         if s["answered_on"] is not None])
    date = datetime.date.fromordinal(latest)
    month = date.year * 12 + date.month - 1
    start = month - (month - (fiscal - 1)) % 3
    quarter = calendar("Q", start, fiscal)
    return quarter if latest >= quarter[2] - 7 else prior(quarter, fiscal)
