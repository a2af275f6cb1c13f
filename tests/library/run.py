"""Goal: the library as a C program sees it: `make install` puts it in place,
the sample program builds against both forms and runs, only what kpi.h declares
is exported, and the numbers are those of kpi.csv."""
import ctypes
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
from suite import AGENCY, BUILD, KPI, equal  # noqa: E402


def say(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, text=True, **more).stdout


# A user may have such a folder.
PREFIX = '/a place/kpi & co'


def text(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def install(folder):
    environment = {k: v for k, v in os.environ.items() if not k.startswith('MAKE')}
    say('make', '-s', 'install', 'BUILD=' + BUILD, 'DESTDIR=' + folder, 'PREFIX=' + PREFIX, env=environment)


def installed():
    """The folder that `make install` filled."""
    return suite.shared() + PREFIX


def the_library():
    return ctypes.CDLL(installed() + '/lib/libkpi.so')


@suite.check
def exports_only_what_it_declares():
    usr = installed()
    declared = sorted(re.findall(r'^KPI_API[^;]*?\b(kpi_\w+)\(', text(usr + '/include/kpi.h'), re.M))
    assert len(declared) >= 12, declared
    shared = say('nm', '-D', '--defined-only', usr + '/lib/libkpi.so').split('\n')
    static = say('nm', '-g', '--defined-only', usr + '/lib/libkpi.a').split('\n')
    for lines in (shared, static):
        equal(sorted(line.split()[2] for line in lines if len(line.split()) == 3), declared)


@suite.check
def says_one_version():
    usr, library = installed(), the_library()
    version = re.search(r'^VERSION = (\S+)', text('Makefile'), re.M).group(1)
    header = '.'.join(re.search(r'KPI_VERSION_%s (\d+)' % part, text(usr + '/include/kpi.h')).group(1)
                      for part in ('MAJOR', 'MINOR', 'PATCH'))
    library.kpi_version.restype = ctypes.c_char_p
    equal([header, library.kpi_version().decode()], [version, version])
    assert text(usr + '/lib/pkgconfig/kpi.pc').startswith('prefix=%s\n' % PREFIX)
    equal(re.search(r'^Version: (\S+)', text(usr + '/lib/pkgconfig/kpi.pc'), re.M).group(1), version)


@suite.check
def builds_and_runs_the_sample():
    usr, folder = installed(), suite.folder()
    private = re.search(r'^Libs.private: (.*)', text(usr + '/lib/pkgconfig/kpi.pc'), re.M).group(1).split()
    said = {}
    for form, libraries in (('shared', ['-L' + usr + '/lib', '-lkpi']),
                            ('static', [usr + '/lib/libkpi.a', *private])):
        program = os.path.join(folder, form)
        say('cc', '-std=c11', '-Wall', '-Wextra', '-Werror', '-I' + usr + '/include', 'samples/library.c',
            *libraries, '-o', program)
        said[form] = say(program, AGENCY, '2026Q3', env={**os.environ, 'LD_LIBRARY_PATH': usr + '/lib'})
    equal(said['shared'], said['static'])
    low = say(KPI, 'query', AGENCY, '--metric', 'retention', '--by', 'manager', '--period', '2026Q3', '-q')
    expected = sorted(line.split('  ')[1] for line in low.split('\n')
                      if re.search(r' ([0-7]\d|\d)\.\d %', line))
    equal(sorted(line.split(':')[0] for line in said['shared'].split('\n') if line), expected)
    assert expected


class Estimate(ctypes.Structure):
    """struct kpi_estimate"""
    _fields_ = [(name, ctypes.c_char_p) for name in (
        'value_text', 'numerator_text', 'denominator_text', 'prior_text')] + [
        ('has_value', ctypes.c_int), ('value', ctypes.c_double), ('n', ctypes.c_uint32),
        ('has_interval', ctypes.c_int), ('low', ctypes.c_double), ('high', ctypes.c_double),
        ('method', ctypes.c_char_p), ('has_prior', ctypes.c_int), ('prior', ctypes.c_double),
        ('has_p_change', ctypes.c_int), ('p_change', ctypes.c_double),
        ('has_p_peers', ctypes.c_int), ('p_peers', ctypes.c_double), ('flags', ctypes.c_char_p)]


@suite.check
def gives_the_numbers_of_kpi_csv():
    library, out = the_library(), os.path.join(suite.folder(), 'out')
    say(KPI, 'run', AGENCY, '--period', '2026Q3', '--out', out, '-q')
    library.kpi_message.restype = ctypes.c_char_p
    handle = ctypes.c_void_p()
    equal(library.kpi_open(ctypes.byref(handle), AGENCY.encode()), 0)
    equal(library.kpi_run(handle, b'2026Q5', None), 2)
    assert b'not a period' in library.kpi_message(handle)
    equal(library.kpi_run(handle, b'2026Q3', b'2026-09-31'), 2)
    equal(library.kpi_run(handle, b'2026Q3', None), 0)
    equal(library.kpi_message(handle), b'')
    scopes = {'company': 0, 'team': 1, 'reports': 2, 'manager': 3}
    e = Estimate()
    count = 0
    for row in suite.table(out, 'kpi.csv'):
        equal(library.kpi_get(handle, row['period'].encode(), scopes[row['scope']],
                              row['subject'].encode(), row['metric'].encode(), ctypes.byref(e)), 0)
        equal([e.value_text.decode(), e.numerator_text.decode(), e.denominator_text.decode(),
               str(e.n), e.prior_text.decode(), e.method.decode(), e.flags.decode()],
              [row['value'], row['numerator'], row['denominator'], row['n'], row['prior'],
               row['method'], row['flags']], row)
        equal([e.low, e.high] if e.has_interval else [],
              [float(row[c]) for c in ('ci_low', 'ci_high') if row[c]], row)
        count += 1
    assert count > 500
    equal(library.kpi_get(handle, None, 2, b'nobody', b'revenue', ctypes.byref(e)), 2)
    assert b'nobody: unknown subject' in library.kpi_message(handle)
    library.kpi_close(handle)
    library.kpi_close(None)
    equal(library.kpi_open(ctypes.byref(handle), b'/nowhere'), 3)
    assert library.kpi_message(handle)
    library.kpi_close(handle)


os.chdir(suite.ROOT)
if suite.SANITIZED:
    suite.CHECKS.clear()
    suite.skip('the library', 'sanitizers want the program itself')
else:
    install(suite.shared())
suite.main()
