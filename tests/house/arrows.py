#!/usr/bin/env python3
"""Goal: includes follow the arrows of the house (README.md of this folder,
whose table rooms.py compares with the one below).

A room is a folder of sources. It may include its own files, the rooms named
here, and what these rooms may include. Two files of different rooms never
include one another, not even by way of others; and an outside library is
included in its own rooms only. Prints what is wrong and ends with 1.

    tests/house/arrows.py           the test
    tests/house/arrows.py --draw    the rooms, their lines, and the arrows
"""
import os
import re
import sys

# Which rooms a room may include, besides the C library.
ARROWS = {
    'engine/base': [],
    'engine/model': ['engine/base'],
    'metrics/statistics': ['engine/model'],
    'metrics/periods': ['engine/model'],
    'metrics/estimates': ['metrics/periods', 'metrics/statistics'],
    'metrics/kpis': ['metrics/estimates'],
    'metrics/analysis': ['metrics/estimates'],
    'metrics/pay': ['metrics/estimates'],
    'io/locale': ['engine/base'],
    'io/package': ['io/locale'],
    'io/import/bytes': ['engine/model', 'io/locale'],
    'io/import/workbook': ['io/import/bytes', 'io/package'],
    'io/import/csv': ['io/import/bytes'],
    'io/import/forms': ['io/import/csv'],
    'io/import/config': ['io/import/forms'],
    'io/import/tables': ['io/import/config'],
    'io/import/rows': ['io/import/tables'],
    'io/import': ['io/import/rows', 'io/import/workbook'],
    'io/import/guess': ['io/import'],
    'io/run': ['engine/model', 'io/locale'],
    'io/export/report': ['io/run'],
    'io/export/html': ['io/export/report'],
    'io/export/workbook': ['io/export/report', 'io/package'],
    'io/export/csv': ['io/run'],
    'io/export/dashboard': ['io/export/report'],
    'io/export/dashboard/what_if': ['io/export/dashboard'],
    'io/export/dashboard/statement': ['io/export/dashboard'],
    'io/export/dashboard/sheets': ['io/export/dashboard/what_if'],
    # Every command may see everything; commands do not include one another.
    'io/cli': ['metrics', 'io/import', 'io/run', 'io/export', 'io/cli/query',
               'io/cli/diff', 'io/cli/plan'],
    'io/cli/query': ['metrics', 'io/import', 'io/run', 'io/export', 'io/cli'],
    'io/cli/diff': ['metrics', 'io/import', 'io/run', 'io/export', 'io/cli/query'],
    'io/cli/plan': ['metrics', 'io/import', 'io/run', 'io/export', 'io/cli/query'],
    'io/library': ['metrics', 'io/import'],
}

# Which rooms may include an outside library.
LIBRARIES = {
    r'gmp\.h': ['engine/base'],
    r'gsl/': ['metrics/statistics', 'io/cli/main.c', 'io/library'],
    r'csv\.h': ['io/import/csv', 'io/run'],
    r'yaml\.h': ['io/import/config'],
    r'xlsxwriter': ['io/export/workbook'],
    r'minizip|expat|zlib': ['io/package', 'io/export/workbook/parts.c'],
    r'sqlite3|readline': ['io/cli/query', 'io/cli/sql.c'],
    r'jansson': ['io/run'],
    r'nettle': ['io/import/bytes', 'io/import/rows', 'io/run'],
    r'uni[a-z]+\.h': ['io'],
}

# Headers of a conductor: for those who start the whole, not for its parts.
CONDUCTORS = {
    'io/export/dashboard/dashboard.h': ['io/cli'],
}


def sources():
    for top in ('engine', 'metrics', 'io'):
        for folder, _, names in os.walk(top):
            for name in sorted(names):
                if re.search(r'\.(c|h|def)$', name):
                    yield os.path.join(folder, name)


def within(path, place):
    return path == place or path.startswith(place + '/')


def allowed(room, seen=None):
    """All rooms that `room` may include, itself among them."""
    seen = seen if seen is not None else set()
    if room in seen:
        return seen
    seen.add(room)
    for other in ARROWS.get(room, []):
        below = [r for r in ARROWS if within(r, other)] or [other]
        for one in below if other in ('metrics', 'io/import', 'io/export') else [other]:
            allowed(one, seen)
    return seen


def read():
    includes, libraries = {}, []
    for path in sources():
        with open(path, encoding='utf-8') as file:
            text = file.read()
        includes[path] = re.findall(r'^ *# *include "([^"]+)"', text, re.M)
        libraries += [(path, name) for name in
                      re.findall(r'^ *# *include <([^>]+)>', text, re.M)]
    return includes, libraries


def circles(graph):
    """The groups of nodes that reach one another (Tarjan), of two or more."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph.get(node, ()):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            group = []
            while not group or group[-1] != node:
                group.append(stack.pop())
            if len(group) > 1:
                found.append(sorted(group))
    sys.setrecursionlimit(10000)
    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), '../..'))
    includes, libraries = read()
    room = os.path.dirname
    wrong = []
    arrows, graph = {}, {}
    for path, names in includes.items():
        if room(path) not in ARROWS:
            wrong.append(f'{path}: no such room in tests/house/arrows.py')
            continue
        for name in names:
            arrows.setdefault(room(path), {}).setdefault(room(name), 0)
            arrows[room(path)][room(name)] += 1
            if room(name) not in allowed(room(path)):
                wrong.append(f'{path} includes {name}, against the arrows')
            if name in CONDUCTORS and room(path) != room(name) and \
                    not any(within(path, place) for place in CONDUCTORS[name]):
                wrong.append(f'{path} includes {name}, which is for '
                             + ', '.join(CONDUCTORS[name]))
            unit, other = os.path.splitext(path)[0], os.path.splitext(name)[0]
            if unit != other:
                graph.setdefault(unit, set()).add(other)
    for group in circles(graph):
        if len({room(unit) for unit in group}) > 1:
            wrong.append('a circle over several rooms: ' + ', '.join(group))
    for path, name in libraries:
        for pattern, places in LIBRARIES.items():
            if re.match(pattern, name) and \
                    not any(within(path, place) for place in places):
                wrong.append(f'{path} includes <{name}>, which is for '
                             + ', '.join(places))
    if '--draw' in sys.argv:
        for place in ARROWS:
            files = [p for p in includes if room(p) == place]
            lines = sum(sum(1 for _ in open(p, encoding='utf-8')) for p in files)
            to = sorted(r for r in arrows.get(place, {}) if r != place)
            print(f'{place}: {len(files)} files, {lines} lines → '
                  + (', '.join(to) or 'nothing'))
    print('\n'.join(wrong) if wrong else f'{len(includes)} files follow the arrows')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
