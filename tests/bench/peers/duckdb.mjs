// DuckDB: node duckdb.mjs FOLDER THREADS SQL [OUT] → rows of the indicators as
// CSV; in OUT also what they are the sums of.
import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const [folder, threads, file, out] = process.argv.slice(2);
const columns = {
	contracts: {
		contract_id: "VARCHAR", client_id: "VARCHAR", client_name: "VARCHAR",
		account_manager: "VARCHAR", stage: "VARCHAR", closed_on: "DATE",
		kind: "VARCHAR", value: "DOUBLE", proposed_on: "DATE",
		start_on: "DATE", end_on: "DATE", terminated_on: "DATE",
		budget: "DOUBLE", due_on: "DATE", delivered_on: "DATE",
		project_id: "VARCHAR",
	},
	timesheets: {
		project_id: "VARCHAR", worked_on: "DATE", employee: "VARCHAR",
		department: "VARCHAR", hours: "DOUBLE", hourly_cost: "DOUBLE",
		note: "VARCHAR",
	},
	surveys: {
		score: "DOUBLE", answered_on: "DATE", kind: "VARCHAR",
		account_manager: "VARCHAR", contract_id: "VARCHAR",
		client_id: "VARCHAR", department: "VARCHAR", sent_on: "DATE",
		comment: "VARCHAR",
	},
	people: {
		account_manager: "VARCHAR", name: "VARCHAR", team: "VARCHAR",
		level: "VARCHAR",
	},
};
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
await connection.run("SET preserve_insertion_order = false");
for (const [table, types] of Object.entries(columns)) {
	const list = JSON.stringify(types).replaceAll('"', "'");
	const read = `read_csv('${folder}/${table}.csv', header = true,
		delim = ',', quote = '"', escape = '"', auto_detect = false,
		columns = ${list})`;
	// Timesheets are read once, by the query itself; the others several times.
	await connection.run(
		table === "timesheets" ? `CREATE VIEW timesheets AS FROM ${read}`
		: table === "surveys"
			? `CREATE TABLE surveys AS
				SELECT ROW_NUMBER() OVER () AS survey, * FROM ${read}`
			: `CREATE TABLE ${table} AS FROM ${read}`);
}
let sql = readFileSync(file, "utf8")
	.replace(/\{date:([0-9-]+)\}/g, "DATE '$1'");
if (out) {
	const sums = sql.indexOf("\nSELECT label, 'company'");
	const before = sql.slice(0, sums);
	for (const table of ["observation", "answered", "department"])
		await connection.run(
			`CREATE TABLE ${table} AS ${before} SELECT * FROM ${table}`);
	await connection.run(`COPY observation TO '${out}/observations.csv'`);
	await connection.run(`COPY (FROM answered WHERE kind = 'internal')
		TO '${out}/answers.csv'`);
	sql = sql.slice(sums);
}
const reader = await connection.runAndReadAll(sql);
for (const row of reader.getRows())
	console.log(row.join(","));
