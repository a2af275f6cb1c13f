"""The folder of a run, read as plainly as can be, for checks of kpi diff."""
import csv
import json
import os
from datetime import date
from fractions import Fraction

NAMED = ("contracts", "people", "plan")
UNNAMED = ("surveys", "assignments")
OPTIONAL = ("splits",)
# Which the checks leave where they stand, so that they go by that.
PLACED = ("payments", "adjustments")


def rows_of(*path):
    """The rows of a CSV; none if it is not there. A ' that keeps a
    spreadsheet from taking a text for a formula is no part of the text, nor is
    the BOM of a file for people."""
    path = os.path.join(*path)
    if not os.path.exists(path):
        return []
    with open(path, newline="", encoding="utf-8-sig") as stream:
        return [{column: cell[1:] if cell[:1] == "'" and
                 cell[1:2] in tuple("=+-@") else cell
                 for column, cell in row.items()}
                for row in csv.DictReader(stream)]


def named(metric, scope):
    """What a line of a plan is called: `revenue (company)`."""
    return metric if scope in ("", "self") else "%s (%s)" % (metric, scope)


def number(text):
    return Fraction(text or "0")


class Folder:
    def __init__(self, path):
        self.path = path
        with open(os.path.join(path, "run.json"), encoding="utf-8") as stream:
            self.run = json.load(stream)
        self.labels = [self.run[key]["label"] if key in self.run else None
                       for key in ("period", "prior")]
        self.values = {(r["period"], r["scope"], r["subject"], r["metric"]): r
                       for r in rows_of(path, "kpi.csv")}
        self.has_pay = os.path.exists(os.path.join(path, "bonus.csv"))
        self.bonus = {r["subject"]: r for r in rows_of(path, "bonus.csv")}
        self.card, self.cards = {}, {}
        for row in rows_of(path, "scorecard.csv"):
            self.card.setdefault(row["subject"], {})[
                named(row["metric"], row.get("scope", ""))] = row
            self.cards.setdefault(row["subject"], []).append(row)
        self.kept = os.path.exists(os.path.join(path, "observations.csv")) and \
            all(os.path.exists(self.records_path(table))
                for table in NAMED + UNNAMED)
        self.records = {table: {r["record"]: r
                                for r in rows_of(self.records_path(table))}
                        for table in NAMED}
        for table in PLACED:
            self.records[table] = {
                r["source"]: r for r in rows_of(self.records_path(table))}
        self.unnamed = {table: rows_of(self.records_path(table))
                        for table in UNNAMED + OPTIONAL}
        self.rejects = rows_of(path, "rejects.csv")
        self.observed = rows_of(path, "observations.csv")

    def records_path(self, table):
        return os.path.join(self.path, "records-%s.csv" % table)

    def drop_records(self):
        self.observed = []
        self.records = {table: {} for table in NAMED + PLACED}
        self.unnamed = {table: [] for table in UNNAMED + OPTIONAL}

    def team(self, manager):
        return self.records["people"].get(manager, {}).get("team", "")

    def team_of(self, row):
        """Of a record: older runs know one team a manager."""
        return row["team"] if row.get("day") else self.team(row["manager"])

    def told(self, subject):
        """The spells of a person in the period and the plans they follow, by
        the blocks of the scorecard, each ended by its row `*`."""
        first, last = (date.fromisoformat(self.run["period"][k])
                       for k in ("from", "last"))
        levels = {r["level"] for r in self.records["plan"].values()}
        told = {"spells": [], "plans": {}, "days": (last - first).days + 1}
        rows = [r for r in self.records["people"].values()
                if r.get("account_manager", r["record"]) == subject]
        for row in sorted(rows, key=lambda r: r["joined_on"]):
            begin, end = (date.fromisoformat(row[c]) if row[c] else d
                          for c, d in (("joined_on", first), ("left_on", last)))
            days = (min(end, last) - max(begin, first)).days + 1
            if days <= 0:
                continue
            plan = next((x for x in (subject, row["level"], "*")
                         if x in levels), None)
            told["spells"].append({"from": row["joined_on"], "days": days,
                                   "base": row["base_bonus"], "plan": plan})
            if plan:
                told["plans"].setdefault(plan, {"days": 0, "shut": False,
                                                "score": ""})["days"] += days
        blocks = iter(told["plans"].values())
        plan = next(blocks, None)
        for row in self.cards.get(subject, []):
            if plan is None:
                break
            plan["shut"] |= row["note"].startswith("gate: worse than")
            if row["metric"] == "*":
                plan["score"] = row["points"]
                plan = next(blocks, None)
        told["simple"] = len({(s["plan"], s["base"])
                              for s in told["spells"]}) <= 1
        return told

    def whole(self, subject):
        """The row of the scorecard that sums up; blank if there is none."""
        return self.line(subject, "*")

    def line(self, subject, metric):
        blank = dict.fromkeys(("metric", "scope", "weight", "weight_used", "value",
                               "payout", "points", "rating", "note"), "")
        return self.card.get(subject, {}).get(metric, blank)

    def plan_row(self, subject, metric):
        """The row of the plan by which a person is judged: the note of the
        scorecard says whose plan it is. Of rows for this kind of period, or
        else of those for any."""
        note = self.whole(subject)["note"]
        if not note.startswith("plan of "):
            return None
        level = note[len("plan of "):].split(";")[0]
        kinds = {"": "", "Q": "quarter"}
        kind = kinds.get("Q" if "Q" in self.labels[0] else "", "")
        if len(self.labels[0]) == 4:
            kind = "year"
        plan = [r for r in self.records["plan"].values()
                if r["level"] == level]
        own = [r for r in plan if kind and r["period"] == kind] or \
            [r for r in plan if not r["period"]]
        return next((r for r in own if named(r["metric"], r.get("scope", ""))
                     == metric), None)
