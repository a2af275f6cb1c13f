"""Goal: `kpi sql` answers as an independent SQLite does that has loaded the
same CSVs; what it computes adds up to kpi.csv; and it only reads."""
import csv
import json
import math
import os
import re
import signal
import subprocess
import tempfile
import zipfile
from decimal import Decimal

import suite
from ground import ask, load, random_agency, rows, run
from suite import AGENCY, equal

# The same text must give the same rows in both.
QUESTIONS = [
    'select stage, kind, count(*) n, sum(value) v from contracts group by 1, 2 order by 1, 2',
    "select contract_id, value, budget, closed_on, project_id, team from contracts "
    "where stage = 'won' and closed_on >= '2026-01-01' order by 1",
    "select count(*) n from contracts where closed_on between '2026-02-30' and '2026-06'",
    "select count(*) n, min(worked_on) a, max(worked_on) b from timesheets "
    "where worked_on > '2026-03-31' and worked_on <= '2026-06-30'",
    'select c.contract_id, count(t.project_id) n from contracts c left join timesheets t '
    'using (project_id) group by 1 order by 1',
    'select c.client_id, count(*) n from contracts c join surveys s on s.contract_id = c.contract_id '
    'where s.answered_on is not null group by 1 order by 1',
    'select project_id, count(*) n from timesheets where project_id in '
    "(select project_id from contracts where kind = 'renewal') group by 1 order by 1",
    "select a.contract_id from contracts a join contracts b on a.account_manager = b.account_manager "
    "and a.client_id = b.client_id and a.contract_id < b.contract_id order by 1",
    'select kind, count(*) n, count(score) s, count(department) d from surveys group by 1 order by 1',
    "select count(*) n from contracts where project_id = 'nothing' or client_id = null",
    "select count(distinct client_id) n from contracts where due_on = '2026-05-05' or due_on < closed_on",
]


def compare(folder):
    data = load(folder)
    for sql in QUESTIONS:
        equal(rows('sql', folder, sql), ask(data, sql), sql)
    # Sums of fractions: exact here, by Python's decimals there.
    with open(os.path.join(folder, 'timesheets.csv'), encoding='utf-8') as file:
        hours = sum(Decimal(row['hours']) for row in csv.DictReader(file))
    found = run('sql', folder, 'select dsum(hours) from timesheets', '--format', 'csv', '-q')[0]
    equal(Decimal(found.split()[1]), hours, 'dsum')


@suite.check
def agrees_with_sqlite_on_the_sample():
    compare(AGENCY)


@suite.check
def agrees_with_sqlite_on_random_data():
    for seed in range(3):
        with tempfile.TemporaryDirectory() as folder:
            random_agency(folder, seed)
            compare(folder)


def close(found, expected, row):
    """The same; or, where fractions were rounded before they were added here
    and after it there, but for that."""
    fractions = row['metric'] in ('grr', 'nrr', 'satisfaction')
    suite.expect(math.isclose(found, expected, rel_tol=1e-14 if fractions else 0),
                 found, expected, row)


def sums_are_those_of_kpi_csv(folder):
    with tempfile.TemporaryDirectory() as out:
        run('run', folder, '--period', '2026Q2', '--out', out, '-q')
        with open(os.path.join(out, 'kpi.csv'), encoding='utf-8') as file:
            expected = list(csv.DictReader(file))
    table = rows('sql', folder, 'select * from kpi', '--period', '2026Q2')
    equal(len(table), len(expected))
    for found, row in zip(table, expected):
        for column, cell in row.items():
            value = found[column]
            equal('' if value is None else value if isinstance(value, str) else float(value),
                  cell if isinstance(value, str) or cell == '' else float(cell), column)
    sums = {}
    for row in rows('sql', folder, 'select period, metric, account_manager, dsum(x) x, dsum(y) y, '
                    'count(*) n from observations group by 1, 2, 3', '--period', '2026Q2'):
        sums[row['period'], row['metric'], row['account_manager']] = row
    for row in expected:
        if row['scope'] != 'manager' or row['metric'] == 'coordination':
            continue
        found = sums.get((row['period'], row['metric'], row['subject']), {'x': 0, 'y': 0, 'n': 0})
        if int(row['n']):
            equal(found['n'], int(row['n']), row)
            close(float(found['x']), float(row['numerator']), row)
            if row['denominator']:
                close(float(found['y']), float(row['denominator']), row)


