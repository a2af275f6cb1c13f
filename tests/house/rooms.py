#!/usr/bin/env python3
"""Goal: every room opens with a page, and tests/house/README.md draws the house as it is.

A room (arrows.py) has a README.md of 5 to 15 lines: what lives there, and what
comes in, goes out and does not belong there; the files that it names exist.
The table of rooms there has each room, with those it may include. Prints
what is wrong and ends with 1.
"""
import os
import re
import sys

sys.dont_write_bytecode = True
from arrows import ARROWS  # noqa: E402

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')
ITEMS = ('- In: ', '- Out: ', '- Not here: ')


def read(*path):
    with open(os.path.join(ROOT, *path), encoding='utf-8') as file:
        return file.read()


def wrong_with_page(room):
    if not os.path.exists(os.path.join(ROOT, room, 'README.md')):
        yield f'{room}: no README.md that opens the room'
        return
    text = read(room, 'README.md')
    lines = text.splitlines()
    if lines[0] != '# ' + room:
        yield f'{room}/README.md: its title is not {room}'
    if not 5 <= len(lines) <= 15:
        yield f'{room}/README.md has {len(lines)} lines, not 5 to 15'
    for item in ITEMS:
        if sum(line.startswith(item) for line in lines) != 1:
            yield f'{room}/README.md: no item {item.strip("- ")}'
    for name in re.findall(r'`([\w./-]+\.(?:c|h|def))`', text):
        if not any(os.path.exists(os.path.join(ROOT, place, name))
                   for place in ('', room, os.path.dirname(room), 'engine/model')):
            yield f'{room}/README.md: there is no {name}'


def wrong_with_table():
    rows = re.findall(r'^\| `([\w/]+)` \| [^|]+ \| ([^|]+) \|$', read("tests/house/README.md"),
                      re.M)
    drawn = {room: re.findall(r'`([\w/]+)`', includes) for room, includes in rows
             if room in ARROWS}
    for room, others in ARROWS.items():
        if room not in drawn:
            yield f'tests/house/README.md: its table of rooms lacks {room}'
        elif drawn[room] != others:
            yield f'tests/house/README.md: {room} may include {others}, not {drawn[room]}'


def main():
    wrong = [line for room in ARROWS for line in wrong_with_page(room)]
    wrong += wrong_with_table()
    print('\n'.join(wrong) if wrong else f'{len(ARROWS)} rooms open with a page')
    return 1 if wrong else 0


sys.exit(main())
