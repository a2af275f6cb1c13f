#!/usr/bin/env python3
"""A public CRM data set through a kpi.yaml of a few lines: run.py KPI

The facts to meet are the set's own: 8,800 opportunities, 4,238 won, 2,473
lost, 10,005,534 won value; none rejected. The data are not in this project:
KPI_DATA names the folder that holds crm/. Without it the test is skipped.
"""
import json
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
CRM = os.path.join(suite.DATA, "crm")
PERIOD = "2016-10-01..2017-12-31"
FACTS = {
    # metric: value, numerator, denominator, n
    "revenue": ("10005534", "10005534", "", "4238"),
    "win_rate": (repr(4238 / 6711), "4238", "6711", "6711"),
}
NO_DATA = ["on_time", "satisfaction", "budget_variance", "coordination"]


def the_facts_are_met():
    for name in ("sales_pipeline.csv", "sales_teams.csv"):
        shutil.copy(os.path.join(CRM, name), suite.folder())
    shutil.copy(os.path.join(HERE, "kpi.yaml"), suite.folder())
    out = os.path.join(suite.folder(), "out")
    suite.run("run", suite.folder(), "-q", "--out", out, "--period", PERIOD)
    pipeline = next(one for one in json.loads(
        suite.read(out, "run.json"))["inputs"] if "pipeline" in json.dumps(one))
    assert "8800" in json.dumps(pipeline), pipeline
    rows = {row["metric"]: row for row in suite.table(out, "kpi.csv")
            if (row["period"], row["scope"]) == (PERIOD, "company")}
    for metric, facts in FACTS.items():
        row = rows[metric]
        suite.equal((row["value"], row["numerator"], row["denominator"],
                     row["n"]), facts, metric)
    for metric in NO_DATA:
        suite.equal((rows[metric]["value"], rows[metric]["flags"]),
                    ("", "no_data"), metric)


if os.path.isdir(CRM):
    suite.check(the_facts_are_met)
else:
    suite.skip("the CRM data set", "KPI_DATA names no folder with crm/")
suite.main()