@suite.check
def observations_add_up_to_kpi_csv():
    sums_are_those_of_kpi_csv(AGENCY)
    with tempfile.TemporaryDirectory() as folder:
        random_agency(folder, 7)
        sums_are_those_of_kpi_csv(folder)


@suite.check
def fair_reliability_and_pipeline_are_their_files():
    out = os.path.join(suite.folder(), 'out')
    run('run', AGENCY, '--period', '2026Q2', '--out', out, '-q')
    for name in ('fair', 'reliability', 'pipeline'):
        with open(os.path.join(out, name + '.csv'), encoding='utf-8') as file:
            expected = file.read()
        found = run('sql', AGENCY, 'select * from ' + name, '--period', '2026Q2',
                    '--format', 'csv', '-q')[0]
        equal(found, expected, name)


@suite.check
def attributes_of_several_files():
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (
                ('contracts-1.csv', 'contract_id,client_id,account_manager,stage,Industry,value\n'
                                    'A,C,m,open,  Bán  lẻ ,\nB,C,m,open,,\n'),
                ('contracts-2.csv', 'contract_id,client_id,account_manager,stage,source,industry\n'
                                    'D,C,m,open,web,F&B\nB,C,m,open,twice,twice\n'),
                ('contracts-3.csv', 'contract_id,client_id,account_manager,stage\nE,K,m,open\n'),
                ('timesheets.csv', 'project_id,worked_on,hours,employee,Floor\nA,2026-01-01,1,Lan,2\n'
                                   'A,2026-01-01,2,,\n')):
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
                file.write(text)
        equal(rows('sql', folder, 'select contract_id, industry, source_ from contracts', code=1),
              [{'contract_id': 'A', 'Industry': 'Bán  lẻ', 'source_': None},
               {'contract_id': 'B', 'Industry': None, 'source_': None},
               {'contract_id': 'D', 'Industry': 'F&B', 'source_': 'web'},
               {'contract_id': 'E', 'Industry': None, 'source_': None}])
        equal(rows('sql', folder, 'select client_id, industry i from clients order by 1', '--period',
                   '2026Q1', code=1), [{'client_id': 'C', 'i': '(several)'}, {'client_id': 'K', 'i': None}])
        equal(rows('sql', folder, 'select employee, floor, hours from timesheets', code=1),
              [{'employee': 'Lan', 'Floor': '2', 'hours': 1}, {'employee': None, 'Floor': None, 'hours': 2}])


@suite.check
def only_reads():
    for sql in ("delete from contracts", "update contracts set value = 0", "create table x (a)",
                "attach '/tmp/x.db' as x", "pragma query_only = off", "select load_extension('x')",
                "drop table contracts", "begin", "vacuum into '/tmp/x.db'"):
        run('sql', AGENCY, sql, code=2)


@suite.check
def errors_show_where():
    talk = run('sql', AGENCY, "select account_manger,\n  value from contracts", code=2)[1]
    equal(talk.split('\n')[0],
          'kpi: error: no such column: account_manger; did you mean account_manager?')
    equal(talk.split('\n')[1:3], ['  select account_manger,', '         ^'])
    talk = run('sql', AGENCY, "select 'Hà Nội',\n  valu e from contracs", code=2)[1]
    assert 'did you mean contracts?' in talk, talk
    equal(talk.split('\n')[2], '  ' + ' ' * 14 + '^', talk)
    talk = run('sql', AGENCY, "select 'Hà Nội' selct x", code=2)[1]
    equal(talk.split('\n')[2], '                        ^', talk)
    assert 'one statement' in run('sql', AGENCY, 'select 1; select 2', code=2)[1]
    equal(run('sql', AGENCY, 'select (1,', code=2)[1].split('\n')[2], '            ^')
    # A name that is right elsewhere is not offered for itself.
    talk = run('sql', AGENCY, 'select value from people', code=2)[1]
    equal(talk.split('\n')[0], 'kpi: error: no such column: value here; contracts has it')
    # The nearest one of the tables that are asked, which have `name` and `team`.
    assert 'did you mean name?' in run('sql', AGENCY, 'select nam from people', code=2)[1]


