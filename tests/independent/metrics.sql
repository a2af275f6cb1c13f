-- The metrics of one period (metrics/README.md), from the tables of ground.sql.
-- p has one row: opening, from_day, until_day, as_of, closing, grace.
-- x and y are exact: an integer or the text of a fraction; xsum, xmul, xdiv, xsub, xmin, xcmp
-- are exact rational arithmetic given by the driver.

-- Contracts as they are known on as_of: nothing later has happened.
CREATE TEMP TABLE known AS
SELECT contract_id, client_id, manager, kind, value, budget, due_on, project_id, end_on,
       value_per, recurring, budget_per, planned_budget, price, rate, currency, progress,
       CASE WHEN stage IN ('won', 'lost', 'cancelled') AND closed_on > p.as_of THEN 'open'
            ELSE stage END AS stage,
       CASE WHEN closed_on <= p.as_of THEN closed_on END AS closed_on,
       CASE WHEN proposed_on <= p.as_of THEN proposed_on END AS proposed_on,
       CASE WHEN delivered_on <= p.as_of THEN delivered_on END AS delivered_on,
       CASE WHEN terminated_on <= p.as_of AND terminated_on <= COALESCE(end_on, terminated_on)
            THEN terminated_on END AS terminated_on,
       COALESCE(start_on, closed_on) AS start_on
  FROM contract, p;

CREATE TEMP TABLE signed AS
SELECT k.*, MIN(COALESCE(terminated_on, end_on, 9999999), COALESCE(cut_on, 9999999)) AS last_on,
       COALESCE(cut_on < start_on, 0) AS never
  FROM known k LEFT JOIN cut USING (contract_id) WHERE stage = 'won';
CREATE INDEX temp.signed_client ON signed(client_id);

-- Money a month, at the rate of the opening day whatever the day; of those that have an end, or
-- a price of a month.
CREATE TEMP TABLE worth AS
WITH priced AS (
       SELECT contract_id, value_per, start_on, end_on,
              CASE WHEN currency IS NULL THEN price
                   ELSE whole(xdiv(xmul(price, COALESCE(rate_on(currency, p.opening),
                        CASE WHEN s.start_on <= p.opening AND p.opening <= s.last_on THEN s.rate END,
                        (SELECT o.rate FROM signed o
                          WHERE o.client_id = s.client_id AND o.currency = s.currency
                            AND o.start_on <= p.opening AND p.opening <= o.last_on
                          ORDER BY o.start_on DESC, o.contract_id LIMIT 1), s.rate)), 10000))
              END AS price
         FROM signed s, p WHERE recurring = 'yes')
SELECT contract_id,
       CASE value_per WHEN 'month' THEN xdiv(price, 10000)
                      ELSE xdiv(price, xmul(10000, months(start_on, end_on + 1))) END AS a_month
  FROM priced WHERE value_per = 'month' OR end_on IS NOT NULL;
CREATE UNIQUE INDEX temp.worth_contract ON worth(contract_id);

CREATE TEMP TABLE survey_then AS
SELECT survey, kind, named, contract_id, client_id, department, score, low, high,
       CASE WHEN answered_on <= p.as_of THEN answered_on END AS answered_on,
       CASE WHEN sent_on <= p.as_of THEN sent_on END AS sent_on
  FROM survey, p;

-- Whose client on which day, for every pair that is asked about below.
CREATE TEMP TABLE keeper AS
WITH asked(client_id, day) AS (
       SELECT client_id, opening FROM signed, p
       UNION SELECT client_id, answered_on FROM survey_then WHERE answered_on IS NOT NULL
       UNION SELECT client_id, sent_on FROM survey_then WHERE sent_on IS NOT NULL),
     candidate AS (
       SELECT q.client_id, q.day, a.manager, 0 AS source, 0 AS idle, 0 AS more, a.from_on AS since,
              0 AS value, a.manager AS tie
         FROM asked q JOIN assignment a
           ON a.client_id = q.client_id AND a.from_on <= q.day
              AND (a.until_on IS NULL OR q.day <= a.until_on)
       UNION ALL
       SELECT q.client_id, q.day, s.manager, 1, CASE WHEN q.day <= s.last_on THEN 0 ELSE 1 END,
              s.kind IN ('upsell', 'cross_sell'), s.start_on, s.value, s.contract_id
         FROM asked q JOIN signed s ON s.client_id = q.client_id AND s.start_on <= q.day),
     ranked AS (
       SELECT client_id, day, manager,
              ROW_NUMBER() OVER (PARTITION BY client_id, day
                                 ORDER BY source, idle, more, since DESC, value DESC, tie) AS place
         FROM candidate)
