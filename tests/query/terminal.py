"""Goal: what happens on a terminal: plots there and never elsewhere, completion
in the shells, the prompt of `kpi sql`; and the examples of the manual page."""
import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import tempfile

import suite
from ground import run
from suite import AGENCY, KPI, ROOT, equal


def on_terminal(*arguments, text='', env=None, until=None):
    """The program's output on a pseudo-terminal of 100 columns."""
    import fcntl
    import struct
    import termios
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execve(KPI, [KPI, *arguments], {'HOME': '/nonexistent', 'TERM': 'xterm', **(env or {})})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 100, 0, 0))
    if text:
        os.write(terminal, text.encode())
    output = b''
    while select.select([terminal], [], [], 60)[0]:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        output += piece
    os.waitpid(child, 0)
    os.close(terminal)
    return output.decode().replace('\r\n', '\n')


QUESTION = ('query', AGENCY, '--metric', 'revenue', '--by', 'team', '--period', '2026Q3', '--plot', '-q')
UTF8 = {'LANG': 'vi_VN.UTF-8'}


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
            assert 'C\ufffd1m' in out, (form, out)
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


def complete(*words):
    """What bash offers for the last word."""
    script = run('completion', 'bash')[0] + (
        'COMP_WORDS=(%s)\nCOMP_CWORD=%d\n_kpi\nprintf "%%s\\n" "${COMPREPLY[@]}"\n' % (
            ' '.join(shlex.quote(word) for word in words), len(words) - 1))
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
            assert "'%s[" % option in in_zsh, (command, option)
    if shutil.which('zsh'):
        subprocess.run(['zsh', '-n', '/dev/stdin'], input=zsh, text=True, check=True)
    run('completion', 'fish', code=2)


@suite.check
def the_manual_has_every_command():
    with open(os.path.join(ROOT, 'io', 'cli', 'kpi.1'), encoding='utf-8') as file:
        synopses = set(re.findall(r'^\.B kpi (\w+)', file.read(), re.M))
    equal(set(re.findall(r'^  kpi (\w+) ', run('--help')[0], re.M)) - synopses, set())


@suite.check
def examples_of_the_manual_work():
    with open(os.path.join(ROOT, 'io', 'cli', 'kpi.1'), encoding='utf-8') as file:
        examples = re.search(r'\.SH EXAMPLES\n\.EX\n(.*?)\.EE', file.read(), re.S).group(1)
    commands = examples.replace('\\-', '-').replace('\\(aq', "'").strip().split('\n')
    assert len(commands) >= 6, commands
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.join(ROOT, 'samples'), os.path.join(folder, 'samples'))
        for command in commands:
            words = shlex.split(command)
            equal(words[0], 'kpi')
            run(*words[1:], cwd=folder)

