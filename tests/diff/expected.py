"""What kpi diff must say of two folders, worked out once more from their files.

Only how a quotient's difference is divided among its records is taken from
the answer (that the parts add up is checked elsewhere); a sum's is not. What
another assignment does to clients is left to the stories of run.py.
"""
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import suite
from folders import NAMED, Folder, number
from sums import Reasons

SCOPES = ("company", "team", "reports", "manager")
MONEY = ("revenue", "revenue_new", "revenue_renewal", "revenue_expansion",
         "commission")
SUMS = ("revenue", "revenue_new", "revenue_renewal", "revenue_expansion",
        "collected", "upsell_wins", "commission", "project_award", "adjustment")
AMOUNTS = ("kpi_bonus", "commission", "project_award", "adjustment", "total")
NOUNS = {"contracts": "contract", "people": "person", "surveys": "survey",
         "assignments": "assignment", "plan": "plan", "splits": "split",
         "payments": "payment"}
# What else a contract says has nothing to do with its client, its project.
OF_CLIENTS = {"client_id", "account_manager", "stage", "kind", "value",
              "closed_on", "start_on", "end_on", "terminated_on"}
OF_PROJECTS = {"client_id", "account_manager", "project_id", "stage",
               "closed_on", "terminated_on", "budget", "due_on",
               "delivered_on"}
OF_PAYMENTS = {"account_manager", "stage", "closed_on", "refers_to"}
# A part whose reason or difference is not worked out here.
ANY = object()


# version, name, what it moves, as it was, as it is
RULES = [(row[0], row[1], row[3].split(), row[4], row[5])
         for row in suite.rule_changes()]


def rounded(value, places):
    """Half away from zero."""
    step = Fraction(1, 10 ** places)
    size = abs(value) / step
    whole = int(size + Fraction(1, 2))
    return (1 if value >= 0 else -1) * whole * step


def said_by(row):
    """What a row says, wherever it stands."""
    return tuple(cell for column, cell in row.items() if column != "source")


def printed(value):
    """A fraction that is a decimal, without trailing zeros."""
    places = 0
    while (value * 10 ** places).denominator != 1:
        places += 1
    digits = Decimal(int(value * 10 ** places)).scaleb(-places)
    return format(digits, "f")


def from_to(what, old, new, none="none"):
    return "%s %s → %s" % (what, old or none, new or none)


def part(name, reason, value, source=("", ""), x=("", ""), y=("", ""),
         kind="other", nobody=False):
    return {"kind": kind, "name": name, "reason": reason, "value": value,
            "source": source, "x": x, "y": y, "nobody": nobody}


