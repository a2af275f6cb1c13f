"""Goal: Tab completes names with blanks, quotes and signs that a shell would obey,
in a real bash and zsh on a pseudo-terminal: what reaches the program is the name
itself. A shell that is not installed is passed over."""
import os
import pty
import re
import select
import shutil
import tempfile
import time

import suite
from suite import KPI, equal

# Two people whose names are trouble, one known by an address, one to be found by
# a word of her name only; a team with a sign that a shell takes for a command.
CONTRACTS = '''contract_id,client_id,account_manager,stage,closed_on,value
C1,A,E1,won,2026-07-10,100
C2,B,sau@x.vn,won,2026-09-29,20
'''
PEOPLE = '''account_manager,name,team
E1,"O'Brien ""B"" $(touch obeyed) An",Hà Nội $x
sau@x.vn,Lê Thị Sáu,Huế
E3,Đặng Hoa,`touch obeyed`
'''
# Answers completion as the program does; else it prints what it was given.
WRAPPER = '''#!/bin/sh
case $1 in completion) exec "$PROGRAM" "$@" ;; esac
printf '<%s>' "$@"
echo '<end>'
'''
BEGIN = {'bash': ['bash', '--norc', '--noprofile', '-i'], 'zsh': ['zsh', '-f', '-i']}
LOAD = {'bash': 'source <(kpi completion bash)',
        'zsh': 'autoload -U compinit; compinit -u -D; kpi completion zsh >_kpi; '
               'source ./_kpi 2>/dev/null; compdef _kpi kpi'}
# A line before Tab, and the arguments that the program then gets.
LINES = [
    ("kpi explain 'my data' revenue --manager O", "explain|my data|revenue|--manager|O'Brien \"B\" $(touch obeyed) An"),
    ('kpi explain my\\ data revenue --manager "O', "explain|my data|revenue|--manager|O'Brien \"B\" $(touch obeyed) An"),
    ("kpi explain my\\ data revenue --manager 'Lê ", 'explain|my data|revenue|--manager|Lê Thị Sáu'),
    ('kpi explain my\\ data revenue --manager Lê\\ T', 'explain|my data|revenue|--manager|Lê Thị Sáu'),
    ('kpi explain my\\ data revenue --manager hoa', 'explain|my data|revenue|--manager|E3'),
    ('kpi statement my\\ data --out s --manager sau@', 'statement|my data|--out|s|--manager|sau@x.vn'),
    ('kpi query my\\ data --manager=sau', 'query|my data|--manager=sau@x.vn'),
    ('kpi explain my\\ data --lead Đ', 'explain|my data|--lead|Đặng Hoa'),
    ('kpi run my\\ data --team Hà', 'run|my data|--team|Hà Nội $x'),
    ('kpi query my\\ data --metric nps,Doanh\\ thu:\\ mớ', 'query|my data|--metric|nps,Doanh thu: mới'),
    ('kpi query my\\ data --metric nps,khách\\ h', 'query|my data|--metric|nps,Khách hàng hài lòng'),
    ('kpi query my\\ data --metric nps,collec', 'query|my data|--metric|nps,collected'),
    ('kpi explain my\\ data bon', 'explain|my data|bonus'),
    ('kpi explain my\\ data đã', 'explain|my data|Đã thu'),
    ('kpi query my\\ data --period 2025Q4..2026Q3,2026H2', 'query|my data|--period|2025Q4..2026Q3,2026H2'),
    ('kpi query my\\ data --period 2026-07..2026-09', 'query|my data|--period|2026-07..2026-09'),
    ('kpi run my\\ data --no', 'run|my data|--no-pay'),
    ('kpi run my\\ data --ht', 'run|my data|--html'),
    ('kpi part my\\ data --timesheets my\\ data/hours\\ o', 'part|my data|--timesheets|my data/hours of may.csv'),
    ('kpi pa', 'part'),
]


def make_data():
    os.makedirs('my data')
    os.makedirs('bin')
    for name, text in (('my data/contracts.csv', CONTRACTS), ('my data/people.csv', PEOPLE),
                       ('my data/hours of may.csv', ''), ('bin/kpi', WRAPPER)):
        with open(name, 'w', encoding='utf-8') as file:
            file.write(text)
    os.chmod('bin/kpi', 0o700)


def read_until(terminal, pattern, seconds=20):
    said, end = b'', time.monotonic() + seconds
    while not re.search(pattern, said) and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                said += os.read(terminal, 65536)
            except OSError:
                break
    return said.decode('utf-8', 'replace')


def typed(shell, lines):
    """What the program was given for each line, Tab and Enter, in one shell."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(BEGIN[shell][0], BEGIN[shell], {
            'PATH': os.path.abspath('bin') + ':' + os.environ['PATH'], 'PROGRAM': KPI, 'HOME': os.getcwd(),
            'LANG': 'C.UTF-8', 'TERM': 'dumb', 'PS1': '$ '})
    os.write(terminal, (LOAD[shell] + '\necho rea""dy\n').encode())
    read_until(terminal, rb'\nready')
    for line in lines:
        os.write(terminal, line.encode() + b'\t')
        # The next key may come before the shell has answered: it waits for it.
        os.write(terminal, b'\n')
        said = read_until(terminal, rb'<end>')
        found = re.findall(r'((?:<[^<>]*>)+)<end>', said)
        yield found[-1][1:-1].replace('><', '|') if found else said
    os.close(terminal)
    os.waitpid(child, 0)


def completes(shell):
    if not shutil.which(shell):
        return
    os.chdir(tempfile.mkdtemp())
    make_data()
    for (line, expected), given in zip(LINES, typed(shell, [line for line, _ in LINES])):
        equal(given, expected, line)
    equal(os.path.exists('obeyed'), False)


@suite.check
def bash_completes_names():
    completes('bash')


@suite.check
def zsh_completes_names():
    completes('zsh')
