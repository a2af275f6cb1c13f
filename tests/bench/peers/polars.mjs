// polars: node polars.mjs FOLDER THREADS SQL → rows of the indicators as CSV.
// Its SQL has no ROW_NUMBER, so the job is written with expressions, as
// indicators.sql has it.
process.env.POLARS_MAX_THREADS = process.argv[3];
const pl = (await import("nodejs-polars")).default;

const folder = process.argv[2];
const { col, lit, when } = pl;
const read = (table) => pl.scanCSV(`${folder}/${table}.csv`, { quoteChar: '"' });
const both = (...conditions) => conditions.reduce((all, one) => all.and(one));
const within = (name, period) =>
	both(col(name).gtEq(lit(period.first)), col(name).lt(lit(period.until)));
const known = (name, last) =>
	when(col(name).ltEq(lit(last))).then(col(name)).otherwise(lit(null));
const open = (day) => col("last").isNull().or(col("last").gtEq(day));

const periods = [
	{ label: "2026Q2", first: "2026-04-01", until: "2026-07-01",
		last: "2026-06-30", opening: "2026-03-31" },
	{ label: "2026Q3", first: "2026-07-01", until: "2026-10-01",
		last: "2026-09-30", opening: "2026-06-30" },
];
const contracts = await read("contracts").collect();
const people = await read("people").select("account_manager", "team").collect();
const surveys = (await read("surveys").select("score", "answered_on", "kind",
	"account_manager", "contract_id", "client_id", "department").collect())
	.withRowIndex("survey");
const booked = await read("timesheets").filter(col("hourly_cost").isNotNull())
	.groupBy("project_id").agg(...periods.map(({ label, last }) =>
		when(col("worked_on").ltEq(lit(last)))
			.then(col("hours").mul(col("hourly_cost")))
			.otherwise(lit(null)).sum().alias(label),
	), ...periods.map(({ label, last }) =>
		col("worked_on").ltEq(lit(last)).sum().alias(label + " rows")))
	.collect();

// The first of each group in an order.
const first = (frame, key, by, descending) =>
	frame.sort({ by, descending, nullsLast: true, maintainOrder: true })
		.unique({ subset: key, keep: "first", maintainOrder: true });

function signed(period) {
	return contracts
		.filter(both(col("stage").eq(lit("won")),
			col("closed_on").ltEq(lit(period.last))))
		.withColumns(
			col("start_on").fillNull(col("closed_on")).alias("start"),
			known("terminated_on", period.last).alias("ended"),
			known("delivered_on", period.last).alias("delivered"),
			col("project_id").fillNull(col("contract_id")).alias("project"),
			col("kind").isIn(["upsell", "cross_sell"]).alias("more"))
		.withColumns(
			when(both(col("ended").isNotNull(), col("end_on").isNull()
				.or(col("ended").ltEq(col("end_on")))))
				.then(col("ended")).otherwise(col("end_on")).alias("last"));
}

function answered(period, own) {
	const all = surveys.filter(both(col("score").isNotNull(),
		within("answered_on", period)))
		.withColumns(col("score").sub(lit(1)).mul(lit(25)).alias("x"));
	const named = all.filter(col("account_manager").isNotNull())
		.withColumns(col("account_manager").alias("manager"));
	const by_contract = all.filter(both(col("account_manager").isNull(),
		col("contract_id").isNotNull())).drop("account_manager")
		.join(contracts.select("contract_id",
			col("account_manager").alias("manager")),
			{ on: "contract_id", how: "left" });
	const rest = all.filter(both(col("account_manager").isNull(),
		col("contract_id").isNull()));
	const candidates = rest.select("survey", "client_id", "answered_on")
		.join(own.select("client_id", "contract_id", "start", "last", "value", "more",
			col("account_manager").alias("manager")),
			{ on: "client_id", how: "inner" })
		.filter(col("start").ltEq(col("answered_on")))
		.withColumns(open(col("answered_on")).alias("open"));
	const by_client = rest.join(
		first(candidates, "survey", ["open", "more", "start", "value", "contract_id"],
			[true, false, true, true, false]).select("survey", "manager"),
		{ on: "survey", how: "left" });
	const wanted = ["kind", "department", "manager", "x"];
	return pl.concat([named.select(wanted), by_contract.select(wanted),
		by_client.select(wanted)]);
}

