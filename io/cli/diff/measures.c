/* Differences of kpi.csv, and the records that make them up. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/diff.h"
#include "io/cli/diff/joint.h"
#include "metrics/estimates/metrics.h"

/* ---- the rows of kpi.csv ---- */

/* A measure of a subject: its rows of kpi.csv in the two runs. */
struct key {
	int period, scope;
	size_t metric_order;
	const char *subject, *metric;
	size_t row[SIDES];
};

static const char *const scopes[] = { "company", "team", "manager" };

static int
scope_of(const char *name)
{
	for (int scope = 0; scope < 3; scope++)
		if (strcmp(scopes[scope], name) == 0)
			return scope;
	return 3;
}

static int
by_place(const void *left, const void *right)
{
	const struct key *a = left, *b = right;
	int order = (a->period > b->period) - (a->period < b->period);
	if (order == 0)
		order = (a->scope > b->scope) - (a->scope < b->scope);
	if (order == 0)
		order = strcmp(a->subject, b->subject);
	if (order == 0)
		order = (a->metric_order > b->metric_order) -
			(a->metric_order < b->metric_order);
	return order ? order : strcmp(a->metric, b->metric);
}

static void
list_keys(
    const struct diff *diff, enum side side, struct key *keys, size_t *count)
{
	const struct run_table *table = &diff->run[side].kpi;
	size_t period = run_table_column(table, "period");
	size_t scope = run_table_column(table, "scope");
	size_t subject = run_table_column(table, "subject");
	size_t metric = run_table_column(table, "metric");
	for (size_t row = 0; row < table->row_count; row++) {
		const char *id = run_table_cell(table, row, metric);
		const struct metric *known = metrics_find(text_of(id));
		struct key key = {
			.period = diff_period_of(
			    diff, side, run_table_cell(table, row, period)),
			.scope = scope_of(run_table_cell(table, row, scope)),
			.metric_order = known ? (size_t)(known - metrics_table)
					      : metrics_count,
			.subject = run_table_cell(table, row, subject),
			.metric = id,
			.row = { NO_ROW, NO_ROW },
		};
		key.row[side] = row;
		if (key.period >= 0 && key.scope < 3)
			keys[(*count)++] = key;
	}
}

/* Keys of both runs in the order of kpi.csv; the same measure once. */
static struct key *
all_keys(const struct diff *diff, size_t *count)
{
	struct key *keys = arena_allocate(diff->arena,
	    diff->run[OLD].kpi.row_count + diff->run[NEW].kpi.row_count,
	    sizeof *keys);
	*count = 0;
	if (!keys)
		return NULL;
	list_keys(diff, OLD, keys, count);
	list_keys(diff, NEW, keys, count);
	if (*count)
		qsort(keys, *count, sizeof *keys, by_place);
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		struct key *last = kept ? &keys[kept - 1] : NULL;
		if (last && by_place(last, &keys[i]) == 0) {
			for (int side = OLD; side < SIDES; side++)
				if (keys[i].row[side] != NO_ROW)
					last->row[side] = keys[i].row[side];
			continue;
		}
		keys[kept++] = keys[i];
	}
	*count = kept;
	return keys;
}

static const char *
kpi_cell(const struct diff *diff, const struct key *key, enum side side,
    const char *column)
{
	const struct run_table *table = &diff->run[side].kpi;
	return key->row[side] == NO_ROW ? ""
					: run_table_cell(table, key->row[side],
					      run_table_column(table, column));
}

/* ---- comparison ---- */

static bool
is_touched(const struct difference *difference, const struct joints *joints)
{
	bool is_manager = strcmp(difference->scope, "manager") == 0;
	for (size_t i = 0; i < joints->count; i++) {
		const struct joint *joint = &joints->rows[i];
		if (!joint->changed)
			continue;
		bool old = diff_belongs(difference, &joint->side[OLD]);
		bool new = diff_belongs(difference, &joint->side[NEW]);
		/* Within a team or the company the owner may change. */
		if ((old || new) && (is_manager || old != new ||
					diff_has_other_numbers(joint) ||
					strcmp(joint->side[OLD].group,
					    joint->side[NEW].group) != 0))
			return true;
	}
	return false;
}

static enum status
compare_key(struct diff *diff, const struct key *key, const struct joints *all)
{
	static const char *const compared[] = { "value", "numerator",
		"denominator", "n" };
	struct difference difference = { .period = key->period,
		.scope = scopes[key->scope],
		.subject = key->subject,
		.measure = key->metric };
	bool same = true;
	for (size_t i = 0; i < sizeof compared / sizeof *compared; i++)
		same &= strcmp(kpi_cell(diff, key, OLD, compared[i]),
			    kpi_cell(diff, key, NEW, compared[i])) == 0;
	struct joints joints = diff_joints_of(all, key->period, key->metric);
	if (same && !is_touched(&difference, &joints))
		return STATUS_OK;
	for (int s = OLD; s < SIDES; s++) {
		enum side side = (enum side)s;
		difference.value[s] = kpi_cell(diff, key, side, "value");
		difference.numerator[s] =
		    kpi_cell(diff, key, side, "numerator");
		difference.denominator[s] =
		    kpi_cell(diff, key, side, "denominator");
	}
	enum side known = key->row[NEW] == NO_ROW ? OLD : NEW;
	difference.unit = kpi_cell(diff, key, known, "unit");
	enum status status = diff_set_change(diff, &difference);
	const struct metric *metric = metrics_find(text_of(key->metric));
	struct rational unexplained = difference.change;
	if (!status)
		status = diff_attribute(diff, &difference,
		    metric ? &metric->kind : NULL, &joints, &unexplained);
	if (!status && !rational_is_zero(unexplained))
		status = diff_add_other(diff, &difference, "unexplained",
		    diff_unexplained(diff), unexplained);
	return status ? status : diff_add(diff, &difference);
}

enum status
diff_measures(struct diff *diff, const struct joints *joints)
{
	size_t count;
	struct key *keys = all_keys(diff, &count);
	enum status status = keys ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; !status && i < count; i++)
		status = compare_key(diff, &keys[i], joints);
	return status;
}
