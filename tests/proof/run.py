#!/usr/bin/env python3
"""The proof of a run: run.py KPI

seal and verify: what is sealed is what sha256sum says; any single byte that is
changed, any file added or removed is found; the data set, wherever it lies,
gives the same bytes again, and if not, the first difference is named. What a
run keeps (observations.csv, records-….csv) is what its numbers were made of.
"""
import collections
import hashlib
import json
import os
import shutil
import sys
from decimal import Decimal

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402
from suite import AGENCY, TINY, expect, kpi, read, table, write  # noqa: E402


def shell(folder, command):
    done = suite.program(["sh", "-c", command], cwd=folder)
    return done.code, done.out + done.err


def sealed(name="out", data=TINY, *options):
    """A folder of a run, sealed, and its digest."""
    out = os.path.join(suite.folder(), name)
    code, _, error = kpi("run", data, "--out", out, "-q", *options)
    expect(code == 0, code, error)
    code, digest, error = kpi("seal", out)
    expect(code == 0, code, error)
    return out, digest.strip()


@suite.check
def the_digest_can_be_recomputed_by_hand():
    out, digest = sealed()
    code, text = shell(out, "sha256sum -c seal.txt")
    expect(code == 0 and text.count(": OK") >= 4, text)
    # The three ways that io/README.md gives.
    for command in ("grep -v '^#' seal.txt | sha256sum",
                    "LC_ALL=C ls -A | grep -vx seal.txt | xargs sha256sum |"
                    " sha256sum"):
        code, text = shell(out, command)
        expect(text.split()[0] == digest, command, text, digest)
    # And without any of these tools.
    lines = "".join(
        "%s  %s\n" % (hashlib.sha256(read(os.path.join(out, name))).hexdigest(),
                      name)
        for name in sorted(os.listdir(out)) if name != "seal.txt")
    expect(hashlib.sha256(lines.encode()).hexdigest() == digest, lines)
    expect(os.stat(os.path.join(out, "seal.txt")).st_mode & 0o777 == 0o600)


@suite.check
def sealing_twice_gives_the_same():
    out, digest = sealed()
    before = read(os.path.join(out, "seal.txt"))
    code, again, _ = kpi("seal", out)
    expect(code == 0 and again.strip() == digest, code, again)
    expect(read(os.path.join(out, "seal.txt")) == before)
    # Two people who run the same data sign the same digest.
    data = os.path.join(suite.folder(), "elsewhere")
    shutil.copytree(TINY, data)
    expect(sealed("other", data)[1] == digest)


