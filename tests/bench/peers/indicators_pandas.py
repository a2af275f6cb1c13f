#!/usr/bin/python3
"""pandas: indicators_pandas.py FOLDER THREADS SQL. The sums that take the time,
over timesheets, surveys and contracts: a part of the job."""
import sys

import pandas as pd

folder = sys.argv[1]
day = {"dtype": {"project_id": "category"}}
timesheets = pd.read_csv(
    f"{folder}/timesheets.csv",
    usecols=["project_id", "worked_on", "hours", "hourly_cost"],
    dtype={"project_id": "category", "worked_on": "category"},
)
contracts = pd.read_csv(f"{folder}/contracts.csv")
surveys = pd.read_csv(f"{folder}/surveys.csv")
people = pd.read_csv(f"{folder}/people.csv")
team = people.set_index("account_manager")["team"]
timesheets["cost"] = timesheets["hours"] * timesheets["hourly_cost"]
costed = timesheets[timesheets["cost"].notna()]
costs = {}
for label, last in (("2026Q2", "2026-06-30"), ("2026Q3", "2026-09-30")):
    known = costed["worked_on"].cat.categories <= last
    chosen = costed[known[costed["worked_on"].cat.codes]]
    costs[label] = chosen.groupby("project_id", observed=True)["cost"].sum()


def print_rows(label, metric, rows):
    """rows: manager, x, y."""
    groups = [("company", ["*"] * len(rows)), ("team", rows["manager"].map(team)),
              ("manager", rows["manager"])]
    for scope, key in groups:
        sums = rows.groupby(pd.Series(list(key), index=rows.index))[["x", "y"]].sum()
        for subject, row in sums.iterrows():
            print(label, scope, subject, metric, row["x"], row["y"], sep=",")


def observations(frame, x, y):
    return pd.DataFrame({"manager": frame["account_manager"], "x": x, "y": y})


for label, first, until, last in (
    ("2026Q2", "2026-04-01", "2026-07-01", "2026-06-30"),
    ("2026Q3", "2026-07-01", "2026-10-01", "2026-09-30"),
):
    signed = contracts[(contracts["stage"] == "won") & (contracts["closed_on"] <= last)].copy()
    signed["delivered_on"] = signed["delivered_on"].where(signed["delivered_on"] <= last)
    signed["terminated_on"] = signed["terminated_on"].where(signed["terminated_on"] <= last)
    own = signed[(signed["closed_on"] >= first) & (signed["closed_on"] < until)]
    print_rows(label, "revenue", observations(own, own["value"], 0))
    due = signed[(signed["due_on"] >= first) & (signed["due_on"] < until)
                 & ~(signed["delivered_on"].isna() & (signed["terminated_on"] < signed["due_on"]))]
    print_rows(label, "on_time",
               observations(due, (due["delivered_on"] <= due["due_on"]).astype(int), 1))
    sent = contracts[(contracts["proposed_on"] >= first) & (contracts["proposed_on"] < until)
                     & (contracts["kind"] != "renewal") & (contracts["stage"] != "cancelled")]
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
