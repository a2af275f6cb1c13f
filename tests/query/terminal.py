"""Goal: what happens on a terminal: plots there and never elsewhere, completion
in the shells, the prompt of `kpi sql`; and the examples of the manual page."""
import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import tempfile
import textwrap
import time

import suite
from ground import run
from suite import AGENCY, ROOT, equal, on_terminal


QUESTION = ('query', AGENCY, '--metric', 'revenue', '--by', 'team', '--period', '2026Q3', '--plot', '-q')
UTF8 = {'LANG': 'en_US.UTF-8'}


@suite.check
def plots_only_on_a_terminal():
    piped = run(*QUESTION)[0]
    equal(piped, run(*[word for word in QUESTION if word != '--plot'])[0])
    drawn = on_terminal(*QUESTION, env=UTF8)
    lengths = {line.split('  ')[0]: line.count('█') for line in drawn.split('\n') if '█' in line}
    # 1,620, 2,950 and 2,190 million, on one scale.
    most = lengths['TP.HCM']
    equal(most >= 30, True, drawn)
    equal([abs(lengths[team] - most * value / 2950) <= 1 for team, value in (
        ('Hà Nội', 1620), ('Đà Nẵng', 2190))], [True, True], drawn)
    assert max(len(line) for line in drawn.split('\n')) <= 100, drawn


@suite.check
def falls_back_to_ascii():
    for env in ({'LC_ALL': 'C'}, {'LANG': 'en_US.ISO-8859-1'}, {**UTF8, 'TERM': 'dumb'}):
        drawn = on_terminal(*QUESTION, env=env)
        assert '#####' in drawn and '█' not in drawn, drawn
    drawn = on_terminal('query', AGENCY, '--metric', 'retention', '--by', 'team', '--period', '2026Q3',
                        '--plot', '-q', env={'LC_ALL': 'C'})
    assert re.search(r'--o--|-o|o-', drawn), drawn


@suite.check
def draws_trends():
    drawn = on_terminal('query', AGENCY, '--metric', 'satisfaction', '--period', '2025Q1..2026Q3', '--plot',
                        '-q', env=UTF8)
    assert re.search('▁[▁▂▃▄▅▆▇█]{6}', drawn), drawn
    assert '2025Q1 to 2026Q3' in drawn, drawn


