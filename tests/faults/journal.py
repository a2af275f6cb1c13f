"""A folder in the middle of a change, and what may have become of its journal:
checks of run.py. Whoever was killed there, the next command brings the old files
back; a journal that it cannot trust it does not follow, and says so."""
import fcntl
import hashlib
import os
import shutil
import signal

import suite

JOURNAL = ".kpi-change"


def half_changed(command, before, shim, steps):
    """A copy of the folder in which a run was killed between its renames."""
    out = os.path.join(suite.folder(), "half")
    for n in range(steps - 12, 0, -1):
        shutil.copytree(before, out)
        suite.kpi(*(word.format(out=out) for word in command), environment={
            "LD_PRELOAD": shim, "FAULT": "kill:%d:%d" % (n, signal.SIGKILL),
            "FAULT_FIRED": os.path.join(suite.folder(), "fired%d" % n)})
        if os.path.exists(os.path.join(out, JOURNAL)):
            return out
        shutil.rmtree(out)
    raise AssertionError("no run was killed between its renames")


def listing(folder):
    """What stands there, links as links."""
    found = {}
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        found[name] = os.readlink(path) if os.path.islink(path) else \
            suite.read(path) if os.path.isfile(path) else os.lstat(path).st_mode
    return found


def refused(out, *said):
    """No command reads or writes there, and all stays as it is."""
    found = listing(out)
    for command, code in ((["verify", out], 3), (["seal", out], 3),
                          (["diff", out, out], 3),
                          (["run", suite.TINY, "-q", "--out", out], 4)):
        done = suite.kpi(*command)
        suite.expect(done.code == code and not done.out and
                     all(text in done.err for text in said), command, done)
        suite.equal(listing(out), found, command)


def brought_back(out, before):
    found = suite.run("verify", out, code=(0, 1))
    suite.expect("the files of before are back" in found.err, found)
    suite.equal(listing(out), listing(before))


def text_of(*steps):
    return b"".join(piece.encode() + b"\0" for piece in (
        "kpi changes the files of this folder", *steps, str(len(steps))))


def a_journal_that_is_none(before, half):
    """Cut short, foreign, no regular file, or somebody else's."""
    out = half()
    path = os.path.join(out, JOURNAL)
    journal = suite.read(path)
    victim = suite.write(os.path.join(suite.folder(), "victim"), "mine\n")
    digest = "0" * 64
    for text in (b"", journal[:-1], journal[:-2] + b"\0", journal[:100],
                 b"\0" * 100, journal + b"x\0", text_of(
                     "new %s ../victim" % digest), text_of(
                     "over %s /etc/passwd" % digest), text_of(
                     "gone %s .kpi-before-x" % digest), text_of(
                     "new %s .." % digest), text_of(
                     "new %s %s" % (digest, "x" * 256)), text_of(
                     "new 12 kpi.csv"), text_of("move %s kpi.csv" % digest)):
        suite.write(path, text)
        refused(out, JOURNAL, "not what kpi wrote")
    os.remove(path)
    os.symlink(victim, path)
    refused(out, JOURNAL)
    os.remove(path)
    os.mkfifo(path, 0o600)
    refused(out, JOURNAL, "not a regular file")
    os.remove(path)
    suite.write(path, journal)
    os.chmod(path, 0o666)
    refused(out, JOURNAL, "not what kpi wrote")
    os.chmod(path, 0o600)
    suite.equal(suite.read(victim), b"mine\n")
    brought_back(out, before)


def a_journal_over_others_files(before, half):
    """One forged with the digests of what lies there removes nothing."""
    folder = os.path.join(suite.folder(), "mine")
    os.mkdir(folder)
    digests = [hashlib.sha256(suite.read(suite.write(os.path.join(
        folder, name), name))).hexdigest() for name in ("a.txt", "kpi.csv")]
    for steps in (["new %s a.txt" % digests[0]],
                  ["new %s a.txt" % digests[0], "new %s kpi.csv" % digests[1]],
                  ["gone %s a.txt" % digests[0], "over %s kpi.csv" % digests[1]]):
        path = suite.write(os.path.join(folder, JOURNAL), text_of(*steps))
        os.chmod(path, 0o600)
        refused(folder, JOURNAL, "no command changes together")


def a_file_that_was_altered_meanwhile(before, half):
    """What stands where a new file was put is not thrown away if it is another."""
    out = half()
    name = next(name[len(".kpi-before-"):] for name in os.listdir(out)
                if name.startswith(".kpi-before-") and os.path.exists(
                    os.path.join(out, name[len(".kpi-before-"):])))
    data = suite.read(out, name)
    suite.write(os.path.join(out, name), data + b"mine")
    refused(out, name, "not the file that was put there")
    suite.write(os.path.join(out, name), data)
    brought_back(out, before)


