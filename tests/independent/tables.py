"""Reads a folder of exports by the rules of metrics/README.md ("Tables").

Not the program's way: Python's csv module, dictionaries, dates as ordinals.
Gives rows that were taken, as dictionaries, and the lines of those that were
not. Decimals are integers of 10^-4, those of timesheets of 10^-8, dates day
numbers, blanks None.
"""
import csv
import glob
import os
import re
import unicodedata
from fractions import Fraction

import days
import months

DECIMAL = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?\Z")
LARGEST = 9 * 10 ** 18
STAGES = ("won", "lost", "open", "cancelled")
KINDS = ("new", "renewal", "upsell", "cross_sell", "credit")
FREE = {"client_name", "note", "comment"}
COLUMNS = {
    # name: type; * required, + not negative
    "people": {"account_manager": "id*", "name": "text", "aliases": "text",
               "team": "text", "level": "text", "joined_on": "date",
               "left_on": "date", "base_bonus": "decimal+",
               "reports_to": "text"},
    "contracts": {"contract_id": "id*", "client_id": "id",
                  "client_name": "text", "account_manager": "id*",
                  "stage": "stage*", "closed_on": "date", "kind": "kind",
                  "value": "decimal", "currency": "text",
                  "proposed_on": "date", "start_on": "date",
                  "end_on": "date", "terminated_on": "date",
                  "budget": "decimal+", "due_on": "date",
                  "delivered_on": "date", "project_id": "id",
                  "team": "text", "value_per": "per",
                  "recurring": "recurring", "budget_per": "per",
                  "progress": "decimal+", "refers_to": "id"},
    "clients": {"client_id": "id*", "client_name": "text",
                "aliases": "text"},
    "assignments": {"client_id": "id*", "account_manager": "id*",
                    "from": "date*", "until": "date"},
    "splits": {"contract_id": "id*", "account_manager": "id*",
               "share": "decimal*"},
    "payments": {"contract_id": "id*", "paid_on": "date*",
                 "amount": "decimal*", "currency": "text",
                 "payment_id": "text"},
    "timesheets": {"project_id": "id*", "worked_on": "date*",
                   "hours": "fine*", "cost": "fine",
                   "hourly_cost": "fine+", "entry_id": "text",
                   "employee": "text", "department": "text", "note": "text"},
    "surveys": {"score": "decimal", "answered_on": "date",
                "kind": "survey_kind", "account_manager": "id",
                "contract_id": "id", "client_id": "id", "department": "text",
                "sent_on": "date", "scale_min": "decimal",
                "scale_max": "decimal", "comment": "text",
                "respondent": "text", "survey_id": "text"},
    "adjustments": {"account_manager": "id*", "period": "label*",
                    "amount": "decimal*", "reason": "text*",
                    "approved_by": "text", "contract_id": "id"},
}
ORDER = ("people", "clients", "contracts", "assignments", "splits", "timesheets",
         "surveys", "payments", "adjustments")


class Rejected(Exception):
    pass


def decimal(text, most):
    match = DECIMAL.match(text)
    if not match:
        raise Rejected("not a number")
    sign, whole, places = match.groups()
    places = (places or "").rstrip("0")
    if len(places) > most:
        raise Rejected("too fine")
    number = int(whole + places.ljust(most, "0"))
    if number > LARGEST * 10 ** (most - 4):
        raise Rejected("too large")
    return -number if sign else number


def clean(column, cell):
    cell = unicodedata.normalize("NFC", cell).strip()
    return cell if column in FREE else " ".join(cell.split())


