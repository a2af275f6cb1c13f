#include "io/cli/diff/lookup.h"

#include <stdio.h>
#include <string.h>

#include "metrics/estimates/metrics.h"

static int
compare_places(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

int
diff_by_measure(const void *left, const void *right)
{
	const struct value_row *a = left, *b = right;
	int order = (a->of > b->of) - (a->of < b->of);
	if (order == 0)
		order = (a->kind > b->kind) - (a->kind < b->kind);
	if (order == 0)
		order = strcmp(a->subject, b->subject);
	if (order == 0)
		order = compare_places(a->order, b->order);
	return order ? order : strcmp(a->metric, b->metric);
}

int
diff_by_subject(const void *left, const void *right)
{
	const struct score_row *a = left, *b = right;
	int order = strcmp(a->subject, b->subject);
	return order ? order : compare_places(a->place, b->place);
}

int
diff_by_payee(const void *left, const void *right)
{
	const struct pay_row *a = left, *b = right;
	return strcmp(a->subject, b->subject);
}

int
diff_by_rejected(const void *left, const void *right)
{
	const struct reject_row *a = left, *b = right;
	int order = (a->table > b->table) - (a->table < b->table);
	if (order == 0)
		order = strcmp(a->record, b->record);
	return order ? order : compare_places(a->place, b->place);
}

/* How many rows, from the first, compare with `wanted` as less than `limit`. */
static size_t
count_below(const void *rows, size_t count, size_t size, const void *wanted,
    int (*compare)(const void *left, const void *right), int limit)
{
	size_t low = 0, high = count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *row = (const char *)rows + middle * size;
		if (compare(row, wanted) < limit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t
diff_first_of(const void *rows, size_t count, size_t size, const void *wanted,
    int (*compare)(const void *left, const void *right))
{
	return count_below(rows, count, size, wanted, compare, 0);
}

size_t
diff_end_of(const void *rows, size_t count, size_t size, const void *wanted,
    int (*compare)(const void *left, const void *right))
{
	return count_below(rows, count, size, wanted, compare, 1);
}

struct rational
diff_number(struct arena *arena, const char *text)
{
	struct rational value;
	return rational_parse(arena, text, &value) ? value : rational_whole(0);
}

const struct value_row *
diff_value_row(const struct diff_run *run, enum row_period period,
    enum scope scope, const char *subject, const char *metric)
{
	const struct metric *known = metrics_find(text_of(metric));
	const struct value_row wanted = { .of = period,
		.kind = scope,
		.subject = subject,
		.order =
		    known ? (size_t)(known - metrics_table) : metrics_count,
		.metric = metric };
	size_t first = diff_first_of(run->values, run->value_count,
	    sizeof wanted, &wanted, diff_by_measure);
	bool found = first < run->value_count &&
		     diff_by_measure(&run->values[first], &wanted) == 0;
	return found ? &run->values[first] : NULL;
}

bool
diff_same_scope(const char *a, const char *b)
{
	return strcmp(*a ? a : "self", *b ? b : "self") == 0;
}

const struct score_row *
diff_scorecard(const struct diff_run *run, const char *subject, size_t *count)
{
	const struct score_row wanted = { .subject = subject };
	const struct score_row *rows = run->scores;
	size_t first = diff_first_of(
	    rows, run->score_count, sizeof *rows, &wanted, diff_by_subject);
	*count = 0;
	while (first + *count < run->score_count &&
	       strcmp(rows[first + *count].subject, subject) == 0)
		++*count;
	return rows + first;
}

const struct score_row *
diff_score_row(const struct diff_run *run, const char *subject,
    const char *metric, const char *scope)
{
	static const struct score_row none = { 0, "", "", "", "", "", "", "",
		"", "", "", "" };
	size_t count;
	const struct score_row *rows = diff_scorecard(run, subject, &count);
	const struct score_row *found = &none;
	bool whole = strcmp(metric, "*") == 0;
	for (size_t i = 0; i < count && (whole || found == &none); i++)
		if (strcmp(rows[i].metric, metric) == 0 &&
		    (whole || diff_same_scope(rows[i].scope, scope)))
			found = &rows[i];
	return found;
}

const struct pay_row *
diff_pay_row(const struct diff_run *run, const char *subject)
{
	static const struct pay_row none = { "", "", "", "", "", "", "", "", "",
		"" };
	const struct pay_row wanted = { .subject = subject };
	size_t first = diff_first_of(
	    run->pay, run->pay_count, sizeof wanted, &wanted, diff_by_payee);
	bool found = first < run->pay_count &&
		     strcmp(run->pay[first].subject, subject) == 0;
	return found ? &run->pay[first] : &none;
}

const char *
diff_amount(const struct pay_row *row, const char *measure)
{
	const struct {
		const char *name, *amount;
	} amounts[] = { { "kpi_bonus", row->kpi_bonus },
		{ "commission", row->commission },
		{ "project_award", row->project_award },
		{ "adjustment", row->adjustment }, { "total", row->total },
		{ "paid", row->paid }, { "due", row->due } };
	for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
		if (strcmp(measure, amounts[i].name) == 0)
			return amounts[i].amount;
	return "";
}

const struct reject_row *
diff_find_reject(
    const struct diff_run *run, enum table table, const char *record)
{
	const struct reject_row wanted = { .table = table, .record = record };
	size_t first = diff_first_of(run->rejects, run->reject_count,
	    sizeof wanted, &wanted, diff_by_rejected);
	bool found = *record && first < run->reject_count &&
		     run->rejects[first].table == table &&
		     strcmp(run->rejects[first].record, record) == 0;
	return found ? &run->rejects[first] : NULL;
}

const char *
diff_in_force(const struct diff_run *run, enum definition_index index)
{
	char key[80];
	snprintf(
	    key, sizeof key, "configuration.%s", definitions_table[index].name);
	const char *value = run_folder_value(&run->folder, key);
	return value ? value : "";
}
