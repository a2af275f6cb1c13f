-- The eight indicators for company, teams and managers, for a quarter and the
-- one before, as metrics/README.md defines them, in SQL that DuckDB and SQLite
-- both read. {date:…} is a date in the dialect at hand. Tables: contracts,
-- timesheets, surveys, people.
WITH period(label, first_day, until, last_day, opening) AS (
	SELECT '2026Q2', {date:2026-04-01}, {date:2026-07-01},
		{date:2026-06-30}, {date:2026-03-31}
	UNION ALL
	SELECT '2026Q3', {date:2026-07-01}, {date:2026-10-01},
		{date:2026-09-30}, {date:2026-06-30}
),
signed AS (
	SELECT label, first_day, until, last_day, opening, contract_id,
		client_id, account_manager, kind, value, budget, closed_on,
		COALESCE(start_on, closed_on) AS start_on,
		CASE WHEN terminated_on <= last_day AND
				(end_on IS NULL OR terminated_on <= end_on)
			THEN terminated_on ELSE end_on END AS last_in_force,
		CASE WHEN terminated_on <= last_day THEN terminated_on END
			AS terminated_on,
		due_on,
		CASE WHEN delivered_on <= last_day THEN delivered_on END
			AS delivered_on,
		COALESCE(project_id, contract_id) AS project_id
	FROM contracts, period
	WHERE stage = 'won' AND closed_on <= last_day
),
opening_contract AS (
	SELECT *, ROW_NUMBER() OVER (PARTITION BY label, client_id
		ORDER BY CASE WHEN last_in_force IS NULL OR
				last_in_force >= opening THEN 0 ELSE 1 END,
			CASE WHEN kind IN ('upsell', 'cross_sell') THEN 1 ELSE 0 END,
			start_on DESC, value DESC, contract_id) AS place
	FROM signed WHERE start_on <= opening
),
opening_client AS (
	SELECT label, client_id, account_manager FROM opening_contract
	WHERE place = 1 AND (last_in_force IS NULL OR last_in_force >= opening)
),
closing_client AS (
	SELECT DISTINCT label, client_id FROM signed
	WHERE start_on <= last_day AND
		(last_in_force IS NULL OR last_in_force >= last_day)
),
upsold_client AS (
	SELECT DISTINCT label, client_id FROM signed
	WHERE kind IN ('upsell', 'cross_sell') AND closed_on >= first_day
		AND closed_on < until
),
client_survey AS (
	SELECT s.survey AS survey, ROW_NUMBER() OVER (PARTITION BY s.survey
		ORDER BY CASE WHEN c.last_in_force IS NULL OR
				c.last_in_force >= s.answered_on THEN 0 ELSE 1 END,
			CASE WHEN c.kind IN ('upsell', 'cross_sell') THEN 1 ELSE 0 END,
			c.start_on DESC, c.value DESC, c.contract_id) AS place,
		c.account_manager AS account_manager, c.label AS label
	FROM surveys s JOIN signed c ON s.client_id = c.client_id
	WHERE s.account_manager IS NULL AND s.contract_id IS NULL
		AND c.start_on <= s.answered_on
		AND s.answered_on >= c.first_day AND s.answered_on < c.until
),
answered AS (
	SELECT p.label AS label, s.kind AS kind, s.department AS department, (s.score - 1) * 25.0 AS score,
		COALESCE(s.account_manager, k.account_manager,
			c.account_manager) AS manager
	FROM surveys s CROSS JOIN period p
		LEFT JOIN contracts k ON k.contract_id = CASE
			WHEN s.account_manager IS NULL THEN s.contract_id END
		LEFT JOIN client_survey c ON c.survey = s.survey AND c.place = 1
			AND c.label = p.label
	WHERE s.score IS NOT NULL AND s.answered_on >= p.first_day
		AND s.answered_on < p.until
),
project AS (
	SELECT label, first_day, project_id, SUM(budget) AS budget,
		MAX(delivered_on) AS delivered_on,
		SUM(CASE WHEN delivered_on IS NULL AND terminated_on IS NULL
			THEN 1 ELSE 0 END) AS waiting
	FROM signed GROUP BY label, first_day, project_id
),
project_manager AS (
	SELECT label, project_id, account_manager, ROW_NUMBER() OVER (
		PARTITION BY label, project_id
		ORDER BY budget DESC, contract_id) AS place
	FROM signed
),
booked AS (
	SELECT project_id,
		SUM(CASE WHEN worked_on <= {date:2026-06-30}
			THEN hours * hourly_cost END) AS before,
		SUM(CASE WHEN worked_on <= {date:2026-09-30}
			THEN hours * hourly_cost END) AS now
	FROM timesheets WHERE hourly_cost IS NOT NULL GROUP BY project_id
),
delivered AS (
	SELECT p.label AS label, m.account_manager AS manager,
		p.budget AS budget,
		CASE WHEN p.label = '2026Q2' THEN b.before ELSE b.now END AS cost
	FROM project p JOIN booked b ON p.project_id = b.project_id
		JOIN project_manager m ON m.label = p.label
			AND m.project_id = p.project_id AND m.place = 1
	WHERE p.waiting = 0 AND p.delivered_on >= p.first_day AND p.budget > 0
),
observation AS (
	SELECT label, 'revenue' AS metric, account_manager AS manager,
		value AS x, 0 AS y
	FROM signed WHERE closed_on >= first_day AND closed_on < until
	UNION ALL
	SELECT o.label AS label, 'retention', o.account_manager,
		CASE WHEN c.client_id IS NULL THEN 0 ELSE 1 END, 1
	FROM opening_client o LEFT JOIN closing_client c
		ON o.label = c.label AND o.client_id = c.client_id
	UNION ALL
	SELECT o.label AS label, 'upsell_rate', o.account_manager,
		CASE WHEN c.client_id IS NULL THEN 0 ELSE 1 END, 1
	FROM opening_client o LEFT JOIN upsold_client c
		ON o.label = c.label AND o.client_id = c.client_id
	UNION ALL
	SELECT label, 'on_time', account_manager,
		CASE WHEN delivered_on <= due_on THEN 1 ELSE 0 END, 1
	FROM signed WHERE due_on >= first_day AND due_on < until
		AND NOT (delivered_on IS NULL AND terminated_on IS NOT NULL
			AND terminated_on < due_on)
	UNION ALL
	SELECT label, 'satisfaction', manager, score, 1
	FROM answered WHERE kind = 'client'
	UNION ALL
	SELECT label, 'close_rate', account_manager,
		CASE WHEN stage = 'won' AND closed_on <= last_day THEN 1 ELSE 0 END,
		1
	FROM contracts, period
	WHERE proposed_on >= first_day AND proposed_on < until
		AND kind <> 'renewal' AND NOT (stage = 'cancelled' AND
			(closed_on IS NULL OR closed_on <= last_day))
	UNION ALL
	SELECT label, 'budget_variance', manager, cost - budget, budget
	FROM delivered WHERE cost IS NOT NULL
),
department AS (
	SELECT label, department, manager, SUM(score) AS score, COUNT(*) AS n
	FROM answered WHERE kind = 'internal'
	GROUP BY label, department, manager
)
SELECT label, 'company' AS scope, '*' AS subject, metric, SUM(x) AS x,
	SUM(y) AS y
FROM observation GROUP BY label, metric
UNION ALL
SELECT label, 'team', team, metric, SUM(x), SUM(y)
FROM observation JOIN people ON manager = people.account_manager
GROUP BY label, team, metric
UNION ALL
SELECT label, 'manager', manager, metric, SUM(x), SUM(y)
FROM observation WHERE manager IS NOT NULL GROUP BY label, manager, metric
UNION ALL
SELECT label, 'company', '*', 'coordination', SUM(mean), COUNT(*)
FROM (SELECT label, SUM(score) / SUM(n) AS mean FROM department
	GROUP BY label, department) AS d GROUP BY label
UNION ALL
SELECT label, 'team', team, 'coordination', SUM(mean), COUNT(*)
FROM (SELECT label, team, SUM(score) / SUM(n) AS mean FROM department
	JOIN people ON manager = people.account_manager
	GROUP BY label, team, department) AS d GROUP BY label, team
UNION ALL
SELECT label, 'manager', manager, 'coordination', SUM(mean), COUNT(*)
FROM (SELECT label, manager, SUM(score) / SUM(n) AS mean FROM department
	GROUP BY label, manager, department) AS d GROUP BY label, manager