def read_cell(kind, text, header_zone, run_zone):
    required = kind.endswith("*")
    kind = kind.rstrip("*")
    if not text:
        if required:
            raise Rejected("blank")
        return None
    if kind == "date":
        try:
            return days.day(text, header_zone, run_zone)
        except ValueError:
            raise Rejected("no day")
    if kind.startswith(("decimal", "fine")):
        number = decimal(text, 8 if kind.startswith("fine") else 4)
        if kind.endswith("+") and number < 0:
            raise Rejected("negative")
        return number
    words = {"stage": STAGES, "kind": KINDS,
             "survey_kind": ("client", "internal"),
             "per": ("total", "month"), "recurring": ("yes", "no")}.get(kind)
    if words and text not in words:
        raise Rejected("unknown word")
    if kind == "label" and not re.match(
            r"[0-9]{4}([QqHh][1-4]|-[01][0-9])?\Z", text):
        raise Rejected("no period")
    if kind == "id" and text == "*":
        raise Rejected("* is no id")
    return text


def not_read(table, column, row):
    """Cells that say nothing beside another one of their row."""
    if table == "contracts" and column == "closed_on":
        return row["stage"] == "open"
    if table == "surveys" and column == "answered_on":
        return row["score"] is None
    return False


def convert(amount, rate):
    """To four places, half away from zero; both are integers of 10^-4."""
    if amount is None:
        return None
    return narrow(months.rounded(Fraction(amount * rate, 10000)))


def rate_of(rates, day):
    """Of (from, until, rate): that of the shortest period that holds the day,
    then of the earliest, then the one for always."""
    held = [(until - start, start, rate) for start, until, rate in rates
            if day is not None and start is not None and start <= day < until]
    always = [rate for start, _, rate in rates if start is None]
    return min(held)[2] if held else always[0] if always else None


def narrow(amount):
    if abs(amount) > LARGEST:
        raise Rejected("too large")
    return amount


def over_the_term(row, amount):
    """An amount a month over the planned months; without an end, a year."""
    if amount is None:
        return None
    term = 12 if None in (row["start_on"], row["end_on"]) else \
        months.between(row["start_on"], row["end_on"] + 1)
    return narrow(months.rounded(amount * term))


def overlap(a, b):
    """Two rows of one person; an open one ends when the other begins."""
    first, second = sorted((a, b), key=lambda r: r["joined_on"] or 0)
    return first["joined_on"] == second["joined_on"] or (
        first["left_on"] is not None and
        first["left_on"] >= second["joined_on"])


class Circle(Exception):
    pass


