-- Once a run: who is a manager, and of which team (metrics/README.md, "Tables").
-- The driver has loaded raw tables: dates are day numbers (blank = NULL), decimals are
-- integers scaled by 10^4 (of timesheets by 10^8), text is trimmed, in NFC, and compared
-- by bytes.

-- An alias stands for the id wherever a manager is named; an id beats an alias.
CREATE TEMP TABLE really AS
SELECT n.name,
       COALESCE((SELECT p.account_manager FROM person p WHERE p.account_manager = n.name),
                (SELECT a.account_manager FROM alias a WHERE a.alias = n.name),
                n.name) AS id
  FROM (SELECT account_manager AS name FROM raw_contract
        UNION SELECT account_manager FROM raw_assignment
        UNION SELECT account_manager FROM raw_split
        UNION SELECT account_manager FROM raw_survey) n
 WHERE n.name IS NOT NULL;
CREATE UNIQUE INDEX temp.really_name ON really(name);

CREATE TEMP TABLE contract AS
SELECT c.contract_id, c.client_id, r.id AS manager, c.stage, COALESCE(c.kind, 'new') AS kind,
       CASE WHEN c.stage <> 'open' THEN c.closed_on END AS closed_on,
       c.value, c.proposed_on, c.start_on, c.end_on, c.terminated_on,
       COALESCE(c.budget, 0) AS budget, c.due_on, c.delivered_on,
       COALESCE(c.project_id, c.contract_id) AS project_id, c.team,
       COALESCE(c.value_per, 'total') AS value_per, COALESCE(c.recurring, 'yes') AS recurring,
       COALESCE(c.budget_per, 'total') AS budget_per, COALESCE(c.planned_budget, 0) AS planned_budget,
       c.price, c.rate, c.currency, COALESCE(c.progress, 0) AS progress
  FROM raw_contract c JOIN really r ON r.name = c.account_manager
 WHERE COALESCE(c.kind, 'new') <> 'credit';
CREATE UNIQUE INDEX temp.contract_id ON contract(contract_id);

-- Credits, as what they correct: they count once both are signed.
CREATE TEMP TABLE credit AS
SELECT c.contract_id, t.contract_id AS corrects, t.manager, t.kind, c.value,
       MAX(c.closed_on, t.closed_on) AS closed_on
  FROM raw_contract c JOIN contract t ON t.contract_id = c.refers_to
 WHERE c.kind = 'credit' AND c.stage = 'won' AND t.stage = 'won';

-- Whose a contract is, for surveys that name it: a credit is its contract's manager's.
CREATE TEMP TABLE contract_manager AS
SELECT contract_id, manager FROM contract
 UNION ALL
SELECT c.contract_id, t.manager
  FROM raw_contract c JOIN contract t ON t.contract_id = c.refers_to WHERE c.kind = 'credit';
CREATE UNIQUE INDEX temp.contract_manager_id ON contract_manager(contract_id);

-- Payments, of the contract for which they count, once that is signed.
CREATE TEMP TABLE payment AS
SELECT p.source, t.contract_id, t.manager, p.amount, MAX(p.paid_on, t.closed_on) AS counts_on
  FROM raw_payment p
  JOIN raw_contract c ON c.contract_id = p.contract_id
  JOIN contract t ON t.contract_id = CASE WHEN c.kind = 'credit' THEN c.refers_to
                                          ELSE c.contract_id END
 WHERE t.stage = 'won';

-- Who shares a contract's money, the largest share first.
CREATE TEMP TABLE share AS
SELECT contract_id, manager, share,
       ROW_NUMBER() OVER (PARTITION BY contract_id ORDER BY share DESC, manager) AS place
  FROM (SELECT s.contract_id, r.id AS manager, SUM(s.share) AS share
          FROM raw_split s JOIN really r ON r.name = s.account_manager
         GROUP BY s.contract_id, r.id);
CREATE UNIQUE INDEX temp.share_place ON share(contract_id, place);

CREATE TEMP TABLE assignment AS
SELECT a.client_id, r.id AS manager, a.from_on, a.until_on
  FROM raw_assignment a JOIN really r ON r.name = a.account_manager;

CREATE TEMP TABLE survey AS
SELECT s.survey, COALESCE(s.kind, 'client') AS kind, r.id AS named, s.contract_id, s.client_id,
       s.department, s.sent_on, s.score, s.scale_min AS low, s.scale_max AS high,
       CASE WHEN s.score IS NOT NULL THEN s.answered_on END AS answered_on
  FROM raw_survey s LEFT JOIN really r ON r.name = s.account_manager;

