#!/usr/bin/env python3
"""The recipes of tests/README.md, followed: run.py KPI

A script a recipe. It does in a copy of the tree what the page says, with the
code that stands there, and runs the tests that the page names. And the tutorial
of the samples: its commands print what the page shows.
"""
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))


def follow(script):
    done = suite.program([script], environment={"TMPDIR": suite.folder()})
    return (done.out + done.err).splitlines() if done.code else ()


def matches(shown, printed):
    """Are these the lines, where `…` stands for any number of them?"""
    pattern = "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line) + r"\n"
                      for line in shown)
    return re.fullmatch(pattern, printed) is not None


@suite.check
def tutorial():
    source = os.path.join(suite.SAMPLES, "tutorial")
    copy = os.path.join(suite.folder(), "tutorial")
    shutil.copytree(source, copy)
    bin_folder = os.path.join(suite.folder(), "bin")
    os.mkdir(bin_folder)
    os.symlink(suite.KPI, os.path.join(bin_folder, "kpi"))
    page = suite.read(source, "README.md").decode()
    blocks = re.findall(r"^```console\n(.*?)^```", page, re.M | re.S)
    steps = [step for block in blocks for step in block.split("$ ")[1:]]
    assert len(steps) >= 10, steps
    for step in steps:
        command, *shown = step.splitlines()
        done = suite.program(["sh", "-c", "cd '%s' && %s 2>&1" % (copy, command)],
                             environment={"PATH": bin_folder + ":" + os.environ["PATH"]})
        if done.code != 0 or not matches(shown, done.out):
            yield "%s: exit code %d, prints\n%s" % (command, done.code, done.out)


for script in sorted(os.listdir(HERE)):
    if script.endswith(".sh"):
        suite.add(script[:-3], follow, os.path.join(HERE, script))
suite.main()