SELECT client_id, day, manager FROM ranked WHERE place = 1;
CREATE UNIQUE INDEX temp.keeper_key ON keeper(client_id, day);

-- The opening clients, each with its state on the closing day.
CREATE TEMP TABLE cohort AS
SELECT k.client_id, k.manager,
       EXISTS (SELECT 1 FROM signed s
                WHERE s.client_id = k.client_id AND NOT s.never AND s.start_on <= p.closing
                  AND p.closing <= s.last_on + p.grace) AS stayed,
       EXISTS (SELECT 1 FROM signed s
                WHERE s.client_id = k.client_id AND s.kind IN ('upsell', 'cross_sell')
                  AND s.closed_on >= p.from_day AND s.closed_on < p.until_day) AS expanded,
       (SELECT xsum(w.a_month) FROM signed s JOIN worth w ON w.contract_id = s.contract_id
         WHERE s.client_id = k.client_id
           AND s.start_on <= p.opening AND p.opening <= s.last_on) AS opening_rate,
       (SELECT xsum(w.a_month) FROM signed s JOIN worth w ON w.contract_id = s.contract_id
         WHERE s.client_id = k.client_id
           AND s.start_on <= p.closing AND p.closing <= s.last_on) AS closing_rate
  FROM keeper k, p
 WHERE k.day = p.opening
   AND EXISTS (SELECT 1 FROM signed s
                WHERE s.client_id = k.client_id AND NOT s.never AND s.start_on <= p.opening
                  AND p.opening <= s.last_on + p.grace);

-- Every project, by its signed contracts: its budget so far and of the whole term, how much of
-- that is earned, what was booked (NULL: nothing), and what runs on the closing day.
CREATE TEMP TABLE work AS
WITH whole AS (
       SELECT project_id,
              xsum(CASE budget_per
                   WHEN 'month' THEN whole(xmul(budget, months(start_on,
                        MIN(last_on, p.as_of, COALESCE(delivered_on, p.as_of)) + 1)))
                   ELSE budget END) AS budget,
              xsum(planned_budget) AS planned, xsum(xmul(planned_budget, progress)) AS earned,
              MAX(budget_per = 'month' AND end_on IS NULL) AS endless,
              SUM(delivered_on IS NULL AND terminated_on IS NULL) AS waiting,
              MAX(delivered_on) AS delivered_on,
              MAX(start_on <= p.closing AND delivered_on IS NULL AND terminated_on IS NULL
                  AND (due_on IS NOT NULL OR p.closing <= last_on)) AS runs
         FROM signed, p GROUP BY project_id),
     led AS (
       SELECT project_id, manager,
              ROW_NUMBER() OVER (PARTITION BY project_id
                                 ORDER BY planned_budget DESC, contract_id) AS place
         FROM signed),
     spent AS (
       SELECT project_id, xsum(cost) AS actual FROM booking, p
        WHERE worked_on <= p.as_of AND cost IS NOT NULL GROUP BY project_id)
SELECT w.project_id, l.manager, w.delivered_on, w.waiting, w.runs, w.endless,
       xdiv(w.budget, 10000) AS budget, xdiv(w.planned, 10000) AS planned,
       xdiv(w.earned, 100000000) AS earned,
       CASE WHEN s.actual IS NOT NULL THEN xdiv(s.actual, 10000000000000000) END AS actual
  FROM whole w
  JOIN led l ON l.project_id = w.project_id AND l.place = 1
  LEFT JOIN spent s ON s.project_id = w.project_id;