def a_reader_that_may_not_write(before, half):
    """It says how the folder is brought in order instead of reading half."""
    out = half()
    program = shutil.copy(suite.KPI, os.path.join(suite.folder(), "kpi"))
    for path, _, names in os.walk(suite.folder()):
        os.chmod(path, 0o755)
        for name in names:
            if not os.path.islink(os.path.join(path, name)):
                os.chmod(os.path.join(path, name), 0o644)
    os.chmod(program, 0o755)
    os.chmod(out, 0o555)

    def nobody():
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
    found = listing(out)
    for command in (["verify", out], ["diff", out, out]):
        done = suite.program([program, *command], preexec_fn=nobody)
        suite.expect(done.code == 3 and "kpi verify" in done.err and
                     not done.out, command, done)
    suite.equal(listing(out), found)
    os.chmod(out, 0o755)
    os.chmod(os.path.join(out, JOURNAL), 0o600)
    suite.run("verify", out, code=(0, 1))
    suite.equal(listing(out), listing(before))


def two_at_once(before):
    """Another command holds the folder: neither a run nor a reader goes on."""
    out = shutil.copytree(before, os.path.join(suite.folder(), "out"))
    suite.write(os.path.join(out, ".kpi-writing-kpi.csv"), "of the other one")
    holder = os.open(out, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    found = listing(out)
    for command, code in ((["run", suite.TINY, "-q", "--out", out], 4),
                          (["verify", out], 3), (["seal", out], 3)):
        done = suite.kpi(*command)
        suite.expect(done.code == code and "is writing there" in done.err,
                     command, done)
    suite.equal(listing(out), found)
    os.close(holder)
    suite.run("verify", out, code=(0, 1))
    suite.equal(listing(out), listing(before))


def what_the_dead_have_left(before):
    """A temporary folder goes when nobody holds it, and it is this user's own and
    of kpi's making; and with it only files."""
    temporary = os.path.join(suite.folder(), "tmp")
    dead, alive, mine, link = (os.path.join(temporary, name) for name in (
        ".kpi-scratch-dead00", ".kpi-scratch-alive0", "kpi-results",
        ".kpi-scratch-link00"))
    for path in dead, alive, mine:
        os.makedirs(os.path.join(path, "files"), 0o700)
        suite.write(os.path.join(path, "files", "bonus.csv"), "pay\n")
    os.symlink(mine, link)
    holder = os.open(alive, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)

    def verify():
        suite.run("verify", before, suite.TINY, code=(0, 1),
                  environment={"TMPDIR": temporary})
        return sorted(os.listdir(temporary))
    suite.equal(verify(), sorted(os.path.basename(p) for p in (alive, mine, link)))
    for path in alive, mine:
        suite.equal(suite.read(path, "files", "bonus.csv"), b"pay\n")
    os.close(holder)
    suite.equal(verify(), sorted(os.path.basename(p) for p in (mine, link)))
    os.mkdir(dead, 0o700)  # killed before there was a folder for files in it
    suite.equal(verify(), sorted(os.path.basename(p) for p in (mine, link)))


def something_in_the_way(before):
    """A folder with the name of an output: said before anything is read."""
    data = shutil.copytree(suite.TINY, os.path.join(suite.folder(), "data"))
    os.mkdir(os.path.join(data, "contracts-2.csv"))  # no file: exit 3
    out = shutil.copytree(before, os.path.join(suite.folder(), "out"))
    suite.equal(suite.kpi("run", data, "-q", "--out", out).code, 3)
    for name in [n for n in os.listdir(before) if n != "letter.txt"]:
        path = os.path.join(out, name)
        os.remove(path)
        os.mkdir(path)
        found = listing(out)
        done = suite.kpi("run", data, "-q", "--out", out)
        suite.expect(done.code == 4 and path in done.err, name, done)
        suite.equal(listing(out), found)
        os.rmdir(path)
        shutil.copy(os.path.join(before, name), path)


def register(command, before, shim, steps):
    def half():
        return half_changed(command, before, shim, steps)
    for function in (a_journal_that_is_none, a_journal_over_others_files, a_file_that_was_altered_meanwhile,
                     a_reader_that_may_not_write):
        suite.add(function.__name__, function, before, half)
    for function in (two_at_once, something_in_the_way,
                     what_the_dead_have_left):
        suite.add(function.__name__, function, before)
