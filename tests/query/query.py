"""Goal: `kpi query` gives the numbers of kpi.csv where it asks the same, those
of an independent SQL where it asks more, and says like a colleague what is
wrong with a question."""
import csv
import io
import json
import os
import re
import shlex
import tempfile
import xml.etree.ElementTree as ET
import zipfile

import suite
from ground import ask, load, random_agency, rows, run
from suite import AGENCY, equal

KINDS = "('new', 'upsell', 'cross_sell')"
# Metric and dimension: the same in SQL, from :first to :last, which is today.
INDEPENDENT = [
    ('revenue', 'industry', '1', "select coalesce(industry, '') d, sum(value) x, null y, count(*) n "
     "from contracts where stage = 'won' and closed_on between :first and :last group by 1"),
    ('revenue', 'client', '1', "select client_id d, sum(value) x, null y, count(*) n "
     "from contracts where stage = 'won' and closed_on between :first and :last group by 1"),
    ('close_rate', 'industry', '1', "select coalesce(industry, '') d, sum(stage = 'won' and closed_on "
     "<= :last) x, count(*) y, count(*) n from contracts where proposed_on between :first and :last and "
     "not (stage = 'cancelled' and (closed_on is null or closed_on <= :last)) and kind in %s "
     'group by 1' % KINDS),
    ('close_rate', 'kind', "industry = 'Giáo dục' and value > 100000000",
     "select kind d, sum(stage = 'won' and closed_on <= :last) x, count(*) y, count(*) n from contracts "
     "where proposed_on between :first and :last and not (stage = 'cancelled' and (closed_on is null or "
     "closed_on <= :last)) and kind in %s and industry = 'Giáo dục' and value > 100000000 group by 1" % KINDS),
    ('win_rate', 'stage', '1', "select stage d, sum(stage = 'won') x, count(*) y, count(*) n from contracts "
     "where stage in ('won', 'lost') and closed_on between :first and :last and kind in %s group by 1" % KINDS),
    ('on_time', 'kind', "account_manager <> 'an'", "select kind d, sum(coalesce(delivered_on <= due_on and "
     "delivered_on <= :last, 0)) x, count(*) y, count(*) n from contracts where stage = 'won' and "
     "closed_on <= :last and due_on between :first and :last and account_manager <> 'an' group by 1"),
    ('satisfaction', 'client', 'client is not null',
     'select coalesce(s.client_id, c.client_id) d, sum(100.0 * (score - coalesce(scale_min, 1)) / '
     '(coalesce(scale_max, 5) - coalesce(scale_min, 1))) x, count(*) y, count(*) n from surveys s left '
     "join contracts c on c.contract_id = s.contract_id where s.kind = 'client' and score is not null and "
     'answered_on between :first and :last and coalesce(s.client_id, c.client_id) is not null group by 1'),
    ('response_rate', 'kind', '1', "select kind d, sum(score is not null and answered_on <= :last) x, "
     "count(*) y, count(*) n from surveys where kind = 'client' and sent_on between :first and :last "
     'group by 1'),
]
MONTHS = {'2026-04': 30, '2026-05': 31, '2026-06': 30}


def as_float(value):
    return None if value is None or value == '' else float(value)


def near(found, expected, about):
    if (found is None) != (expected is None) or found is not None and abs(
            found - expected) > 1e-9 * max(1, abs(expected)):
        raise AssertionError('%s: %r instead of %r' % (about, found, expected))


def compare_independent(folder, random):
    data = load(folder)
    if random:  # terminations are not in the random tables
        questions = INDEPENDENT
    else:
        questions = [q for q in INDEPENDENT if q[0] != 'on_time']
    for metric, dimension, where, sql in questions:
        found = {}
        for row in rows('query', folder, '--metric', metric, '--by', dimension + ',month', '--period',
                        '2026Q2', '--where', where):
            if row['n']:
                found[row['month'], row[dimension] or ''] = row
        expected = {}
        for month, days in MONTHS.items():
            text = sql.replace(':first', "'%s-01'" % month).replace(':last', "'%s-%02d'" % (month, days))
            for row in ask(data, text):
                expected[month, row['d']] = row
        equal(sorted(found), sorted(expected), '%s by %s' % (metric, dimension))
        for key, row in expected.items():
            about = (metric, dimension, key)
            near(found[key]['numerator'], as_float(row['x']), about)
            near(found[key]['denominator'], as_float(row['y']), about)
            equal(found[key]['n'], row['n'], about)


@suite.check
def agrees_with_independent_sql_on_the_sample():
    compare_independent(AGENCY, False)