@suite.check
def obeys_nothing_of_the_data():
    """CSV, JSON, plots and completion on a terminal: control characters are seen
    there and nowhere obeyed; through a pipe they come as they are."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, 'contracts.csv'), 'w', encoding='utf-8') as file:
            file.write('contract_id,client_id,account_manager,stage,closed_on,value,le\x9b1mvel\n'
                       'C\x9b1m,A,an\x1b[1m,won,2026-07-01,100,x\n'
                       'D,A,bo\u202e,won,2026-07-01,900,x\n')
        sql = ['sql', folder, 'select contract_id, account_manager from contracts']
        for form in ('csv', 'json', 'table'):
            out = on_terminal(*sql, '--format', form, '-q')
            assert ('C\\u009B1m' if form == 'json' else 'C\ufffd1m') in out, (form, out)
            assert not re.search('[\x9b\u202e]|an\x1b', out), (form, out)
        equal(run(*sql, '--format', 'csv', '-q')[0],
              'contract_id,account_manager\nC\x9b1m,an\x1b[1m\nD,bo\u202e\n')
        out = on_terminal('query', folder, '--metric', 'revenue', '--by', 'manager', '--period',
                          '2026Q3', '--plot', '-q', env={'LC_ALL': 'C.UTF-8'})
        # The labels are as wide as they are seen.
        assert re.search('^an\ufffd\\[1m  .*100  n 1 +█+', out, re.M), out
        assert re.search('^bo\ufffd     .*900  n 1 +█+', out, re.M), out
        out = on_terminal('sql', folder, '-q', text='select le\t\t\n;\n.columns contracts\n.quit\n')
        assert '  le\ufffd1mvel                 text' in out and '\x9b' not in out, repr(out)


@suite.check
def the_prompt_answers():
    with tempfile.TemporaryDirectory() as home:
        said = on_terminal('sql', AGENCY, text='.tables\nselect count(*) as many\nfrom people;\nselct;\n.quit\n',
                           env={'HOME': home})
        assert re.search(r'many\s+----\s+14', said), said
        assert 'timesheets' in said and 'near "selct": syntax error' in said, said
        with open(os.path.join(home, '.kpi_history')) as file:
            assert 'from people;' in file.read()
        equal(os.stat(os.path.join(home, '.kpi_history')).st_mode & 0o777, 0o600)


PROMPT = 'kpi> '


@suite.check
def ctrl_c_drops_what_is_typed_and_stops_what_runs():
    said = on_terminal('sql', AGENCY, '-q', steps=(
        (PROMPT, 'select 1,\n'), ('...> ', '2 as two\x03'), (PROMPT, 'abc\x03'), (PROMPT, 'select 40 + 2;\n'),
        ('42', ''), (PROMPT, 'with recursive c(n) as (select 1 union all select n + 1 from c)\n'),
        ('...> ', "select count(*) as many from c where 'begins' <> '';\n"), ("<> '';", ''), ('\n', '\x03'),
        ('interrupted', ''), (PROMPT, 'select 6 * 7 + 1;\n'), ('43', ''), (PROMPT, '\x04')))
    assert 'two' not in said.split('40 + 2')[1], said
    assert 'error' not in said.replace('error: \x1b[0minterrupted', ''), said


@suite.check
def a_second_ctrl_c_ends_what_cannot_be_stopped():
    """One call of a function looks for a text of a megabyte in one of ten: hours."""
    endless = "select instr(printf('%010000000d', 0), printf('%01000000d', 0) || '1');"
    with tempfile.TemporaryDirectory() as home:
        child, terminal = pty.fork()
        if child == 0:
            os.execve(suite.KPI, [suite.KPI, 'sql', AGENCY, '-q'], {'HOME': home, 'TERM': 'dumb'})
        os.write(terminal, (endless + '\n').encode())
        end = (0, 0)
        for _ in range(600):
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    os.read(terminal, 65536)
                except OSError:
                    time.sleep(0.1)  # the program has closed the terminal: it is about to end
            else:
                os.write(terminal, b'\x03')
            end = os.waitpid(child, os.WNOHANG)
            if end[0]:
                break
        else:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        os.close(terminal)
        assert end[0] and os.WIFSIGNALED(end[1]) and os.WTERMSIG(end[1]) == signal.SIGINT, end


@suite.check
def commands_of_the_prompt():
    folder = suite.folder()
    suite.write(os.path.join(folder, 'two.sql'), 'select 11 * 11 as a;\nselect 12 * 12 as b;\n')
    os.mkfifo(os.path.join(folder, 'pipe'))
    shutil.copytree(suite.TINY, os.path.join(folder, 'data'))
    out = os.path.join(folder, 'out.csv')
    said = on_terminal('sql', os.path.join(folder, 'data'), '-q', text='\n'.join((
        '.help', '.colums people', '.columns poeple', '.columns', '.mode', '.mode json', 'select 3 as x;', '.mode',
        '.mode expanded', "select 'in lines' as y;", '.mode yaml', '.mode csv', '.once ' + out,
        'select 5 as z;', 'select 6 as z;', '.once ' + os.path.join(folder, 'data', 'contracts.csv'),
        'select 7 as z;', '.read ' + os.path.join(folder, 'two.sql'), '.read ' + folder, '.read /no/such',
        '.read ' + os.path.join(folder, 'pipe'), '.read /dev/zero', '.quit')) + '\n')
    for words in ('.colums: unknown; did you mean .columns?', 'no such table: poeple; did you mean people?',
                  '.columns: of what?', '[\n  {"x": 3}\n]', 'y  in lines', 'expected table, expanded, csv',
                  'z\n6\n', 'a\n121\n\nb\n144\n', folder + ': cannot be read',
                  '/no/such: cannot be opened', '/pipe: is no regular file', '/dev/zero: is no regular file'):
        assert words in said, (words, said)
    assert re.search(r'^\.once +FILE +the next answer', said, re.M), said
    equal(suite.read(out), b'z\n5\n')
    equal(suite.read(folder, 'data', 'contracts.csv'), suite.read(suite.TINY, 'contracts.csv'))
    assert 'z\n7' not in said, said


def widest(said):
    return max(len(line) for line in said.split('\n'))


@suite.check
def wide_tables_fit():
    """Texts are cut, numbers never; and where that is not enough, lines."""
    sql = ("select 'a text that is rather long' as text, 1234567890123 as number, 12 as \"a long heading\", "
           "'Trần Quốc Bảo và những người khác' as name")
    whole = on_terminal('sql', AGENCY, sql, '-q')
    assert '…' not in whole and 'những người khác' in whole, whole
    full = 26 + 13 + 14 + len('Trần Quốc Bảo và những người khác') + 3 * 2
    for columns in range(43, 100):
        said = on_terminal('sql', AGENCY, sql, '-q', columns=columns)
        assert widest(said) <= columns and '1234567890123  ' in said, (columns, said)
        assert 'a text ' in said and ('…' in said) == (columns < full), (columns, said)
    lines = on_terminal('sql', AGENCY, sql, '-q', columns=42)
    assert 'text            a text that is rather long\nnumber          1234567890123\n' in lines, lines
    # Into a file or a pipe all goes as it is.
    assert 'những người khác' in run('sql', AGENCY, sql, '-q')[0]


@suite.check
def long_tables_go_through_the_pager():
    sql = 'with recursive c(n) as (values (1) union all select n + 1 from c where n < %d) select n from c'
    pager = {'PAGER': 'sed s/^/-/'}
    assert '\n-50\n' in on_terminal('sql', AGENCY, sql % 50, '-q', env=pager)
    assert '\n37\n' in on_terminal('sql', AGENCY, sql % 37, '-q', env=pager)
    assert '\n50\n' in on_terminal('sql', AGENCY, sql % 50, '-q')
    assert '\n50\n' in run('sql', AGENCY, sql % 50, '-q', environment=pager)[0]
    # Who leaves it early has seen enough.
    said = on_terminal('sql', AGENCY, sql % 100000, '-q', env={'PAGER': 'head -n 3'})
    equal(said.split(), ['n', '------', '1'])


def complete(*words):
    """What bash offers for the last word."""
    script = run('completion', 'bash')[0] + (
        'COMP_WORDS=(%s)\nCOMP_CWORD=%d\n_kpi\nprintf "%%s\\n" "${COMPREPLY[@]}"\n' % (
            ' '.join(shlex.quote(word) for word in (suite.KPI, *words[1:])), len(words) - 1))
    return subprocess.run(['bash', '-c', script], capture_output=True, text=True, check=True,
                          cwd=ROOT).stdout.split()


@suite.check
def bash_completes():
    equal(complete('kpi', 'q'), ['query'])
    equal(complete('kpi', 'query', '--metric', 'revenue,clo'), ['revenue,close_rate'])
    equal(complete('kpi', 'query', '--compare', 'p'), ['prior', 'peers'])
    equal(complete('kpi', 'query', '--tot'), ['--totals'])
    equal(complete('kpi', 'query', '--by', 'mo'), ['month'])
    equal(complete('kpi', 'list', 'me'), ['metrics'])
    equal(complete('kpi', 'explain', 'samples/agency', 'upsell_r'), ['upsell_rate'])
    equal(complete('kpi', 'check', 'samples/ag'), ['samples/agency'])


@suite.check
def both_shells_know_all_that_help_knows():
    bash, zsh = run('completion', 'bash')[0], run('completion', 'zsh')[0]
    commands = re.findall(r'^  kpi (\w+) ', run('--help')[0], re.M)
    assert len(commands) >= 7, commands
    for command in commands:
        options = re.findall(r'^ +(?:-\w, )?(--[\w-]+)', run(command, '--help')[0], re.M)
        in_bash = re.search(r"\t%s\) options='(.*)' topics" % command, bash).group(1).split()
        in_zsh = re.search(r'\t\t%s\)\n(.*?)\n\t\t;;' % command, zsh, re.S).group(1)
        equal(sorted(set(in_bash)), sorted(set(options)), command)
        for option in options:
            assert re.search(r"'%s=?\[" % option, in_zsh), (command, option)
    if shutil.which('zsh'):
        subprocess.run(['zsh', '-n', '/dev/stdin'], input=zsh, text=True, check=True)
    run('completion', 'fish', code=2)


@suite.check
def the_manual_has_every_command():
    """A page each, with what its help says; and man reads them all."""
    pages = run('man')[0].split()
    for command in re.findall(r'^  kpi (\w+) ', run('--help')[0], re.M):
        assert 'kpi-%s.1' % command in pages, command
        page = run('man', 'kpi-%s.1' % command)[0]
        for option in re.findall(r'^ +(?:-\w, )?--([\w-]+)',
                                 run(command, '--help')[0], re.M):
            assert '\\-\\-' + option.replace('-', '\\-') in page, (command, option)
        assert 'kpi\\-%s(1)' % command in run('man', 'kpi.1')[0], command
    for page in pages:
        for language in 'en', 'vi':
            text = run('--lang', language, 'man', page)[0]
            assert text.startswith('.TH "'), page
            if shutil.which('man') and shutil.which('groff'):
                done = subprocess.run(
                    ['man', '--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', '-'],
                    input=text, text=True, capture_output=True,
                    env={**os.environ, 'LC_ALL': 'C.UTF-8'})
                equal(done.stderr, '', page)
    run('man', 'kpi-nix.1', code=2)


@suite.check
def the_pages_of_files_have_every_key():
    page = run('man', 'kpi.yaml.5')[0].replace('\\-', '-')
    for key in re.findall(r'^([\w.]+)$', run('list', 'settings')[0], re.M):
        assert '\\fB%s\\fR' % key in page, key
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'formats'))
        for name, place in (('kpi.yaml.5', 'kpi.yaml'),
                            ('kpi-formats.5', 'formats/acme-test.yaml')):
            text = run('man', name)[0].replace('\\-', '-')
            example = re.search(r'\.SH EXAMPLE\n\.PP\n\.EX\n(.*?)\.EE', text, re.S).group(1)
            with open(os.path.join(folder, place), 'w', encoding='utf-8') as file:
                file.write(textwrap.dedent(example))
        assert 'in force: 1000 (kpi.yaml:' in run('list', 'settings', folder)[0]
        assert 'acme-test' in run('list', 'formats', folder)[0]


@suite.check
def examples_of_the_manual_work():
    examples = re.search(r'\.SH EXAMPLES\n\.PP\n\.EX\n(.*?)\.EE', run('man', 'kpi.1')[0],
                         re.S).group(1)
    commands = examples.replace('\\-', '-').replace('\\(aq', "'").strip().split('\n')
    assert len(commands) >= 5, commands
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.join(ROOT, 'samples'), os.path.join(folder, 'samples'))
        for command in commands:
            words = shlex.split(command)
            equal(words[0], 'kpi')
            run(*words[1:], cwd=folder)

