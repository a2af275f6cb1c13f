"""What kpi diff prints, in every form, against what it must say."""
import csv
import io
from decimal import Decimal
from fractions import Fraction

import suite
from expected import ANY, NOUNS, AMOUNTS, Expected, number, rounded
from suite import equal, expect

HEADER = ("period,scope,subject,name,measure,row,old,new,difference,x_old,"
          "y_old,x_new,y_new,record,source_old,source_new,reason")


def both(pair):
    return {"old": pair[0] or None, "new": pair[1] or None}


def exact(value):
    """Of a text of the answer: a fraction, or None."""
    return None if value is None else Fraction(value)


# ---- JSON, against the folders ----

def check_difference(found, wanted):
    about = tuple(found[key] for key in ("period", "scope", "subject",
                                         "measure"))
    for key in ("period", "scope", "subject", "measure", "unit"):
        equal(found[key], wanted[key], about, key)
    equal(found["name"], wanted["name"] or None, about)
    for key in ("value", "numerator", "denominator"):
        equal(found[key], both(wanted[key]), about, key)
    equal(exact(found["difference"]), wanted["change"], about)
    parts = list(wanted["parts"])
    for one in found["parts"]:
        # One that stays as it was may weigh differently, or not.
        while parts and not parts[0][0] and parts[0][1]["name"] != one["name"]:
            parts.pop(0)
        expect(parts, about, "one part too many:", one)
        check_part(one, parts.pop(0)[1], about, wanted["change"])
    expect(not any(needed for needed, _ in parts), about, "is left:", parts)


def check_part(found, wanted, about, change):
    for key in ("kind", "name"):
        equal(found[key], wanted[key], about, found)
    for key in ("source", "x", "y"):
        equal(found[key], both(wanted[key]), about, key, found["name"])
    if wanted["reason"] is not ANY:
        equal(found["reason"], wanted["reason"], about, found["name"])
    if change is None:
        equal(found["difference"], None, about)
    elif wanted["value"] is not ANY:
        equal(exact(found["difference"]), wanted["value"], about, found)
    expect(found["difference"] is None or "." not in found["difference"] or
           found["difference"][-1] != "0", found)


def flat(value, key=""):
    for name, below in value.items():
        if isinstance(below, dict):
            yield from flat(below, key + name + ".")
        else:
            yield key + name, below


def changed(pairs):
    """[(name, old, new)] of what differs: first what the old one has."""
    old, new = map(dict, pairs)
    return [(name, old.get(name) or None, new.get(name) or None)
            for name in [*old, *(n for n in new if n not in old)]
            if (old.get(name) or "") != (new.get(name) or "")]


def check_runs(runs, expected):
    """What is different about the runs as such, in order."""
    sides = expected.sides
    found = [(r["what"], r["name"], r["value"]["old"], r["value"]["new"])
             for r in runs]
    wanted = [(what, None, *pair) for what, pair in (
        ("period", [s.run["period"]["label"] for s in sides]),
        ("as of", [s.run["period"]["as_of"] for s in sides]),
        ("program", [s.run["version"] for s in sides]))
        if pair[0] != pair[1]]
    newer = sides[1].run["version"] > sides[0].run["version"]
    wanted += [("rule", name, *((was, now) if newer else (now, was)))
               for _, name, _, was, now in expected.rules()]
    wanted += [("option", *row) for row in changed(
        flat(s.run["options"]) for s in sides)]
    # A definition goes by its key in kpi.yaml, which the stories look at.
    wanted += [("configuration", ANY, *row[1:]) for row in changed(
        flat(s.run["configuration"]) for s in sides)]
    plans = []
    for name in dict.fromkeys([*expected.old.records["plan"],
                               *expected.new.records["plan"]]):
        old, new = (s.records["plan"].get(name) for s in sides)
        change = expected.say_change("plan", name)
        if change:
            plans.append(("plan", name, old and "as it was", new and change))
    equal(sorted(row for row in found if row[0] == "plan"), sorted(plans))
    wanted += [row for row in found if row[0] == "plan"]
    wanted += [("input", *row) for row in changed(
        [(i["path"], i["sha256"]) for i in s.run["inputs"]] for s in sides)]
    wanted += [("input", "kpi.yaml", *row[1:]) for row in changed(
        [("", (s.run.get("configuration_file") or {}).get("sha256"))]
        for s in sides)]
    formats = [s.run.get("formats", {}) for s in sides]
    wanted += [("format", *row) for row in changed(
        [(n, f[n]) for n in f if n in formats[0] and n in formats[1]]
        for f in formats)]
    wanted += counted(expected)
    last = [row for row in found if row[0] == "records"]
    equal(found[:len(found) - len(last)],
          [row if row[1] is not ANY else (row[0], seen[1], *row[2:])
           for row, seen in zip(wanted, found)]
          [:len(found) - len(last)])
    equal([row for row in last if row[1] not in (
        "survey", "assignment", "split", "adjustment")], [r for r in wanted if r[0] == "records"])