function retained(period, own) {
	const opening = first(own.filter(col("start").ltEq(lit(period.opening)))
		.withColumns(open(lit(period.opening)).alias("open")), "client_id",
		["open", "more", "start", "value", "contract_id"],
		[true, false, true, true, false])
		.filter(col("open")).select("client_id", "account_manager");
	const closing = own.filter(both(col("start").ltEq(lit(period.last)),
		open(lit(period.last))));
	const upsold = own.filter(both(within("closed_on", period),
		col("kind").isIn(["upsell", "cross_sell"])));
	return [["retention", closing], ["upsell_rate", upsold]].map(([metric, of]) =>
		[metric, opening.join(of.select("client_id").unique()
			.withColumns(lit(1).alias("x")), { on: "client_id", how: "left" }),
		col("x").fillNull(lit(0)), lit(1)]);
}

function budgets(period, own) {
	const totals = own.groupBy("project").agg(col("budget").sum(),
		col("delivered").max(), both(col("delivered").isNull(),
			col("ended").isNull()).sum().alias("waiting"));
	const managers = first(own, "project", ["budget", "contract_id"],
		[true, false]).select("project", "account_manager");
	return totals.filter(both(col("waiting").eq(lit(0)),
		col("delivered").gtEq(lit(period.first)), col("budget").gt(lit(0))))
		.join(managers, { on: "project", how: "inner" })
		.join(booked.filter(col(period.label + " rows").gt(lit(0))),
			{ leftOn: "project", rightOn: "project_id", how: "inner" });
}

function observations(period) {
	const own = signed(period);
	const surveyed = answered(period, own);
	const due = own.filter(both(within("due_on", period),
		both(col("delivered").isNull(), col("ended").isNotNull(),
			col("ended").lt(col("due_on")).fillNull(lit(false))).not()));
	const sent = contracts.filter(both(within("proposed_on", period),
		col("kind").neq(lit("renewal")),
		both(col("stage").eq(lit("cancelled")), col("closed_on").isNull()
			.or(col("closed_on").ltEq(lit(period.last)))).not()));
	const rows = [
		["revenue", own.filter(within("closed_on", period)), col("value"), lit(0)],
		...retained(period, own),
		["on_time", due, col("delivered").ltEq(col("due_on")).fillNull(lit(false)),
			lit(1)],
		["satisfaction", surveyed.filter(col("kind").eq(lit("client")))
			.rename({ manager: "account_manager" }), col("x"), lit(1)],
		["close_rate", sent, both(col("stage").eq(lit("won")),
			col("closed_on").ltEq(lit(period.last))).fillNull(lit(false)), lit(1)],
		["budget_variance", budgets(period, own),
			col(period.label).sub(col("budget")), col("budget")],
	].map(([metric, frame, x, y]) => frame.select(lit(metric).alias("metric"),
		col("account_manager").alias("manager"), x.cast(pl.Float64).alias("x"),
		y.cast(pl.Float64).alias("y")));
	return [pl.concat(rows), surveyed.filter(col("kind").eq(lit("internal")))];
}

const of_team = (frame) => frame.join(people.select("team",
	col("account_manager").alias("manager")), { on: "manager", how: "inner" });

function print(label, scope, frame) {
	for (const [subject, metric, x, y] of
		frame.select("subject", "metric", "x", "y").rows())
		console.log([label, scope, subject, metric, x, y].join(","));
}

for (const period of periods) {
	const [all, departments] = observations(period);
	const scopes = (frame) => [
		["company", frame.withColumns(lit("*").alias("subject"))],
		["team", of_team(frame).withColumns(col("team").alias("subject"))],
		["manager", frame.filter(col("manager").isNotNull())
			.withColumns(col("manager").alias("subject"))],
	];
	for (const [scope, frame] of scopes(all))
		print(period.label, scope, frame.groupBy("subject", "metric")
			.agg(col("x").sum(), col("y").sum()));
	for (const [scope, frame] of scopes(departments))
		print(period.label, scope, frame.groupBy("subject", "department")
			.agg(col("x").mean()).groupBy("subject")
			.agg(col("x").sum(), col("department").count().alias("y"))
			.withColumns(lit("coordination").alias("metric")));
}
