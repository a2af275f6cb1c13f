#include "io/cli/commands.h"

/* The options of a command, ended by OPTION_COUNT. */
#define OPTIONS(...) ((const enum option_id[]){ __VA_ARGS__, OPTION_COUNT })
#define NO_OPTIONS ((const enum option_id[]){ OPTION_COUNT })

const struct command commands[] = {
	{ "run", "compute the indicators and write the dashboard",
	    "[DATASET] [options]",
	    "Reads contracts*.csv, timesheets*.csv and surveys*.csv (and, if "
	    "there, people.csv,\nassignments.csv, plan.csv and kpi.yaml) from "
	    "the folder DATASET, by default the current\none, and writes "
	    "dashboard.xlsx, kpi.csv, survival.csv, rejects.csv, run.json and, "
	    "with a\nplan, scorecard.csv, sensitivity.csv and bonus.csv to "
	    "out/PERIOD.\n",
	    "Exit codes: 0 done; 1 done, but rows were rejected; 2 wrong usage "
	    "or configuration;\n3 an input cannot be read; 4 an output cannot "
	    "be written.\n",
	    OPTIONS(OPTION_PERIOD, OPTION_AS_OF, OPTION_OUT_FOLDER,
		OPTION_LANGUAGE, OPTION_FORMAT_OF_TABLE, OPTION_HISTORY,
		OPTION_STRICT, OPTION_ACCEPT_REJECTS, OPTION_JOBS, OPTION_SEED,
		OPTION_ACCEPT_UNKNOWN, OPTION_QUIET, OPTION_VERBOSE),
	    1, command_run },
	{ "check", "validate the inputs and compute nothing",
	    "[DATASET] [options]",
	    "Reads everything as `kpi run` would, prints what became of the "
	    "lines of each file,\nand writes rejects.csv to out/check. Exit "
	    "code 1 if a row was rejected (3 with\n--strict).\n",
	    "",
	    OPTIONS(OPTION_OUT_FOLDER, OPTION_FORMAT_OF_TABLE, OPTION_JOBS,
		OPTION_STRICT, OPTION_ACCEPT_UNKNOWN, OPTION_QUIET,
		OPTION_VERBOSE),
	    1, command_check },
	{ "explain", "show the records behind one number",
	    "[DATASET] METRIC [options]",
	    "Prints each record behind METRIC of manager M (default: the "
	    "company): its id, x\nand y, whether it counts, and the lines it "
	    "came from. With -v also the timesheet\nrows behind a project's "
	    "cost.\n"
	    "\n"
	    "METRIC may be `bonus`: then a tree from the person's pay down to "
	    "the source lines.\n--format csv or json gives it to a program.\n",
	    "  kpi explain samples/agency retention --manager tran.quoc.bao\n"
	    "  kpi explain samples/agency bonus --manager tran.quoc.bao\n",
	    OPTIONS(OPTION_MANAGER, OPTION_PERIOD, OPTION_AS_OF,
		OPTION_LANGUAGE, OPTION_FORMAT_OF_BONUS, OPTION_ACCEPT_UNKNOWN,
		OPTION_QUIET, OPTION_VERBOSE),
	    2, command_explain },
	{ "statement", "what a person is paid, as a workbook for them alone",
	    "[DATASET] --out FOLDER | --manager M --out FILE.xlsx",
	    "Writes what manager M is paid and how it was computed, from the "
	    "total down to the\nsource lines, to a workbook with nobody else's "
	    "data in it; without --manager one for\neverybody, FOLDER/ID.xlsx. "
	    "`kpi explain bonus` prints the same tree.\n",
	    "  kpi statement samples/agency --manager tran.quoc.bao --out "
	    "bao.xlsx --lang vi\n"
	    "  kpi statement samples/agency --out statements\n",
	    OPTIONS(OPTION_MANAGER, OPTION_OUT_FILE, OPTION_PERIOD,
		OPTION_AS_OF, OPTION_ACCEPT_REJECTS, OPTION_LANGUAGE,
		OPTION_FORMAT_OF_TABLE, OPTION_ACCEPT_UNKNOWN, OPTION_QUIET,
		OPTION_VERBOSE),
	    1, command_statement },
	{ "diff", "say what changed between two runs, and why",
	    "OUT_A OUT_B [options]",
	    "Compares two folders of outputs, the older first: values, scores "
	    "and amounts by\nperson and metric, and for each difference the "
	    "records that came, went or changed\n(old → new, with file and "
	    "line), or the plan, configuration or program that did. The\n"
	    "parts add up to the difference. With -v also the records behind "
	    "the differences of\nthe company and the teams.\n"
	    "\n"
	    "--true-up prints a correction line for each person whose total "
	    "differs: what was\npaid, what is due, the difference and why. "
	    "Neither folder is written to. The file of\n--out can be read by "
	    "you only.\n",
	    "  kpi diff out/2026Q3 out/2026Q3-corrected\n"
	    "  kpi diff --true-up --out true-up.csv out/2026Q3 "
	    "out/2026Q3-corrected\n",
	    OPTIONS(OPTION_FORMAT_OF_DIFF, OPTION_TRUE_UP, OPTION_OUT_FILE,
		OPTION_VERBOSE),
	    2, command_diff },
	{ "seal", "one digest over a run's outputs and inputs, to sign", "OUT",
	    "Checks that the folder OUT is what its run wrote, stores "
	    "OUT/seal.txt (the SHA-256 of\neach file, as sha256sum prints it) "
	    "and prints the SHA-256 of these lines. run.json is\none of the "
	    "files and holds the SHA-256 of every input. By hand:\n"
	    "\n"
	    "  cd OUT && sha256sum -c seal.txt && grep -v '^#' seal.txt | "
	    "sha256sum\n",
	    "Exit codes: 0 sealed; 1 the folder is not as its run wrote it; 3 "
	    "it cannot be read;\n4 the seal cannot be written.\n",
	    NO_OPTIONS, 1, command_seal },
	{ "verify", "say whether anything was altered since it was sealed",
	    "OUT [DATASET]",
	    "Says which files of OUT were altered, added or removed since `kpi "
	    "seal`. With DATASET\nit also computes the run again, with the "
	    "options that run.json holds, and compares the\noutputs byte for "
	    "byte, naming the first difference of each.\n",
	    "Exit codes: 0 all is as it was sealed; 1 something is not, or OUT "
	    "is not sealed; 2 to 4\nas of kpi run.\n",
	    OPTIONS(OPTION_JOBS), 2, command_verify },
	{ "query", "any metrics, by anything, in any periods",
	    "[DATASET] --metric M,… [options]",
	    "Computes metrics as `kpi run` does, for groups of records: by "
	    "manager, team, client,\nproject and every other column of the "
	    "records that a metric counts, and by month,\nquarter or year. "
	    "Names are those of `kpi list metrics` and `kpi list "
	    "dimensions`.\n",
	    "CSV, JSON and workbook have a row a period, group and metric: "
	    "period, the dimensions,\nmetric, value, unit, numerator, "
	    "denominator, n, ci_low, ci_high, method, reference,\nchange, p, "
	    "flags, as in kpi.csv. Of an earlier period today is as many days "
	    "after its end\nas of the last one, so that like is compared with "
	    "like.\n"
	    "\n"
	    "How does the close rate look by industry and month for the Hanoi "
	    "team?\n"
	    "  kpi query samples/agency --metric close_rate --by "
	    "industry,month \\\n      --period 2026Q3 --where \"team = 'Hà "
	    "Nội'\"\n"
	    "Who kept their clients better than the others?\n"
	    "  kpi query samples/agency --metric retention --by manager "
	    "--compare peers\n"
	    "Which clients bring the most money, and how much did they a year "
	    "ago?\n"
	    "  kpi query samples/agency --metric revenue --by client_name "
	    "--period 2026 \\\n      --compare year-ago --top 10\n"
	    "How did satisfaction go, quarter by quarter?\n"
	    "  kpi query samples/agency --metric satisfaction,nps --period "
	    "2025Q1..2026Q3 --plot\n"
	    "Which services go over budget, where at least five projects "
	    "say so?\n"
	    "  kpi query samples/agency --metric budget_variance,over_budget "
	    "--by service \\\n      --period 2026 --min-n 5 --sort "
	    "-budget_variance --totals\n",
	    OPTIONS(OPTION_METRIC, OPTION_BY, OPTION_PERIOD, OPTION_AS_OF,
		OPTION_WHERE, OPTION_MANAGER, OPTION_COMPARE, OPTION_TOP,
		OPTION_SORT, OPTION_MIN_N, OPTION_TOTALS, OPTION_PLOT,
		OPTION_FORMAT_OF_ANSWER, OPTION_OUT_FILE, OPTION_LANGUAGE,
		OPTION_JOBS, OPTION_SEED, OPTION_ACCEPT_UNKNOWN, OPTION_QUIET,
		OPTION_VERBOSE),
	    1, command_query },
	{ "sql", "ask the tables anything, in SQL", "[DATASET] [SQL] [options]",
	    "Answers one SQL statement (SQLite's) over the tables that were "
	    "read: contracts,\ntimesheets, surveys, people, assignments, "
	    "clients, projects, observations (the\nrecords behind each "
	    "metric) and kpi (the rows of kpi.csv). It only reads. Without\n"
	    "SQL it asks for it: at a prompt with history, or on standard "
	    "input.\n"
	    "\n"
	    "Dates are texts such as 2026-07-01. Money and hours are integers "
	    "where they are whole;\nsum() of these is exact, dsum() also adds "
	    "fractions exactly. month(d), quarter(d) and\nyear(d) name the "
	    "periods of a day; LIKE, lower() and upper() know Vietnamese.\n",
	    "  kpi sql samples/agency \"select industry, dsum(value) from "
	    "contracts\n      where stage = 'won' group by 1 order by 2 "
	    "desc\"\n"
	    "  kpi sql samples/agency \"select subject, value, n from kpi "
	    "where "
	    "metric = 'retention'\n      and scope = 'manager' and period = "
	    "'2026Q3' order by value\"\n",
	    OPTIONS(OPTION_FORMAT_OF_ANSWER, OPTION_OUT_FILE, OPTION_PERIOD,
		OPTION_AS_OF, OPTION_HISTORY, OPTION_SEED, OPTION_JOBS,
		OPTION_ACCEPT_UNKNOWN, OPTION_QUIET, OPTION_VERBOSE),
	    2, command_sql },
	{ "completion", "completion of commands and options for a shell",
	    "bash|zsh",
	    "Prints a script that completes kpi's commands, "
	    "options and their values.\n",
	    "  source <(kpi completion bash)      # or where make install puts "
	    "it\n",
	    NO_OPTIONS, 1, command_completion },
	{ "list",
	    "list the metrics, dimensions, formats of exports or settings",
	    "metrics|dimensions|formats|settings [DATASET] [options]",
	    "Prints what there is to ask for. Formats are those of the "
	    "program, of the user and of\nthe folder DATASET/formats; "
	    "dimensions, with DATASET, also those that only its files\nhave. "
	    "Settings are the keys of kpi.yaml: what each means, what it may "
	    "be and what holds\nwhere it is not given; with DATASET also what "
	    "is in force and which line says it.\n",
	    "  kpi list settings samples/agency\n",
	    OPTIONS(OPTION_LANGUAGE, OPTION_QUIET, OPTION_VERBOSE), 2,
	    command_list },
};

const size_t command_count = sizeof commands / sizeof *commands;
