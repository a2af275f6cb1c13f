#!/usr/bin/env python3
"""Parts on an existing engine: run.py KPI

Slurm on this machine, two nodes on loopback and all of it in one folder, runs the
job array of samples/slurm. One node is lost while it is writing a part, a task that
was done runs once more, and what comes out is a run on one machine, to the byte.
"""
import contextlib
import os
import re
import shutil
import signal
import socket
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
from suite import AGENCY, equal, expect, kpi, program, read, write  # noqa: E402

SLURM = os.path.join(suite.SAMPLES, 'slurm')
NEEDED = ('munged', 'munge', 'slurmctld', 'slurmd', 'sbatch', 'scontrol', 'squeue')
SAME = ('kpi.csv', 'scorecard.csv', 'bonus.csv', 'payroll.csv', 'sensitivity.csv', 'survival.csv', 'fair.csv',
        'pipeline.csv', 'reliability.csv')
OPTIONS = ('--period', '2026Q3', '--as-of', '2026-09-30', '--accept-rejects')
TASKS, FILES, HELD = 4, 10, 2  # the task whose node is lost
CONFIGURATION = '''ClusterName=kpi
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CredType=cred/munge
SlurmUser={user}
SlurmdUser={user}
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
SlurmdSpoolDir={folder}/spool-%n
StateSaveLocation={folder}/state
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SchedulerParameters=sched_interval=1,bf_interval=1
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1 RealMemory=8192 State=UNKNOWN
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1 RealMemory=8192 State=UNKNOWN
PartitionName=main Nodes=n1,n2 Default=YES State=UP
'''
# The first try of one task stands still in the middle of a part: one of its two
# files has its name.
KPI = '''#!/bin/sh
if [ "$SLURM_ARRAY_TASK_ID" = {held} ] && [ -z "$SLURM_RESTART_COUNT" ]; then
	echo "$$ $SLURMD_NODENAME" >{folder}/held.new && mv {folder}/held.new {folder}/held
	export FAULT=kill:{step}:{stop} FAULT_FIRED={folder}/fired LD_PRELOAD={shim}
fi
exec {kpi} "$@"
'''


def wait_for(what, happened, seconds=120):
    """What happened() says, once that is anything."""
    for _ in range(seconds * 10):
        found = happened()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError('waited in vain for ' + what)


# ---- the engine ----

def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(('127.0.0.1', 0))
        return [one.getsockname()[1] for one in sockets]


def tell(*command):
    done = program(command)
    expect(done.code == 0, *command, done.err)
    return done.out.strip()


def start(folder):
    """munge and Slurm; nothing of them is outside of the folder."""
    os.chmod(folder, 0o711)  # munge wants its socket to be reached by all
    os.mkdir(os.path.join(folder, 'state'))
    write(os.path.join(folder, 'munge.key'), os.urandom(1024))
    os.chmod(os.path.join(folder, 'munge.key'), 0o400)
    tell('munged', *('--%s=%s' % (option, os.path.join(folder, name)) for option, name in (
        ('key-file', 'munge.key'), ('socket', 'munge.socket'), ('pid-file', 'munged.pid'),
        ('log-file', 'munged.log'), ('seed-file', 'munged.seed'))))
    path = os.path.join(folder, 'slurm.conf')
    write(path, CONFIGURATION.format(folder=folder, host=socket.gethostname().split('.')[0], ports=free_ports(3),
                                     user=tell('id', '-un')))
    os.environ['SLURM_CONF'] = path
    tell('slurmctld', '-f', path)
    for node in ('n1', 'n2'):
        tell('slurmd', '-N', node, '-f', path)
    wait_for('two nodes', lambda: program(['sinfo', '-h', '-N', '-o', '%T']).out.split() == ['idle', 'idle'])


def process_of(path):
    with contextlib.suppress(OSError, ValueError):
        return int(read(path))


def status_of(process):
    """State and parent, or None."""
    with contextlib.suppress(OSError):
        words = read('/proc/%d/stat' % process).decode('utf-8', 'replace').rpartition(')')[2].split()
        return words[0], int(words[1])


def kill(process):
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def end(folder):
    """Ends what start() and the jobs have started."""
    if 'SLURM_CONF' in os.environ:
        program(['scancel', '--user', tell('id', '-un')])
    for name in ('slurmd-n1', 'slurmd-n2', 'slurmctld', 'munged'):
        process = process_of(os.path.join(folder, name + '.pid'))
        if not process or not status_of(process):
            continue
        os.kill(process, signal.SIGTERM)
        for _ in range(50):
            if not status_of(process):
                break
            time.sleep(0.1)
        kill(process)


def lose(folder):
    """A node and what runs there are gone, without a word: kpi, the script, Slurm's
    process for it, and Slurm's for the node."""
    process, node = read(os.path.join(folder, 'held')).decode().split()
    process = int(process)
    wait_for('a part half written', lambda: os.path.exists(os.path.join(folder, 'fired'))
             and status_of(process)[0] == 'T')
    slurmd = process_of(os.path.join(folder, 'slurmd-%s.pid' % node))
    doomed = [slurmd]
    while process not in (None, 0, 1, slurmd):
        doomed.append(process)
        process = status_of(process)[1]
    for one in doomed:
        kill(one)
    wait_for('its end', lambda: not any((status_of(one) or 'Z')[0] != 'Z' for one in doomed))
    return node


# ---- the work ----

def data_set(folder):
    """The sample agency, its timesheets in many files, one row of which is none."""
    exports = os.path.join(folder, 'exports')
    shutil.copytree(AGENCY, exports)
    path = os.path.join(exports, 'timesheets.csv')
    header, *rows = read(path).decode().splitlines()
    os.remove(path)
    for i in range(FILES):
        some = rows[i::FILES] + (['X1,HD24-0001,An,account,2026-02-30,4,390000,'] if i == HELD else [])
        write(os.path.join(exports, 'timesheets-%02d.csv' % i), '\n'.join([header] + some + ['']))
    return exports


