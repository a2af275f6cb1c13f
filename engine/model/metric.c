#include "engine/model/metric.h"

#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/spells.h"

enum status
observations_add(
    struct observations *observations, struct observation observation)
{
	struct observation *rows =
	    arena_grown(observations->arena, observations->rows,
		observations->count, &observations->capacity, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	observations->rows = rows;
	rows[observations->count++] = observation;
	return STATUS_OK;
}

enum status
observations_omit(struct observations *observations,
    enum omission_reason reason, enum record_kind kind, uint32_t record)
{
	struct omission *omissions = arena_grown(observations->arena,
	    observations->omissions, observations->omission_count,
	    &observations->omission_capacity, sizeof *omissions);
	if (!omissions)
		return STATUS_MEMORY;
	observations->omissions = omissions;
	omissions[observations->omission_count++] =
	    (struct omission){ reason, kind, record };
	return STATUS_OK;
}

bool
metric_has_tables(const struct metric *metric, const struct dataset *data)
{
	for (int table = 0; table < TABLE_COUNT; table++)
		if (metric->tables >> table & 1 && !data->present[table])
			return false;
	return true;
}

struct quantity
quantity_exact(wide value)
{
	return (struct quantity){ true, QUANTITY_EXACT, { .exact = value } };
}

struct quantity
quantity_fraction(struct rational value)
{
	return (
	    struct quantity){ true, QUANTITY_FRACTION, { .fraction = value } };
}

struct quantity
quantity_real(double value)
{
	return (struct quantity){ true, QUANTITY_REAL, { .real = value } };
}

struct quantity
quantity_optional(struct optional value)
{
	return (struct quantity){ value.defined, QUANTITY_REAL,
		{ .real = value.value } };
}

struct quantity
measure_quantity(const struct metric *metric, union measure measure)
{
	return metric->decimals ? quantity_exact(measure.exact)
				: quantity_fraction(measure.fraction);
}

struct rational
quantity_rational(struct arena *arena, struct quantity quantity)
{
	switch (quantity.kind) {
	case QUANTITY_EXACT:
		return rational_wide(arena, quantity.as.exact);
	case QUANTITY_FRACTION:
		return quantity.as.fraction;
	case QUANTITY_REAL:
		break;
	}
	return rational_printed(arena, quantity.as.real);
}

double
quantity_double(struct quantity quantity)
{
	switch (quantity.kind) {
	case QUANTITY_EXACT:
		return wide_double(quantity.as.exact);
	case QUANTITY_FRACTION:
		return rational_nearest(quantity.as.fraction);
	case QUANTITY_REAL:
		break;
	}
	return quantity.as.real;
}

double
measure_double(const struct metric *metric, union measure measure)
{
	return quantity_double(measure_quantity(metric, measure));
}

const char *
quantity_print(char text[WIDE_TEXT_SIZE], struct quantity quantity)
{
	text[0] = '\0';
	if (quantity.defined && quantity.kind == QUANTITY_EXACT)
		wide_print(text, quantity.as.exact);
	else if (quantity.defined)
		double_print(text, quantity_double(quantity));
	return text;
}

/* Where a subject stands among rising ones; `count` if it does not. */
static size_t
find_subject(const uint32_t *subjects, size_t count, size_t subject)
{
	size_t low = 0, high = count;
	if (subject < count && subjects[subject] == subject)
		return subject;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (subjects[middle] < subject)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && subjects[low] == subject ? low : count;
}

const struct estimate *
results_at(
    const struct results *results, size_t period, size_t subject, size_t metric)
{
	const struct estimate_cells *cells =
	    results_cells(results, period, metric);
	if (!cells)
		return NULL;
	size_t at = find_subject(cells->subjects, cells->count, subject);
	if (at == cells->count)
		return &cells->empty;
	return cells->own ? cells->own[at] : &cells->estimates[at];
}

static const struct history *
history_of(const struct results *results, size_t period, size_t metric)
{
	return &results->history[period * results->metric_count + metric];
}

struct optional
results_history(
    const struct results *results, size_t period, size_t subject, size_t metric)
{
	const struct history *history = history_of(results, period, metric);
	size_t at = find_subject(history->subjects, history->count, subject);
	double value =
	    at == history->count ? history->empty : history->values[at];
	return isnan(value) ? (struct optional){ 0 }
			    : (struct optional){ true, value };
}

bool
results_few_raters(
    const struct results *results, size_t period, size_t subject, size_t metric)
{
	if (!results->history)
		return false;
	const struct history *history = history_of(results, period, metric);
	size_t at = find_subject(history->subjects, history->count, subject);
	return history->few_raters && at < history->count &&
	       history->few_raters[at];
}

struct owners
owners_of(const struct results *results, uint32_t manager, date day)
{
	bool nobody = manager == NO_ID;
	return (struct owners){ .results = results,
		.day = day,
		.manager = manager,
		.lead = manager,
		.told_manager = nobody,
		.told_team = nobody };
}

uint32_t
results_team(const struct results *results, uint32_t manager, date day)
{
	uint32_t team =
	    team_on(results->data, results->fallback_teams, manager, day);
	return team == NO_ID ? NO_ID : results->subject_of_team[team];
}

bool
owners_next(struct owners *owners, uint32_t *subject)
{
	const struct results *results = owners->results;
	if (!owners->told_manager) {
		owners->told_manager = true;
		*subject = results->subject_of_manager[owners->manager];
		return true;
	}
	if (!owners->told_team) {
		owners->told_team = true;
		*subject = results_team(results, owners->manager, owners->day);
		if (*subject != NO_ID)
			return true;
	}
	while (owners->lead != NO_ID) {
		*subject = results->subject_of_lead[owners->lead];
		owners->lead =
		    lead_on(results->data, owners->lead, owners->day);
		if (*subject != NO_ID)
			return true;
	}
	return false;
}

bool
results_belongs(const struct results *results, const struct subject *subject,
    const struct observation *observation)
{
	uint32_t manager = observation->manager, owner;
	if (subject->scope == SCOPE_COMPANY)
		return true;
	if (subject->scope == SCOPE_MANAGER)
		return subject->id == manager;
	struct owners owners = owners_of(results, manager, observation->day);
	while (owners_next(&owners, &owner))
		if (&results->subjects[owner] == subject)
			return true;
	return false;
}

const char *
unit_name(enum unit unit)
{
	static const char *const names[] = { [UNIT_MONEY] = "money",
		[UNIT_COUNT] = "count",
		[UNIT_SHARE] = "share",
		[UNIT_RATIO] = "ratio",
		[UNIT_SCORE] = "score" };
	return names[unit];
}

const char *
scope_name(enum scope scope)
{
	static const char *const names[] = { [SCOPE_COMPANY] = "company",
		[SCOPE_TEAM] = "team",
		[SCOPE_REPORTS] = "reports",
		[SCOPE_MANAGER] = "manager" };
	return names[scope];
}

const char *
beyond_name(enum beyond beyond)
{
	static const char *const names[] = { [BEYOND_NOTHING] = "",
		[BEYOND_CHANCE] = "chance",
		[BEYOND_SPREAD] = "spread" };
	return names[beyond];
}

const char *
interval_method_name(enum interval_method method)
{
	static const char *const names[] = { [METHOD_NONE] = "",
		[METHOD_WILSON] = "wilson",
		[METHOD_WILSON_AMOUNTS] = "wilson-amounts",
		[METHOD_T_SCORE] = "t-score",
		[METHOD_POISSON] = "poisson",
		[METHOD_T_RATIO] = "t-ratio",
		[METHOD_T_WS] = "t-ws" };
	return names[method];
}

const char *
flags_print(char text[FLAGS_TEXT_SIZE], unsigned flags)
{
	static const struct {
		unsigned flag;
		const char *name;
	} names[] = { { FLAG_NO_DATA, "no_data" },
		{ FLAG_SMALL_SAMPLE, "small_sample" },
		{ FLAG_OUTLIER, "outlier" }, { FLAG_HIDDEN, "hidden" } };
	text[0] = '\0';
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!(flags & names[i].flag))
			continue;
		if (*text)
			strcat(text, ";");
		strcat(text, names[i].name);
	}
	return text;
}