def counted(expected):
    """How many records came, went and changed, where rows have ids; payments
    stay where they stand."""
    for table in ("contracts", "people", "payments"):
        old, new = (s.records[table] for s in expected.sides)
        came, went = (len(a.keys() - b.keys())
                      for a, b in ((new, old), (old, new)))
        other = sum(bool(expected.changed(table, name))
                    for name in old.keys() & new.keys())
        if came + went + other:
            yield ("records", NOUNS[table], str(len(old)),
                   "%d (%d new, %d removed, %d changed)" % (
                       len(new), came, went, other))


# ---- CSV and text, against the JSON ----

def guarded(text):
    """As in a CSV that people open in spreadsheets."""
    return "'" + text if text[:1] in tuple("=+-@\t\r") else text


def csv_rows(document):
    """The rows of the CSV that say the same."""
    for run in document["runs"]:
        yield ["", "run", "", "", run["what"], "run",
               *(guarded(run["value"][s] or "") for s in ("old", "new")),
               *[""] * 5, guarded(run["name"] or ""), "", "", ""]
    for one in document["differences"]:
        head = [one["period"], one["scope"], *(
            guarded(one[key] or "") for key in ("subject", "name", "measure"))]
        yield [*head, "value", one["value"]["old"], one["value"]["new"],
               one["difference"],
               *(one[key][side] for side in ("old", "new")
                 for key in ("numerator", "denominator")), "", "", "", ""]
        for part in one["parts"]:
            yield [*head, "part", "", "", part["difference"],
                   *(part[key][side] for side in ("old", "new")
                     for key in "xy"),
                   *(guarded(text or "") for text in (
                       part["name"], part["source"]["old"],
                       part["source"]["new"], part["reason"]))]


def check_csv(text, document):
    found = list(csv.reader(io.StringIO(text)))
    equal(",".join(found[0]), HEADER)
    wanted = [[cell or "" for cell in row] for row in csv_rows(document)]
    for one, other in zip(found[1:], wanted):
        equal(one, other)
    equal(len(found) - 1, len(wanted))


def readable(unit, value, change):
    """Money by thousands, shares in percent."""
    value = Fraction(value) * (100 if unit == "share" else 1)
    shown = rounded(value, 4 if unit in ("money", "count", "ratio") else 2)
    text = format(Decimal(int(shown * 10000)) / 10000, ",f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "%s%s%s%s" % (
        "~" if value and not shown else "", "+" if change and shown > 0
        else "", text, "" if unit != "share" else
        " points" if change else " %")


def text_part(part, unit, name_width=18):
    old, new = (part["source"][s] or "" for s in ("old", "new"))
    shown = part["difference"] is not None and (
        part["kind"] == "record" or Fraction(part["difference"]) != 0)
    line = "      " + (readable(unit, part["difference"], True) if shown
                       else "").ljust(name_width) + " "
    # A survey goes by where it stands.
    placed = part["name"] and part["name"] == (new or old)
    if not placed:
        line += part["name"] + ("  " if old or new else "")
    line += " → ".join(dict.fromkeys(p for p in (old, new) if p))
    return line + ("  " + part["reason"] if part["reason"] else "")


def text_value(one):
    pair = [one["value"][side] for side in ("old", "new")]
    shown = " → ".join("none" if v is None else readable(
        one["unit"], v, False) for v in pair)
    line = "  %s  %s  %s" % (one["measure"].ljust(18), shown.ljust(32),
                           "" if one["difference"] is None else readable(
                               one["unit"], one["difference"], True))
    fractions = [[one[key][side] for key in ("numerator", "denominator")]
                 for side in ("old", "new")]
    if one["unit"] == "share" and any(f[1] for f in fractions):
        line += "  (%s)" % " → ".join(
            "%s of %s" % tuple(cell or "" for cell in f) for f in fractions)
    return line


