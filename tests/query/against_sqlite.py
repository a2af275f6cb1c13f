"""Goal: whatever is asked, `kpi sql` answers as SQLite itself does over the same
CSV files, loaded by Python with the same types. run.py KPI 5000 SEED tries 5,000
random questions, half of them in a process of their own, which reads no more
than its question needs."""
import csv
import json
import math
import os
import random
import re
import sqlite3
import unicodedata

import suite
from random_sql import TABLES, Query, quoted
from suite import expect

QUESTIONS, SEED = suite.numbers(600, 1)
DATA_SETS = max(2, QUESTIONS // 250)

# What a column holds that the files do not have or leave blank. Anything else
# that a table has holds nothing then.
DEFAULTS = {
    'contracts': {'project_id': lambda row: row['contract_id'], 'kind': 'new', 'budget': 0, 'value_per': 'total',
                  'recurring': 'yes', 'budget_per': 'total', 'original_value': lambda row: row['value'],
                  'original_budget': lambda row: row['budget'], 'planned_budget': lambda row: row['budget'],
                  'start_on': lambda row: row['closed_on'] if row['stage'] == 'won' else None},
    'surveys': {'scale_min': 1, 'scale_max': 5, 'score_100': lambda row:
                None if row['score'] is None else 25 * (row['score'] - 1)},
}
FILES = {
    'contracts': ['contract_id', 'client_id', 'account_manager', 'stage', 'kind', 'value', 'budget', 'closed_on',
                  'due_on', 'project_id', 'team', 'Floor', 'we"ird name'],
    'timesheets': ['project_id', 'worked_on', 'hours', 'cost', 'employee', 'entry', 'Floor', 'Tầng Lầu'],
    'surveys': ['kind', 'account_manager', 'contract_id', 'client_id', 'department', 'sent_on', 'answered_on',
                'score', 'survey_id'],
    'people': ['account_manager', 'name', 'team', 'reports_to'],
}
NUMERIC = {'value', 'budget', 'hours', 'cost', 'score', 'scale_min', 'scale_max', 'original_value',
           'original_budget', 'planned_budget'}
REAL = {'score_100'}  # comes of a division


# ---- the files ----

def quarters(die, most):
    """A number that is exact in binary, as a CSV has it."""
    return '%d%s' % (die.randrange(-2, most), die.choice(['', '', '.5', '.25', '.75']))


def rows_of(die):
    """Random rows of each file; ids that look like numbers among them."""
    ids = ['7', '007', '7.0', '12', 'x\'y'] + ['K%03d' % i for i in range(30)]
    people = ['an', 'An', 'ân', 'bình', '12', 'đông']
    day = lambda: '2026-%02d-%02d' % (die.randint(1, 6), die.randint(1, 28))  # noqa: E731
    teams = ['Hà Nội', 'HÀ NỘI', 'Đà Nẵng', '']
    contracts, timesheets, surveys = [], [], []
    for number in die.sample(ids, 25):
        stage = die.choice(['won', 'won', 'lost', 'open'])
        contracts.append([number, die.choice(['C1', 'C2', 'c1', '7']), die.choice(people), stage,
                          die.choice(['new', 'renewal', 'upsell', '']),
                          quarters(die, 300).lstrip('-'), quarters(die, 90).lstrip('-') if die.random() < .6 else '',
                          day() if stage != 'open' else '', die.choice([day(), '']),
                          die.choice([*ids[:4], 'P1', '']), die.choice(teams), die.choice(['1', '2', '', '1.0']),
                          die.choice(['a"b', '', 'K003'])])
    for number in range(60):
        timesheets.append([die.choice([*ids[:8], 'P1', 'P2']), day(), quarters(die, 9),
                           quarters(die, 500) if die.random() < .8 else '', die.choice(['lan', 'Lan', 'HOÀ', '']),
                           'e%02d' % number, die.choice(['1', '2', '']), die.choice(['1', 'một', ''])])
    for number in range(30):
        answered = die.random() < .7
        contract = die.choice(contracts)
        surveys.append([die.choice(['client', 'internal']), die.choice(people), contract[0], contract[1], die.choice(['seo', 'media']), day(),
                        day() if answered else '', die.randint(1, 5) if answered else '', 'S%02d' % number])
    return {'contracts': contracts, 'timesheets': timesheets, 'surveys': surveys,
            'people': [['an', 'An', 'Hà Nội', ''], ['An', 'AN', '', 'an'], ['ân', 'Ân', 'Đà Nẵng', 'An'],
                       ['bình', 'Bình', '', 'an'], ['12', 'Mười Hai', '', 'bình'], ['đông', '', 'Hà Nội', '']]}


def make_files(folder, die):
    for table, lines in rows_of(die).items():
        with open(os.path.join(folder, table + '.csv'), 'w', encoding='utf-8', newline='') as file:
            writer = csv.writer(file, lineterminator='\n')
            writer.writerow(FILES[table])
            # Half of the timesheets spell the header of a column otherwise.
            writer.writerows(lines if table != 'timesheets' else lines[:30])
        if table == 'timesheets':
            with open(os.path.join(folder, 'timesheets2.csv'), 'w', encoding='utf-8', newline='') as file:
                writer = csv.writer(file, lineterminator='\n')
                writer.writerow([{'Tầng Lầu': 'TẦNG LẦU'}.get(c, c) for c in FILES[table]])
                writer.writerows(lines[30:])


# ---- SQLite's side ----

def lowered(value):
    return unicodedata.normalize('NFC', str(value).lower())


def like(pattern, text, escape=None):
    """LIKE without regard to case, of all letters."""
    if pattern is None or text is None:
        return None
    expression, letters = '', iter(str(pattern))
    for letter in letters:
        if letter == escape:
            letter = next(letters, None)
            if letter is None:
                return 0
            expression += re.escape(lowered(letter))
        else:
            expression += {'%': '.*', '_': '.'}.get(letter) or re.escape(lowered(letter))
    return int(re.fullmatch(expression, lowered(text), re.S) is not None)


def cell(column, text):
    if text in ('', None):
        return None
    if column not in NUMERIC:
        return ' '.join(text.split())
    return int(float(text)) if float(text) == int(float(text)) else float(text)


def read_table(folder, table):
    """The rows of a table's files, with where they stand."""
    for name in sorted(os.listdir(folder)):
        if not name.startswith(table) or not name.endswith('.csv'):
            continue
        with open(os.path.join(folder, name), encoding='utf-8', newline='') as file:
            for number, line in enumerate(list(csv.reader(file))[1:]):
                row = {c: cell(c, text) for c, text in zip(FILES[table], line)}
                yield {**row, 'source': '%s:%d' % (name, number + 2)}


def load(folder):
    """The files in an SQLite of Python's own. Only which columns a table has,
    and their order, is taken from the program."""
    data = sqlite3.connect(':memory:')
    for name, function in (('lower', lambda v: None if v is None else lowered(v)),
                           ('upper', lambda v: None if v is None else unicodedata.normalize('NFC', str(v).upper()))):
        data.create_function(name, 1, function, deterministic=True)
    data.create_function('like', 2, like, deterministic=True)
    data.create_function('like', 3, like, deterministic=True)
    for table in TABLES:
        header = suite.run('sql', folder, 'select * from %s limit 0' % table, '--format', 'csv', '-q').out
        columns = next(csv.reader([header.strip()]))
        suite.equal(sorted(set(FILES[table]) - set(columns)), [], table)
        data.execute('create table %s (%s)' % (table, ', '.join(
            '"%s" %s' % (c.replace('"', '""'), 'NUMERIC' if c in NUMERIC else 'REAL' if c in REAL else 'TEXT')
            for c in columns)))
        for row in read_table(folder, table):
            for column, default in DEFAULTS.get(table, {}).items():
                if row.get(column) is None:
                    row[column] = default(row) if callable(default) else default
            data.execute('insert into %s values (%s)' % (table, ', '.join('?' * len(columns))),
                         [row.get(c) for c in columns])
    return data


# ---- comparing ----

def shown(value):
    """A value of Python's as the program's JSON gives it back."""
    if isinstance(value, float) and math.isinf(value):
        return 'Inf' if value > 0 else '-Inf'
    return value


def sorting(row):
    return [(value is not None, isinstance(value, str), value if isinstance(value, str) else 0,
             0 if isinstance(value, (str, type(None))) else value) for value in row]


def questions(die, data, count):
    """(query, columns, rows) that SQLite has an answer to."""
    made = []
    while len(made) < count:
        query = Query(die)
        try:
            cursor = data.execute(query.text)
            names = [part[0] for part in cursor.description]
            rows = [tuple(map(shown, row)) for row in cursor.fetchmany(3000)]
        except (sqlite3.Error, OverflowError):
            continue
        if len(rows) < 3000 and not any(isinstance(value, bytes) for row in rows for value in row):
            made.append((query, names, rows))
    return made


def same(found, expected):
    """Two rows; a large double may be written with all its digits."""
    return len(found) == len(expected) and all(
        float(f) == e if isinstance(e, float) and isinstance(f, int) else f == e for f, e in zip(found, expected))


def differs(query, names, rows, answer):
    """What is wrong with an answer: a list of rows of pairs; or None."""
    found = [tuple(value for _, value in row) for row in answer]
    if not query.ordered:
        found, rows = sorted(found, key=sorting), sorted(rows, key=sorting)
    if len(found) == len(rows) and all(map(same, found, rows)) and (not answer or [name for name, _ in answer[0]] == names):
        return None
    wrong = next((pair for pair in zip(found, rows) if not same(*pair)), (names, len(found), len(rows)))
    return '%s\n  %d rows instead of %d, first %r' % (query.text, len(found), len(rows), wrong)


def pairs(text):
    """The answers of a script: each a list of rows, of (name, value)."""
    decoder, at = json.JSONDecoder(object_pairs_hook=list), 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        answer, at = decoder.raw_decode(text, at)
        yield answer


def compare(number):
    die = random.Random('%d of %d' % (number, SEED))
    folder = suite.folder()
    make_files(folder, die)
    data = load(folder)
    asked = questions(die, data, QUESTIONS // DATA_SETS)
    script = asked[:len(asked) // 2]
    options = ('--format', 'json', '-q')
    answers = list(pairs(suite.run('sql', folder, *options, text=''.join(
        query.text + ';\n' for query, _, _ in script)).out))
    suite.equal(len(answers), len(script), 'answers')
    for query, _, _ in asked[len(script):]:
        answers += pairs(suite.run('sql', folder, query.text, *options).out)
    wrong = [differs(*one, answer) for one, answer in zip(asked, answers)]
    yield from filter(None, wrong)


for data_set in range(DATA_SETS):
    suite.add('random questions %d' % data_set, compare, data_set)


@suite.check
def questions_that_sqlite_refuses():
    """What is an error there is one here."""
    folder, die = suite.folder(), random.Random(SEED)
    make_files(folder, die)
    data, refused = load(folder), 0
    while refused < 25:
        query = Query(die)
        try:
            data.execute(query.text).fetchmany(3000)
        except sqlite3.Error:
            refused += 1
            done = suite.kpi('sql', folder, query.text, '-q')
            expect(done.code == 2 and 'error: ' in done.err, query.text, done)


@suite.check
def every_column_is_quoted_as_sql_wants():
    folder = suite.folder()
    make_files(folder, random.Random(SEED))
    data = load(folder)
    for table, columns in TABLES.items():
        for column in columns:
            for name in (quoted(column), '"%s"' % column.upper().replace('"', '""') if column.isascii() else
                         quoted(column), '[%s]' % column):
                sql = 'select %s from %s' % (name, table)
                found = [row[0][1] for row in next(pairs(suite.run(
                    'sql', folder, sql, '--format', 'json', '-q').out))]
                suite.equal(found, [row[0] for row in data.execute(sql)], sql)
