"""What the tests of questions share: running the program, and the same tables
loaded independently, by Python's csv and sqlite3."""
import csv
import json
import os
import random
import sqlite3

import suite
from suite import ROOT, equal  # noqa: F401


def run(*arguments, code=0, text=None, cwd=ROOT, **more):
    """The program's output and its talk; its exit code must be `code`."""
    done = suite.run(*arguments, code=code, text=text, cwd=cwd, **more)
    return done.out, done.err


def rows(*arguments, **more):
    return json.loads(run(*arguments, '--format', 'json', '-q', **more)[0])


def number(cell):
    """A cell of a CSV as SQLite should see it."""
    if cell is None or cell == '':
        return None
    value = float(cell)
    return int(value) if value == int(value) else value


NUMBERS = {'value', 'budget', 'hours', 'cost', 'hourly_cost', 'score',
           'scale_min', 'scale_max', 'base_bonus'}


def load(folder):
    """The CSVs of a folder in an SQLite of Python's own, with the defaults of
    the definitions (project_id, kind, budget, start_on)."""
    data = sqlite3.connect(':memory:')
    for name in sorted(os.listdir(folder)):
        table = name[:-4]
        if not name.endswith('.csv') or table == 'plan':
            continue
        with open(os.path.join(folder, name), encoding='utf-8-sig', newline='') as file:
            reader = csv.DictReader(file)
            columns = list(reader.fieldnames)
            data.execute('create table %s (%s)' % (
                table, ', '.join('"%s"' % c for c in columns)))
            for row in reader:
                cells = {c: (number(row[c]) if c in NUMBERS else
                             (' '.join(row[c].split()) or None)) for c in columns}
                if table == 'contracts':
                    cells['project_id'] = cells.get('project_id') or cells['contract_id']
                    cells['kind'] = cells.get('kind') or 'new'
                    cells['budget'] = cells.get('budget') or 0
                    if cells['stage'] == 'open':
                        cells['closed_on'] = None  # a forecast, not read
                    if cells['stage'] == 'won':
                        cells['start_on'] = cells.get('start_on') or cells['closed_on']
                if table == 'surveys':
                    cells['kind'] = cells.get('kind') or 'client'
                data.execute('insert into %s values (%s)' % (
                    table, ', '.join('?' * len(columns))), [cells[c] for c in columns])
    return data


def ask(data, sql):
    """The rows of a query as dictionaries."""
    cursor = data.execute(sql)
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row)) for row in cursor]


def random_agency(folder, seed, contracts=300, timesheets=3000, surveys=300, raters=1):
    """A folder of random tables: every stage and kind, fractions, blanks,
    Vietnamese names, corrections below zero. Below so many raters, coordination
    is hidden."""
    die = random.Random(seed)
    managers = ['An', 'an', 'Ân', 'Bình', 'Châu', 'Dũng']
    industries = ['Bán lẻ', 'Giáo dục', 'F&B', 'a, "b"', '']
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'kpi.yaml'), 'w', encoding='utf-8') as file:
        file.write('coordination: {min_raters: %d}\n' % raters)

    def day(low=0, high=730):
        return '20%02d-%02d-%02d' % (25 + die.randrange(2), die.randint(1, 12), die.randint(1, 28))

    def write(name, columns, lines):
        with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='') as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(lines)

    lines = []
    for i in range(contracts):
        stage = die.choice(['won', 'won', 'lost', 'open', 'cancelled'])
        closed = day() if stage in ('won', 'lost') or die.random() < .5 else ''
        lines.append(['K%03d' % i, 'C%02d' % die.randrange(40), die.choice(managers), stage, closed,
                      die.choice(['new', 'renewal', 'upsell', 'cross_sell', '']),
                      '%d.%04d' % (die.randrange(10 ** 9), die.choice([0, 0, 5000, 1234])),
                      die.choice([day(), '']), '', '', die.randrange(10 ** 8),
                      day() if die.random() < .6 else '', day() if die.random() < .5 else '',
                      'P%02d' % die.randrange(80) if die.random() < .5 else '',
                      die.choice(['Hà Nội', 'Đà Nẵng', '']), die.choice(industries)])
    write('contracts.csv', ['contract_id', 'client_id', 'account_manager', 'stage', 'closed_on', 'kind',
                            'value', 'proposed_on', 'start_on', 'end_on', 'budget', 'due_on',
                            'delivered_on', 'project_id', 'team', 'industry'], lines)
    write('timesheets.csv', ['project_id', 'worked_on', 'hours', 'cost', 'employee', 'department'],
          [[die.choice(['P%02d' % die.randrange(90), 'K%03d' % die.randrange(contracts)]), day(),
            '%d.%02d' % (die.randrange(-2, 9), die.choice([0, 25, 50, 75])),
            die.choice(['', '%d.%04d' % (die.randrange(10 ** 6), die.randrange(10 ** 4))]),
            die.choice(['Lan', 'Hoà']), die.choice(['media', 'account'])] for _ in range(timesheets)])
    write('surveys.csv', ['kind', 'account_manager', 'contract_id', 'client_id', 'department', 'sent_on',
                          'answered_on', 'score', 'scale_min', 'scale_max'],
          [survey(die, managers, contracts, day) for _ in range(surveys)])


def survey(die, managers, contracts, day):
    """One random row of surveys.csv."""
    about = die.randrange(4)
    nps = die.random() < .3
    answered = die.random() < .8
    return [die.choice(['client', 'internal']), die.choice(managers) if about == 0 else '',
            'K%03d' % die.randrange(contracts) if about == 1 else '',
            'C%02d' % die.randrange(40) if about == 2 else '', die.choice(['media', 'account', 'seo']),
            day(), day() if answered else '',
            (die.randint(0, 10) if nps else die.randint(1, 5)) if answered else '',
            0 if nps else '', 10 if nps else '']
