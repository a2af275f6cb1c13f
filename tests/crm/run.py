#!/usr/bin/env python3
"""A public CRM data set through a kpi.yaml of a few lines: run.py KPI

The facts to meet are the set's own: 8,800 opportunities, 4,238 won, 2,473
lost, 10,005,534 won value; none rejected. The data are not in this project:
KPI_DATA names the folder that holds crm/. Without it the test is skipped.
"""
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile

KPI = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.environ.get("KPI_DATA") or os.path.join(
    HERE, "..", "..", "..", "shared", "data")
FACTS = {
    # metric: value, numerator, denominator, n
    "revenue": ("10005534", "10005534", "", "4238"),
    "win_rate": (repr(4238 / 6711), "4238", "6711", "6711"),
}
NO_DATA = ["on_time", "satisfaction", "budget_variance", "coordination"]


def main():
    if not os.path.isdir(os.path.join(DATA, "crm")):
        print("skipped: no CRM data here (KPI_DATA)\n0 passed, 0 failed")
        return 0
    folder = tempfile.mkdtemp()
    try:
        return check(folder)
    finally:
        shutil.rmtree(folder)


def check(folder):
    for name in ("sales_pipeline.csv", "sales_teams.csv"):
        shutil.copy(os.path.join(DATA, "crm", name), folder)
    shutil.copy(os.path.join(HERE, "kpi.yaml"), folder)
    out = os.path.join(folder, "out")
    subprocess.run([KPI, "run", folder, "-q", "--out", out, "--period",
                    "2016-10-01..2017-12-31"], check=True)
    with open(os.path.join(out, "run.json"), encoding="utf-8") as stream:
        pipeline = next(one for one in json.load(stream)["inputs"]
                        if "pipeline" in json.dumps(one))
    assert "8800" in json.dumps(pipeline), pipeline
    with open(os.path.join(out, "kpi.csv"), encoding="utf-8") as stream:
        rows = [r for r in csv.DictReader(stream) if r["scope"] == "company"]
    for row in rows:
        if row["period"] != "2016-10-01..2017-12-31":
            continue
        if row["metric"] in FACTS:
            seen = (row["value"], row["numerator"], row["denominator"],
                    row["n"])
            assert seen == FACTS[row["metric"]], (row["metric"], seen)
        if row["metric"] in NO_DATA:
            assert row["value"] == "" and row["flags"] == "no_data", row
    print("1 passed, 0 failed")
    return 0


sys.exit(main())
