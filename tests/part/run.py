#!/usr/bin/env python3
"""Timesheets from other machines: run.py KPI

Whatever way the timesheet files are dealt out to parts, a run over the parts
gives the bytes of a run over the files: every CSV of numbers and pay, and the
rows left out. A part that was altered, is missing or there twice stops it.
"""
import copy
import hashlib
import json
import os
import random
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
from suite import TINY, equal, expect, kpi, read, write  # noqa: E402

SAME = ('kpi.csv', 'scorecard.csv', 'bonus.csv', 'payroll.csv', 'sensitivity.csv', 'survival.csv', 'fair.csv',
        'pipeline.csv', 'reliability.csv')
KPI_YAML = '''currency: VND
exchange_rates: {USD: 25450}
rates: {default: 200000, employee: {An: 333333.3333}}
timesheets:
  columns: {project_id: Mã dự án, worked_on: Ngày, hours: Giờ, cost: Chi phí, hourly_cost: Đơn giá, employee: Ai, currency: Tiền}
payroll: {rows: total}
'''
HEADER = 'Mã dự án,Ngày,Giờ,Chi phí,Đơn giá,Ai,Tiền'
PLAN = '''level,metric,weight,threshold,target,stretch,base_bonus
*,budget_variance,60,0.5,0.1,-0.5,10000000
*,cpi,40,0.5,1,2,10000000
'''


def contracts(rng):
    lines = ['contract_id,client_id,account_manager,stage,closed_on,value,project_id,budget,due_on,delivered_on,name']
    for i in range(12):
        lines.append('C%d,K%d,%s,won,2026-01-%02d,%d,P%d,%d,2026-08-15,2026-08-%02d,' % (
            i, i % 5, 'abc'[i % 3], rng.randint(1, 28), rng.randint(1, 99) * 10**6, i, rng.randint(1, 40) * 10**5,
            rng.randint(1, 28)))
    return '\n'.join(lines) + '\n'


def a_row(rng):
    day = '2026-%02d-%02d' % (rng.randint(2, 8), rng.randint(1, 28))
    hours = rng.choice(['%d' % rng.randint(-2, 9), '%.2f' % rng.uniform(-1, 8), '%.8f' % rng.uniform(-1, 8)])
    cost = rng.choice(['', '', '%d' % rng.randint(0, 10**6), '%.8f' % rng.uniform(-9, 9999), '850000000000000'])
    hourly = '' if cost else rng.choice(['', '%d' % rng.randint(1, 10**6), '%.8f' % rng.uniform(0, 9999)])
    money = rng.choice(['', '', 'USD']) if cost != '850000000000000' else ''
    if rng.random() < 0.03:
        day = rng.choice(['2026-02-30', 'hôm qua', ''])
    return ','.join(['P%d' % rng.randint(0, 13), day, hours, cost, hourly, rng.choice(['An', 'Bình', '']), money])


def data_set(seed, rates=True):
    """A folder with timesheets in several files."""
    rng = random.Random(seed)
    folder = os.path.join(suite.folder(), 'exports-%d' % seed)
    os.mkdir(folder)
    text = KPI_YAML if rates else KPI_YAML.replace('default: 200000, ', '')
    write(os.path.join(folder, 'kpi.yaml'), text.encode())
    write(os.path.join(folder, 'contracts.csv'), contracts(rng).encode())
    write(os.path.join(folder, 'people.csv'), b'account_manager,name,level,base_bonus\na,A,junior,1\nb,B,junior,2\nc,C,junior,3\n')
    write(os.path.join(folder, 'plan.csv'), PLAN.encode())
    files = rng.randint(2, 6)
    for i in range(files):
        rows = [a_row(rng) for _ in range(rng.randint(0, 120))]
        write(os.path.join(folder, 'timesheets-%d.csv' % i), '\n'.join([HEADER] + rows + ['']).encode())
    return folder, files, rng


def make_parts(folder, deals, name='parts', *options):
    """The folder of a run over parts; deals: the numbers of the files of each."""
    parts = os.path.join(suite.folder(), name)
    os.mkdir(parts)
    for other in os.listdir(folder):
        if not other.startswith('timesheets'):
            shutil.copy(os.path.join(folder, other), parts)
    for number, files in enumerate(deals):
        paths = [os.path.join(folder, 'timesheets-%d.csv' % i) for i in files]
        code, _, error = kpi('part', folder, '--timesheets', *paths, '--out',
                             os.path.join(parts, 'timesheets-part-%d' % number), '-q', *options)
        expect(code in (0, 1), code, error)
    return parts


