#!/usr/bin/env python3
"""Broken and hostile CSVs: run.py KPI

Each file is read as contracts.csv. It ends exactly as written down here: the
ids that were taken and the lines that were rejected with their reasons, or one
error that names the line. The lines always add up (kpi check fails if not), no
run crashes or hangs, and memory stays within a bound that depends on the size
of the file only.
"""
import csv
import hashlib
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import mistakes  # noqa: E402
import screen  # noqa: E402, F401
import suite  # noqa: E402

HEADER = b"contract_id,client_id,account_manager,stage,closed_on,value\n"
MEGABYTE = 1 << 20


def row(name, day="2026-07-01", value="5", client="C"):
    return ("%s,%s,an,won,%s,%s\n" % (name, client, day, value)).encode()


def rows(*names):
    return b"".join(row(name) for name in names)


def many(count):
    return b"".join(row("m%d" % i) for i in range(count))


def noise(size, seed):
    return random.Random(seed).randbytes(size)


LINE_FEED = "a line feed within the cell"
LONG = "a cell is longer than 64 KiB"
QUOTE = "a quote stands within a cell"
EXTRA = "more cells than the header has columns"
BYTES = "invalid UTF-8 or a NUL byte"
NO_DATE = "not a date"
NO_NUMBER = "not a number"
# What the program may use besides the file itself.
GROUND = 96 * MEGABYTE


def taken(data, ids, rejects, **more):
    """A file that is read: ids (or how many), rejects (line, reason)."""
    return dict(data=data, ids=ids, rejects=rejects, **more)


def refused(data, error):
    """A file that is not: what is said."""
    return dict(data=data, error=error)


