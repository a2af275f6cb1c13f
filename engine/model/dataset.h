/* The sealed tables: everything that was read, ready to be computed with.
 *
 * An importer fills the tables row by row (rows.h), then seals the data
 * set; after that nothing changes it. Ids are small numbers from dictionaries,
 * dates are days, money is exact. Rules that need no as_of (defaults, aliases,
 * currency) have been applied when a row arrives here; rules that do are in
 * metrics/. Absent values are NO_ID, DATE_NONE and DECIMAL_NONE. */
#ifndef ENGINE_MODEL_DATASET_H
#define ENGINE_MODEL_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/decimal.h"
#include "engine/base/status.h"
#include "engine/base/text.h"
#include "engine/model/assumption.h"
#include "engine/model/rejects.h"
#include "engine/model/source.h"
#include "engine/model/timesheets.h"

struct arena;
struct contract_share; /* engine/model/shares.h */
struct plan_row;       /* engine/model/plan.h */

/* TABLE_CONTRACTS, TABLE_TIMESHEETS … */
enum table {
#define TABLE(ID, ...) TABLE_##ID,
#include "engine/model/tables.def"
	TABLE_COUNT
};

/* "contracts", "timesheets" … */
const char *table_name(enum table table);

enum stage { STAGE_OPEN, STAGE_WON, STAGE_LOST, STAGE_CANCELLED };
/* A credit note takes back some of a contract's value and follows it in all
 * else; the kinds before it are what is sold. */
enum kind { KIND_NEW, KIND_RENEWAL, KIND_UPSELL, KIND_CROSS_SELL, KIND_CREDIT };
enum { SOLD_KINDS = KIND_CREDIT };
/* What a price or a budget is of: the whole contract, or each month of it. */
enum per { PER_TOTAL, PER_MONTH };
enum recurring { RECURRING_YES, RECURRING_NO };
enum survey_kind { SURVEY_CLIENT, SURVEY_INTERNAL };

/* ---- the rows of the tables ----
 *
 * Each begins with where it stands; schema.def says which column a member
 * keeps. */

struct contract {
	struct source source;
	/* Ids; `contract` is also the index in dataset.contracts. client_name,
	 * team, currency (NO_ID: the run's own) and refers_to are words. Client
	 * and manager of a credit are those of the contract that it corrects;
	 * it has no project and no team. */
	uint32_t contract, client, client_name, manager, project, team,
	    currency, refers_to;
	enum stage stage;
	enum kind kind;
	enum per value_per, budget_per;
	enum recurring recurring;
	date closed_on, proposed_on, start_on, end_on, terminated_on;
	date due_on, delivered_on;
	/* The run's currency. value is what the whole contract brings; budget
	 * that of a month where budget_per says so, 0 if blank, and
	 * planned_budget that of the whole contract (one without an end by the
	 * month: of twelve). */
	decimal value, budget;
	decimal planned_budget;
	/* As they stand in the file, and the rate by which they became the
	 * run's currency; DECIMAL_NONE if they were in it. */
	decimal original_value, original_budget, exchange_rate;
	decimal progress; /* 0 to 1; DECIMAL_NONE if blank */
	/* Made by references_resolve (engine/model/references.h): the day on
	 * which the value counts; the contract that a renewal succeeds or that
	 * a credit corrects, an index or NO_ID; and of a contract that a
	 * renewal succeeds its place among those, else NO_ID. */
	date counts_on;
	uint32_t referred, succeeded;
};

/* Which column says whom a survey is about. */
enum survey_about { ABOUT_NOBODY, ABOUT_MANAGER, ABOUT_CONTRACT, ABOUT_CLIENT };

struct survey {
	struct source source;
	enum survey_kind kind;
	enum survey_about about;
	uint32_t
	    subject; /* a manager's id, a contract's INDEX, a client's id */
	/* All that the row names, whichever decides; NO_ID if blank or not
	 * known. */
	uint32_t manager, contract, client;
	/* Department and name of the one who answers, and the survey's id:
	 * words; NO_ID if blank. */
	uint32_t department, respondent, survey_id;
	decimal score; /* DECIMAL_NONE: sent, not answered */
	decimal scale_min, scale_max;
	date answered_on, sent_on;
	struct text comment; /* free text, perhaps empty; NUL-terminated */
};

