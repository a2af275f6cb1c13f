#!/usr/bin/env python3
"""What random data sets make happen in commission, counted in sets: so that a
test that agrees can be told from one that tried nothing.

    coverage.py COUNT FIRST
"""
import collections
import sys

import audit
from ledger import Ledger
from sets import Set


def counts(numbers):
    """In how many of the sets of these numbers each thing happened."""
    seen = collections.Counter()
    for number in numbers:
        made = Set(number)
        ledger = Ledger(made.tables, made.terms, made.as_of)
        periods = [part[:2] for part in made.parts]
        if made.kind == made.every:
            periods = [(made.first, made.last)]
        audit.earned(ledger, made.tables["contracts"], made.tables["timesheets"],
                     periods)
        ledger.seen["paid: some periods of a longer one"] += bool(made.parts)
        ledger.seen["a run that pays no commission"] += not periods
        seen.update({what: bool(times) for what, times in ledger.seen.items()})
    return seen


def seldom(numbers, least):
    """What happened less often than that."""
    return ["%s: %d times" % (what, times)
            for what, times in sorted(counts(numbers).items()) if times < least]


if __name__ == "__main__":
    count, first = (int(word) for word in sys.argv[1:])
    for what, times in sorted(counts(range(first, first + count)).items()):
        print("%6d  %s" % (times, what))