def half_way(folder, shim):
    """The step of the held task before which one of its part's two files has its
    name."""
    names = {'timesheets-%d.%s' % (HELD, ending) for ending in ('csv', 'json')}
    share = ['exports/timesheets-%02d.csv' % i for i in range(HELD, FILES, TASKS)]
    os.mkdir(os.path.join(folder, 'tries'))
    for step in range(90, 0, -1):
        out = 'tries/%d/parts' % step  # as deep as summed/parts/2
        program([suite.KPI, 'part', 'exports', '--timesheets', *share, '--jobs', '1', '--out',
                 '%s/timesheets-%d' % (out, HELD), '-q'], cwd=folder, environment={
                     'FAULT': 'kill:%d:9' % step, 'FAULT_FIRED': '%s/tries/%d.fired' % (folder, step),
                     'LD_PRELOAD': shim})
        path = os.path.join(folder, out)
        if os.path.exists(path) and len(names & set(os.listdir(path))) == 1:
            return step
    raise AssertionError('no step is between the two files of a part')


def commands():
    """The two of samples/slurm/README.md, for our paths and fewer tasks."""
    text = read(os.path.join(SLURM, 'README.md')).decode()
    first, second = re.search(r'```sh\n(array=.*)\n(sbatch .*)\n```', text).groups()
    expect('--array=0-99 ' in first and first.endswith(' 100)') and second.endswith(' '.join(OPTIONS[:4])))
    first = first.replace('0-99', '0-%d' % (TASKS - 1)).replace(' 100)', ' %d)' % TASKS)
    second = second.replace('sbatch', 'sbatch --parsable') + ' ' + ' '.join(OPTIONS[4:])
    return '%s\necho $array\n%s\n' % (first, second)


def submit(folder):
    """The numbers of the array's job and of the run's."""
    for name in ('part.sh', 'run.sh'):
        shutil.copy(os.path.join(SLURM, name), folder)
    done = program(['sh', '-ec', commands()], cwd=folder, environment={'KPI': os.path.join(folder, 'kpi')})
    expect(done.code == 0, done.err)
    return done.out.split()


def state_of(job):
    """Of a job that Slurm still knows: RUNNING, COMPLETED, PENDING …; and its word
    for the exit."""
    text = program(['scontrol', 'show', 'job', '-o', job]).out
    return re.findall(r'JobState=(\w+)', text)[:1] + re.findall(r' ExitCode=(\S+)', text)[:1]


def has_ended(job):
    return lambda: (lambda found: found if found and found[0] not in (
        'PENDING', 'RUNNING', 'COMPLETING', 'CONFIGURING', 'REQUEUED') else None)(state_of(job))


def compare(folder, exports):
    whole = os.path.join(folder, 'whole')
    done = kpi('run', exports, '--out', whole, '-q', *OPTIONS)
    expect(done.code == 1, done.code, done.err)
    run = os.path.join(folder, 'summed', 'run')
    for name in SAME:
        expect(os.path.exists(os.path.join(whole, name)), name)
        equal(read(os.path.join(run, name)), read(os.path.join(whole, name)), name)
    rejected = [suite.table(path, 'rejects.csv') for path in (run, whole)]
    equal(*rejected)
    equal(len(rejected[0]), 1)


def a_lost_node_changes_nothing():
    folder = suite.folder()
    exports = data_set(folder)
    shim = suite.fault_shim(os.path.join(folder, 'fault.so'))
    write(os.path.join(folder, 'kpi'), KPI.format(
        folder=folder, held=HELD, shim=shim, kpi=suite.KPI, step=half_way(folder, shim),
        stop=int(signal.SIGSTOP)))
    os.chmod(os.path.join(folder, 'kpi'), 0o755)
    try:
        start(folder)
        array, run = submit(folder)
        wait_for('a held task', lambda: os.path.exists(os.path.join(folder, 'held')))
        node = lose(folder)
        half = os.listdir(os.path.join(folder, 'summed', 'parts', str(HELD)))
        equal(sorted(half), ['.kpi-change', '.kpi-writing-timesheets-2.json', 'timesheets-2.csv'])
        tell('scontrol', 'update', 'nodename=' + node, 'state=down', 'reason=lost')
        wait_for('task 0', lambda: has_ended(array + '_0')() == ['COMPLETED', '0:0'])
        tell('scontrol', 'requeue', array + '_0')  # over the part that it has made
        equal(wait_for('the run', has_ended(run)), ['FAILED', '1:0'], 'one row is rejected')
        for task in range(TASKS):
            equal(state_of('%s_%d' % (array, task)), ['COMPLETED', '0:0'], task)
            parts = os.listdir(os.path.join(folder, 'summed', 'parts', str(task)))
            equal(sorted(parts), ['timesheets-%d.%s' % (task, end) for end in ('csv', 'json')])
        compare(folder, exports)
    except AssertionError:
        for name in sorted(os.listdir(folder)):
            if name.endswith('.out'):
                print(name, read(os.path.join(folder, name)).decode('utf-8', 'replace')[-2000:])
        raise
    finally:
        end(folder)


MISSING = [name for name in NEEDED if not shutil.which(name)]
if suite.SANITIZED:
    suite.skip('the job array', 'the sanitizers do not go with a preloaded library')
elif MISSING:
    suite.skip('the job array', 'no %s: apt-get install slurm-wlm munge' % ', '.join(MISSING))
else:
    suite.add('a_lost_node_changes_nothing', a_lost_node_changes_nothing)

suite.main()