-- The cost of a row (in 10^-16): cost, else hours x hourly_cost, else hours x the configured
-- rate (in 10^-4), else none.
CREATE TEMP TABLE booking AS
SELECT project_id, worked_on,
       COALESCE(xmul(cost, 100000000), xmul(hours, hourly_cost),
                xmul(hours, xmul(rate, 10000))) AS cost
  FROM raw_timesheet;
CREATE INDEX temp.booking_project ON booking(project_id);

CREATE TEMP TABLE manager AS
WITH named(manager) AS (
       SELECT account_manager FROM person
       UNION SELECT manager FROM contract
       UNION SELECT manager FROM share
       UNION SELECT manager FROM assignment),
     tiered AS (
       SELECT c.*, CASE WHEN stage IN ('won', 'lost') AND closed_on <= run.as_of THEN 0
                        WHEN proposed_on <= run.as_of THEN 1
                        ELSE 2 END AS tier
         FROM contract c, run WHERE team IS NOT NULL),
     ranked AS (
       SELECT manager, team,
              ROW_NUMBER() OVER (PARTITION BY manager
                                 ORDER BY tier,
                                          CASE tier WHEN 0 THEN closed_on
                                                    WHEN 1 THEN proposed_on ELSE 0 END DESC,
                                          contract_id) AS place
         FROM tiered)
SELECT n.manager,
       (SELECT k.team FROM ranked k WHERE k.manager = n.manager AND k.place = 1) AS fallback
  FROM named n;
CREATE UNIQUE INDEX temp.manager_id ON manager(manager);

-- Every name that a spell gives is a team; where it, or whoever has none, says none, what the
-- contracts say. Whomever a spell names has a subject for all who report to them.
CREATE TEMP TABLE subject AS
SELECT 0 AS scope_order, 'company' AS scope, '*' AS subject
UNION
SELECT 1, 'team', COALESCE(s.team, m.fallback)
  FROM manager m LEFT JOIN spell s ON s.manager = m.manager
 WHERE COALESCE(s.team, m.fallback) IS NOT NULL
UNION SELECT 2, 'reports', lead FROM spell WHERE lead IS NOT NULL
UNION SELECT 3, 'manager', manager FROM manager;

-- needs: the tables without which the metric has no value at all.
CREATE TEMP TABLE metric(place INTEGER, metric TEXT, kind TEXT, unit TEXT, needs_contracts INTEGER,
                         needs_timesheets INTEGER, needs_surveys INTEGER,
                         needs_payments INTEGER DEFAULT 0);
INSERT INTO metric(place, metric, kind, unit, needs_contracts, needs_timesheets, needs_surveys)
VALUES
 (1, 'revenue', 'sum', 'money', 1, 0, 0),
 (2, 'revenue_new', 'sum', 'money', 1, 0, 0),
 (3, 'revenue_renewal', 'sum', 'money', 1, 0, 0),
 (4, 'revenue_expansion', 'sum', 'money', 1, 0, 0),
 (5, 'collected', 'sum', 'money', 1, 0, 0),
 (6, 'retention', 'share', 'share', 1, 0, 0),
 (7, 'grr', 'ratio', 'ratio', 1, 0, 0),
 (8, 'nrr', 'ratio', 'ratio', 1, 0, 0),
 (9, 'on_time', 'share', 'share', 1, 0, 0),
 (10, 'satisfaction', 'mean', 'score', 0, 0, 1),
 (11, 'csat_top2', 'share', 'share', 0, 0, 1),
 (12, 'nps', 'mean', 'score', 0, 0, 1),
 (13, 'response_rate', 'share', 'share', 0, 0, 1),
 (14, 'close_rate', 'share', 'share', 1, 0, 0),
 (15, 'win_rate', 'share', 'share', 1, 0, 0),
 (16, 'upsell_rate', 'share', 'share', 1, 0, 0),
 (17, 'upsell_wins', 'count', 'count', 1, 0, 0),
 (18, 'budget_variance', 'ratio', 'ratio', 1, 1, 0),
 (19, 'over_budget', 'share', 'share', 1, 1, 0),
 (20, 'cpi', 'ratio', 'ratio', 1, 1, 0),
 (21, 'running_over', 'share', 'share', 1, 1, 0),
 (22, 'eac_variance', 'ratio', 'ratio', 1, 1, 0),
 (23, 'coordination', 'groups', 'score', 0, 0, 1);
UPDATE metric SET needs_payments = 1 WHERE metric = 'collected';