class Tables:
    def __init__(self, folder, definitions):
        self.definitions = definitions
        self.rows = {table: [] for table in ORDER}
        self.present = set()
        self.clients, self.client_alias = {}, {}
        self.rejected = set()
        self.ids, self.people, self.alias = set(), set(), {}
        for table in ORDER:
            pattern = table + ("*" if table in (
                "contracts", "timesheets", "surveys") else "") + ".csv"
            for path in sorted(glob.glob(os.path.join(folder, pattern))):
                self.present.add(table)
                self.read(table, path)
            if table == "contracts":
                self.settle_credits()
        self.settle_splits()
        self.join_surveys()
        self.spells = self.settle_people()

    def settle_people(self):
        """(manager, team, lead, first, last) of each spell: what later rows
        leave blank is that of the row before, `-` is none."""
        found, mine = [], {}
        for row in self.rows["people"]:
            mine.setdefault(row["account_manager"], []).append(row)
        for who, rows in mine.items():
            rows.sort(key=lambda r: r["joined_on"] or 0)
            team = lead = None
            for row, after in zip(rows, rows[1:] + [None]):
                named = row["reports_to"]
                if named not in (None, "-"):
                    named = named if named in self.people \
                        else self.alias.get(named)
                team, lead = row["team"] or team, named or lead
                last = row["left_on"] or (
                    after["joined_on"] - 1 if after else 9999999)
                found.append((who, None if team == "-" else team,
                              None if lead == "-" else lead,
                              row["joined_on"] or 0, last))
        return found

    def read(self, table, path):
        with open(path, newline="", encoding="utf-8-sig") as stream:
            reader = csv.reader(stream, strict=True)
            header = [clean("", name) for name in next(reader)]
            # The one header here that is not the column's own name.
            self.zones = {"answered_on": "Z"} if "Answered On (UTC)" in header \
                else {}
            header = ["answered_on" if name == "Answered On (UTC)" else name
                      for name in header]
            for cells in reader:
                line = reader.line_num
                if not any(cell.strip() for cell in cells):
                    continue
                self.place = "%s:%d" % (os.path.basename(path), line)
                try:
                    self.take(table, header, cells)
                except Rejected:
                    self.rejected.add((os.path.basename(path), line))

    def join_surveys(self):
        """A survey that was sent, and whose answer is a row of its own."""
        surveys, first = self.rows["surveys"], {}
        for row in surveys:
            if row["survey_id"] and row["score"] is not None:
                first.setdefault(row["survey_id"], row)
        sent = [row for row in surveys
                if row["score"] is None and row["survey_id"] in first]
        for row in sent:
            answer = first[row["survey_id"]]
            if answer["sent_on"] is None:
                answer["sent_on"] = row["sent_on"]
        self.rows["surveys"] = [row for row in surveys
                                if not any(row is s for s in sent)]

    def take(self, table, header, cells):
        if any(cell.strip() for cell in cells[len(header):]):
            raise Rejected("too many cells")
        texts = dict(zip(header, cells))
        if table == "people":   # other names of two columns
            texts = {{"from": "joined_on", "until": "left_on"}.get(c, c): t
                     for c, t in texts.items()}
        row = {}
        for column, kind in COLUMNS[table].items():
            text = clean(column, texts.get(column, ""))
            if not_read(table, column, row):
                text = ""
            row[column] = read_cell(kind, text, self.zones.get(column),
                                    self.definitions["time_zone"])
        getattr(self, "take_" + table)(row)
        self.rows[table].append(row)

    def take_people(self, row):
        aliases = [a.strip() for a in (row["aliases"] or "").split("|")]
        aliases = [a for a in aliases if a and a != row["account_manager"]]
        who = row["account_manager"]
        if any(a in self.people or self.alias.get(a, who) != who
               for a in aliases):
            raise Rejected("alias taken")
        if row["joined_on"] and row["left_on"] and \
                row["left_on"] < row["joined_on"]:
            raise Rejected("left before joined")
        for other in self.rows["people"]:
            if other["account_manager"] == who and overlap(row, other):
                raise Rejected("overlaps")
        self.people.add(row["account_manager"])
        for alias in aliases:
            self.alias[alias] = row["account_manager"]

    def take_clients(self, row):
        aliases = [a.strip() for a in (row["aliases"] or "").split("|")]
        aliases = [a for a in aliases if a and a != row["client_id"]]
        known = {**self.clients, **self.client_alias}
        if row["client_id"] in self.clients:
            raise Rejected("twice")
        if any(a in known for a in aliases):
            raise Rejected("alias taken")
        self.clients[row["client_id"]] = row
        self.client_alias.update({a: row["client_id"] for a in aliases})

    def name_client(self, row):
        if row["client_id"] not in self.clients:
            row["client_id"] = self.client_alias.get(
                row["client_id"], row["client_id"])

    def take_contracts(self, row):
        self.name_client(row)
        closed = row["stage"] in ("won", "lost")
        if row["contract_id"] in self.ids:
            raise Rejected("id known")
        if closed and (row["client_id"] is None or row["closed_on"] is None):
            raise Rejected("no client or no day")
        if row["stage"] == "won" and row["value"] is None:
            raise Rejected("no value")
        start = row["start_on"]
        if start is None and row["stage"] == "won":
            start = row["closed_on"]
        if start and row["end_on"] and row["end_on"] < start:
            raise Rejected("ends before it starts")
        credit = row["kind"] == "credit"
        if row["value"] is not None and \
                (row["value"] > 0 if credit else row["value"] < 0):
            raise Rejected("on the wrong side of 0")
        if credit and (row["value_per"] == "month" or not row["refers_to"]):
            raise Rejected("not as credits are")
        if row["refers_to"] == row["contract_id"]:
            raise Rejected("refers to itself")
        if row["progress"] is not None and row["progress"] > 10000:
            raise Rejected("more than all of the work")
        row["start_on"] = start
        self.settle_money(row)
        self.ids.add(row["contract_id"])

    def rate_on(self, currency, day):
        return rate_of(self.definitions["rates"].get(currency, ()), day)

    def hourly_rate(self, row):
        """Of an hour in the timesheets: the employee's, else the department's,
        else the default."""
        for key in (("employee", row["employee"]),
                    ("department", row["department"]), ("default", "")):
            rate = rate_of(self.definitions["hourly"].get(key, ()),
                           row["worked_on"])
            if rate is not None:
                return rate
        return None

    def corrected(self, credit):
        """The contract that a credit names, if it has been read."""
        for row in self.rows["contracts"]:
            if row["contract_id"] == credit["refers_to"]:
                return None if row["kind"] == "credit" else row

    def settle_credits(self):
        """At the rate of their contract's day, be it in a later row."""
        for row in self.rows["contracts"]:
            contract = self.corrected(row)
            if row["kind"] == "credit" and row["currency"] and contract:
                rate = self.rate_on(row["currency"], contract["closed_on"] or
                                    contract["proposed_on"])
                if rate is not None:
                    row["value"] = convert(row["price"], rate)

    def settle_money(self, row):
        like = row["kind"] == "credit" and self.corrected(row) or row
        row["price"], row["rate"] = row["value"], None
        if row["currency"] in (None, self.definitions["currency"]):
            row["currency"] = None
        else:
            row["rate"] = self.rate_on(
                row["currency"], like["closed_on"] or like["proposed_on"])
            if row["rate"] is None:
                raise Rejected("no rate")
            row["value"] = convert(row["value"], row["rate"])
            row["budget"] = convert(row["budget"], row["rate"])
        row["planned_budget"] = row["budget"]
        if row["value_per"] == "month":
            row["value"] = over_the_term(row, row["value"])
        if row["budget_per"] == "month":
            row["planned_budget"] = over_the_term(row, row["budget"])

    def take_assignments(self, row):
        self.name_client(row)
        if row["until"] is not None and row["until"] < row["from"]:
            raise Rejected("until before from")

    def take_splits(self, row):
        row["source"] = self.place
        if not 0 < row["share"] <= 10000:
            raise Rejected("no share")

    def settle_splits(self):
        """The shares of a contract are the whole, or none of them is taken."""
        sums = {}
        for row in self.rows["splits"]:
            sums[row["contract_id"]] = sums.get(row["contract_id"], 0) + row["share"]
        for row in self.rows["splits"]:
            if sums[row["contract_id"]] != 10000:
                name, line = row["source"].rsplit(":", 1)
                self.rejected.add((name, int(line)))
        self.rows["splits"] = [row for row in self.rows["splits"]
                               if sums[row["contract_id"]] == 10000]

    def take_payments(self, row):
        row["source"] = self.place
        if row["currency"] in (None, self.definitions["currency"]):
            return
        rate = self.rate_on(row["currency"], row["paid_on"])
        if rate is None:
            raise Rejected("no rate")
        row["amount"] = convert(row["amount"], rate)

    def take_adjustments(self, row):
        row["source"] = self.place
        row["period"] = row["period"].upper()

    def take_timesheets(self, row):
        row["rate"] = self.hourly_rate(row)

    def take_surveys(self, row):
        self.name_client(row)
        if (row["scale_min"] is None) != (row["scale_max"] is None):
            raise Rejected("half a scale")
        if row["scale_min"] is None:
            row["scale_min"], row["scale_max"] = self.definitions["scale"]
        elif row["scale_min"] >= row["scale_max"]:
            raise Rejected("scale upside down")
        if row["score"] is not None:
            if not row["scale_min"] <= row["score"] <= row["scale_max"]:
                raise Rejected("outside the scale")
            if row["answered_on"] is None:
                raise Rejected("no day of the answer")
        if row["kind"] == "internal" and row["department"] is None:
            raise Rejected("no department")
