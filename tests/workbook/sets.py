"""Data sets that show what the samples do not: odd numbers, many, one.

Numbers are prime or uneven, so that none can stand for another; every list has
several rows, every cell that may be blank is blank somewhere.
"""
import csv
import datetime
import os
import random

DAY = datetime.timedelta(1)


def day(text):
    return datetime.date.fromisoformat(text)


def write(folder, name, rows):
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with open(os.path.join(folder, name), "w", newline="",
              encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns, restval="",
                                lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# ---- odd ----

ODD_YAML = """currency: EUR
fiscal_year_start: 4
grace_days: 5
scale: {min: 0, max: 20}
close_rate: {kinds: [new, renewal, upsell, cross_sell]}
coordination: {min_raters: 2}
mix: {close_rate: kind, retention: client_id, over_budget: [project_id]}
exchange_rates: {USD: 0.9173}
pay:
  commission:
    new: {0: 0.011, 900.5: 0.023, 4000: 0.057}
    renewal: 0.017
    upsell: {100: 0.053}
    cross_sell: 0.041
    levels: {senior: {new: {0: 0, 500: 0.0613}}, junior: {renewal: 0.02}}
  clawback: {days: 150, share: unserved}
  cap: {commission: 321.5, levels: {senior: {kpi_bonus: 555.5, total: 700.25}}}
  project_award: 75.5
  unit: 0.01
  bands: {Gold: 120.5, Silver: 95, Bronze: 60}
"""
# Jul to Sep 2026, as seen on a day before its end.
ODD_OPTIONS = ("--period", "2026Q2", "--as-of", "2026-09-20",
               "--accept-rejects")
PERIOD, AS_OF = (day("2026-07-01"), day("2026-09-30")), day("2026-09-20")
PEOPLE = (
    ("anh.n", "Ánh Nguyễn", "Đội =1", "junior", "2026-08-03", "", "1234.56"),
    ("binh.t", "Bình", "Đội =1", "senior", "2020-02-01", "2026-09-10",
     "777.77"),
    ("binh.v", "Bình", "B & C <x>", "senior", "2019-05-06", "", ""),
    ("chi.d", "", "B & C <x>", "junior", "", "", "2503.9"),
    ("dung.p", "Dũng O'Hara", "", "lead", "2021-01-01", "", "3301.01"),
)
METRICS = ("revenue", "retention", "on_time", "satisfaction", "close_rate",
           "upsell_rate", "budget_variance", "coordination")
PLAN = {  # by metric: weights of junior, senior, *; knots
    "revenue": ((13, 17, 20), "1507.3", "6011.7", "9001.9"),
    "retention": ((22, 19, 20), "0.31", "0.87", ""),
    "on_time": ((11, 7, 10), "", "0.83", "0.97"),
    "satisfaction": ((9, 23, 15), "41", "73", "89"),
    "close_rate": ((18, 8, 10), "0.17", "0.43", "0.79"),
    "upsell_rate": ((5, 5, 5), "0.03", "0.19", "0.41"),
    "budget_variance": ((15, 14, 10), "0.29", "0.07", "-0.11"),
    "coordination": ((7, 7, 10), "37", "61", "83"),
}


def odd_plan():
    for place, level in enumerate(("junior", "senior", "*")):
        for metric in METRICS:
            weights, threshold, target, stretch = PLAN[metric]
            yield {
                "level": level, "metric": metric,
                "weight": weights[place], "threshold": threshold,
                "target": target, "stretch": stretch,
                "payout_threshold": 37 + place, "payout_stretch": 143 + place,
                "gate": "yes" if (metric, level) in (
                    ("satisfaction", "senior"), ("on_time", "junior"),
                    ("retention", "*")) else "",
                "estimator": "shrunk" if (metric, level) == (
                    "close_rate", "junior") else "value",
                "min_n": 2 if metric == "close_rate" else ""}


class Odd:
    """Contracts, timesheets and surveys of three years for 24 clients."""

    def __init__(self, seed=14):
        self.random = random.Random(seed)
        self.people = [row[0] for row in PEOPLE] + ["zed"]
        self.contracts, self.timesheets, self.surveys = [], [], []
        for number in range(24):
            self.client(number)
        self.proposals()
        self.by_hand()
        self.internal()

    def between(self, first, last):
        return first + DAY * self.random.randrange((last - first).days + 1)

    def money(self, low=500, high=6000):
        return "%.2f" % (self.random.randrange(low * 100, high * 100) / 100)

    def client(self, number):
        """A chain of contracts; some clients leave."""
        pick = self.random
        signed = self.between(day("2024-04-05"), day("2026-02-20"))
        manager = pick.choice(self.people)
        kind, leaves = "new", pick.random() < 0.35
        while signed < PERIOD[1]:
            start = signed + DAY * pick.randrange(1, 12)
            end = start + DAY * pick.choice((89, 120, 181, 364))
            if leaves and end > PERIOD[0]:
                end = self.between(PERIOD[0], AS_OF - 8 * DAY)
            self.contract(number, manager, kind, signed, start, end)
            if leaves and end >= PERIOD[0]:
                return
            if pick.random() < 0.45:
                self.contract(number, manager, pick.choice(
                    ("upsell", "cross_sell")), self.between(
                        start, end), start + DAY * 20, end)
            kind, signed = "renewal", end - DAY * pick.randrange(0, 9)

    def contract(self, client, manager, kind, signed, start, end):
        pick = self.random
        due = self.between(signed, max(signed, end) + 20 * DAY)
        late = pick.random() < 0.35
        delivered = due + DAY * (pick.randrange(1, 40) if late
                                 else -pick.randrange(0, 15))
        number = len(self.contracts) + 1
        row = {"contract_id": "K%03d" % number, "client_id": "C%02d" % client,
               "client_name": "" if client % 5 == 0 else "Khách %d <&> co" %
               client, "account_manager": manager, "stage": "won",
               "kind": kind, "value": self.money(),
               "currency": "USD" if number % 7 == 0 else "",
               "proposed_on": signed - DAY * pick.randrange(9, 60),
               "closed_on": signed, "start_on": start, "end_on": end,
               "terminated_on": "", "budget": self.money(300, 3000),
               "due_on": due, "delivered_on": delivered
               if delivered < PERIOD[1] else "", "project_id":
               "P%d" % number if number % 3 == 0 else ""}
        self.contracts.append(row)
        self.hours(row, delivered)
        if signed > day("2025-03-01") and pick.random() < 0.6:
            self.survey(row, signed + 30 * DAY)

    def hours(self, row, delivered):
        budget = float(row["budget"]) * (0.9173 if row["currency"] else 1)
        spent = budget * self.random.choice((0.6, 0.83, 1.07, 1.31, 2.3))
        for share in (0.37, 0.63):
            self.timesheets.append({
                "project_id": row["project_id"] or row["contract_id"],
                "worked_on": delivered - DAY * self.random.randrange(1, 9),
                "hours": "%.2f" % self.random.uniform(1, 9),
                "cost": "%.2f" % (spent * share), "hourly_cost": ""})

    def survey(self, contract, sent):
        pick = self.random
        scale = pick.choice((("", ""), ("0", "10"), ("1", "5"), ("0", "10")))
        low, high = (int(scale[0] or 0), int(scale[1] or 20))
        answered = pick.random() < 0.75
        self.surveys.append({
            "kind": "client", "contract_id": contract["contract_id"]
            if pick.random() < 0.5 else "",
            "client_id": contract["client_id"], "account_manager": "",
            "department": "", "sent_on": sent, "answered_on":
            sent + DAY * pick.randrange(0, 12) if answered else "",
            "score": "%g" % (pick.randrange(low * 4, high * 4 + 1) / 4)
            if answered else "", "scale_min": scale[0],
            "scale_max": scale[1], "comment": pick.choice(
                ("", "=Khá ổn, nhưng chậm", "Two\nlines \"quoted\""))})

    def proposals(self):
        """Open on as_of, of every age; and some that were lost."""
        for number, age in enumerate((0, 30, 31, 60, 61, 89, 90, 91, 180,
                                      181, 400)):
            self.contracts.append({
                "contract_id": "O%02d" % number,
                "client_id": "C%02d" % number if number % 4 else "",
                "account_manager": self.people[number % 6],
                "stage": "open", "kind": "new",
                "value": "" if number == 2 else self.money(),
                "proposed_on": AS_OF - age * DAY})
        for number in range(17):
            closed = self.between(day("2025-07-01"), PERIOD[1])
            self.contracts.append({
                "contract_id": "L%02d" % number,
                "client_id": "C%02d" % (number + 3),
                "account_manager": self.random.choice(self.people),
                "stage": "lost", "kind": "new", "value": self.money(),
                "proposed_on": closed - 41 * DAY, "closed_on": closed})

    def by_hand(self):
        """Edges: won later than as_of, delivered later, terminated; hours on
        unknown projects and without a cost; a client without a run rate."""
        base = dict(self.contracts[0], proposed_on=PERIOD[0] + 5 * DAY,
                    currency="", project_id="", terminated_on="")
        for id_, more in (
                ("E1", {"closed_on": AS_OF + DAY}),
                ("E2", {"closed_on": AS_OF, "due_on": AS_OF - DAY * 7,
                        "delivered_on": AS_OF + DAY}),
                ("E3", {"closed_on": PERIOD[0], "due_on": AS_OF - DAY * 3,
                        "terminated_on": AS_OF - DAY * 30,
                        "delivered_on": ""}),
                ("E4", {"client_id": "C90", "closed_on": "2026-01-07",
                        "start_on": "2026-01-07", "end_on": "",
                        "proposed_on": ""}),
                ("E5", {"budget": "", "closed_on": PERIOD[0],
                        "delivered_on": AS_OF - 4 * DAY}),
                ("E6", {"kind": "upsell", "value": "907.31",
                        "closed_on": PERIOD[0] + 3 * DAY}),
                ("E7", {"kind": "cross_sell", "value": "1999.99",
                        "client_id": "C04", "account_manager": "zed",
                        "closed_on": AS_OF - 11 * DAY}),
                ("E8", {"kind": "upsell", "value": "907.31",
                        "client_id": "C05",
                        "closed_on": AS_OF - 17 * DAY})):
            self.contracts.append(dict(base, contract_id=id_, **more))
        for project, cost in (("NOWHERE", "41.3"), ("K001", ""),
                              ("NOWHERE2", "")):
            self.timesheets.append({
                "project_id": project, "worked_on": "2026-07-09",
                "hours": "3.25", "cost": cost, "hourly_cost": ""})
        self.surveys.append({"kind": "client", "account_manager": "stranger",
                             "sent_on": "2026-07-20", "answered_on":
                             "2026-07-30", "score": "7"})

    def internal(self):
        """Some departments have few answers about somebody."""
        for number in range(64):
            department = ("Thiết kế", "Media", "Kế toán")[
                number % 3 if number % 4 else number % 2]
            self.surveys.append({
                "kind": "internal", "department": department,
                "account_manager": self.people[number * 5 % 6],
                "answered_on": self.between(day("2026-03-01"), AS_OF),
                "score": "%g" % (self.random.randrange(8, 77) / 4)})


# Rows that are not taken.
ODD_REJECTS = (
    ("contracts.csv", {"contract_id": "R1", "client_id": "C01",
                       "account_manager": "anh.n", "stage": "won",
                       "value": "1013.13", "closed_on": "2026-07-02",
                       "start_on": "2026-07-09", "end_on": "2026-07-08"}),
    ("contracts.csv", {"contract_id": "R2", "client_id": "C02",
                       "account_manager": "chi.d", "stage": "won",
                       "value": "100", "currency": "USD", "closed_on":
                       "2026-07-02", "start_on": "2026-08-09",
                       "end_on": "2026-07-08"}),
    ("contracts.csv", {"contract_id": "R3", "client_id": "C02",
                       "account_manager": "binh.t", "stage": "won",
                       "value": "2a", "closed_on": "2026-07-02"}),
    ("timesheets.csv", {"project_id": "K001", "worked_on": "2026-02-30",
                        "hours": "7.75", "cost": "5"}),
    ("timesheets.csv", {"project_id": "K002", "worked_on": "2026-02-31",
                        "hours": "1.5", "cost": "5"}),
)
# What they are worth, by hand: table, the column that is wrong, rows, money
# (1,013.13 and 100 USD at 0.9173), hours, whom they touch.
ODD_WORTH = (
    ("contracts", "end_on", 2, 1013.13 + 91.73, None, "anh.n, chi.d"),
    ("contracts", "value", 1, None, None, "binh.t"),
    ("timesheets", "worked_on", 2, None, 9.25, "%s"),
)


def odd(folder):
    made = Odd()
    for name, row in ODD_REJECTS:
        {"contracts.csv": made.contracts,
         "timesheets.csv": made.timesheets}[name].append(row)
    write(folder, "people.csv", [dict(zip((
        "account_manager", "name", "team", "level", "joined_on", "left_on",
        "base_bonus"), row)) for row in PEOPLE])
    write(folder, "contracts.csv", made.contracts)
    write(folder, "timesheets.csv", made.timesheets)
    write(folder, "surveys.csv", made.surveys)
    write(folder, "plan.csv", list(odd_plan()))
    write(folder, "adjustments.csv", [
        {"account_manager": who, "period": period, "amount": amount,
         "reason": "by hand <%s>" % amount, "approved_by": approved}
        for who, period, amount, approved in (
            ("anh.n", "2026Q2", "103.27", "dung.p"),
            ("binh.t", "2026Q2", "-41.9", ""), ("anh.n", "2026Q2", "7.005", ""),
            ("chi.d", "2026Q1", "67.1", ""), ("nobody", "2026Q2", "3.3", ""))])
    write(folder, "assignments.csv", [
        {"client_id": "C03", "account_manager": "dung.p",
         "from": "2026-06-01", "until": ""},
        {"client_id": "C07", "account_manager": "chi.d",
         "from": "2025-01-01", "until": "2026-08-31"}])
    with open(os.path.join(folder, "kpi.yaml"), "w",
              encoding="utf-8") as stream:
        stream.write(ODD_YAML)


# ---- many ----

MANY_OPTIONS = ("--period", "2026Q3", "--as-of", "2026-09-30",
                "--accept-rejects")
MANY = 310       # managers, of whom each has a sheet up to 60
TEAMS = 14       # of which the first sheet shows 12
DEPARTMENTS = 23  # of which Coordination shows 20


def many(folder):
    """More of everything than a sheet lists."""
    pick = random.Random(5)
    people = ["m%03d" % number for number in range(MANY)]
    contracts, timesheets, surveys = [], [], []
    for number in range(700):
        id_, manager = "K%04d" % number, people[number % MANY]
        lost = number < 230  # whose client leaves in the period
        late = number % 3 == 0
        due = day("2026-07-01") + DAY * (number % 90)
        contracts.append({
            "contract_id": id_, "client_id": "C%04d" % number,
            "account_manager": manager, "stage": "won", "kind": "new",
            "value": 1000 + number, "closed_on": "2026-01-05",
            "start_on": "2026-01-10", "end_on": day("2026-07-02") + DAY * (
                number % 60) if lost else "2027-01-09", "due_on": due,
            "delivered_on": due + DAY * (1 + number % 17) if late else
            due - DAY, "budget": 100 + number % 13})
        timesheets.append({"project_id": id_, "worked_on": "2026-07-01",
                           "hours": 1, "cost": 60 + number % 97})
        contracts.append({
            "contract_id": "U%04d" % number, "client_id": "C%04d" % number,
            "account_manager": manager, "stage": "won" if number % 20 == 0
            else "open", "kind": "upsell", "value": 50 + number * 3 % 701,
            "closed_on": "2026-08-11" if number % 20 == 0 else "",
            "proposed_on": day("2026-09-29") - DAY * (number % 200)})
        surveys.append({"kind": "client", "contract_id": id_,
                        "answered_on": "2026-08-%02d" % (1 + number % 28),
                        "sent_on": "2026-08-01", "score":
                        1 + number % 5, "department": ""})
    for number in range(2400):
        # Two halves that no department has in common: they do not compare.
        half = number % 2
        surveys.append({
            "kind": "internal", "account_manager": people[
                number // 2 % (MANY // 2) * 2 + half], "answered_on":
            "2026-08-20", "score": 1 + pick.randrange(5), "department":
            "D%02d" % (pick.randrange(DEPARTMENTS // 2) * 2 + half)})
    surveys.append({"kind": "internal", "account_manager": people[0],
                    "answered_on": "2026-08-20", "score": 3,
                    "department": "D22"})
    for number in range(1010):
        timesheets.append({"project_id": "K0001", "hours": 1, "cost": 1,
                           "worked_on": "2026-02-3%d" % (number % 2)})
    write(folder, "people.csv", [
        {"account_manager": m, "team": "Team %02d" % (i % TEAMS)}
        for i, m in enumerate(people)])
    write(folder, "contracts.csv", contracts)
    write(folder, "timesheets.csv", timesheets)
    write(folder, "surveys.csv", surveys)


# ---- one ----

ONE_OPTIONS = ("--period", "2026Q3", "--as-of", "2026-09-30")


def one(folder):
    """A single person with a plan, contracts and payments of one quarter,
    nothing else."""
    write(folder, "people.csv", [
        {"account_manager": "solo", "name": "Sổ Lô", "level": "x",
         "base_bonus": "1000000000"}])
    write(folder, "contracts.csv", [
        {"contract_id": "K1", "client_id": "C1", "account_manager": "solo",
         "stage": "won", "kind": "new", "value": 1300000000,
         "proposed_on": "2026-06-30",
         "closed_on": "2026-07-03", "start_on": "2026-07-03",
         "end_on": "2027-07-02", "client_name": "Một"},
        {"contract_id": "K2", "client_id": "C2", "account_manager": "solo",
         "stage": "lost", "kind": "new", "value": 5,
         "proposed_on": "2026-07-01",
         "closed_on": "2026-07-03", "client_name": "Hai"}])
    write(folder, "payments.csv", [
        {"contract_id": "K1", "paid_on": "2026-07-19", "amount": 430000001},
        {"contract_id": "K1", "paid_on": "2026-09-11", "amount": -7000000},
        {"contract_id": "K1", "paid_on": "2026-10-02", "amount": 11}])
    write(folder, "plan.csv", [
        {"level": "*", "metric": "revenue", "weight": 100,
         "target": 1000000000, "stretch": 2000000000}])
    with open(os.path.join(folder, "kpi.yaml"), "w",
              encoding="utf-8") as stream:
        stream.write("pay: {unit: 1000}\n")


# ---- plans of every kind ----

PLANS_OPTIONS = ("--period", "2026Q3", "--as-of", "2026-09-30")


def plans(folder):
    """Scopes, steps, targets for some days that are no finite decimals, and a
    value beside one of them by less than is printed; ratings, two plans of one
    person, a score below the least."""
    write(folder, "people.csv", [
        {"account_manager": who, "team": team, "level": level,
         "reports_to": lead, "from": begin, "until": end,
         "base_bonus": base}
        for who, team, level, lead, begin, end, base in (
            ("all", "N", "am", "lead", "", "", 30000000),
            ("half", "N", "am", "lead", "2026-08-16", "", 30000000),
            ("odd", "S", "am", "lead", "2026-08-15", "2026-09-30", 30000000),
            ("rose", "N", "am", "lead", "", "2026-08-10", 20000000),
            ("rose", "S", "step", "lead", "2026-08-21", "", 40000000),
            ("poor", "S", "step", "lead", "", "", 10000000),
            ("lead", "-", "lead", "", "", "", 60000000))])
    write(folder, "contracts.csv", [
        {"contract_id": "K%d" % i, "client_id": "C%d" % i,
         "account_manager": who, "stage": "won", "kind": kind,
         "value": value, "closed_on": day, "proposed_on": day,
         "start_on": day}
        for i, (who, kind, value, day) in enumerate((
            ("all", "new", "1000000000", "2026-07-20"),
            ("half", "upsell", "250000000", "2026-08-20"),
            ("half", "new", "5", "2026-07-20"),
            # 47 of 92 days of 500,000,000 are 255434782.6086…: a little less.
            ("odd", "new", "255434782.6086", "2026-09-01"),
            ("rose", "upsell", "123456789.0123", "2026-07-01"),
            ("rose", "new", "900000000", "2026-08-15"),
            ("poor", "new", "1", "2026-08-15")))])
    write(folder, "ratings.csv", [
        {"account_manager": who, "period": period, "criterion": "care",
         "score": score} for who, period, score in (
             ("all", "2026Q3", "4"), ("all", "2026Q3", "5"),
             ("all", "2026Q3", "4"), ("half", "2026Q3", "2.5"),
             ("poor", "2026Q2", "5"))])
    columns = ("level", "metric", "scope", "weight", "threshold", "target",
               "stretch", "steps", "gate", "prorate", "period")
    write(folder, "plan.csv", [dict(zip(columns, row)) for row in (
        ("am", "revenue", "", 40, 500000000, 1000000000, 1500000000, "", "yes", "", ""),
        ("am", "revenue", "team", 20, "", "", "",
         "100000000=20|1200000000=33.3|5000000000=120", "", "", ""),
        ("am", "upsell_wins", "", 20, "", "", "", "0.5=10|1=66.67|3=150", "", "", ""),
        ("am", "rating.care", "", 20, 3, 4.3333, 5, "", "", "", ""),
        ("step", "revenue", "company", 50, "", 2000000000, 3000000000, "", "", "", ""),
        ("step", "revenue", "", 50, "", "", "", "100000000=40|200000000=100", "yes", "no", ""),
        ("lead", "revenue", "reports", 100, 1000000000, 2000000000, "", "", "", "", ""))])
    with open(os.path.join(folder, "kpi.yaml"), "w",
              encoding="utf-8") as stream:
        stream.write("pay: {unit: 1000, minimum_score: 45}\n")
