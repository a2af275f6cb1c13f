#!/bin/sh
# SQLite: sqlite.sh FOLDER THREADS SQL → rows of the indicators as CSV.
sqlite3 :memory: <<END
.mode csv
CREATE TABLE contracts(contract_id TEXT, client_id TEXT, client_name TEXT,
	account_manager TEXT, stage TEXT, closed_on TEXT, kind TEXT, value REAL,
	proposed_on TEXT, start_on TEXT, end_on TEXT, terminated_on TEXT,
	budget REAL, due_on TEXT, delivered_on TEXT, project_id TEXT);
CREATE TABLE timesheets(project_id TEXT, worked_on TEXT, employee TEXT,
	department TEXT, hours REAL, hourly_cost REAL, note TEXT);
CREATE TABLE surveys_read(score REAL, answered_on TEXT, kind TEXT,
	account_manager TEXT, contract_id TEXT, client_id TEXT, department TEXT,
	sent_on TEXT, comment TEXT);
CREATE TABLE people(account_manager TEXT, name TEXT, team TEXT, level TEXT);
.import --skip 1 $1/contracts.csv contracts
.import --skip 1 $1/timesheets.csv timesheets
.import --skip 1 $1/surveys.csv surveys_read
.import --skip 1 $1/people.csv people
UPDATE contracts SET closed_on = NULLIF(closed_on, ''),
	start_on = NULLIF(start_on, ''), end_on = NULLIF(end_on, ''),
	terminated_on = NULLIF(terminated_on, ''), due_on = NULLIF(due_on, ''),
	delivered_on = NULLIF(delivered_on, '');
UPDATE timesheets SET hourly_cost = NULL WHERE hourly_cost = '';
CREATE TABLE surveys AS SELECT rowid AS survey, NULLIF(score, '') AS score,
	NULLIF(answered_on, '') AS answered_on, kind,
	NULLIF(account_manager, '') AS account_manager,
	NULLIF(contract_id, '') AS contract_id,
	NULLIF(client_id, '') AS client_id, department FROM surveys_read;
CREATE INDEX contract_of_client ON contracts(client_id);
CREATE UNIQUE INDEX contract_id ON contracts(contract_id);
$(sed -E "s/\{date:([0-9-]+)\}/'\1'/g" "$3");
END