def deal(rng, files):
    """The files 0 … files - 1, in some order, dealt out to some parts."""
    numbers = list(range(files))
    rng.shuffle(numbers)
    ends = sorted(rng.sample(range(1, files), rng.randint(0, files - 1))) + [files]
    return [numbers[begin:end] for begin, end in zip([0] + ends, ends)]


def run(folder, name):
    out = os.path.join(suite.folder(), name)
    code, _, error = kpi('run', folder, '--period', '2026Q3', '--as-of', '2026-09-30', '--out', out, '-q',
                         '--accept-rejects')
    expect(code in (0, 1), code, error)
    return out


@suite.check
def parts_give_the_same_bytes():
    for seed in range(12):
        folder, files, rng = data_set(seed, rates=seed % 3 > 0)
        parts = make_parts(folder, deal(rng, files), 'parts-%d' % seed, '--with-names')
        whole, summed = run(folder, 'whole-%d' % seed), run(parts, 'summed-%d' % seed)
        for name in SAME:
            path = os.path.join(whole, name)
            if os.path.exists(path):
                equal(read(os.path.join(summed, name)), read(path), (seed, name))
        expect(os.path.exists(os.path.join(whole, 'bonus.csv')))
        # The same rows; the files come in the order of the parts.
        equal(*(sorted(read(os.path.join(out, 'rejects.csv')).split(b'\n')) for out in (summed, whole)), seed)
        old, new = (json.loads(read(os.path.join(out, 'run.json'))) for out in (whole, summed))
        equal(new['control_totals'], old['control_totals'], seed)
        known = {entry['path']: entry for entry in new['inputs']}
        for entry in old['inputs']:
            for key in ('bytes', 'sha256', 'reconciliation'):
                equal(known[entry['path']][key], entry[key], (seed, entry['path']))


@suite.check
def rejected_rows_of_parts_keep_pay_back():
    folder, files, _ = data_set(3)
    with open(os.path.join(folder, 'timesheets-0.csv'), 'ab') as stream:
        stream.write('P1,không phải ngày,1,,,An,\n'.encode())
    parts = make_parts(folder, [[i] for i in range(files)])
    out = os.path.join(suite.folder(), 'out')
    code, _, error = kpi('run', parts, '--period', '2026Q3', '--as-of', '2026-09-30', '--out', out)
    expect(code == 1 and 'timesheets-0.csv:' in error, code, error)
    expect(not os.path.exists(os.path.join(out, 'bonus.csv')))


# Employees, departments, ids and notes are called canary, costs begin with 77.
PRIVATE = """entry_id,project_id,employee,department,worked_on,hours,cost,hourly_cost,currency,note
canary-1,P1,Canary A,canary,2026-07-01,2,77001,,,canary
canary-2,P1,Canary B,canary,2026-07-01,3,77002,,,
canary-3,P1,Canary C,canary,2026-07-01,1,,77003,,
canary-4,P1,canary gap,canary,2026-07-01,1,,,,
canary-5,P1,Canary Gap,canary,2026-08-01,1,,,,
canary-6,P1,Canary Ć,Canary,2026-08-01,1,,,,
canary-7,P1,Canary D,canary,2026-02-30,1,77004,,,
canary-8,P1,Canary D,canary,a canary,1,77004,,,
canary-9,P1,Canary D,canary,2026-07-01,canary,77004,,,
canary-10,P1,Canary D,canary,2026-07-01,1,77004x,,,
canary-11,P1,Canary D,canary,2026-07-01,1,77004.123456789,,,
canary-12,P1,Canary D,canary,2026-07-01,1,,77.0.4,,
canary-13,P1,Canary D,canary,2026-07-01,1,77004,,CANARY,
canary-14,P1,Canary D,canary,2026-07-01,1,77004,,EUR,
canary-15,,Canary D,canary,2026-07-01,1,77004,,,
canary-16,P1,Canary D,canary,2026-07-01,1,77004,,,a,canary
canary-17,P1,"Canary
D",canary,2026-07-01,x,77004,,,
canary-18,P1,"Canary "D"",canary,2026-07-01,1,77004,,,
canary-19,Canary D,P1,canary,2026-07-01x,1,77004,,,
Canary D,Canary E,canary
canary-20;P1;Canary D;canary;2026-07-01;1;77004;;;
canary-1,P1,Canary E,canary,2026-07-01,1,77005,,,
Total,,canary,,,9,77006,,,
"""
PRIVATE_YAML = """currency: VND
rates: {default: 10, employee: {Canary None: 77007, Canary Gap: {2026-01-01..2026-06-30: 77008}}}
duplicates: %s
"""


