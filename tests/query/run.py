#!/usr/bin/env python3
"""Questions: run.py KPI

`kpi sql` and `kpi query` against Python's own SQLite that has loaded the same
CSVs, and what happens on a terminal.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
import against_sqlite  # noqa: E402, F401
import query  # noqa: E402, F401
import raters  # noqa: E402, F401
import shells  # noqa: E402, F401
import sql  # noqa: E402, F401
import terminal  # noqa: E402, F401

suite.main()
