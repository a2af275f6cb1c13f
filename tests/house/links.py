#!/usr/bin/env python3
"""Goal: every link in a page leads somewhere: a relative one to a file or folder
that is there, and an anchor to a heading of that page. Prints what is wrong and
ends with 1.

An anchor is a heading as GitHub makes one of it: lower case, without
punctuation, a hyphen for each space, and -1, -2 … for one that stood before.
"""
import os
import re
import sys

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))


def pages():
    for folder, below, names in os.walk(ROOT):
        if folder == ROOT:
            below[:] = [name for name in below if name not in ('build', 'out', '.git')]
        yield from (os.path.join(folder, name) for name in sorted(names)
                    if name.endswith('.md'))


def text_of(page):
    """Without blocks of code, which may look like headings or links."""
    with open(page, encoding='utf-8') as file:
        return re.sub(r'^( *)```.*?^\1```', '', file.read(), flags=re.M | re.S)


def anchors(page):
    found, seen = set(), {}
    for title in re.findall(r'^#+ +(.*?) *$', text_of(page), re.M):
        title = re.sub(r'\[([^]]*)\]\([^)]*\)', r'\1', title).replace('`', '')
        name = re.sub(r'[^\w\- ]', '', title.lower()).replace(' ', '-')
        seen[name] = seen.get(name, -1) + 1
        found.add(name if not seen[name] else '%s-%d' % (name, seen[name]))
    return found


def wrong_with(page):
    text = re.sub(r'`[^`\n]*`', '', text_of(page))
    for target in re.findall(r'\]\(([^)\s]+)\)', text):
        if re.match(r'[a-z]+:', target):
            continue
        path, _, anchor = target.partition('#')
        place = os.path.normpath(os.path.join(os.path.dirname(page), path)) \
            if path else page
        if not os.path.exists(place):
            yield '%s: nothing is there' % target
        elif anchor and anchor not in anchors(place):
            yield '%s: no such heading' % target


def main():
    count, wrong = 0, []
    for page in pages():
        count += 1
        wrong += ['%s: %s' % (os.path.relpath(page, ROOT), what)
                  for what in wrong_with(page)]
    print('\n'.join(wrong) if wrong else '%d pages lead somewhere' % count)
    return 1 if wrong or count < 40 else 0


sys.exit(main())
