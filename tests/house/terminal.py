#!/usr/bin/env python3
"""Goal: what comes from others reaches a terminal by io/cli/terminal.h only.

In io/cli a call of stdio may write literals and nothing else; a name, a cell or
a number goes by terminal_put, terminal_print and talk_…. Prints what is wrong
and ends with 1."""
import os
import re
import sys

# They write what no terminal is meant to read, or nothing that is others'.
ALLOWED = {
    'io/cli/terminal.c',        # the way itself
    'io/cli/talk.c',            # colours
    'io/cli/help.c',            # the program's own words
    'io/cli/manual.c',          # the same
    'io/cli/roff.c',            # the same, for groff
    'io/cli/completion.c',      # a script, of the program's own words
    'io/cli/query/answer.c',    # CSV and JSON
    'io/cli/query/print.c',     # a workbook
    'io/cli/init_yaml.c',       # a page, which delivery.h takes there
    'io/cli/diff/diff.c',       # CSV and JSON, where no terminal is
    'io/cli/diff/files.c',      # CSV and JSON
    'io/cli/diff/true_up.c',    # CSV
}
FORMATTED = {'printf', 'fprintf', 'vprintf', 'vfprintf', 'dprintf'}
PLAIN = {'puts', 'fputs', 'putchar', 'putc', 'fputc', 'fwrite', 'perror'}
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')


def arguments(text, at):
    """The arguments of the call whose parenthesis opens before `at`."""
    depth, found, begin = 1, [], at
    while depth:
        letter = text[at]
        depth += (letter == '(') - (letter == ')')
        if depth == 0 or depth == 1 and letter == ',':
            found.append(text[begin:at])
            begin = at + 1
        at += 1
    return found


def is_literal(argument):
    """Literals, also translated, or a choice between literals?"""
    parts = re.split(r'([?:])', argument + ':')
    values = [parts[i] for i in range(0, len(parts) - 1, 2) if parts[i + 1] == ':']
    return all(re.fullmatch(r'[\sLA-Z_()]*L[\sLA-Z_)]*', value) for value in values)


def check(path):
    with open(path, encoding='utf-8') as file:
        text = re.sub(r'/\*.*?\*/', '', file.read(), flags=re.S)
    text = LITERAL.sub('L', text)
    for call in re.finditer(r'\b(%s)\(' % '|'.join(FORMATTED | PLAIN), text):
        given = arguments(text, call.end())
        if call[1] in FORMATTED or not is_literal(given[0]):
            yield '%s: %s(%s): use io/cli/terminal.h' % (
                path, call[1], re.sub(r'\s+', ' ', ', '.join(given)))


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
    wrong = []
    for folder, _, names in os.walk('io/cli'):
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.endswith('.c') and path not in ALLOWED:
                wrong += check(path)
    for path in ALLOWED:
        if not os.path.exists(path):
            wrong.append('%s is no file' % path)
    print('\n'.join(wrong), end='\n' if wrong else '')
    sys.exit(bool(wrong))


if __name__ == '__main__':
    main()