/* A spell of somebody: what they are from joined_on to left_on, both included;
 * DATE_NONE: since ever, for ever. See spells.h. */
struct person {
	struct source source;
	uint32_t manager;
	uint32_t name, team, level; /* NO_ID if blank */
	date joined_on, left_on;
	/* Of a quarter, and of other kinds of period. */
	decimal base_bonus, base_bonus_month, base_bonus_half, base_bonus_year;
	uint32_t reports_to; /* a word; NO_ID for nobody */
	uint32_t lead;       /* the manager of that id; NO_ID for nobody */
	/* Bit set, only while the table is read: the columns that may be
	 * inherited and say `-`. */
	unsigned none;
};

struct client {
	struct source source;
	uint32_t client, client_name; /* client_name: a word, NO_ID if blank */
};

struct assignment {
	struct source source;
	uint32_t client, manager;
	date from, until; /* until: last day or DATE_NONE */
};

/* A part of a contract's money that is somebody's. */
struct split_row {
	struct source source;
	uint32_t contract; /* NO_ID: none that is known */
	uint32_t manager;
	decimal share; /* of 1 */
};

/* Money that came in for a contract, or went back. */
struct payment_row {
	struct source source;
	uint32_t contract;             /* NO_ID: none that is known */
	uint32_t currency, payment_id; /* words; NO_ID if blank */
	date paid_on;
	decimal amount; /* the run's currency; negative: a refund */
	/* As in struct contract. */
	decimal original_amount, exchange_rate;
	/* Made by references_resolve: the contract for which it counts, an
	 * index (of one on a credit the one that this corrects) or NO_ID; and
	 * the day on which it does, DATE_NONE while that is not signed. */
	uint32_t counts_for;
	date counts_on;
};

/* A score given by hand. */
struct rating {
	struct source source;
	uint32_t manager;       /* NO_ID: nobody that is known */
	struct text period;     /* its label */
	uint32_t criterion, by; /* words; `by` NO_ID if blank */
	decimal score;
	struct text reason;
};

/* What is added to somebody's pay, or taken from it, by hand. */
struct adjustment {
	struct source source;
	uint32_t manager;   /* NO_ID: nobody that is known */
	struct text period; /* its label */
	decimal amount;
	struct text reason;
	uint32_t approved_by; /* a word; NO_ID if blank */
	uint32_t contract;    /* NO_ID: none that is known */
};

/* ---- files ---- */

/* What the digest of an input is of, if not of the file. */
#define DIGEST_OF_PARTS "split -b 64M --filter=sha256sum"

/* One file that was read, and what became of its lines. */
struct reconciliation {
	uint64_t lines, header, accepted, rejected, blank, skipped,
	    continuation;
};

struct input {
	const char *path;
	enum table table;
	uint64_t bytes;
	char sha256[65];
	bool digested_in_parts; /* sha256 is of DIGEST_OF_PARTS */
	/* It was read by `kpi part`, elsewhere: this is what that says of it.
	 */
	bool elsewhere;
	struct reconciliation reconciliation;
	uint64_t header_line;
	const char *format; /* of kpi list formats; NULL: canonical columns */
	/* How it was read, in words: format and why, encoding, delimiter,
	 * forms of dates and numbers. */
	const char *reading;
	/* Which columns of the table it feeds: bits, in the table's order. */
	uint64_t fed;
};

/* The columns of a table that the schema does not list: attributes of its rows,
 * to filter and group by. `words` are ids by row, NO_ID for a blank cell. */
struct attribute {
	const char *name; /* the file's header, trimmed */
	uint32_t *words;
};

struct attributes {
	struct attribute *rows;
	size_t count;
};

/* Where several records belong to one thing: those of thing t are
 * order[first[t]] … order[first[t + 1] - 1]. */
struct grouping {
	const uint32_t *first, *order;
};

/* Names that the data use and do not explain, each with its rows. */
struct unknown_names {
	struct dictionary names;
	uint64_t *rows;
	size_t capacity;
};