-- The projects delivered in the period, with a budget and a cost.
CREATE TEMP TABLE project AS
SELECT project_id, manager, delivered_on, budget, actual FROM work, p
 WHERE waiting = 0 AND delivered_on >= p.from_day AND delivered_on < p.until_day
   AND xcmp(budget, 0) > 0 AND actual IS NOT NULL;

-- Surveys with the one they are about: the first of manager, contract, client that is not blank.
CREATE TEMP TABLE answer AS
SELECT v.*, xdiv(xmul(100, score - low), high - low) AS normal,
       CASE WHEN named IS NOT NULL THEN (SELECT manager FROM manager m WHERE m.manager = named)
            WHEN v.contract_id IS NOT NULL
            THEN (SELECT c.manager FROM contract_manager c WHERE c.contract_id = v.contract_id)
            ELSE (SELECT k.manager FROM keeper k
                   WHERE k.client_id = v.client_id AND k.day = v.answered_on) END AS manager
  FROM survey_then v, p
 WHERE answered_on >= p.from_day AND answered_on < p.until_day;

CREATE TEMP TABLE request AS
SELECT v.*,
       CASE WHEN named IS NOT NULL THEN (SELECT manager FROM manager m WHERE m.manager = named)
            WHEN v.contract_id IS NOT NULL
            THEN (SELECT c.manager FROM contract_manager c WHERE c.contract_id = v.contract_id)
            ELSE (SELECT k.manager FROM keeper k
                   WHERE k.client_id = v.client_id AND k.day = v.sent_on) END AS manager
  FROM survey_then v, p
 WHERE v.kind = 'client' AND sent_on >= p.from_day AND sent_on < p.until_day;

-- day: by which it counts. record: of money, of which several may have a part.
CREATE TEMP TABLE observation(metric TEXT, manager TEXT, x, y, department TEXT, day INTEGER,
                              record TEXT);

-- Money of contracts, with everybody's part of it: rounded half away from zero to four places, but
-- for the first share, which takes what the others leave.
CREATE TEMP TABLE money AS
WITH whole_amount(what, record, shared, manager, kind, amount, day) AS (
  SELECT 'sale', contract_id, contract_id, manager, kind, value, closed_on FROM signed, p
   WHERE closed_on >= p.from_day AND closed_on < p.until_day
  UNION ALL
  SELECT 'credit', contract_id, corrects, manager, kind, value, closed_on FROM credit, p
   WHERE closed_on >= p.from_day AND closed_on < p.until_day AND closed_on <= p.as_of
  UNION ALL
  SELECT 'payment', source, contract_id, manager, NULL, amount, counts_on FROM payment, p
   WHERE counts_on >= p.from_day AND counts_on < p.until_day AND counts_on <= p.as_of)
SELECT what, record, kind, day, COALESCE(s.manager, w.manager) AS manager,
       CASE WHEN s.place IS NULL THEN amount
            WHEN s.place > 1 THEN whole(xdiv(xmul(amount, s.share), 10000))
            ELSE xsub(amount, COALESCE((SELECT xsum(whole(xdiv(xmul(w.amount, o.share), 10000)))
                                          FROM share o
                                         WHERE o.contract_id = w.shared AND o.place > 1), 0))
       END AS part
  FROM whole_amount w LEFT JOIN share s ON s.contract_id = w.shared;

INSERT INTO observation
SELECT 'revenue', manager, xdiv(part, 10000), 1, NULL, day, record FROM money
 WHERE what <> 'payment'
UNION ALL
SELECT CASE kind WHEN 'new' THEN 'revenue_new' WHEN 'renewal' THEN 'revenue_renewal'
                 ELSE 'revenue_expansion' END, manager, xdiv(part, 10000), 1, NULL, day, record
  FROM money WHERE what <> 'payment'
UNION ALL
SELECT 'collected', manager, xdiv(part, 10000), 1, NULL, day, record FROM money
 WHERE what = 'payment';