@suite.check
def statements_on_standard_input():
    """They are answered in turn; where there is one place for one answer, only
    one is taken. What is wrong ends it."""
    script = "select 1 a;\n-- no statement\n;select 'x;y' b;"
    equal(run('sql', AGENCY, '-q', '--format', 'csv', text=script)[0], 'a\n1\n\nb\nx;y\n')
    equal(run('sql', AGENCY, '-q', text=script)[0], 'a\n-\n1\n\nb\n---\nx;y\n')
    out, talk = run('sql', AGENCY, '-q', '--format', 'csv', text='select 1; select x; select 2;', code=2)
    equal(out, '1\n1\n')
    assert 'no such column: x' in talk, talk
    assert 'one statement' in run('sql', AGENCY, '--out', 'x.csv', cwd=suite.folder(), text=script, code=2)[1]
    assert 'NUL' in run('sql', AGENCY, text='select 1\0;', code=3)[1]
    equal(run('sql', AGENCY, '-q', text=' ')[0], '')


ENDLESS = 'with recursive c(n) as (select 1 union all select n + 1 from c) select %s from c'


@suite.check
def a_statement_is_bounded():
    equal(run('sql', AGENCY, ENDLESS % 'count(*)', '--timeout', '1', '-q', code=2)[1],
          'kpi: error: stopped after 1 s; --timeout gives a statement more (0: any time)\n')
    # A single call, which cannot be asked: 10 MB of a letter at each place of 40 MB.
    path = os.path.join(suite.folder(), 'found.csv')
    equal(run('sql', AGENCY, "select instr(hex(zeroblob(20000000)), hex(zeroblob(5000000)) || '1')", '--timeout', '1',
              '-q', '--out', path, code=2)[1],
          'kpi: error: stopped after 1 s; --timeout gives a statement more (0: any time)\n')
    equal(os.listdir(suite.folder()), [])
    # In SQLite, which sorts; and of rows that are held until all are there.
    assert 'may take 8 MB' in run('sql', AGENCY, ENDLESS % 'n, sum(n) over ()', '--memory', '8', '-q', code=3)[1]
    for form in 'table', 'xlsx':
        talk = run('sql', AGENCY, ENDLESS % 'n', '--memory', '2', '--format', form, '-q', code=2)[1]
        assert 'are more than 2 MB (--memory)' in talk, talk
    out = run('sql', AGENCY, (ENDLESS % 'n') + ' limit 200000', '--memory', '2', '--format', 'csv', '-q')[0]
    equal(out.split('\n')[200000], '200000')
    # No pattern takes long: here all ways to share 3,000 letters among 12 %.
    sql = "select hex(zeroblob(1500)) like '%s1' a, hex(zeroblob(1500)) glob '%s1' b" % ('%0' * 12, '*0' * 12)
    equal(rows('sql', AGENCY, sql, '--timeout', '20'), [{'a': 0, 'b': 0}])
    for wrong in ('--timeout', '-1'), ('--timeout', 'x'), ('--memory', '0'):
        run('sql', AGENCY, 'select 1', *wrong, code=2)