@suite.check
def agrees_with_independent_sql_on_random_data():
    for seed in range(4):
        with tempfile.TemporaryDirectory() as folder:
            random_agency(folder, seed)
            compare_independent(folder, True)


def kpi_csv(folder, period):
    with tempfile.TemporaryDirectory() as out:
        run('run', folder, '--period', period, '--out', out, '-q')
        with open(os.path.join(out, 'kpi.csv'), encoding='utf-8') as file:
            return [row for row in csv.DictReader(file) if row['period'] == period]


def compare_kpi_csv(folder, period):
    expected = kpi_csv(folder, period)
    for scope, by in (('company', ()), ('team', ('--by', 'team')), ('manager', ('--by', 'manager'))):
        for compare, reference, p in (('prior', 'prior', 'p_change'), ('peers', None, 'p_peers')):
            if compare == 'peers' and scope != 'manager':
                continue
            found = {(row['metric'], row.get(scope) or ('*' if scope == 'company' else '')): row for row in
                     rows('query', folder, '--metric', 'all', '--period', period, '--compare', compare, *by)}
            for row in expected:
                if row['scope'] != scope or row['n'] == '0':
                    continue
                mine = found[row['metric'], row['subject']]
                for column in ('value', 'numerator', 'denominator', 'n', 'ci_low', 'ci_high'):
                    equal(as_float(mine[column]), as_float(row[column]), (column, row))
                equal(mine['method'] or '', row['method'])
                near(as_float(mine['p']), as_float(row[p]), (p, row))
                if reference:
                    equal(as_float(mine['reference']), as_float(row['prior']), row)
                    equal(as_float(mine['change']), as_float(row['change']), row)


@suite.check
def gives_the_numbers_of_kpi_csv():
    compare_kpi_csv(AGENCY, '2026Q3')
    with tempfile.TemporaryDirectory() as folder:
        random_agency(folder, 11)
        compare_kpi_csv(folder, '2026Q2')


@suite.check
def a_list_of_periods_is_judged_as_in_a_run():
    found = {row['period']: row['value'] for row in rows(
        'query', AGENCY, '--metric', 'close_rate', '--period', '2025Q4..2026Q3', '--as-of', '2026-09-15')}
    with tempfile.TemporaryDirectory() as out:
        run('run', AGENCY, '--period', '2026Q3', '--as-of', '2026-09-15', '--history', '3', '--out', out, '-q')
        with open(os.path.join(out, 'kpi.csv'), encoding='utf-8') as file:
            expected = {row['period']: float(row['value']) for row in csv.DictReader(file)
                        if row['scope'] == 'company' and row['metric'] == 'close_rate'}
    equal(found, expected)


@suite.check
def year_ago_and_fiscal_years():
    now = rows('query', AGENCY, '--metric', 'revenue', '--period', '2026Q2', '--compare', 'year-ago')[0]
    then = rows('query', AGENCY, '--metric', 'revenue', '--period', '2025Q2')[0]
    equal(now['reference'], then['value'])
    equal(now['change'], now['value'] - then['value'])
    labels = [row['period'] for row in rows('query', AGENCY, '--metric', 'revenue', '--period',
                                            '2025Q4..2026Q3', '--by', 'year')]
    equal(labels, ['2025-10-01..2025-12-31', '2026-01-01..2026-09-30'])
    labels = [row['period'] for row in rows('query', AGENCY, '--metric', 'revenue', '--period',
                                            '2026-03,2026Q1,2025..2026')]
    equal(labels, ['2025', '2026Q1', '2026-03', '2026'])


@suite.check
def totals_are_of_all_records():
    answer = rows('query', AGENCY, '--metric', 'satisfaction,coordination', '--by', 'manager', '--totals',
                  '--period', '2026Q3', '--top', '2')
    whole = rows('query', AGENCY, '--metric', 'satisfaction,coordination', '--period', '2026Q3')
    totals = [row for row in answer if row['manager'] == '*']
    equal([t['value'] for t in totals], [w['value'] for w in whole])
    equal(len({row['manager'] for row in answer}), 3)
    values = [row['value'] for row in answer if row['metric'] == 'satisfaction'][:2]
    equal(values, sorted(values, reverse=True))


@suite.check
def no_order_of_rows_shows():
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        random_agency(folder, 5)
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), encoding='utf-8') as file:
                head, *lines = file.read().splitlines()
            with open(os.path.join(other, name), 'w', encoding='utf-8') as file:
                file.write('\n'.join([head, *reversed(lines)]) + '\n')
        question = ('--metric', 'all', '--by', 'team,quarter', '--period', '2026', '--compare', 'prior')
        equal(run('query', folder, *question, '--format', 'csv', '-q')[0],
              run('query', other, *question, '--format', 'csv', '-q')[0])