CASES = {
    "stray quotes": lambda: taken(
        HEADER + b'a"b,C,an,won,2026-07-01,5\n' + rows("1") +
        b'2,C,"an"x,won,2026-07-01,5\n' + rows("3"),
        ["1", "3"], [(2, QUOTE), (4, QUOTE)]),
    "a quote that opens and closes three lines later": lambda: taken(
        HEADER + b'1,"open\n2,mid,an,won,2026-07-01,5\n3,end",an,won,'
        b'2026-07-01,5\n' + rows("4"),
        ["4"], [(2, LINE_FEED)]),
    "an unterminated quote in a small file": lambda: taken(
        HEADER + rows("1") + b'2,"C,an,won,2026-07-01,5\n' + rows("3", "4"),
        ["1", "3", "4"], [(3, "never closed")]),
    "an unterminated quote in a large file": lambda: taken(
        HEADER + rows("1") + b'2,"C,an,won,2026-07-01,5\n' + many(300000),
        300001, [(3, LONG)]),
    "a thousand unterminated quotes": lambda: taken(
        HEADER + b'x,"C,an,won,2026-07-01,5\n' * 1000 + rows("1"),
        ["1"], 1000),
    "ragged rows": lambda: taken(
        HEADER + b"1,C,an,won,2026-07-01,5,,,,\n" +
        b"2,C,an,won,2026-07-01,5,x\n" + b"3,C,an,open\n" + b"4,C,an\n",
        ["1", "3"], [(3, EXTRA), (5, "blank, but required")]),
    "a million commas": lambda: taken(
        HEADER + b"," * 1000000 + b"\n" + rows("1") + b"," * 1000000 + b"x\n",
        ["1"], [(4, EXTRA)]),
    "a million commas and no header": lambda: refused(
        b"," * 1000000 + b"\n" + rows("1"),
        "contracts.csv:2: the required columns contract_id,"),
    "a header of 5,000 columns": lambda: refused(
        b"x," * 4999 + HEADER + rows("1"),
        "contracts.csv:1: more than 4096 columns"),
    "100 MB on one line": lambda: taken(
        HEADER + rows("1"), ["1", "2"], [(3, LONG)], most=GROUND + 110 * MEGABYTE,
        repeat=(b"x" * MEGABYTE, 100), tail=b"\n" + rows("2")),
    "100 MB of short cells on one line": lambda: taken(
        HEADER, ["2"], [(2, EXTRA)], most=GROUND + 110 * MEGABYTE,
        repeat=(b"ab," * (MEGABYTE // 3), 100), tail=b"\n" + rows("2")),
    "100 MB within quotes": lambda: taken(
        HEADER + b'1,"', ["2"], [(2, LONG)], most=GROUND + 110 * MEGABYTE,
        repeat=(b"x" * MEGABYTE, 100),
        tail=b'",an,won,2026-07-01,5\n' + rows("2")),
    "an endless field in a header": lambda: refused(
        b"x" * (5 * MEGABYTE), "contracts.csv:1: the header cannot be read: "
        "a cell is longer than 64 KiB"),
    "a header only": lambda: taken(HEADER, [], []),
    "a header only, without a line end": lambda: taken(HEADER[:-1], [], []),
    "nothing": lambda: refused(b"", "the file is empty"),
    "a byte order mark only": lambda: refused(
        b"\xef\xbb\xbf", "the file is empty"),
    "blank lines only": lambda: refused(b"\n\r\n\r\n", "the file is empty"),
    "duplicate headers": lambda: refused(
        b"contract_id,client_id,account_manager,stage,closed_on,value,Value\n" +
        rows("1"), "contracts.csv:1: the column value stands twice (columns 6 "
        "and 7)"),
    "a workbook by another name": lambda: refused(
        b"PK\x03\x04" + noise(5000, 1), "contracts.csv: it is no whole ZIP "
        "file"),
    "a PDF": lambda: refused(
        b"%PDF-1.7\n" + noise(5000, 2), "contracts.csv: this is a PDF"),
    "a compressed file": lambda: refused(
        b"\x1f\x8b\x08" + noise(5000, 3), "contracts.csv: this is a "
        "compressed file"),
    "an HTML page": lambda: refused(
        b"<html><body>Please sign in</body></html>\n",
        "contracts.csv:1: the required columns contract_id,"),
    "binary rows": lambda: taken(
        HEADER + rows("1") + b"\x00\x01\x02\xff\xfe\n" + rows("2"),
        ["1", "2"], [(3, BYTES)]),
    "NUL within a cell": lambda: taken(
        HEADER + b"1\x00,C,an,won,2026-07-01,5\n" + rows("2"),
        ["2"], [(2, BYTES)]),
    "invalid UTF-8": lambda: taken(
        HEADER + row("1", client="Trà Sen") + b"2,\xc3(,an,won,2026-07-01,5\n" +
        b"3,\xed\xa0\x80,an,won,2026-07-01,5\n" +
        b"4,\xf5\x80\x80\x80,an,won,2026-07-01,5\n" + rows("5"),
        ["1", "5"], [(3, BYTES), (4, BYTES), (5, BYTES)]),
    "half a character in UTF-16": lambda: taken(
        b"\xff\xfe" + (HEADER + rows("1")).decode().encode("utf-16-le") +
        "2,".encode("utf-16-le") + b"\x00\xd8" +
        ",an,won,2026-07-01,5\n".encode("utf-16-le") +
        rows("3").decode().encode("utf-16-le") + b"4",
        ["1", "3"], [(3, BYTES), (5, BYTES)]),
    "days that do not exist": lambda: taken(
        HEADER + row("1", "2026-02-30") + row("2", "31/04/26") +
        row("3", "2026-13-01") + row("4", "0000-00-00") +
        row("5", "2026-7-1") + row("6", "20260701") + row("7") + row("8") +
        row("9"),
        ["5", "6", "7", "8", "9"], [(n, NO_DATE) for n in range(2, 6)]),
    "numbers that are none": lambda: taken(
        HEADER + b"".join(row(str(i), value=v) for i, v in enumerate(
            ["9" * 400, "0." + "1" * 400, "1e3", "0x10", "nan", "inf", "--1",
             "1.", ".5", "+5", "1 000", "٣", "-", "900000000000000.0001",
             "1.00005"])) +
        row("a", value="900000000000000") + row("b", value="0." + "0" * 400) +
        row("c", value="5" + "." + "0" * 40),
        ["a", "b", "c"],
        [(2, "larger than"), (3, "more than four")] +
        [(n, NO_NUMBER) for n in range(4, 15)] +
        [(15, "larger than"), (16, "more than four")]),
    "line ends of all kinds": lambda: taken(
        HEADER[:-1] + b"\r\n" + row("1")[:-1] + b"\r" + row("2")[:-1] +
        b"\n\r\n\n" + row("3")[:-1], ["1", "2", "3"], []),
    "white space and odd spaces": lambda: taken(
        HEADER + "\u00a01\u3000,\tC ,  an,won ,2026-07-01, 5 \n".encode() +
        "2,C,a\u00a0\u00a0n,won,2026-07-01,5\n".encode(),
        ["1", "2"], []),
    "formulas and control characters": lambda: taken(
        HEADER + b"=cmd|' /C calc'!A0,C,an,won,2026-07-01,5\n" +
        b"\x1b[31m,C,an,won,2026-07-01,x\n",
        ["=cmd|' /C calc'!A0"], [(3, NO_NUMBER)]),
    "noise": lambda: taken(
        HEADER + noise(3 * MEGABYTE, 4), None, None),
    "noise of delimiters and quotes": lambda: taken(
        HEADER + bytes(random.Random(5).choices(
            b'",\n\r;a1 \xc3\x00', k=2 * MEGABYTE)), None, None),
}


def run(*arguments):
    """Exit code, output, complaints, and the most memory that was resident
    (this process must stay small: the system counts it in)."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([suite.KPI, *arguments], stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return (process.returncode, out.read().decode(),
                err.read().decode("utf-8", "replace"), usage.ru_maxrss * 1024)


def judge(make):
    case, folder = make(), suite.folder()
    path = os.path.join(folder, "contracts.csv")
    piece, count = case.get("repeat", (b"", 0))
    with open(path, "wb") as stream:
        stream.write(case["data"])
        for _ in range(count):
            stream.write(piece)
        stream.write(case.get("tail", b""))
    code, _, complaint, memory = run(
        "check", folder, "--out", os.path.join(folder, "out"), "--accept-unknown")
    most = case.get("most", GROUND + 16 * os.path.getsize(path))
    if memory > most and not suite.SANITIZED:
        raise AssertionError("%d MB of memory" % (memory // MEGABYTE))
    if "error" in case:
        if code != 3 or case["error"] not in complaint:
            raise AssertionError("exit %d, said: %s" % (code, complaint[:500]))
        return
    if code not in (0, 1):
        raise AssertionError("exit %d, said: %s" % (code, complaint[:500]))
    with open(os.path.join(folder, "out", "rejects.csv"),
              newline="", encoding="utf-8-sig") as stream:
        rejects = [(int(r["line"]), r["reason"]) for r in csv.DictReader(stream)]
    wanted = case["rejects"]
    if isinstance(wanted, int):
        if len(rejects) != wanted:
            raise AssertionError("%d rejects" % len(rejects))
    elif wanted is not None and (
            len(rejects) != len(wanted) or not all(
                line == n and part in reason
                for (n, reason), (line, part) in zip(rejects, wanted))):
        raise AssertionError("rejects: %s" % rejects[:20])
    if case["ids"] is None:
        return
    _, said, complaint, _ = run(
        "sql", folder, "select contract_id from contracts", "--format", "csv",
        "-q", "--accept-unknown")
    ids = [r[0] for r in csv.reader(said.splitlines()[1:])]
    if (len(ids) if isinstance(case["ids"], int) else ids) != case["ids"]:
        raise AssertionError("took %s %s" % (ids[:20], complaint[:300]))


def large_settings():
    """kpi.yaml of 40,000 keys, the last of which stands twice: in seconds of the
    processor that do not grow with the square of the keys."""
    folder = suite.folder()
    suite.write(os.path.join(folder, "contracts.csv"), HEADER.decode())
    suite.write(os.path.join(folder, "kpi.yaml"), "exchange_rates:\n  USD:\n" + "".join(
        "    k%d: 1\n" % i for i in range(40000)) + "    k39999: 2\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    code, _, complaint, _ = run("check", folder, "--out", os.path.join(folder, "out"))
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    if code != 2 or "kpi.yaml:40003: the key k39999 stands twice (first on line 40002)" not in complaint:
        raise AssertionError("exit %d, said: %s" % (code, complaint[:500]))
    if seconds > 2 and not suite.SANITIZED:
        raise AssertionError("%.1f s" % seconds)


def seconds_of(most, wanted, *arguments):
    """Runs kpi; fails if it takes more seconds of the processor. The bounds are
    wide: what grows with the square takes some times as long."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    code, said, complaint, _ = run(*arguments)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    if code != wanted:
        raise AssertionError("exit %d, said: %s" % (code, complaint[:500]))
    if seconds > most and not suite.SANITIZED:
        raise AssertionError("%.1f s" % seconds)
    return said


def many_values():
    """20,000 words for won, each in a row."""
    folder = suite.folder()
    count = range(20000)
    suite.write(os.path.join(folder, "kpi.yaml"), "contracts:\n  values:\n    stage:\n" +
                "".join("      word %d: won\n" % i for i in count))
    suite.write(os.path.join(folder, "contracts.csv"), HEADER.decode() + "".join(
        "%d,C,an,Word %d,2026-07-01,1\n" % (i, i) for i in count))
    seconds_of(3, 0, "check", folder, "--out", os.path.join(folder, "out"))
    said = run("sql", folder, "select count(*) from contracts where stage = 'won'",
               "--format", "csv", "-q")[1]
    if said.split() != ["count(*)", "20000"]:
        raise AssertionError(said)


def many_unknown_words():
    """20,000 words that nobody knows, each in a row: what kpi.yaml could say has
    them all, what is said on stderr not."""
    folder = suite.folder()
    suite.write(os.path.join(folder, "contracts.csv"), HEADER.decode() + "".join(
        "%d,C,an,w%d,2026-07-01,1\n" % (i, i) for i in range(20000)))
    said = seconds_of(4, 1, "check", folder, "--out", os.path.join(folder, "out"),
                      "--accept-unknown")
    if len(set(re.findall(r"^ +(w\d+): open ", said, re.M))) != 20000:
        raise AssertionError(said[-300:])


def many_rates():
    """20,000 employees with a rate of their own."""
    folder, count = suite.folder(), range(20000)
    suite.write(os.path.join(folder, "kpi.yaml"), "rates:\n  employee:\n" + "".join(
        "    e%d: %d\n" % (i, i + 1) for i in count))
    suite.write(os.path.join(folder, "contracts.csv"),
                HEADER.decode()[:-1] + ",project_id\n1,C,an,won,2026-07-01,5,P\n")
    suite.write(os.path.join(folder, "timesheets.csv"),
                "project_id,worked_on,hours,employee\n" + "".join(
                    "P,2026-07-01,1,e%d\n" % i for i in count))
    seconds_of(3, 0, "check", folder, "--out", os.path.join(folder, "out"))
    said = run("sql", folder, "select sum(cost) from timesheets", "--format",
               "csv", "-q")[1]
    if float(said.split()[1]) != sum(i + 1 for i in count):
        raise AssertionError(said)


def many_inputs():
    """run.json of 20,000 inputs, each with a rejected row; half of them are other
    ones in the second folder."""
    folder = suite.folder()
    data, count = os.path.join(folder, "data"), range(20000)
    os.mkdir(data)
    suite.write(os.path.join(data, "contracts.csv"),
                HEADER.decode() + "1,C,an,won,2026-07-01,5\n2,C,an,won,then,5\n")
    for out, other in (("old", 0), ("new", 1)):
        out = os.path.join(folder, out)
        run("run", data, "--out", out, "-q")
        with open(os.path.join(out, "rejects.csv"), encoding="utf-8") as stream:
            head, row = stream.read().splitlines()
        rejects = "\n".join([head] + [row.replace("contracts.csv", "c%d.csv" % i)
                                      for i in count]) + "\n"
        suite.write(os.path.join(out, "rejects.csv"), rejects)
        with open(os.path.join(out, "run.json"), encoding="utf-8") as stream:
            record = json.load(stream)
        record["inputs"] = [
            dict(record["inputs"][0], path="c%d.csv" % i,
                 sha256="%064x" % (2 * i + other * (i % 2))) for i in count]
        for output in record["outputs"]:
            if output["name"] == "rejects.csv":
                output["sha256"] = hashlib.sha256(rejects.encode()).hexdigest()
                output["bytes"] = len(rejects.encode())
        suite.write(os.path.join(out, "run.json"), json.dumps(record))
    said = seconds_of(4, 0, "diff", os.path.join(folder, "old"),
                      os.path.join(folder, "new"))
    changed = {int(n) for n in re.findall(r"\bc(\d+)\.csv", said)}
    if changed != {i for i in count if i % 2}:
        raise AssertionError("%d inputs: %s" % (len(changed), said[:300]))


def all_rejected(form, count):
    """Every row is rejected, and stands in rejects.csv: whatever a row's length,
    it costs no more memory than some times its text."""
    folder = suite.folder()
    path, out = os.path.join(folder, "contracts.csv"), os.path.join(folder, "out")
    with open(path, "wb") as stream:
        stream.write(HEADER)
        for first in range(0, count, 1000):
            stream.write(b"".join(form % {b"i": i} for i in range(first, first + 1000)))
    code, _, complaint, memory = run("check", folder, "--out", out)
    if code != 1:
        raise AssertionError("exit %d, said: %s" % (code, complaint[:500]))
    if memory > GROUND + 4 * os.path.getsize(path) and not suite.SANITIZED:
        raise AssertionError("%d MB of memory" % (memory // MEGABYTE))
    with open(os.path.join(out, "rejects.csv"), "rb") as stream:
        stream.readline()
        for i, line in enumerate(stream):
            wanted = b"contracts.csv,%d," % (i + 2)
            raw = b',"' + (form % {b"i": i}).rstrip(b"\n") + b'",'
            if not line.startswith(wanted) or raw not in line:
                raise AssertionError("row %d: %r" % (i, line))
    if i + 1 != count:
        raise AssertionError("%d rejects" % (i + 1))


def many_managers(count, most):
    """As many managers as records: most have no record of a metric in a period,
    and cost little there. Each has one contract, signed in one of twelve months,
    for a year."""
    folder = suite.folder()
    with open(os.path.join(folder, "contracts.csv"), "w") as stream:
        stream.write("contract_id,client_id,account_manager,stage,kind,value,"
                     "proposed_on,closed_on,start_on,end_on,due_on\n")
        for i in range(count):
            month = i % 12 + 1
            stream.write("H%d,K%d,m%d,won,new,%d,2024-%02d-01,2024-%02d-15,"
                         "2024-%02d-20,2025-%02d-19,2025-%02d-01\n"
                         % (i, i, i, 1000 + i, *[month] * 5))
    out = os.path.join(folder, "out")
    code, _, complaint, memory = run("run", folder, "--period", "2024Q4", "--out", out)
    if code != 0:
        raise AssertionError("exit %d, said: %s" % (code, complaint[:500]))
    revenue = []
    with open(os.path.join(out, "kpi.csv")) as stream:
        for line in stream:
            if line.startswith("2024Q4,manager,") and ",revenue," in line:
                revenue.append(int(line.split(",")[4]))
    wanted = [1000 + i if i % 12 > 8 else 0 for i in range(count)]
    if sorted(revenue) != sorted(wanted):
        raise AssertionError("revenue of %d managers" % len(revenue))
    # The sheet of scorecards lists 5,000 and says that there are more.
    with zipfile.ZipFile(os.path.join(out, "dashboard.xlsx")) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    if "… and %d more" % (count - 5000) not in texts:
        raise AssertionError("the workbook does not say how many more there are")
    if memory > most and not suite.SANITIZED:
        raise AssertionError("%d MB of memory" % (memory // MEGABYTE))


for title, make in CASES.items():
    suite.add(title, judge, make)
suite.add("20,000 managers", many_managers, 20000, 320 * MEGABYTE)
suite.add("kpi.yaml of 40,000 keys", large_settings)
suite.add("20,000 words for one", many_values)
suite.add("20,000 words that nobody knows", many_unknown_words)
suite.add("20,000 rates", many_rates)
suite.add("a record of 20,000 inputs", many_inputs)
for length, form, count in ((9, b"%(i)07d,\n", 600000),
                            (30, b"%(i)07d,C,m%(i)07d,won,then,5\n", 200000),
                            (200, b"%(i)07d,C,m%(i)07d,won,then,5," + b"z" * 170 + b"\n", 30000)):
    suite.add("a file of rejected rows of %d bytes" % length, all_rejected, form, count)
mistakes.register()
suite.main()