@suite.check
def any_single_byte_is_found():
    out, _ = sealed()
    for name in sorted(os.listdir(out)):
        path = os.path.join(out, name)
        data = read(path)
        step = 1 if name == "seal.txt" else max(1, len(data) // 40)
        places = sorted({*range(0, len(data), step), len(data) - 1})
        for at in places:
            changed = bytearray(data)
            changed[at] ^= 1 << (at % 8)
            write(path, changed)
            code, text, error = kpi("verify", out)
            # A damaged run.json may not be readable at all.
            expect(code == 1 or (name == "run.json" and code == 3),
                   name, "byte", at, "exit", code, text, error)
            expect(code == 3 or "altered" in text or name == "seal.txt",
                   name, "byte", at, text)
        for changed in (data[:-1], data + b"\n", b""):
            write(path, changed)
            code, text, error = kpi("verify", out)
            expect(code in (1, 3), name, len(changed), code, text, error)
        write(path, data)
        expect(kpi("verify", out)[0] == 0, name, "restored")


@suite.check
def added_and_removed_files_are_found():
    out, _ = sealed()
    for name in ("bonus.csv", ".hidden", "a b.txt", "odd\nname"):
        path = os.path.join(out, name)
        write(path, b"")
        code, text, _ = kpi("verify", out)
        shown = name.replace("\n", " ")  # nothing for a terminal to obey
        expect(code == 1 and "added    " + shown in text, name, code, text)
        os.remove(path)
    os.mkdir(os.path.join(out, "folder"))
    code, text, _ = kpi("verify", out)
    expect(code == 1 and "added    folder" in text, code, text)
    os.rmdir(os.path.join(out, "folder"))
    for name in sorted(os.listdir(out)):
        if name == "run.json":
            continue
        path = os.path.join(out, name)
        data = read(path)
        os.remove(path)
        code, text, _ = kpi("verify", out)
        wanted = "not sealed" if name == "seal.txt" else "removed  " + name
        expect(code == 1 and wanted in text, name, code, text)
        # A link to the very same bytes is not the file that was sealed.
        kept = os.path.join(suite.folder(), "kept")
        write(kept, data)
        os.symlink(kept, path)
        expect(kpi("verify", out)[0] != 0, name, "as a link")
        os.remove(path)
        write(path, data)
    expect(kpi("verify", out)[0] == 0)


@suite.check
def what_is_not_as_it_was_run_cannot_be_sealed():
    out = os.path.join(suite.folder(), "out")
    expect(kpi("run", TINY, "--out", out, "-q")[0] == 0)
    path = os.path.join(out, "kpi.csv")
    data = read(path)
    write(path, data + b"x")
    code, text, error = kpi("seal", out)
    expect(code == 1 and "kpi.csv" in text and "Nothing was sealed" in error,
           code, text, error)
    write(path, data)
    write(os.path.join(out, "notes.txt"), b"")
    code, text, _ = kpi("seal", out)
    expect(code == 1 and "added    notes.txt" in text, code, text)
    expect(not os.path.exists(os.path.join(out, "seal.txt")))
    os.remove(os.path.join(out, "notes.txt"))
    expect(kpi("seal", out)[0] == 0)


@suite.check
def folders_that_are_none():
    empty = os.path.join(suite.folder(), "empty")
    os.mkdir(empty)
    for command in ("seal", "verify"):
        for folder in (empty, os.path.join(suite.folder(), "none"),
                       os.path.join(TINY, "contracts.csv")):
            code, _, error = kpi(command, folder)
            expect(code == 3 and folder in error, command, folder, code, error)
        expect(kpi(command)[0] == 2, command)
    for text in (b"", b"{", b"[]", b"{}", b'{"program": "kpi"}', b"\xff\xfe",
                 b"[" * 100000, b'{"version": {"a": [1, 2.5, true, null]}}'):
        write(os.path.join(empty, "run.json"), text)
        for command in ("seal", "verify"):
            code, _, error = kpi(command, empty)
            expect(code == 3 and "run.json" in error, text, code, error)


@suite.check
def a_sealed_folder_is_not_written_over():
    out, digest = sealed()
    code, _, error = kpi("run", TINY, "--out", out, "-q")
    expect(code == 4 and "sealed" in error, code, error)
    code, text, _ = kpi("verify", out)
    expect(code == 0 and digest in text, code, text)


@suite.check
def the_data_set_gives_the_same_again():
    data = os.path.join(suite.folder(), "data")
    shutil.copytree(TINY, data)
    out, _ = sealed("out", TINY, "--period", "2026-07", "--as-of",
                    "2026-08-15", "--lang", "vi", "--history", "3", "--seed",
                    "7")
    code, text, error = kpi("verify", out, data)
    expect(code == 0 and "byte for byte" in text, code, text, error)
    # The dashboard's date is that of the run, whatever the environment says.
    code, text, error = kpi("verify", out, data,
                            environment={"SOURCE_DATE_EPOCH": "86400"})
    expect(code == 0, code, text, error)
    dated = os.path.join(suite.folder(), "dated")
    code, _, error = kpi("run", data, "--out", dated, "-q",
                         environment={"SOURCE_DATE_EPOCH": "86400"})
    expect(code == 0, error)
    expect(kpi("seal", dated)[0] == 0)
    code, text, error = kpi("verify", dated, data)
    expect(code == 0, code, text, error)


@suite.check
def a_large_input_is_digested_in_parts():
    """Its digest is what a user's own command prints; a run of a program that
    took that of the whole file is verified too."""
    data = os.path.join(suite.folder(), "data")
    shutil.copytree(TINY, data)
    large = os.path.join(data, "timesheets.csv")
    with open(large, "ab") as stream:
        stream.write((b" " * 100_000 + b"\n") * 700)  # blank lines: 70 MB
    out, _ = sealed("out", data)
    code, text, error = kpi("verify", out, data)
    expect(code == 0, code, text, error)
    record = json.loads(read(os.path.join(out, "run.json")))
    for entry in record["inputs"]:
        in_parts = entry["path"] == "timesheets.csv"
        expect(entry["sha256_of"] == ("split -b 64M --filter=sha256sum" if in_parts
                                      else "file"), entry)
        command = (entry["sha256_of"] + " %s | sha256sum" if in_parts
                   else "sha256sum %s") % entry["path"]
        code, text = shell(data, command)
        expect(code == 0 and text.split()[0] == entry["sha256"], entry, text)
        entry["sha256"] = shell(data, "sha256sum " + entry["path"])[1].split()[0]
        del entry["sha256_of"]
    # As an older program wrote it.
    os.remove(os.path.join(out, "seal.txt"))
    write(os.path.join(out, "run.json"), json.dumps(record).encode())
    expect(kpi("seal", out)[0] == 0)
    code, text, error = kpi("verify", out, data)
    expect("input " not in text and "differs  run.json" in text, text, error)
    with open(large, "r+b") as stream:
        stream.seek(66 << 20)
        stream.write(b"\n")
    code, text, error = kpi("verify", out, data)
    expect("input    timesheets.csv: not the file of the run" in text, text)


@suite.check
def another_data_set_is_told():
    data = os.path.join(suite.folder(), "data")
    shutil.copytree(TINY, data)
    out, _ = sealed()
    path = os.path.join(data, "contracts.csv")
    lines = read(path).decode().splitlines(keepends=True)
    head = lines[0].strip().split(",")
    row = next(at for at, line in enumerate(lines)
               if ",won," in line and ",2026-0" in line)
    cells = lines[row].rstrip("\n").split(",")
    cells[head.index("value")] += "1"
    lines[row] = ",".join(cells) + "\n"
    write(path, "".join(lines).encode())
    scratch = os.path.join(suite.folder(), "scratch")
    os.mkdir(scratch)
    code, text, error = kpi("verify", out, data,
                            environment={"TMPDIR": scratch})
    expect(code == 1, code, text, error)
    expect("input    contracts.csv: not the file of the run" in text, text)
    expect("differs  kpi.csv: first in line" in text and "column" in text,
           text)
    expect("differs  dashboard.xlsx: first at byte" in text, text)
    expect(not os.listdir(scratch), os.listdir(scratch))
    os.remove(os.path.join(data, "surveys.csv"))
    code, text, _ = kpi("verify", out, data)
    expect(code == 1 and "surveys.csv: was read by the run" in text, text)
    code, text, error = kpi("verify", out, os.path.join(suite.folder(), "none"))
    expect(code == 3, code, text, error)


@suite.check
def formats_are_part_of_the_proof():
    """The digest of kpi.yaml and of each format by which a file was read, the
    user's own too, stands in run.json; verify names one that is another."""
    data = os.path.join(suite.folder(), "data")
    home = os.path.join(suite.folder(), "home")
    out = os.path.join(suite.folder(), "out")
    formats = os.path.join(home, "kpi", "formats")
    for path in (data, formats):
        os.makedirs(path)
    deals = ("table: contracts\nrecognize: [Deal, Who]\ncolumns: {contract_id:"
             " Deal, client_id: Firm, account_manager: Who, stage: State,"
             " closed_on: Day, value: Sum}\n")
    write(os.path.join(formats, "deals.yaml"), deals.encode())
    write(os.path.join(formats, "unused.yaml"),
          deals.replace("Deal", "Sale").encode())
    write(os.path.join(data, "kpi.yaml"), b"currency: EUR\n")
    write(os.path.join(data, "contracts.csv"),
          b"Deal,Firm,Who,State,Day,Sum\nD1,F,an,won,2026-07-01,10\n")
    here = {"XDG_CONFIG_HOME": home}
    code, _, error = kpi("run", data, "--out", out, "-q", environment=here)
    expect(code == 0, error)
    record = json.loads(read(out, "run.json"))
    suite.equal(record["formats"], {"deals": hashlib.sha256(
        deals.encode()).hexdigest()})
    suite.equal(record["configuration_file"]["sha256"], hashlib.sha256(
        b"currency: EUR\n").hexdigest())
    write(os.path.join(formats, "deals.yaml"), b"# The same.\n" +
          deals.encode())
    code, text, _ = kpi("verify", out, data, environment=here)
    expect(code == 1 and "format   deals: not the format of the run" in text,
           text)
    other = os.path.join(suite.folder(), "other")
    kpi("run", data, "--out", other, "-q", environment=here)
    code, text, error = kpi("diff", out, other, "--format", "csv")
    expect(code == 0 and "format" in text and "deals" in text, text, error)


def claim(out, name, content, claimed):
    """A file, and a run.json that says an earlier run wrote `claimed` there."""
    record = os.path.join(out, "run.json")
    text = read(record).decode()
    sha256 = hashlib.sha256(claimed).hexdigest()
    write(record, text.replace(
        '"outputs": [', '"outputs": [ {"name": "%s", "sha256": "%s"},'
        % (name, sha256)).encode())
    write(os.path.join(out, name), content)


@suite.check
def stale_outputs_do_not_stay():
    """What an earlier run wrote and this one does not is removed; what is not
    such a file to the byte, whatever run.json says, stays."""
    out = os.path.join(suite.folder(), "out")
    expect(kpi("run", TINY, "--out", out, "-q")[0] == 0)
    claim(out, "bonus.csv", b"1", b"1")
    claim(out, "payroll.csv", b"mine", b"1")
    claim(out, "letter.txt", b"1", b"1")
    claim(out, "../kept.csv", b"1", b"1")
    code, _, error = kpi("run", TINY, "--out", out, "-q")
    expect(code == 0, error)
    expect("bonus.csv: removed" in error, error)
    expect("payroll.csv: stays there" in error, error)
    expect(not os.path.exists(os.path.join(out, "bonus.csv")), "it stays")
    for name in ("payroll.csv", "letter.txt", "../kept.csv"):
        expect(os.path.exists(os.path.join(out, name)), name)
        os.remove(os.path.join(out, name))
    expect(kpi("seal", out)[0] == 0)


@suite.check
def the_kept_observations_are_those_of_the_numbers():
    """observations.csv adds up to numerator, denominator and n of kpi.csv, for
    company, team, leads and manager; every source names the row of its record."""
    out = os.path.join(suite.folder(), "out")
    expect(kpi("run", AGENCY, "--out", out, "-q")[0] == 0)
    kept = table(out, "observations.csv")
    records = [row for name in ("contracts", "surveys", "people",
                                "assignments", "plan")
               for row in table(out, "records-%s.csv" % name)]
    sums = collections.defaultdict(lambda: [Decimal(0), Decimal(0), 0])
    for row in kept:
        who = row["manager"]
        for scope, subject in (("company", "*"), ("team", row["team"]),
                               ("manager", who), *(
                                   ("reports", lead) for lead in
                                   row["reports"].split("|"))):
            total = sums[row["period"], scope, subject, row["metric"]]
            total[0] += Decimal(row["x"])
            total[1] += Decimal(row["y"] or 0)
            total[2] += 1
    checked = 0
    for row in table(out, "kpi.csv"):
        if row["metric"] == "coordination":
            continue  # means of departments, not sums
        x, y, n = sums[row["period"], row["scope"], row["subject"],
                       row["metric"]]
        expect(n == int(row["n"]), row)
        for mine, theirs in ((x, row["numerator"]), (y, row["denominator"])):
            expect(abs(mine - Decimal(theirs or 0)) <=
                   abs(mine) * Decimal("1e-12"), row, x, y)
        checked += n > 0
    expect(checked > 400, checked)
    lines = {name: read(os.path.join(AGENCY, name)).decode().split("\n")
             for name in ("contracts.csv", "surveys.csv", "people.csv",
                          "assignments.csv")}
    for row in kept + records:
        if "weight" in row:
            continue  # of the plan, named by level and metric
        name, line = row["source"].split(":")
        text = lines[name][int(line) - 1]
        record = row.get("record", row["source"])  # a survey has no id
        # A later row of a person goes by the id and its first day.
        expect(all(word in text for word in record.split(" ")) or
               record == row["source"], row, text)
    expect(len(records) == 598 + 1471 + 14 + 13 + 41, len(records))


suite.main()