class Expected:
    """differences: as kpi diff lists them, each with its parts. settings: the
    changes of the configuration as the answer names them."""

    def __init__(self, old, new, settings=()):
        self.sides = self.old, self.new = Folder(old), Folder(new)
        self.kept = self.old.kept and self.new.kept
        if not self.kept:
            for side in self.sides:
                side.drop_records()
        # The n-th period of one run is compared with the n-th of the other;
        # those before only where both are the same two quarters.
        ends = [[side.run[key][at] for key, at in (
            ("period", "from"), ("period", "last"))] for side in self.sides]
        before = [[side.run.get("prior", {}).get(at) for at in (
            "label", "from")] for side in self.sides]
        self.periods = 1 + (ends[0] == ends[1] and before[0] == before[1] and
                            None not in before[0])
        self.settings = settings
        self.moved = self.pair_surveys()
        self.stood = {new: old for old, new in self.moved.items()}
        self.shared = self.find_shared()
        self.assigned = self.old.unnamed["assignments"] == \
            self.new.unnamed["assignments"]
        self.pairs = self.pair_observations()
        self.causes = {key: self.find_causes(key)
                       for key in ("client_id", "project_id")}
        self.of_payments = self.find_causes("record")
        self.commission = Reasons(self) if self.kept else None
        # A person's score and pay stand behind their metrics.
        self.differences = sorted(
            self.measures() + self.pay(),
            key=lambda d: (d["before"], SCOPES.index(d["scope"]),
                           d["subject"].encode()))

    def pair_surveys(self):
        """Where a survey of the old run stands in the new one. They have no
        id: those that say the same are the same, in their order; of the rest
        those that stand where they stood, with one cell changed."""
        found, rest = {}, []
        self.surveys = [{row["source"]: row for row in
                         side.unnamed["surveys"]} for side in self.sides]
        old, new = (side.unnamed["surveys"] for side in self.sides)
        places = {}
        for row in new:
            places.setdefault(said_by(row), []).append(row["source"])
        for row in old:
            same = places.get(said_by(row))
            if same:
                found[row["source"]] = same.pop(0)
            else:
                rest.append(row)
        taken = set(found.values())
        left = {row["source"]: row for row in new
                if row["source"] not in taken}
        for row in rest:
            other = left.get(row["source"])
            if other:
                assert sum(row[c] != other[c] for c in row) == 1, row
                found[row["source"]] = row["source"]
        return found

    # ---- records ----

    def record(self, side, table, name):
        folder = self.sides[side]
        if table != "surveys":
            return folder.records[table].get(name)
        if name.startswith("gone "):
            place = None if side else name[len("gone "):]
        else:
            place = name if side else self.stood.get(name)
        return self.surveys[side].get(place)

    def own(self, pair):
        """(table, what it goes by) of an observation that is a row itself; a
        survey that is gone is called so, as another one may stand there."""
        row = pair[1] or pair[0]
        name = row["record"]
        if row["kind"] in ("contract", "payment", "adjustment"):
            return row["kind"] + "s", name
        if row["kind"] != "survey":
            return None, name
        return "surveys", name if pair[1] else self.moved.get(
            name, "gone " + name)

    def changed(self, table, name):
        """column → (old, new), of a record that both have."""
        old, new = (self.record(side, table, name) for side in (0, 1))
        return {column: (old[column], new[column]) for column in old
                if column in new and column not in ("record", "source") and
                old[column] != new[column]}

    def say_change(self, table, name):
        old, new = (self.record(side, table, name) for side in (0, 1))
        if old and new:
            return "; ".join(from_to(column, *pair, none="blank")
                             for column, pair in self.changed(
                                 table, name).items())
        said = "record removed" if old else "new record"
        for reject in self.sides[1 if old else 0].rejects:
            if reject.get("record") == name and table in NAMED and \
                    reject["file"].startswith(table):
                return "%s; rejected%s (%s:%s %s: %s)" % (
                    said, "" if old else " before", reject["file"],
                    reject["line"], reject["column"], reject["reason"])
        return said

    def find_causes(self, key):
        """thing → the ids of the signed contracts that decide over it and
        differ."""
        relevant = {"client_id": OF_CLIENTS, "project_id": OF_PROJECTS,
                    "record": OF_PAYMENTS}[key]
        found = {}
        old, new = (side.records["contracts"] for side in self.sides)
        # Those that both have, then what went, then what came.
        names = sorted(old.keys() & new.keys(), key=str.encode) + \
            [n for n in old if n not in new] + [n for n in new if n not in old]
        for name in names:
            both = [r for r in (old.get(name), new.get(name)) if r]
            if not any(r["stage"] == "won" for r in both):
                continue
            if len(both) == 2 and not \
                    self.changed("contracts", name).keys() & relevant:
                continue
            for thing in dict.fromkeys(r[key] for r in both if r[key]):
                found.setdefault(thing, []).append(name)
        return found

    def find_shared(self):
        """contract → what is said of its splits that differ, and the columns. A
        row that is gone and one that came are the same where they are of one
        contract and all but one cell of them are the same."""
        found = {}
        old, new = ({row["source"]: row for row in side.unnamed["splits"]}
                    for side in self.sides)
        came = list(new.values())
        for row in list(old.values()):
            same = [r for r in came if said_by(r) == said_by(row)]
            if same:
                came.remove(same[0])
                del old[row["source"]]
        pairs = []
        for place, row in old.items():
            other = next((r for r in came if r["source"] == place and
                          r["contract_id"] == row["contract_id"]), None)
            if other:
                came.remove(other)
                assert sum(row[c] != other[c] for c in (
                    "account_manager", "share")) == 1, (row, other)
            pairs.append((row, other))
        # Those that both have, then what went, then what came.
        pairs.sort(key=lambda pair: pair[1] is None)
        for row, other in pairs + [(None, r) for r in came]:
            columns = [c for c in ("contract_id", "account_manager", "share")
                       if row and other and row[c] != other[c]]
            change = "; ".join(from_to(c, row[c], other[c]) for c in columns) or \
                ("record removed" if row else "new record")
            places = list(dict.fromkeys(r["source"] for r in (row, other) if r))
            for contract in {r["contract_id"] for r in (row, other) if r}:
                found.setdefault(contract, []).append((
                    "split %s (%s): %s" % ((other or row)["record"],
                                           " → ".join(places), change), columns))
        return found

    def share_causes(self, pair):
        """What is said of the splits by which a contract's money is shared."""
        row = pair[1] or pair[0]
        if row["kind"] == "payment":
            contract = self.counted_for("payments", row["record"])
            return [(self.say_record("contracts", name), self.columns(name)) for name
                    in self.of_payments.get(contract, [])] + \
                self.shared.get(contract, [])
        if row["kind"] != "contract" or row["metric"] not in MONEY:
            return []
        return self.shared.get(self.counted_for("contracts", row["record"]), [])

    def columns(self, contract):
        """Those in which both have it and say another thing."""
        both = all(self.record(s, "contracts", contract) for s in (0, 1))
        return set(self.changed("contracts", contract)) if both else set()

    def counted_for(self, table, name):
        """The contract by whose splits the record's money is shared."""
        for side in (1, 0):
            row = self.record(side, table, name)
            if row and table == "payments":
                name = row["contract_id"]
                row = self.record(side, "contracts", name)
            if row:
                return row["refers_to"] if row.get("kind") == "credit" else name
        return name

    def say_record(self, table, name):
        records = [self.record(s, table, name) for s in (0, 1)]
        places = " → ".join(dict.fromkeys(r["source"] for r in records if r))
        change = self.say_change(table, name)
        return NOUNS[table] + " " + (
            places if name in places else "%s (%s)" % (name, places)) + (
                ": " + change if change else "")

    def say_counted(self, table, name):
        """Of one that counts otherwise: what became of it or of its splits."""
        if self.say_change(table, name):
            return self.say_record(table, name)
        contract = self.counted_for(table, name)
        causes = self.shared.get(contract, [])
        if table == "payments" and self.of_payments.get(contract):
            return self.say_record("contracts", self.of_payments[contract][0])
        return causes[0][0] if causes else self.say_record(table, name)

    def changed_contracts(self):
        """(how much, contract, (noun, what is said)) of what changed about
        contracts and their splits."""
        old, new = (side.records["contracts"] for side in self.sides)
        for name in old.keys() | new.keys():
            values = [Fraction(r[name]["value"] or "0") if name in r else Fraction(0)
                      for r in (old, new)]
            if self.say_change("contracts", name):
                moved = self.columns(name) & {"account_manager", "kind", "stage",
                                              "closed_on"}
                yield max(map(abs, values)) if moved else abs(
                    values[1] - values[0]), name, (
                        "contract", self.say_record("contracts", name))
            for text, _ in self.shared.get(name, []):
                yield abs(values[1]), name, ("split", text)

    def corrected(self, pair):
        """What became of the contract that a credit corrects."""
        row = pair[1] or pair[0]
        for side in (1, 0):
            own = self.record(side, "contracts", row["record"]) \
                if row["kind"] == "contract" else None
            if own and own.get("kind") == "credit" and \
                    self.record(side, "contracts", own["refers_to"]) and \
                    self.say_change("contracts", own["refers_to"]):
                return [self.say_record("contracts", own["refers_to"])]
        return []

    # ---- observations ----

    def pair_observations(self):
        """(period, metric) → {what a record goes by: [[old, new], …]}: of those
        who share it the same ones, then whoever is left."""
        found = {}
        for side, folder in enumerate(self.sides):
            for row in folder.observed:
                # What is gone stands before what stayed.
                key = (True, row["record"].encode())
                if row["kind"] == "survey" and side == 0:
                    new = self.moved.get(row["record"])
                    key = (True, new.encode()) if new else (False, key[1])
                if row["kind"] in ("payment", "adjustment") and side == 0:
                    key = (row["record"] in self.new.records[row["kind"] + "s"],
                           key[1])
                for at in range(self.periods):
                    if row["period"] == folder.labels[at]:
                        found.setdefault((at, row["metric"]), {}).setdefault(
                            key, [{}, {}])[side][row["manager"].encode()] = row
        return {key: {record: self.pair_shared(*both)
                      for record, both in records.items()}
                for key, records in found.items()}

    @staticmethod
    def pair_shared(old, new):
        pairs = [[old[m], new[m]] for m in sorted(old) if m in new]
        left = [[rows[m] for m in sorted(rows) if m not in other]
                for rows, other in ((old, new), (new, old))]
        while left[0] and left[1]:
            pairs.append([left[0].pop(0), left[1].pop(0)])
        return pairs + [[row, None] for row in left[0]] + \
            [[None, row] for row in left[1]]

    def added_up(self, pairs, scope, subject):
        """The subject's part of a record on each side, None where it has none;
        and the pair that says why it differs."""
        shown, first = [None, None], None
        for pair in pairs:
            inside = [self.belongs(s, r, scope, subject)
                      for s, r in enumerate(pair)]
            for side, row in enumerate(pair):
                if not inside[side]:
                    continue
                before = shown[side]
                shown[side] = dict(row) if before is None else {
                    **before, "x": printed(number(before["x"]) + number(row["x"]))}
            if any(inside):
                changed = self.touched(pair, "manager")
                if first is None or (changed and not first[1]):
                    first = pair, changed
        return shown, first and first[0], bool(first and first[1])

    def belongs(self, side, row, scope, subject):
        if row is None or scope == "company":
            return row is not None
        if scope == "team":
            return self.sides[side].team_of(row) == subject
        if scope == "reports":
            return subject in row.get("reports", "").split("|")
        return row["manager"] == subject

    def other_numbers(self, pair):
        old, new = (r or {"x": "", "y": ""} for r in pair)
        return any(number(old[c]) != number(new[c]) for c in "xy")

    def other_group(self, pair):
        old, new = ((r or {"group": ""})["group"] for r in pair)
        return old != new

    def stays(self, shown):
        return all(shown) and not self.other_numbers(shown) and \
            not self.other_group(shown)

    def touched(self, pair, scope):
        if scope != "manager":
            return (pair[0] is None) != (pair[1] is None) or \
                self.other_numbers(pair) or self.other_group(pair)
        owners = [(r["manager"], self.sides[s].team_of(r),
                   r.get("reports", "")) if r else None
                  for s, r in enumerate(pair)]
        return owners[0] != owners[1] or self.other_numbers(pair) or \
            self.other_group(pair)

    # ---- reasons ----

    def rules(self):
        """Those that one of the programs has and the other has not."""
        has = [[tuple(map(int, v.split("."))) <=
                tuple(map(int, side.run["version"].split(".")))
                for side in self.sides] for v, *_ in RULES]
        return [rule for rule, (old, new) in zip(RULES, has) if old != new]

    def program(self, measure):
        names = [name for _, name, moves, *_ in self.rules()
                 if measure in moves]
        pair = [side.run["version"] for side in self.sides]
        return from_to("program", *pair) + (
            " (%s)" % "; ".join(names) if names else ""), bool(names)

    def run_reason(self, measure, settings=True):
        found = []
        for what, path in (("period", "label"), ("as of", "as_of")):
            pair = [side.run["period"][path] for side in self.sides]
            if pair[0] != pair[1]:
                found.append(from_to(what, *pair))
        pair = [side.run["version"] for side in self.sides]
        if pair[0] != pair[1]:
            found.append(self.program(measure)[0])
        found += [from_to("configuration " + name, old, new)
                  for name, old, new in self.settings if settings]
        return "; ".join(found)

    def unexplained(self, measure):
        return self.run_reason(measure) or (
            "the folders do not say: one of them may have been altered "
            "(kpi verify)" if self.kept
            else "one of the folders has no records")

    def say_costs(self, pair):
        old, new = pair
        if not old or not new or old["metric"] not in ("budget_variance",
                                                       "cpi"):
            return []
        if old["metric"] == "cpi":
            budgets = [number(r["x"]) for r in pair]
            costs = [number(r["y"]) for r in pair]
        else:
            budgets = [number(r["y"]) for r in pair]
            costs = [number(r["x"]) + number(r["y"]) for r in pair]
        return [from_to(what, *map(printed, values))
                for what, values in (("booked cost", costs),
                                     ("budget", budgets))
                if values[0] != values[1]]

    def reason(self, pair):
        kind = (pair[1] or pair[0])["kind"]
        table, name = self.own(pair)
        if kind == "client" and not self.assigned:
            return ANY
        said, columns = [], set()
        if table and any(self.record(s, table, name) for s in (0, 1)):
            change = self.say_change(table, name)
            if change:
                said.append(change)
            if all(self.record(s, table, name) for s in (0, 1)):
                columns |= self.changed(table, name).keys()
        elif kind == "project":
            said += self.say_costs(pair)
        said += self.corrected(pair)
        causes = self.causes.get(kind + "_id", {}).get(name, [])
        for cause in causes[:3]:
            records = [self.record(s, "contracts", cause) for s in (0, 1)]
            places = list(dict.fromkeys(r["source"] for r in records if r))
            said.append("contract %s (%s): %s" % (
                cause, " → ".join(places), self.say_change("contracts",
                                                           cause)))
            if all(records):
                columns |= self.changed("contracts", cause).keys()
        if len(causes) > 3:
            said.append("and %d more" % (len(causes) - 3))
        shares = self.share_causes(pair)
        for text, changed in shares[:3]:
            said.append(text)
            columns |= set(changed)
        if len(shares) > 3:
            said.append("and %d more" % (len(shares) - 3))
        found = list(said)
        if all(pair):
            owners = [r["manager"] for r in pair]
            if owners[0] != owners[1] and "account_manager" not in columns:
                said.append(from_to("manager", *owners, none="nobody"))
            teams = [self.sides[s].team_of(pair[s]) for s in (0, 1)]
            leads = [r.get("reports", "") for r in pair]
            for what, names in (("team", teams), ("reports to", leads)):
                if owners[0] == owners[1] and names[0] != names[1]:
                    said.append(from_to(what, *names, none="nobody"))
        moved = (pair[1] or pair[0])["metric"]
        if len(said) > len(found):
            moved = "manager" if owners[0] != owners[1] else "team"
        program, ruled = self.program(moved)
        inputs = [[(i["path"], i["sha256"]) for i in s.run["inputs"]]
                  for s in self.sides]
        if (pair[1] or pair[0])["metric"] == "commission" and self.commission and \
                len({r["manager"] for r in pair if r}) == 1:
            more = self.commission.of(
                table, name, (pair[1] or pair[0])["manager"],
                [number(r["x"]) if r else 0 for r in pair], bool(said))
            if more and not said:
                more = [text for text in (self.run_reason("commission", False),)
                        if text] + more
            said, found = said + more, found + more
        if said and ruled and (not found or (
                kind == "project" and not causes and
                inputs[0] == inputs[1])):
            said.append(program)
        return "; ".join(said) or self.run_reason(moved) or (
            "booked cost changed (timesheets)" if kind == "project"
            else "follows from other records")

    # ---- metrics ----

    def record_parts(self, at, scope, subject, measure):
        """(must it be there, the part), in the order of the records; and
        whether one of them differs."""
        parts, touched = [], False
        pairs = self.pairs.get((at, measure), {})
        for _, all_of_it in sorted(pairs.items()):
            shown, pair, changed = self.added_up(all_of_it, scope, subject)
            if pair is None:
                continue
            touched |= changed and (scope == "manager" or
                                    self.touched(shown, scope))
            table, name = self.own(pair)
            own = [self.record(s, table, name) if table else None
                   for s in (0, 1)]
            places = own if any(own) else pair
            value = ANY
            if measure in SUMS:
                value = sum((sign * number(r["x"]) for sign, r in zip(
                    (-1, 1), shown) if r), Fraction(0))
            name = (shown[1] or shown[0])["record"]
            parts.append((not self.stays(shown), part(
                name, self.reason(pair), value,
                tuple(r["source"] if r else "" for r in places),
                tuple(r["x"] if r else "" for r in shown),
                tuple(r["y"] if r else "" for r in shown), "record",
                not any(r and r["manager"] for r in pair))))
        return parts, touched

    def name(self, scope, subject):
        if scope not in ("manager", "reports"):
            return ""
        for side in reversed(self.sides):
            name = side.records["people"].get(subject, {}).get("name")
            if name:
                return name
        return subject

    def difference(self, at, scope, subject, measure, unit, values, **more):
        defined = "" not in values
        return {"period": self.new.labels[at], "scope": scope,
                "subject": subject, "name": self.name(scope, subject),
                "measure": measure, "unit": unit, "value": values,
                "change": number(values[1]) - number(values[0])
                if defined else None, "numerator": ("", ""),
                "denominator": ("", ""), "before": at == 1, **more}

    def measures(self):
        found, columns = [], ("value", "numerator", "denominator", "n")
        blank = dict.fromkeys(columns, "")
        for at in range(self.periods):
            rows = {}
            for side, folder in enumerate(self.sides):
                for place, (key, row) in enumerate(folder.values.items()):
                    if key[0] == folder.labels[at]:
                        rows.setdefault(key[1:], [None, None])[side] = row
            metrics = list(dict.fromkeys(
                key[2] for key in rows))  # in the order of kpi.csv
            for key in sorted(rows, key=lambda k: (
                    SCOPES.index(k[0]), k[1].encode(), metrics.index(k[2]))):
                old, new = rows[key]
                parts, touched = self.record_parts(at, *key)
                old, new, known = old or blank, new or blank, new or old
                self.add_unexplained(parts, key[2], old, new)
                if not touched and all(old[c] == new[c] for c in columns):
                    continue
                found.append(self.difference(
                    at, *key, known["unit"], (old["value"], new["value"]),
                    parts=parts,
                    numerator=(old["numerator"], new["numerator"]),
                    denominator=(old["denominator"], new["denominator"])))
        return found

    def add_unexplained(self, parts, metric, old, new):
        """What the records of a sum do not add up to; all, without records."""
        if not old["value"] or not new["value"] or (
                parts and metric not in SUMS):
            return
        rest = number(new["value"]) - number(old["value"]) - sum(
            (p["value"] for _, p in parts), Fraction(0))
        if rest:
            parts.append((True, part("unexplained", self.unexplained(metric), rest)))

    # ---- scores ----

    def curve(self, subject, lines, plans):
        """What of the curve changed, in words."""
        if None in plans:
            return ""
        said = [from_to(c, plans[0][c], plans[1][c], none="blank")
                for c in ("threshold", "target", "stretch",
                          "payout_threshold", "payout_stretch", "estimator")
                if plans[0][c] != plans[1][c]]
        said = ["plan: " + "; ".join(said)] if said else []
        days = [self.target_days(side, subject, plan)
                for side, plan in zip(self.sides, plans)]
        if Fraction(*days[0]) != Fraction(*days[1]):
            said.append("targets for %d of %d → %d of %d days" % (
                *days[0], *days[1]))
        return "; ".join(said)

    def target_days(self, side, subject, plan):
        """For which days of the period the targets of a row are."""
        told = side.told(subject)
        if plan["metric"] not in SUMS or plan.get("prorate") == "no" or \
                plan.get("scope") not in (None, "", "self"):
            return told["days"], told["days"]
        return sum(s["days"] for s in told["spells"]), told["days"]

    def by_old_plan(self, subject, line, plans):
        """What the new value would have paid by the old curve."""
        metric = line["metric"]
        if not line["value"]:
            return number(line["payout"])
        value = number(line["value"])
        who = ("company", "*") if line.get("scope") == "company" else (
            "manager", subject)
        row = self.new.values.get((self.new.labels[0], *who, metric))
        if plans[1]["estimator"] in ("", "value") and row and \
                row["value"] == line["value"] and number(row["denominator"]):
            value = number(row["numerator"]) / number(row["denominator"])
        plan = plans[0]
        down = metric in ("budget_variance", "over_budget")
        sign = (-1 if down else 1) * Fraction(
            *self.target_days(self.old, subject, plan))
        target = sign * number(plan["target"])
        threshold = sign * number(plan["threshold"]) \
            if plan["threshold"] else target
        value *= -1 if down else 1
        low, high = (Fraction(plan[c] or d) for c, d in (
            ("payout_threshold", "50"), ("payout_stretch", "150")))
        if value < threshold:
            return Fraction(0)
        if value < target:
            return low + (100 - low) * (value - threshold) / (
                target - threshold)
        if not plan["stretch"]:
            return Fraction(100)
        stretch = sign * number(plan["stretch"])
        if value >= stretch:
            return high
        return 100 + (high - 100) * (value - target) / (stretch - target)

    def metric_steps(self, subject, metric):
        """(reason, exact points) of one metric of a scorecard."""
        lines = [side.line(subject, metric) for side in self.sides]
        plans = [side.plan_row(subject, metric) for side in self.sides]
        counts = [bool(line["points"]) for line in lines]
        weight = [number(line["weight_used"]) if c else Fraction(0)
                  for line, c in zip(lines, counts)]
        payout = [number(line["payout"]) if c else Fraction(0)
                  for line, c in zip(lines, counts)]
        if not any(counts):
            return []
        if not all(counts):
            gone = lines[counts.index(False)]
            return [("%s: %s" % (
                "counts no longer" if counts[0] else "did not count",
                gone["note"] if gone["weight"] else "not in the plan"),
                (weight[1] - weight[0]) * (payout[0] + payout[1]))]
        curve = self.curve(subject, lines, plans)
        values = [line["value"] for line in lines]
        middle = payout[1] if not curve else payout[0] \
            if values[0] == values[1] else self.by_old_plan(subject, lines[1],
                                                            plans)
        judged = (plans[1] or {}).get("estimator") or "value"
        why = self.unexplained("score") if values[0] == values[1] else \
            from_to(judged, *values)
        weights = [line["weight"] for line in lines]
        share = from_to("plan: weight", *weights) \
            if weights[0] != weights[1] else \
            "weight used %s → %s (metrics that left the plan)" % tuple(
                printed(rounded(w, 2)) for w in weight)
        return [(why, weight[0] * (middle - payout[0])),
                (curve, weight[0] * (payout[1] - middle)),
                (share, (weight[1] - weight[0]) * payout[1])]

    def plan_parts(self, told):
        """The parts of a score by several plans: each by its days."""
        parts = []
        for name in dict.fromkeys([*told[0]["plans"], *told[1]["plans"]]):
            shares, said = [], []
            for side in told:
                plan = side["plans"].get(name)
                days = sum(p["days"] for p in side["plans"].values()
                           if p["score"])
                shares.append(number(plan["score"]) * plan["days"] / days
                              if plan and plan["score"] else Fraction(0))
                said.append("%s for %d days" % (plan["score"], plan["days"])
                            if plan and plan["score"]
                            else "no score" if plan else "none")
            points = rounded(shares[1] - shares[0], 12)
            if points:
                parts.append(part("plan of " + name, " → ".join(said), points))
        return parts

    def spell_parts(self, told, change):
        """The parts of a kpi_bonus over several spells, and rounding."""
        parts = []
        for begin in dict.fromkeys(s["from"] for t in told for s in t["spells"]):
            shares, said = [], []
            for side in told:
                spell = next((s for s in side["spells"]
                              if s["from"] == begin), None)
                plan = spell and side["plans"].get(spell["plan"])
                paid = plan and plan["score"] and not plan["shut"]
                shares.append(
                    number(spell["base"]) * number(plan["score"]) / 100 *
                    Fraction(spell["days"], side["days"])
                    if paid else Fraction(0))
                said.append(
                    "not in service" if not spell
                    else "no score" if not plan or not plan["score"]
                    else "gate shut" if plan["shut"]
                    else "base %s × score %s / 100 × %d / %d days" % (
                        printed(number(spell["base"])), plan["score"],
                        spell["days"], side["days"]))
            amount = rounded(shares[1] - shares[0], 4)
            if amount:
                parts.append(part(begin and "row from " + begin or "first row",
                                  " → ".join(said), amount))
        rest = change - sum((p["value"] for p in parts), Fraction(0))
        if rest:
            parts.append(part("rounding", "rounded once to the unit of pay",
                              rest))
        return [(True, p) for p in parts]

    def score(self, subject):
        wholes = [side.whole(subject) for side in self.sides]
        values = tuple(whole["points"] for whole in wholes)
        parts = []
        told = [side.told(subject) for side in self.sides]
        if "" not in values and any(len(t["plans"]) > 1 for t in told):
            parts += self.plan_parts(told)
        elif "" not in values:
            metrics = [m for m in dict.fromkeys(
                [*self.new.card.get(subject, {}),
                 *self.old.card.get(subject, {})]) if m != "*"]
            for metric in metrics:
                for reason, points in self.metric_steps(subject, metric):
                    points = rounded(points / 100, 12)
                    if points:
                        parts.append(part(metric, reason, points))
        if "" not in values:
            rest = number(values[1]) - number(values[0]) - sum(
                p["value"] for p in parts)
            if rest:
                small = abs(rest) <= Fraction(1, 100)
                parts.append(part(
                    "rounding" if small else "unexplained",
                    "scores are rounded to hundredths" if small
                    else self.unexplained("score"), rest))
        ratings = [whole["rating"] for whole in wholes]
        if ratings[0] != ratings[1]:
            why = ""
            if "" in values:
                why = wholes[0 if ratings[1] else 1]["note"] or \
                    "no row in scorecard.csv"
            parts.append(part("rating", "%s → %s%s%s" % (
                ratings[0] or "none", ratings[1] or "none",
                ": " if why else "", why), Fraction(0)))
        return self.difference(0, "manager", subject, "score", "score",
                               values, parts=[(True, p) for p in parts])

    # ---- pay ----

    def unit_of_pay(self, side):
        unit = number(side.run["configuration"].get("pay_unit"))
        return unit if unit > 0 else Fraction(1)

    def terms(self, side, subject):
        """What a kpi_bonus is made of."""
        person = side.records["people"].get(subject, {})
        pay = side.bonus.get(subject, {})

        def day(text):
            return date.fromisoformat(text) if text else None
        first, last = (day(side.run["period"][key])
                       for key in ("from", "last"))
        all_days = (last - first).days + 1
        joined, left = (day(person.get(key, ""))
                        for key in ("joined_on", "left_on"))
        first = max(first, joined or first)
        last = min(last, left or last)
        return {"score": number(pay.get("score")),
                "days": (max(0, (last - first).days + 1), all_days),
                "base": number(person.get("base_bonus")),
                "gate": pay.get("gate", ""), "unit": self.unit_of_pay(side)}

    def bonus_of(self, terms):
        if terms["gate"]:
            return Fraction(0)
        exact = terms["base"] * terms["score"] / 100 * Fraction(*terms["days"])
        return rounded(exact / terms["unit"], 0) * terms["unit"]

    def bonus_parts(self, subject, score, change):
        told = [side.told(subject) for side in self.sides]
        if not all(t["simple"] for t in told):
            return self.spell_parts(told, change)
        terms, to = (self.terms(side, subject) for side in self.sides)
        amount, parts = self.bonus_of(terms), []

        def step(name, reason, **what):
            nonlocal amount
            terms.update(what)
            now = self.bonus_of(terms)
            if now != amount:
                parts.append(part(name, reason, now - amount))
            amount = now

        if score["change"] is None:
            steps = score["parts"]
            step("score", steps[0][1]["reason"] if steps else "no score",
                 score=to["score"])
        else:
            for _, one in score["parts"]:
                step(one["name"], one["reason"],
                     score=terms["score"] + one["value"])
        step("proration", "in service %d of %d → %d of %d days" % (
            *terms["days"], *to["days"]), days=to["days"])
        step("base_bonus", from_to("base_bonus", printed(terms["base"]),
                                   printed(to["base"])), base=to["base"])
        step("gate", "gate %s is %s" % (
            to["gate"] or terms["gate"],
            "shut now" if to["gate"] else "no longer shut"), gate=to["gate"])
        step("unit", from_to("configuration pay.unit", printed(terms["unit"]),
                             printed(to["unit"])), unit=to["unit"])
        rest = change - sum((p["value"] for p in parts), Fraction(0))
        if rest:
            parts.append(part("unexplained", self.unexplained("kpi_bonus"),
                              rest))
        return [(True, p) for p in parts]

    def earned_parts(self, subject, measure, change):
        parts, _ = self.record_parts(0, "manager", subject, measure)
        parts = [(needed, p) for needed, p in parts if needed or p["value"]]
        rest = change - sum((p["value"] for _, p in parts), Fraction(0))
        if not rest:
            return parts
        if any(subject not in side.bonus for side in self.sides):
            last = part("not paid", "in one run without a row in bonus.csv: "
                        "not in people.csv, or no day in service", rest)
        elif abs(rest) <= sum(map(self.unit_of_pay, self.sides)):
            last = part("rounding", "rounded once to the unit of pay", rest)
        else:
            last = part("unexplained", self.unexplained(measure), rest)
        return [*parts, (True, last)]

    def cut_part(self, measure, cut):
        """What a cap cuts of an amount in the two runs."""
        if cut[0] == cut[1]:
            return []
        return [(True, part("cap", "pay.cap cuts %s → %s of it" % tuple(
            map(printed, cut)), cut[0] - cut[1]))]

    def amounts(self, subject, score):
        found, total = [], []
        for measure in AMOUNTS:
            values = tuple(side.bonus.get(subject, {}).get(measure) or "0"
                           for side in self.sides)
            change = number(values[1]) - number(values[0])
            if measure == "total":
                total += self.cut_part(measure, [
                    sum(number(side.bonus.get(subject, {}).get(m)) for m in AMOUNTS
                        if m != "total") - number(value)
                    for side, value in zip(self.sides, values)])
            parts = total if measure == "total" else \
                self.bonus_parts(subject, score, change) \
                if measure == "kpi_bonus" else \
                self.earned_parts(subject, measure, change)
            if change and measure != "total":
                total.append((True, part(measure, "as above", change)))
            if change or parts:
                found.append(self.difference(0, "manager", subject, measure,
                                             "money", values, parts=parts))
        return found

    def pay(self):
        found = []
        paid = self.old.has_pay and self.new.has_pay
        people = {who for side in self.sides
                  for who in [*side.card, *side.bonus]}
        for who in sorted(people, key=str.encode):
            score = self.score(who)
            if score["value"][0] != score["value"][1] or score["parts"]:
                found.append(score)
            if paid:
                found += self.amounts(who, score)
        return found
