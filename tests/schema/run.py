#!/usr/bin/env python3
"""kpi list schema, as an editor uses it: run.py KPI

What the program accepts is valid, every key of the tables is in the schema, and
mistakes are mistakes to both. Judged by Python's jsonschema, on YAML as editors
read it (1.2: `yes` is a text).
"""
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

try:
    import jsonschema
    import yaml
except ImportError as missing:
    suite.skip("schema", str(missing))
    suite.main()

TABLES = ("contracts", "timesheets", "surveys", "people", "clients", "assignments",
          "splits", "payments", "ratings", "adjustments", "plan")
READ_AS = ((r"true|false", lambda text: text == "true"),
           (r"null|~|", lambda text: None),
           (r"[-+]?[0-9]+", int),
           (r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?", float))


def value_of(node):
    """A YAML node as JSON, by the core schema of YAML 1.2."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: value_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item) for item in node.value]
    if node is None or node.style in ("'", '"', "|", ">"):
        return node.value if node else {}
    for pattern, read in READ_AS:
        if re.fullmatch(pattern, node.value):
            return read(node.value)
    return node.value


def load(text):
    # libyaml's, as the program has it, where Python was built with it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return value_of(yaml.compose(text, Loader=loader))


def schema_of(*words):
    done = suite.kpi("list", "schema", *words)
    assert done.code == 0, done.err
    schema = json.loads(done.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def errors_of(schema, text):
    judge = jsonschema.Draft202012Validator(schema)
    return ["%s: %s" % ("/".join(map(str, error.absolute_path)),
                        error.message[:200])
            for error in judge.iter_errors(load(text))]


def files_named(pattern, *folders):
    for folder in folders:
        for place, _, names in os.walk(os.path.join(suite.ROOT, folder)):
            for name in sorted(names):
                if re.fullmatch(pattern, name):
                    yield os.path.join(place, name)


def text_of(path):
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def accepts(text, name):
    """Does the program take it as kpi.yaml, or as a format?"""
    folder = suite.folder()
    os.makedirs(os.path.join(folder, "formats"), exist_ok=True)
    with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
        stream.write(text)
    what = "settings" if name == "kpi.yaml" else "formats"
    code = suite.kpi("list", what, folder).code
    os.remove(os.path.join(folder, name))
    return code == 0


@suite.check
def what_is_accepted_is_valid():
    schema, count = schema_of(), 0
    for path in files_named(r"kpi\.yaml", "samples", "tests"):
        text = text_of(path)
        if accepts(text, "kpi.yaml"):
            count += 1
            for error in errors_of(schema, text):
                yield "%s: %s" % (path, error)
    assert count >= 15, "only %d files" % count


@suite.check
def formats_are_valid():
    schema, count = schema_of("format"), 0
    for path in files_named(r".*\.yaml", "io/import/formats"):
        count += 1
        for error in errors_of(schema, text_of(path)):
            yield "%s: %s" % (path, error)
    assert count >= 19, "only %d formats" % count


@suite.check
def examples_of_the_pages_are_valid():
    """The YAML of io/README.md is kpi.yaml, but for what is a format."""
    kpi, of_format, count = schema_of(), schema_of("format"), 0
    for page in ("io/README.md", "io/import/formats/README.md", "tests/README.md"):
        text = text_of(os.path.join(suite.ROOT, page))
        for block in re.findall(r"^ *```yaml\n(.*?)^ *```", text, re.M | re.S):
            is_format = re.search(r"^ *table:", block, re.M)
            count += 1
            for error in errors_of(of_format if is_format else kpi, block):
                yield "%s: %s" % (page, error)
    assert count >= 5, "only %d examples" % count


def key_at(schema, names):
    """The schema of the key that these names lead to; None if none does."""
    root = schema
    for name in names:
        parts = [schema] + schema.get("anyOf", [])
        parts += [root["$defs"][part["$ref"].split("/")[-1]]
                  for part in parts if "$ref" in part]
        found = [part["properties"][name] for part in parts
                 if name in part.get("properties", {})]
        if not found:
            return None
        schema = found[0]
    return schema


@suite.check
def every_key_is_there():
    """With its explanation, in both languages; those of sources in each table."""
    for language in ("en", "vi"):
        schema = schema_of("--lang", language)
        listed = suite.kpi("list", "settings", "--lang", language).out
        entries = re.findall(r"^([a-zA-Z_.]+)\n((?: {4}.*\n)+)", listed, re.M)
        assert len(entries) > 45
        for name, lines in entries:
            for table in TABLES if name.startswith("TABLE.") else [None]:
                names = name.replace("TABLE", table or "").split(".")
                key = key_at(schema, names)
                if key is None:
                    yield "%s: not in the schema" % ".".join(names)
                elif key["description"] not in " ".join(lines.split()):
                    yield "%s: %r" % (name, key["description"])


@suite.check
def every_column_is_there():
    """Of each table, in the maps of both schemas."""
    kpi, of_format = schema_of(), schema_of("format")
    with open(os.path.join(suite.ROOT, "engine/model/schema.def"),
              encoding="utf-8") as stream:
        # Derived ones are in no file.
        rows = re.findall(r"^FIELD\(([A-Z]+), (\w+), (\w+), (?!DERIVED)",
                          stream.read(), re.M)
    assert len(rows) > 60
    for table, column, kind in rows:
        table = table.lower()
        then = [part["then"] for part in of_format["allOf"]
                if part["if"]["properties"]["table"]["const"] == table][0]
        for key in ("columns", "values", "constants"):
            for schema in (kpi["$defs"][table], then):
                if column not in schema["properties"][key]["properties"]:
                    yield "%s: %s.%s is missing" % (key, table, column)
        words = kpi["$defs"][table]["properties"]["constants"]["properties"]
        if kind == "STAGE":
            assert words[column]["enum"][:4] == ["open", "won", "lost",
                                                 "cancelled"]


# What a key may be, and what it may not: right | wrong | wrong …
KEYS = """
currency: EUR | currency: euro | currency: [EUR] | curency: EUR | currency: 5
grace_days: 30 | grace_days: -1 | grace_days: 3651 | grace_days: many | grace_days: 1.5
time_zone: +07:00 | time_zone: 7 | time_zone: Asia/Hanoi | time_zone: +15:00
time_zone: "-14:00" | time_zone: +14:01 | time_zone: [+07:00]
fiscal_year_start: 12 | fiscal_year_start: 0 | fiscal_year_start: 13
scale: {min: 0, max: 10} | scale: {min: 0} | scale: 5 | scale: {min: 0, max: 10, step: 1}
coordination: {min_raters: 3} | coordination: {min_raters: 0} | coordination: 3 | coordination: {raters: 3}
close_rate: {kinds: [new]} | close_rate: {kinds: []} | close_rate: {kinds: [old]} | close_rate: [new]
exchange_rates: {USD: 25400} | exchange_rates: {usd: 25400} | exchange_rates: {USD: 0} | exchange_rates: 25400
exchange_rates: {USD: {2026Q3: 1, 2026-08: 2, 2026-07-01..2026-07-15: 3, 2026: 4, 2026H1: 5}} | exchange_rates: {USD: {summer: 1}}
rates: 300000 | rates: -1 | rates: {default: -1} | rates: {employees: {An: 1}} | rates: much
rates: {employee: {An: 1}, department: {design: 2.5}, default: 3} | rates: {employee: [An]} | rates: {department: {design: -2}}
rates: {employee: {An: {2026H1: 1, 2026-08: 0}}, default: {2026: 3}} | rates: {employee: {An: {summer: 1}}} | rates: {default: {2026: -1}} | rates: {2026: 3}
mix: {close_rate: kind, on_time: [kind, team]} | mix: {} | mix: close_rate | mix: {close_rate: []} | mix: {close_rate: {kind: yes}}
duplicates: drop | duplicates: keep
pay: {every: half} | pay: {every: week} | pay: {every: 3}
pay: {commission: 0.02, unit: 1000} | pay: {commission: 2} | pay: {unit: 0} | pay: {comission: 0.02} | pay.unit: 1
pay: {commission: {new: 0.02}} | pay: {commission: {old: 0.02}} | pay: {commission: {new: 1.5}}
pay: {commission: {mode: whole, new: {0: 0, 1000: 0.01, 5000.5: 1}, levels: {senior: 0.02, lead: {new: {0: 0.1}}}}} | pay: {commission: {mode: steps}} | pay: {commission: {new: {0: 2}}} | pay: {commission: {new: {}}} | pay: {commission: {credit: 0.1}} | pay: {commission: {levels: {}}} | pay: {commission: {levels: {lead: {mode: whole}}}} | pay: {commission: {new: {-1: 0.1}}} | pay: {commission: {new: [0.1]}}
pay: {commission_on: payment} | pay: {commission_on: delivery}
pay: {clawback: {days: 90, share: unserved}} | pay: {clawback: 90} | pay: {clawback: {days: -1}} | pay: {clawback: {days: 90, share: half}}
pay: {cap: {kpi_bonus: 1, commission: 0, project_award: 2.5, total: 3, levels: {lead: {total: 4}}}} | pay: {cap: {commission: -1}} | pay: {cap: 5} | pay: {cap: {adjustment: 5}} | pay: {cap: {levels: {lead: 5}}} | pay: {cap: {levels: {lead: {levels: {}}}}}
pay: {bands: {A: 110, B: 0}} | pay: {bands: {}} | pay: {bands: {A: -1}} | pay: {bands: [A, B]}
csv: {delimiter: ";", decimal: ","} | csv: {delimiter: semicolon} | csv: {decimal: 5} | csv: {mark: ","}
csv: {delimiter: tab, decimal: "."} | csv: {delimiter: "."} | csv: {decimal: ";"} | csv: ";"
payroll: {rows: total, control: yes} | payroll: {rows: all} | payroll: {control: true} | payroll: {control: maybe}
payroll: {columns: {employee: E, amount: A}} | payroll: {columns: {employee: E}} | payroll: {columns: {person: E, amount: A}}
pay: {project_award: 500000} | pay: {project_award: -1} | pay: {award: 1}
pay: {minimum_score: 70} | pay: {minimum_score: -1} | pay: {least_score: 70}
statement: {dispute_until: 2026-10-20, contact: payroll@example.com} | statement: {dispute_until: soon} | statement: {dispute_until: 20/10/2026} | statement: {until: 2026-10-20} | statement: 2026-10-20
payroll: {rows: part, codes: {kpi_bonus: B01, commission: B02, project_award: B03}} | payroll: {codes: {kpi_bonus: [B01]}} | payroll: {codes: B01}
payroll: {format: xlsx} | payroll: {format: xls} | payroll: {format: [csv]}
payroll: {employee_code: emp_no} | payroll: {employee_code: ""} | payroll: {employee: emp_no}
payroll: {rows: part, codes: {adjustment: B04}} | payroll: {codes: {adjustment: [B04]}} | payroll: {codes: {adjustments: B04}}
payroll: {codes: {total: B00}} | payroll: {codes: {bonus: B00}} | payroll: yes
contracts: deals.csv | contracts: {file: deals.csv} | contracts: "" | contract: deals.csv
contracts: {files: a.csv, format: hubspot} | contracts: {format: [hubspot]} | contracts: {formats: hubspot}
contracts: [a.csv, {files: [b.csv, c.csv], date_order: dmy}] | contracts: [{files: []}]
contracts: {columns: {value: [Amount, Value]}} | contracts: {columns: {amount: Amount}} | contracts: {columns: Amount}
contracts: {columns: {closed_on: {header: [A, B], instead: C}}} | contracts: {columns: {closed_on: {instead: C}}} | contracts: {columns: {closed_on: {header: A, instead: {B: C}}}}
contracts: {columns: {client_name: {join: [A, B], name_order: last_first}}} | contracts: {columns: {client_name: {both: [A, B]}}} | contracts: {columns: {client_name: {name_order: last_first}}}
contracts: {values: {stage: {Won: won, "": ""}}} | contracts: {values: {stage: {Won: gained}}} | contracts: {values: {stage: won}} | contracts: {values: {stages: {}}}
contracts: {constants: {kind: new}} | contracts: {constants: {kind: old}} | contracts: {constants: [new]}
contracts: {constants: {closed_on: 2026-07-01}} | contracts: {constants: {closed_on: July}}
surveys: {constants: {scale_min: 0, scale_max: "10"}} | surveys: {constants: {scale_max: ten}} | surveys: {columns: {value: A}}
contracts: {date_order: {closed_on: dmy}} | contracts: {date_order: {closed_on: european}} | contracts: {date_order: european} | contracts: {date_order: {day: dmy}}
contracts: {number_style: comma, also: [suffixes]} | contracts: {number_style: dots} | contracts: {also: months} | contracts: {also: [months]}
contracts: {also: suffixes} | contracts: {also: []}
contracts: {delimiter: tab, encoding: utf-16le, header_rows: 2} | contracts: {delimiter: ";"} | contracts: {encoding: latin1} | contracts: {header_rows: 0}
contracts: {skip_rows: 3} | contracts: {skip_rows: -1} | contracts: {skip_rows: [3]}
contracts: {free_text: Note, attributes: [A, 2026, true]} | contracts: {free_text: []} | contracts: {attributes: {A: B}}
contracts: {skip: {rule: sums, column: Job, is: Total}} | contracts: {skip: {rule: sums, column: Job}} | contracts: {skip: {is: Total, when: Job}}
contracts: {skip: [{lone_cell: yes}, {starts_with: [A]}]} | contracts: {skip: Total} | contracts: {skip: [Total]}
surveys: {unfinished: [{column: Status, is: Partial}]} | surveys: {unfinished: Partial} | surveys: {unfinished: {was: Partial}}
timesheets: {round: [hours]} | timesheets: {round: note} | timesheets: {round: [note]}
timesheets: {round: hours} | timesheets: {round: {hours: yes}}
contracts: {sheet: Deals} | contracts: {sheet: [Deals]} | contracts: {sheets: Deals}
"""

FORMATS = """
{table: people, recognize: A, columns: {name: A}} | {recognize: A, columns: {name: A}} | {table: people, columns: {name: A}} | {table: persons, recognize: A}
{table: people, recognize: A, title: 7} | {table: people, recognize: A, name: B} | {table: people, recognize: A, columns: {value: B}}
{table: contracts, recognize: [A, B|C], values: {stage: {"*": open}}} | {table: contracts, recognize: [], columns: {value: B}} | {table: contracts, recognize: A, files: a.csv} | {table: contracts, recognize: A, format: a}
{table: contracts, recognize: A, date_order: {closed_on: dmy}} | {table: contracts, recognize: A, date_order: {answered_on: dmy}} | {table: contracts, recognize: A, constants: {kind: 5}}
"""


def judge(line, name, schema):
    # A `|` between blanks parts the line.
    right, *wrong = line.split(" | ")
    errors = errors_of(schema, right)
    if errors or not accepts(right, name):
        yield "%s: should be right: %s" % (right, errors or "not accepted")
    for text in wrong:
        if not errors_of(schema, text):
            yield "%s: passes the schema" % text
        if accepts(text, name):
            yield "%s: is accepted" % text


@suite.check
def both_judge_alike():
    kpi, of_format = schema_of(), schema_of("format")
    for line in KEYS.strip().splitlines():
        yield from judge(line, "kpi.yaml", kpi)
    for line in FORMATS.strip().splitlines():
        yield from judge(line, "formats/acme.yaml", of_format)


@suite.check
def every_key_is_judged():
    """KEYS has a line for each key but the tables, which are alike."""
    listed = re.findall(r"^([a-zA-Z_.]+)$",
                        suite.kpi("list", "settings").out, re.M)
    for name in listed:
        for part in name.split("."):
            if part != "TABLE" and part not in TABLES and \
                    not re.search(r"\b%s:" % part, KEYS):
                yield "%s: has no line" % name


@suite.check
def what_is_asked_for():
    done = suite.kpi("list", "schema", "kpi.yaml")
    assert done.code == 2 and "expected kpi or format" in done.err
    assert schema_of() == schema_of("kpi") != schema_of("format")


suite.main()
