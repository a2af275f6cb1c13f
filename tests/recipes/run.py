#!/usr/bin/env python3
"""The recipes of tests/README.md, followed: run.py KPI

A script a recipe. It does in a copy of the tree what the page says, with the
code that stands there, and runs the tests that the page names.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


def follow(script):
    done = suite.program([script], environment={"TMPDIR": suite.folder()})
    return (done.out + done.err).splitlines() if done.code else ()


for script in sorted(os.listdir(HERE)):
    if script.endswith(".sh"):
        suite.add(script[:-3], follow, os.path.join(HERE, script))
suite.main()