@suite.check
def columns_are_stable():
    head = run('query', AGENCY, '--metric', 'revenue', '--by', 'industry,month', '--period', '2026Q3',
               '--format', 'csv', '-q')[0].split('\n')[0]
    equal(head, 'period,industry,month,metric,value,unit,numerator,denominator,n,ci_low,ci_high,method,'
          'reference,change,p,flags')


def talk(*arguments, period='2026Q3', code=2):
    return run('query', AGENCY, '--period', period, *arguments, code=code)[1]


@suite.check
def says_what_is_wrong():
    assert 'did you mean close_rate?' in talk('--metric', 'clse_rate')
    text = talk('--metric', 'close_rate', '--by', 'department')
    assert 'contracts' in text and 'industry' in text and 'month' in text, text
    assert 'did you mean industry?' in talk('--metric', 'close_rate', '--by', 'indusry')
    assert 'department' in talk('--metric', 'coordination', '--by', 'stage')
    assert 'did you mean tran.quoc.bao?' in talk('--metric', 'revenue', '--manager', 'tran.quoc.boa')
    text = talk('--metric', 'revenue', '--where', "industri = 'x'")
    assert 'did you mean industry?' in text and "\n  industri = 'x'\n  ^\n" in text, text
    assert 'not a period' in talk('--metric', 'revenue', period='2026Q5')
    assert 'give one of' in talk('--metric', 'revenue', '--by', 'month,year')
    assert '--sort' in talk('--metric', 'revenue', '--sort', 'industry')
    assert 'which metric' in talk()
    talk('--metric', 'revenue', '--compare', 'x')
    talk('--metric', 'revenue', '--where', '1; delete from contracts')
    talk('--metric', 'revenue', '--where', '1) union select (1')


@suite.check
def says_what_removed_everything():
    text = talk('--metric', 'close_rate', '--where', "industry = 'Ban lẻ' and team = 'Hà Nội'", code=0)
    assert "industry = 'Ban lẻ' leaves 0 of 45; did you mean 'Bán lẻ'?" in text, text
    assert "team = 'Hà Nội' leaves 10 of 45" in text, text
    text = talk('--metric', 'close_rate', '--min-n', '100', '--by', 'team', code=0)
    assert '--min-n 100 left out all 3' in text and '19' in text, text
    assert 'has no record in 2020' in talk('--metric', 'revenue', period='2020', code=0)


@suite.check
def the_questions_of_help_are_answered():
    text = run('query', '--help')[0].replace('\\\n', ' ')
    commands = [line.strip() for line in text.split('\n') if line.startswith('  kpi query samples')]
    equal(len(commands), 5)
    for command in commands:
        lines = run(*shlex.split(command)[1:], '-q')[0].split('\n')
        assert len(lines) > 3, command


MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'


def cells_of(path):
    """The rows of a workbook's only sheet, by the letter of the column."""
    with zipfile.ZipFile(path) as book:
        strings = [''.join(t.text or '' for t in si.iter(MAIN + 't'))
                   for si in ET.fromstring(book.read('xl/sharedStrings.xml'))]
        sheet = ET.fromstring(book.read('xl/worksheets/sheet1.xml'))
    return [{re.match('[A-Z]+', c.get('r')).group(): strings[int(c.findtext(MAIN + 'v'))]
             if c.get('t') == 's' else c.findtext(MAIN + 'v') for c in row.iter(MAIN + 'c')}
            for row in sheet.iter(MAIN + 'row')]


@suite.check
def workbooks():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'answer.xlsx')
        for by in ('industry', 'team,month', 'client_name'):
            run('query', AGENCY, '--metric', 'revenue,close_rate', '--by', by, '--period', '2026Q3',
                '--format', 'xlsx', '--out', path, '-q')
        assert os.path.getsize(path) > 5000
        # A change is the number of kpi.csv, also of shares.
        run('query', AGENCY, '--metric', 'close_rate,revenue', '--by', 'team', '--compare', 'prior', '--period',
            '2026Q3', '--format', 'xlsx', '--out', path, '-q')
        plain = list(csv.DictReader(io.StringIO(run(
            'query', AGENCY, '--metric', 'close_rate,revenue', '--by', 'team', '--compare', 'prior', '--period',
            '2026Q3', '--format', 'csv', '-q')[0])))
        cells = cells_of(path)
        at = next(letter for letter, name in cells[0].items() if name == 'change')
        equal(['%.12g' % float(row[at]) for row in cells[1:]], ['%.12g' % float(row['change']) for row in plain])
    equal(json.loads(run('query', AGENCY, '--metric', 'nps', '--by', 'kind', '--period', '2020', '--format',
                         'json', '-q')[0]), [])