def text_lines(document, expected, verbose):
    for side, folder in zip(("old", "new"), expected.sides):
        yield "%s  %s  %s as of %s" % (side, folder.path, folder.labels[0],
                                       folder.run["period"]["as_of"])
    for run in document["runs"]:
        name = run["what"] + (" " + run["name"] if run["name"] else "")
        old, new = (run["value"][side] for side in ("old", "new"))
        if run["what"] != "input":
            said = "%s → %s" % (old or "none", new or "none")
        else:
            said = "not there before" if not old else "no longer there" \
                if not new else "another content"
        yield "  %s: %s" % (name, said)
    if not document["differences"]:
        yield "no number differs" if document["runs"] else "no difference"
    last = None
    for one, wanted in zip(document["differences"], expected.differences):
        subject = (one["period"], one["scope"], one["subject"])
        if subject != last:
            yield ""
            name = {"company": "company", "team": "team " + one["subject"],
                    "reports": "reports to %s" % one["name"],
                    "manager": one["name"]}[one["scope"]]
            if one["scope"] in ("manager", "reports") and \
                    one["name"] != one["subject"]:
                name += " (%s)" % one["subject"]
            yield name + (", period before (%s)" % one["period"]
                          if wanted["before"] else "")
        last = subject
        yield text_value(one)
        for part in one["parts"]:
            # Those of nobody stand nowhere else.
            nobody = part["kind"] == "other" or any(
                p["nobody"] for _, p in wanted["parts"]
                if p["name"] == part["name"])
            if one["scope"] == "manager" or verbose or (
                    one["scope"] == "company" and nobody):
                yield text_part(part, one["unit"])


def check_text(text, document, expected, verbose):
    wanted = list(text_lines(document, expected, verbose))
    for found, line in zip(text.split("\n"), wanted):
        equal(found, line)
    equal(text.count("\n"), len(wanted))


# ---- correction lines ----

def record_words(metric):
    """The records behind a metric, at most three."""
    records = [p for p in metric["parts"] if p["kind"] == "record"]
    said = []
    for part in records[:3]:
        source = part["source"]["new"] or part["source"]["old"] or ""
        said.append(part["name"] + (
            "" if part["name"] == source else " " + source) +
            ": " + part["reason"])
    if len(records) > 3:
        said.append("and %d more" % (len(records) - 3))
    return " (%s)" % "; ".join(said) if said else ""


def amount_words(amount, metrics):
    """What an amount went by, step by step; a metric's records once, behind
    its last step."""
    said = ""
    parts = amount["parts"]
    for at, part in enumerate(parts):
        again = at > 0 and parts[at - 1]["name"] == part["name"]
        said += (": " if at == 0 else ", " if again else "; ") + (
            "" if again else part["name"] + " ") + part["reason"]
        last = at + 1 == len(parts) or parts[at + 1]["name"] != part["name"]
        if part["kind"] == "other" and last and part["name"] in metrics:
            said += record_words(metrics[part["name"]])
    sign = "+" if Fraction(amount["difference"]) > 0 else ""
    return "%s %s%s%s" % (amount["measure"], sign, amount["difference"], said)


def check_true_up(text, document, expected):
    wanted = []
    mine = {}
    for one in document["differences"]:
        if one["scope"] == "manager" and one["period"] == \
                expected.new.labels[0]:
            mine.setdefault(one["subject"], {})[one["measure"]] = one
    for who, measures in mine.items():
        total = measures.get("total")
        if total and Fraction(total["difference"]):
            reasons = [amount_words(measures[a], measures)
                       for a in AMOUNTS[:4] if a in measures and
                       Fraction(measures[a]["difference"])]
            reasons += ["%s %s%s: %s" % (
                p["name"], "+" if Fraction(p["difference"]) > 0 else "",
                p["difference"], p["reason"]) for p in total["parts"]
                        if p["name"] == "cap"]
            wanted.append([
                guarded(who), guarded(total["name"]),
                expected.new.labels[0], total["value"]["old"],
                total["value"]["new"], total["difference"],
                expected.new.run["configuration"]["currency"],
                " | ".join(reasons)])
    found = list(csv.reader(io.StringIO(text)))
    equal(",".join(found[0]), "subject,name,period,old_total,new_total,"
          "difference,currency,reason")
    for one, other in zip(found[1:], wanted):
        equal(one, other)
    equal(len(found) - 1, len(wanted))


# ---- the whole ----

def check(old, new, document, forms):
    """What kpi diff says of two folders, as JSON and in the other forms: csv,
    -v, and --true-up unless it cannot be."""
    settings = [(run["name"], run["value"]["old"], run["value"]["new"])
                for run in document["runs"] if run["what"] == "configuration"]
    expected = Expected(old, new, settings)
    equal((document["old"], document["new"]), (old, new))
    check_runs(document["runs"], expected)
    keys = ("period", "scope", "subject", "measure")
    equal([tuple(one[k] for k in keys) for one in document["differences"]],
          [tuple(one[k] for k in keys) for one in expected.differences])
    for found, wanted in zip(document["differences"], expected.differences):
        check_difference(found, wanted)
    check_csv(forms["csv"], document)
    check_text(suite.run("diff", old, new).out, document, expected, False)
    check_text(forms["-v"], document, expected, True)
    if forms["--true-up"] is not None:
        check_true_up(forms["--true-up"], document, expected)