@suite.check
def a_part_says_nothing_of_anybody():
    for duplicates in ('drop', 'report'):
        folder = os.path.join(suite.folder(), duplicates)
        shutil.copytree(TINY, folder)
        write(os.path.join(folder, 'kpi.yaml'), PRIVATE_YAML % duplicates)
        write(os.path.join(folder, 'timesheets.csv'), PRIVATE.encode() + b'canary-21,P1,Canary \xff,,2026-07-01,1,77004,,,\n'
              b'canary-22,P1,Canary \0,,2026-07-01,1,77004,,,\n')
        place = os.path.join(suite.folder(), 'timesheets-' + duplicates)
        for options in ((), ('--with-names',)):
            code, _, error = kpi('part', folder, '--timesheets', os.path.join(folder, 'timesheets.csv'), '--out', place,
                                 '-q', *options)
            expect(code == 1, code, error)
            said = read(place + '.csv') + read(place + '.json')
            for word in (b'canary', b'77'):
                # Digests may have any digits.
                found = [line for line in said.lower().splitlines() if word in line and b'sha256"' not in line
                         and not line.startswith(said.lower().splitlines()[1].split(b'-')[0])]
                equal(bool(found), bool(options), duplicates, options, found)
        record = json.loads(read(place + '.json'))
        expect({'value', 'raw', 'record'} <= set(record['rejects'][0]))


@suite.check
def what_a_part_does_say_of_rows_left_out():
    folder = os.path.join(suite.folder(), 'exports')
    shutil.copytree(TINY, folder)
    write(os.path.join(folder, 'timesheets.csv'), 'project_id,worked_on,hours,employee\nP1,2026-07-01,2,An\n'
          'P1,never,1.5,An\nAn,never,2,P1\n,2026-07-02,,An\n')
    contracts = read(os.path.join(folder, 'contracts.csv')).decode().splitlines()
    known = [line.split(',')[contracts[0].split(',').index('project_id')] for line in contracts[1:]]
    expect('P1' in known and 'An' not in known, known)
    place = os.path.join(suite.folder(), 'timesheets')
    code, _, error = kpi('part', folder, '--timesheets', os.path.join(folder, 'timesheets.csv'), '--out', place, '-q')
    expect(code == 1, code, error)
    rows = json.loads(read(place + '.json'))['rejects']
    equal([(row['file'], row['line'], row['column'], row['hours'], row.get('project')) for row in rows],
          [('timesheets.csv', 3, 'worked_on', '1.5', 'P1'), ('timesheets.csv', 4, 'worked_on', '2', None),
           ('timesheets.csv', 5, 'project_id', '0', None)])
    equal([set(row) - {'project'} for row in rows], [{'file', 'line', 'column', 'reason', 'hours'}] * 3)


@suite.check
def equal_rows_of_two_parts_both_count():
    folder = os.path.join(suite.folder(), 'exports')
    shutil.copytree(TINY, folder)
    text = read(os.path.join(folder, 'timesheets.csv'))
    os.remove(os.path.join(folder, 'timesheets.csv'))
    for i in range(2):  # two offices wrote the same
        write(os.path.join(folder, 'timesheets-%d.csv' % i), text + b'\n' * i)
    parts = make_parts(folder, [[0], [1]])
    equal(read(os.path.join(run(parts, 'b'), 'kpi.csv')), read(os.path.join(run(folder, 'a'), 'kpi.csv')))


