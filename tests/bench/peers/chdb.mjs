// chdb (ClickHouse in the process): node chdb.mjs FOLDER THREADS SQL → rows of
// the indicators as CSV.
import { readFileSync } from "node:fs";
import { Session } from "chdb";

const [folder, threads, file] = process.argv.slice(2);
const text = "Nullable(String)", day = "Nullable(Date32)",
	number = "Nullable(Float64)";
const tables = {
	contracts: { contract_id: "String", client_id: text, client_name: text,
		account_manager: text, stage: text, closed_on: day, kind: text,
		value: number, proposed_on: day, start_on: day, end_on: day,
		terminated_on: day, budget: number, due_on: day, delivered_on: day,
		project_id: text },
	timesheets: { project_id: text, worked_on: day, employee: text,
		department: text, hours: number, hourly_cost: number, note: text },
	surveys: { score: number, answered_on: day, kind: text,
		account_manager: text, contract_id: text, client_id: text,
		department: text, sent_on: day, comment: text },
	people: { account_manager: text, name: text, team: text, level: text },
};
const session = new Session();
const settings = `SETTINGS max_threads = ${threads}, join_use_nulls = 1,
	prefer_column_name_to_alias = 1,
	input_format_csv_empty_as_default = 1`;
for (const [table, columns] of Object.entries(tables)) {
	const list = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
		.join(", ");
	const read = `file('${folder}/${table}.csv', CSVWithNames, '${list}')`;
	session.query(table === "timesheets"
		? `CREATE VIEW timesheets AS SELECT * FROM ${read}`
		: `CREATE TABLE ${table} ENGINE = Memory AS SELECT
			${table === "surveys" ? "rowNumberInAllBlocks() AS survey," : ""}
			* FROM ${read} ${settings}`);
}
const sql = readFileSync(file, "utf8")
	.replace(/\{date:([0-9-]+)\}/g, "toDate32('$1')")
	.replace(/^--.*\n/gm, "");
// It evaluates a WITH wherever it is used: each is made a table once instead.
let rest = sql.trim();
for (const [all, name, columns, body] of
	sql.matchAll(/(?:WITH |^)(\w+)(\(.*\))? AS \(\n([^]*?)\n\),?\n/gm)) {
	session.query(`CREATE TABLE ${name} ENGINE = Memory AS WITH ${name}_
		${columns ?? ""} AS (${body}) SELECT * FROM ${name}_ ${settings}`);
	rest = rest.slice(rest.indexOf(all) + all.length);
}
console.log(session.query(`${rest} ${settings}`, "CSV").replaceAll('"', ""));
session.cleanup();