/* A plan that stands in a file of its own, to be compared with that of the data
 * set. */
struct other_plan {
	const char *path;
	struct plan_row *rows;
	size_t count;
};

struct dataset {
	struct arena *arena;
	const char *folder;        /* as the user named it; inputs lie below */
	bool present[TABLE_COUNT]; /* the table has at least one file */
	struct input *inputs;
	size_t input_count;
	struct rejects rejects; /* by input, then line */
	struct rejects skips;   /* rows that a rule skipped, other than blank */
	/* What was taken otherwise than it stands there. The one thing that
	 * may still grow when the tables are sealed. */
	struct assumptions assumptions;

	/* Whom surveys name as their subject and nobody knows, by column:
	 * `contract_id "C9"`. */
	struct unknown_names unknown_subjects;

	/* Dictionaries: numbers for ids. `words` holds names, teams, levels and
	 * departments. */
	struct dictionary managers, client_ids, contract_ids, projects, words;

	/* struct contract *contracts; size_t contract_count; and so on for each
	 * table. */
#define TABLE(ID, name, row, ...)                                              \
	struct row *name;                                                      \
	size_t row##_count;
#define BIG_TABLE(...)
#include "engine/model/tables.def"
	struct timesheets timesheets;

	struct other_plan *other_plans; /* as they were asked for */
	size_t other_plan_count;

	struct attributes
	    attributes[TABLE_COUNT]; /* as their files have them */

	/* Made by references_resolve: the renewals that name a contract, each
	 * behind all that name it; and how many contracts they name. */
	const uint32_t *successions;
	size_t succession_count, succeeded_count;

	const uint32_t *row_of_client; /* index into clients, or NO_ID */

	/* Made by dataset_seal, as row_of_client is: */
	struct grouping contracts_of_client, contracts_of_project,
	    assignments_of_client;
	struct grouping spells_of_manager; /* by their first days */
	/* Those of contract c are shares[first_share[c]] … shares[first_share[c
	 * + 1] - 1]; first_share is NULL where there are no splits. See
	 * shares_of (shares.h). */
	const struct contract_share *shares;
	const uint32_t *first_share;
	/* The last spell, an index into people, or NO_ID. */
	const uint32_t *person_of_manager;
	/* Other names of managers, and the ids for which they stand. */
	struct dictionary manager_aliases;
	const uint32_t *manager_of_alias;
};

/* Resolves what contracts refer to and builds the groupings; credits are in
 * none of these. STATUS_MEMORY or STATUS_OK. */
enum status dataset_seal(struct dataset *dataset);

/* The latest closed_on (won or lost), worked_on or answered_on; DATE_NONE if
 * there is none. */
date dataset_latest_day(const struct dataset *dataset);

/* The earliest date of any record but timesheet rows, which only matter for
 * projects; INT32_MAX if there is none. */
date dataset_earliest_day(const struct dataset *dataset);

/* The first day on which a table of metrics says something: the earliest
 * worked_on of timesheets, answered_on or sent_on of surveys, paid_on of
 * payments, closed_on or proposed_on of contracts; INT32_MAX if there is none.
 */
date dataset_first_day(const struct dataset *dataset, enum table table);

/* Is the input one of the other plans? */
bool dataset_is_other_plan(const struct dataset *dataset, uint32_t input);

/* An input's path below the data set's folder: what outputs call it, so that
 * they do not depend on where the folder lies. */
const char *dataset_input_name(const struct dataset *dataset, uint32_t input);

/* The same of any file. */
const char *dataset_name_below(const char *folder, const char *path);

/* Do timesheets come from parts, which hold projects and days only? */
bool dataset_has_parts(const struct dataset *dataset);

/* What a client is called: the client_name of clients.csv, else of the first of
 * its contracts that has one, else the id. Nothing for NO_ID. */
struct text dataset_client_name(const struct dataset *dataset, uint32_t client);

/* What a person is called: the name of people.csv, else the id. */
struct text dataset_manager_name(
    const struct dataset *dataset, uint32_t manager);

#endif