@suite.check
def what_is_not_as_it_was_written_stops_the_run():
    folder, files, _ = data_set(5)
    parts = make_parts(folder, [[i] for i in range(files)])
    first = os.path.join(parts, 'timesheets-part-0')

    def refused(words, code=3):
        done, _, error = kpi('run', parts, '--period', '2026Q3', '--as-of', '2026-09-30', '--out',
                             os.path.join(suite.folder(), 'out'), '-q')
        expect(done == code and words in error, done, words, error)
    for ending, words in (('.csv', 'it was altered'), ('.json', 'it was altered')):
        text = read(first + ending)
        for at in (len(text) // 2, len(text) - 5):
            write(first + ending, text[:at] + bytes([text[at] ^ 1]) + text[at + 1:])
            refused(words)
        write(first + ending, text)
    spreadsheet = b'\xef\xbb\xbf' + read(first + '.csv').replace(b'\n', b'\r\n')
    original = read(first + '.csv')
    write(first + '.csv', spreadsheet)
    refused('it was altered')
    write(first + '.csv', original)
    os.rename(first + '.json', first + '.kept')
    refused('timesheets-part-0.json')
    os.rename(first + '.csv', first + '.away')
    refused('there is also timesheets-0.csv, which no part here holds')
    os.rename(first + '.away', first + '.csv')
    os.rename(first + '.kept', first + '.json')
    for ending in ('.csv', '.json'):
        shutil.copy(first + ending, os.path.join(parts, 'timesheets-again' + ending))
    refused('both hold timesheets-0.csv')
    os.remove(os.path.join(parts, 'timesheets-again.json'))
    shutil.copy(os.path.join(folder, 'timesheets-1.csv'), os.path.join(parts, 'timesheets-again.csv'))
    refused('an export')
    os.remove(os.path.join(parts, 'timesheets-again.csv'))
    path = os.path.join(parts, 'kpi.yaml')
    write(path, read(path).replace(b'currency: VND', b'currency: EUR'))
    refused('costs are in VND')


@suite.check
def what_parts_cannot_answer_is_said():
    folder, files, _ = data_set(7)
    parts = make_parts(folder, [list(range(files))])
    for question in (('sql', parts, 'select employee from timesheets'),
                     ('query', parts, '--metric', 'cpi', '--by', 'employee', '--period', '2026Q3')):
        code, _, error = kpi(*question)
        expect(code == 2 and 'come from parts' in error, code, error)


@suite.check
def a_part_of_what_is_not_there():
    folder, _, _ = data_set(9)
    place = os.path.join(suite.folder(), 'part')
    for words, options in (
            ('not a timesheet file of the data set', ('--timesheets', os.path.join(folder, 'contracts.csv'), '--out', place)),
            ('which timesheet files', ('--out', place)),
            ('which timesheet files', ('--timesheets', os.path.join(folder, 'timesheets-0.csv')))):
        code, _, error = kpi('part', folder, *options)
        expect(code == 2 and words in error, code, error)
    expect(not os.path.exists(place + '.csv'))


def sealed(record):
    """The bytes of a record, however forged, with the digest that it ends with."""
    body = record if isinstance(record, bytes) else json.dumps(
        {key: value for key, value in record.items() if key != 'sha256'}, indent=2, ensure_ascii=False).encode()[:-2]
    return body + b',\n  "sha256": "' + hashlib.sha256(body).hexdigest().encode() + b'"\n}\n'


def forged(record):
    """What nobody may take for a part's record, though its digest is right."""
    for key in record:
        if key in ('sha256', 'version'):
            continue
        yield 'no ' + key, {other: value for other, value in record.items() if other != key}
        yield key + ' is an object', {**record, key: {'a': 1}}
        if key != 'configuration_sha256':
            for value in ('abc' if key != 'currency' else '', -1 if key != 'currency' else '\x1b[31m', 10**30, 'x' * 9999):
                yield '%s is %.9r' % (key, value), {**record, key: value}
    numbers = (None, '', [], {}, -1, 10**15, '1e5', '1.5', ' ', '٣')
    exact = (None, '', [], {}, 10**30, '1e5', '--1', '1.2.3', '1.', '.5', '0.12345678901234567', '9' * 30)
    names = ('', [], {}, 'a\nb.csv', '\x1b[31m.csv', '\x7f', 'x' * 5000, '../../etc/passwd')
    for table, key, values in (
            ('inputs', 'path', names), ('inputs', 'sha256', ('', [], 'A' * 64, 'z' * 64, '0' * 63, '0' * 65)),
            ('inputs', 'bytes', numbers), ('inputs', 'header_line', numbers), ('inputs', 'reconciliation', numbers),
            ('inputs', 'format', ([], {})), ('inputs', 'reading', ([], {})), ('rejects', 'file', names),
            ('rejects', 'line', numbers + (4 * 10**9, 6)), ('rejects', 'hours', exact), ('rejects', 'reason', ([], {})),
            ('rejects', 'column', ([], {})), ('rejects', 'project', ([], {})), ('unknown_projects', 'project', ([], 'P98')),
            ('unknown_projects', 'rows', numbers + (4,)), ('unknown_projects', 'lines', numbers + (2,))):
        for value in values:
            other = copy.deepcopy(record)
            other[table][0][key] = value
            yield '%s.%s is %.20r' % (table, key, value), other
        other = copy.deepcopy(record)
        del other[table][0][key]
        if key != 'project' or table != 'rejects':
            yield 'no %s.%s' % (table, key), other
        yield table + ' has a list in it', {**record, table: [[]]}
    for key in record['inputs'][0]['reconciliation']:
        for value in numbers + (7,):
            other = copy.deepcopy(record)
            other['inputs'][0]['reconciliation'][key] = value
            yield 'reconciliation.%s is %.9r' % (key, value), other
    yield 'no reject', {**record, 'rejects': []}
    yield 'a reject more', {**record, 'rejects': record['rejects'] * 2}
    yield 'a file without a part', {**record, 'files': ['timesheets.csv', 'timesheets-1.csv']}
    yield 'no row, many lines', {**record, 'rows': 2, 'lines': 3}
    for name, text in (('nothing', b''), ('a number', b'1'), ('a key twice', b'{"kpi_part": 1, "kpi_part": 1'),
                       ('brackets', b'{"kpi_part": 1, "files": ' + b'[' * 100000),
                       ('a NUL', b'{"kpi_part": 1, "files": ["\\u0000"]'), ('an alias', b'{"kpi_part": &a 1, "rows": *a'),
                       ('no UTF-8', b'{"kpi_part": 1, "files": ["\xff"]'), ('a thousand', b'{"kpi_part": 1, "files": ['
                                                                           + b'0,' * 1000 + b'0]')):
        yield name, text


@suite.check
def forgeries_are_refused():
    folder = os.path.join(suite.folder(), 'exports')
    os.mkdir(folder)
    write(os.path.join(folder, 'kpi.yaml'), 'currency: VND\n')
    write(os.path.join(folder, 'contracts.csv'), contracts(random.Random(1)))
    write(os.path.join(folder, 'timesheets.csv'), 'project_id,worked_on,hours,cost\nP1,2026-07-01,1,10\nP1,2026-07-01,2,\n'
          'P99,2026-07-02,3,4\nP1,x,3,4\n')
    parts = os.path.join(suite.folder(), 'parts')
    place = os.path.join(parts, 'timesheets-0')
    code, _, error = kpi('part', folder, '--timesheets', os.path.join(folder, 'timesheets.csv'), '--out', place, '-q')
    expect(code == 1, error)
    for name in ('contracts.csv', 'kpi.yaml'):
        shutil.copy(os.path.join(folder, name), parts)
    rows, text = read(place + '.csv'), read(place + '.json')
    record = json.loads(text)

    def checked(about, code):
        done = kpi('check', parts, '-q')
        expect(done.code in code and done.err and '\x1b' not in done.err, about, done.code, done.err)
    write(place + '.json', sealed(record))
    checked('as it was written', (1,))
    for about, other in forged(record):
        write(place + '.json', sealed(other))
        checked(about, (2, 3))
    header, first, *others = rows.splitlines(True)
    for about, bad in (
            ('a row more', rows + b'q-1,P1,2026-07-01,1,1,,\n'), ('a row twice', rows + first), ('a row less', rows[:-len(others[-1])]),
            ('no day', rows + b'q-1,P1,2026-02-30,1,1,,\n'), ('nothing', b''), ('a header', header),
            ('another column', rows.replace(b'kpi_part\n', b'currency,kpi_part\n').replace(b',,\n', b',,EUR,\n')),
            ('another project', rows.replace(b',P99,', b',P1,'))):
        write(place + '.csv', bad)
        write(place + '.json', sealed({**record, 'csv_sha256': hashlib.sha256(bad).hexdigest()}))
        checked(about, (3,))
    write(place + '.csv', rows)
    for about, put in (('a folder', os.mkdir), ('a pipe', os.mkfifo), ('a link to nothing', lambda path: os.symlink('none', path)),
                       ('a link to another file', lambda path: os.symlink('kpi.yaml', path))):
        os.remove(place + '.json')
        put(place + '.json')
        checked(about, (3,))
        (os.rmdir if os.path.isdir(place + '.json') else os.remove)(place + '.json')
        write(place + '.json', text)
    os.rename(place + '.json', os.path.join(parts, 'elsewhere'))
    os.symlink('elsewhere', place + '.json')
    checked('a link to it', (1,))


@suite.check
def odd_characters_come_through():
    """Texts that JSON lets stand and YAML does not, in names and in rows left out."""
    odd = 'P\x7f\x80\x85\u2028\ufeff\ufffe\U0001f600'
    folder = os.path.join(suite.folder(), 'exports')
    shutil.copytree(TINY, folder)
    os.remove(os.path.join(folder, 'timesheets.csv'))
    write(os.path.join(folder, 'timesheets-0.csv'), 'project_id,worked_on,hours\n%s,2026-07-01,1\nP1,%s,1\n' % (odd, odd))
    parts = make_parts(folder, [[0]], 'parts', '--with-names')
    whole, summed = run(folder, 'whole'), run(parts, 'summed')
    equal(read(os.path.join(summed, 'kpi.csv')), read(os.path.join(whole, 'kpi.csv')))
    # The text of a row comes without such blanks.
    equal(*([dict(row, raw=None) for row in suite.table(out, 'rejects.csv')] for out in (summed, whole)))


suite.main()