INSERT INTO observation(metric, manager, x, y, department, day)
SELECT 'upsell_wins', manager, 1, 1, NULL, closed_on FROM signed, p
 WHERE closed_on >= p.from_day AND closed_on < p.until_day AND kind IN ('upsell', 'cross_sell');

INSERT INTO observation(metric, manager, x, y, department, day)
SELECT 'retention', manager, stayed, 1, NULL, opening FROM cohort, p
UNION ALL
SELECT 'upsell_rate', manager, expanded, 1, NULL, opening FROM cohort, p
UNION ALL
SELECT 'grr', manager, xmin(COALESCE(closing_rate, 0), opening_rate), opening_rate, NULL, opening
  FROM cohort, p WHERE xcmp(opening_rate, 0) > 0
UNION ALL
SELECT 'nrr', manager, COALESCE(closing_rate, 0), opening_rate, NULL, opening
  FROM cohort, p WHERE xcmp(opening_rate, 0) > 0;

INSERT INTO observation(metric, manager, x, y, department, day)
SELECT 'on_time', manager, COALESCE(delivered_on <= due_on, 0), 1, NULL, due_on
  FROM signed, p
 WHERE due_on >= p.from_day AND due_on < p.until_day AND due_on <= p.as_of
   AND NOT (terminated_on IS NOT NULL AND terminated_on < due_on AND delivered_on IS NULL);

INSERT INTO observation(metric, manager, x, y, department, day)
SELECT 'satisfaction', manager, normal, 1, NULL, answered_on FROM answer WHERE kind = 'client'
UNION ALL
SELECT 'csat_top2', manager, xcmp(normal, 75) >= 0, 1, NULL, answered_on FROM answer WHERE kind = 'client'
UNION ALL
SELECT 'nps', manager, CASE WHEN score >= 90000 THEN 100 WHEN score <= 60000 THEN -100 ELSE 0 END,
       1, NULL, answered_on FROM answer WHERE kind = 'client' AND low = 0 AND high = 100000
UNION ALL
SELECT 'response_rate', manager, answered_on IS NOT NULL, 1, NULL, sent_on FROM request
UNION ALL
SELECT 'coordination', manager, normal, 1, department, answered_on FROM answer WHERE kind = 'internal';

INSERT INTO observation(metric, manager, x, y, department, day)
SELECT 'close_rate', manager, stage = 'won', 1, NULL, proposed_on FROM known, p
 WHERE proposed_on >= p.from_day AND proposed_on < p.until_day AND stage <> 'cancelled'
   AND kind IN (SELECT kind FROM close_kind)
UNION ALL
SELECT 'win_rate', manager, stage = 'won', 1, NULL, closed_on FROM known, p
 WHERE closed_on >= p.from_day AND closed_on < p.until_day AND stage IN ('won', 'lost')
   AND kind IN (SELECT kind FROM close_kind);

INSERT INTO observation(metric, manager, x, y, department, day)
SELECT 'budget_variance', manager, xsub(actual, budget), budget, NULL, delivered_on FROM project
UNION ALL
SELECT 'over_budget', manager, xcmp(actual, budget) > 0, 1, NULL, delivered_on FROM project
UNION ALL
SELECT 'cpi', manager, budget, actual, NULL, delivered_on FROM project
UNION ALL
SELECT 'running_over', manager, xcmp(COALESCE(actual, 0), budget) > 0, 1, NULL, p.closing
  FROM work, p, have WHERE runs AND xcmp(budget, 0) > 0 AND have.timesheets
UNION ALL
SELECT 'eac_variance', manager, xsub(xdiv(xmul(actual, planned), earned), planned), planned, NULL,
       p.closing
  FROM work, p
 WHERE runs AND NOT endless AND xcmp(planned, 0) > 0 AND xcmp(COALESCE(actual, 0), 0) > 0
   AND xcmp(earned, 0) > 0;

