#!/usr/bin/python3
"""pandas: indicators_pandas.py FOLDER THREADS SQL → rows of the indicators as
CSV. The job as indicators.sql has it."""
import sys

import pandas as pd

folder = sys.argv[1]
timesheets = pd.read_csv(
    f"{folder}/timesheets.csv",
    usecols=["project_id", "worked_on", "hours", "hourly_cost"],
    dtype={"project_id": "category", "worked_on": "category"},
)
contracts = pd.read_csv(f"{folder}/contracts.csv", parse_dates=[
    "closed_on", "proposed_on", "start_on", "end_on", "terminated_on", "due_on",
    "delivered_on"])
surveys = pd.read_csv(f"{folder}/surveys.csv", usecols=[
    "score", "answered_on", "kind", "account_manager", "contract_id", "client_id",
    "department"], parse_dates=["answered_on"])
people = pd.read_csv(f"{folder}/people.csv")
team = people.set_index("account_manager")["team"]
timesheets["cost"] = timesheets["hours"] * timesheets["hourly_cost"]
costed = timesheets[timesheets["cost"].notna()]
costs = {}
for label, last in (("2026Q2", "2026-06-30"), ("2026Q3", "2026-09-30")):
    known = costed["worked_on"].cat.categories <= last
    chosen = costed[known[costed["worked_on"].cat.codes]]
    costs[label] = chosen.groupby("project_id", observed=True)["cost"].sum()


def scopes(rows):
    """scope, and the subject of each row in it."""
    return [("company", pd.Series("*", index=rows.index)),
            ("team", rows["manager"].map(team)), ("manager", rows["manager"])]


def print_sums(label, scope, metric, sums):
    for subject, x, y in zip(sums.index, sums["x"], sums["y"]):
        print(label, scope, subject, metric, x, y, sep=",")


def print_rows(label, metric, rows):
    """rows: manager, x, y."""
    for scope, subject in scopes(rows):
        print_sums(label, scope, metric, rows.groupby(subject)[["x", "y"]].sum())


def print_means(label, metric, rows):
    """rows: manager, department, score. The sum of the departments' means, and
    how many there are."""
    for scope, subject in scopes(rows):
        means = rows.groupby([subject.rename("subject"), "department"])["score"].mean()
        sums = means.groupby("subject").agg(["sum", "count"])
        print_sums(label, scope, metric, sums.rename(columns={"sum": "x", "count": "y"}))


def observations(frame, x, y):
    return pd.DataFrame({"manager": frame["account_manager"], "x": x, "y": y})


def is_open(rows, day):
    return rows["last"].isna() | (rows["last"] >= day)


def first_of(rows, key):
    """The contract that stands for each `key`: open, no upsell, the latest, the
    largest."""
    order = rows.assign(more=rows["kind"].isin(["upsell", "cross_sell"])).sort_values(
        ["open", "more", "start_on", "value", "contract_id"],
        ascending=[False, True, False, False, True])
    return order.drop_duplicates(key)


def answered(signed, first, until):
    """Answers of a period with their managers."""
    rows = surveys[surveys["score"].notna() & (surveys["answered_on"] >= first)
                   & (surveys["answered_on"] < until)].copy()
    rows["score"] = (rows["score"] - 1) * 25
    rows["survey"] = rows.index
    by_contract = rows["contract_id"].map(contracts.set_index("contract_id")["account_manager"])
    rest = rows[rows["account_manager"].isna() & rows["contract_id"].isna()]
    pairs = rest[["survey", "client_id", "answered_on"]].merge(
        signed[["client_id", "contract_id", "account_manager", "kind", "start_on", "last",
                "value"]],
        on="client_id")
    pairs = pairs[pairs["start_on"] <= pairs["answered_on"]]
    pairs = first_of(pairs.assign(open=is_open(pairs, pairs["answered_on"])), "survey")
    by_client = rows["survey"].map(pairs.set_index("survey")["account_manager"])
    rows["manager"] = rows["account_manager"].fillna(by_contract).fillna(by_client)
    return rows


for label, first, until, last, opening_day in (
    ("2026Q2", "2026-04-01", "2026-07-01", "2026-06-30", "2026-03-31"),
    ("2026Q3", "2026-07-01", "2026-10-01", "2026-09-30", "2026-06-30"),
):
    signed = contracts[(contracts["stage"] == "won") & (contracts["closed_on"] <= last)].copy()
    signed["start_on"] = signed["start_on"].fillna(signed["closed_on"])
    signed["delivered_on"] = signed["delivered_on"].where(signed["delivered_on"] <= last)
    signed["terminated_on"] = signed["terminated_on"].where(signed["terminated_on"] <= last)
    signed["project_id"] = signed["project_id"].fillna(signed["contract_id"])
    ended = signed["terminated_on"].notna() & (
        signed["end_on"].isna() | (signed["terminated_on"] <= signed["end_on"]))
    signed["last"] = signed["terminated_on"].where(ended, signed["end_on"])
    own = signed[(signed["closed_on"] >= first) & (signed["closed_on"] < until)]
    print_rows(label, "revenue", observations(own, own["value"], 0))

    opening = signed[signed["start_on"] <= opening_day]
    opening = first_of(opening.assign(open=is_open(opening, opening_day)), "client_id")
    opening = opening[opening["open"]]
    closing = signed[(signed["start_on"] <= last) & is_open(signed, last)]["client_id"]
    upsold = own[own["kind"].isin(["upsell", "cross_sell"])]["client_id"]
    for metric, clients in (("retention", closing), ("upsell_rate", upsold)):
        kept = opening["client_id"].isin(clients).astype(int)
        print_rows(label, metric, observations(opening, kept, 1))

    due = signed[(signed["due_on"] >= first) & (signed["due_on"] < until)
                 & ~(signed["delivered_on"].isna() & (signed["terminated_on"] < signed["due_on"]))]
    print_rows(label, "on_time",
               observations(due, (due["delivered_on"] <= due["due_on"]).astype(int), 1))

    surveyed = answered(signed, first, until)
    clients = surveyed[surveyed["kind"] == "client"]
    print_rows(label, "satisfaction", pd.DataFrame(
        {"manager": clients["manager"], "x": clients["score"], "y": 1}))
    print_means(label, "coordination", surveyed[surveyed["kind"] == "internal"])

    sent = contracts[(contracts["proposed_on"] >= first) & (contracts["proposed_on"] < until)
                     & (contracts["kind"] != "renewal")
                     & ~((contracts["stage"] == "cancelled")
                         & ~(contracts["closed_on"] > last))]
    won = (sent["stage"] == "won") & (sent["closed_on"] <= last)
    print_rows(label, "close_rate", observations(sent, won.astype(int), 1))

    waiting = signed["delivered_on"].isna() & signed["terminated_on"].isna()
    projects = signed.assign(waiting=waiting).sort_values(
        ["budget", "contract_id"], ascending=[False, True]).groupby("project_id").agg(
            budget=("budget", "sum"), delivered_on=("delivered_on", "max"),
            waiting=("waiting", "any"), account_manager=("account_manager", "first"))
    cost = costs[label].reindex(projects.index)
    chosen = (~projects["waiting"] & (projects["delivered_on"] >= first)
              & (projects["budget"] > 0) & cost.notna())
    projects, cost = projects[chosen], cost[chosen]
    print_rows(label, "budget_variance",
               observations(projects, cost - projects["budget"], projects["budget"]))