@suite.check
def ctrl_c_stops_a_statement():
    """The file of --out stays as it was, and the shell sees that it was Ctrl-C."""
    path = suite.write(os.path.join(suite.folder(), 'a.csv'), 'before')
    process = subprocess.Popen(
        [suite.KPI, 'sql', AGENCY, ENDLESS % 'n', '--format', 'csv', '--out', path, '-q'], stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    while len(os.listdir(suite.folder())) < 2 or all(
            os.path.getsize(os.path.join(suite.folder(), name)) < 1000 for name in os.listdir(suite.folder())):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    equal(process.communicate()[1], b'kpi: error: interrupted\n')
    equal(process.returncode, -signal.SIGINT)
    equal(os.listdir(suite.folder()), ['a.csv'])
    equal(suite.read(path), b'before')


@suite.check
def expanded():
    equal(run('sql', AGENCY, "select 1 a, 'x' bcd, null c union all select 2, 'y', 3", '--expanded', '-q')[0],
          'a    1\nbcd  x\nc\n\na    2\nbcd  y\nc    3\n')


@suite.check
def tables_of_json():
    equal(rows('sql', AGENCY, "select value v from json_each('[1, \"x\"]')"), [{'v': 1}, {'v': 'x'}])


@suite.check
def exact_and_vietnamese():
    equal(rows('sql', AGENCY, "select dsum(v) s from (select 0.1 v union all select 0.2 union all "
               "select 900000000000000 union all select -900000000000000)"), [{'s': 0.3}])
    equal(rows('sql', AGENCY, "select 'Đà Nẵng' like 'đÀ n_ng' a, lower('ĐÔNG') b, "
               "quarter('2026-08-31') q, month('2026-08-31') m, year('2026-08-31') y, month('x') z"),
          [{'a': 1, 'b': 'đông', 'q': '2026Q3', 'm': '2026-08', 'y': '2026', 'z': None}])


@suite.check
def formats():
    sql = "select 'a,\"b' x, null y, 1.5 z"
    equal(run('sql', AGENCY, sql, '--format', 'csv', '-q')[0], 'x,y,z\n"a,""b",,1.5\n')
    equal(json.loads(run('sql', AGENCY, sql, '--format', 'json', '-q')[0]),
          [{'x': 'a,"b', 'y': None, 'z': 1.5}])
    equal(run('sql', AGENCY, sql, '-q')[0], 'x     y    z\n----  -  ---\na,"b     1.5\n')
    equal(run('sql', AGENCY, '-q', text=sql + ';\n')[0], run('sql', AGENCY, sql, '-q')[0])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'a.xlsx')
        run('sql', AGENCY, sql, '--format', 'xlsx', '--out', path, '-q')
        with open(path, 'rb') as file:
            equal(file.read(2), b'PK')
        run('sql', AGENCY, sql, '--format', 'csv', '--out', folder, '-q')
        with open(os.path.join(folder, 'answer.csv')) as file:
            equal(file.read(), 'x,y,z\n"a,""b",,1.5\n')
    run('sql', AGENCY, sql, '--format', 'yaml', code=2)


@suite.check
def a_workbook_loses_no_digit():
    """Whole numbers that a spreadsheet would round are texts, and so is what is
    infinite; a text has 32,767 characters, and more is said."""
    path = os.path.join(suite.folder(), 'a.xlsx')
    talk = run('sql', AGENCY, "select 9007199254740992 a, 9007199254740993 b, -9223372036854775807 - 1 c, 9e999 d, "
               "-9e999 e, hex(zeroblob(16383)) || 'x' f, hex(zeroblob(16384)) g", '--format', 'xlsx', '--out', path)[1]
    assert 'warning: sheet Answer, cell G2: the text has more than the 32767 characters' in talk, talk
    with zipfile.ZipFile(path) as book:
        texts = re.findall(r'<t[^>]*>([^<]*)</t>', book.read('xl/sharedStrings.xml').decode())
        cells = re.findall(r'<c r="(.)2"[^>]*?( t="s")?><v>([^<]*)</v>', book.read('xl/worksheets/sheet1.xml').decode())
    found = {column: texts[int(value)] if is_text else float(value) for column, is_text, value in cells}
    equal(found, {'A': 2.0 ** 53, 'B': '9007199254740993', 'C': '-9223372036854775808', 'D': 'Inf', 'E': '-Inf',
                  'F': '0' * 32766 + 'x', 'G': '0' * 32767})


@suite.check
def odd_values():
    """What SQLite has and JSON has not: infinity, a text that is not UTF-8; and
    an empty text, which is not null."""
    sql = "select 9e999 a, -9e999 b, cast(x'ff41' as text) c, '' d, null e"
    equal(json.loads(run('sql', AGENCY, sql, '--format', 'json', '-q')[0]),
          [{'a': 'Inf', 'b': '-Inf', 'c': '?A', 'd': '', 'e': None}])
    equal(run('sql', AGENCY, 'select 9e999 a, -9e999 b', '--format', 'csv', '-q')[0],
          'a,b\nInf,-Inf\n')