-- Whose a manager's record of a day is: their team's on that day (of the spell that holds it, else
-- the one before, else the first; where that says none, what the contracts say), and that of
-- everybody to whom they report on it, themselves among these.
CREATE TEMP TABLE owner AS
WITH RECURSIVE asked AS (
       SELECT DISTINCT manager, day FROM observation WHERE manager IS NOT NULL),
     chain(manager, day, lead) AS (
       SELECT manager, day, manager FROM asked
       UNION
       SELECT c.manager, c.day, s.lead FROM chain c
         JOIN spell s ON s.manager = c.lead AND s.first <= c.day AND c.day <= s.last
        WHERE s.lead IS NOT NULL),
     placed AS (
       SELECT a.manager, a.day,
              COALESCE((SELECT s.team FROM spell s
                         WHERE s.manager = a.manager AND s.first = COALESCE(
                               (SELECT MAX(e.first) FROM spell e
                                 WHERE e.manager = a.manager AND e.first <= a.day),
                               (SELECT MIN(e.first) FROM spell e WHERE e.manager = a.manager))),
                       (SELECT m.fallback FROM manager m WHERE m.manager = a.manager)) AS team
         FROM asked a)
SELECT manager, day, 'team' AS scope, team AS subject FROM placed WHERE team IS NOT NULL
UNION ALL
SELECT manager, day, 'reports', lead FROM chain
 WHERE lead IN (SELECT lead FROM spell WHERE lead IS NOT NULL);
CREATE INDEX temp.owner_key ON owner(manager, day);

-- Totals of any group are folds of the union of its observations.
CREATE TEMP TABLE folded AS
WITH seen AS (
       SELECT 'company' AS scope, '*' AS subject, o.* FROM observation o
       UNION ALL
       SELECT w.scope, w.subject, o.* FROM observation o
         JOIN owner w ON w.manager = o.manager AND w.day = o.day
       UNION ALL
       SELECT 'manager', o.manager, o.* FROM observation o WHERE o.manager IS NOT NULL),
     departments AS (
       SELECT scope, subject, metric, xdiv(xsum(x), xsum(y)) AS x, 1 AS y, COUNT(*) AS n
         FROM seen WHERE metric = 'coordination'
        GROUP BY scope, subject, metric, department)
SELECT scope, subject, metric, xsum(x) AS num, xsum(y) AS den,
       CASE WHEN COUNT(record) THEN COUNT(DISTINCT record) ELSE COUNT(*) END AS n FROM seen
 WHERE metric <> 'coordination' GROUP BY scope, subject, metric
UNION ALL
SELECT scope, subject, metric, xsum(x), xsum(y), SUM(n) FROM departments
 GROUP BY scope, subject, metric;
CREATE UNIQUE INDEX temp.folded_key ON folded(scope, subject, metric);

CREATE TEMP TABLE result AS
WITH filled AS (
       SELECT s.scope_order, s.scope, s.subject, m.place, m.metric, m.kind, m.unit, f.num, f.den, f.n,
              m.needs_contracts <= h.contracts AND m.needs_timesheets <= h.timesheets
                AND m.needs_surveys <= h.surveys AND m.needs_payments <= h.payments AS present
         FROM subject s CROSS JOIN metric m CROSS JOIN have h
         LEFT JOIN folded f ON f.scope = s.scope AND f.subject = s.subject AND f.metric = m.metric),
     valued AS (
       SELECT *, CASE WHEN NOT present THEN NULL
                      WHEN kind IN ('sum', 'count') THEN COALESCE(num, 0)
                      WHEN xcmp(den, 0) <> 0 THEN xdiv(num, den) END AS value
         FROM filled)
SELECT scope_order, scope, subject, place, metric, kind, unit, value,
       CASE WHEN value IS NULL THEN 0 WHEN kind IN ('sum', 'count') THEN value ELSE num END AS num,
       CASE WHEN kind IN ('sum', 'count') THEN NULL WHEN value IS NULL THEN 0 ELSE den END AS den,
       CASE WHEN value IS NULL THEN 0 ELSE COALESCE(n, 0) END AS n
  FROM valued;
