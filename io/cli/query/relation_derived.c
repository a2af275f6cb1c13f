/* What follows from the tables, as relations: clients and projects, the
 * observations of the metrics, and the rows of kpi.csv. */
#include <string.h>
#include <strings.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "engine/model/record_column.h"
#include "engine/model/spells.h"
#include "io/cli/query/relation.h"
#include "io/locale/locale.h"
#include "metrics/periods/cohort.h"

#define COUNT(columns) (sizeof(columns) / sizeof *(columns))

/* What all contracts of a client or project have, each in a word. */
static struct datum
shared(const struct relation *relation, const struct grouping *grouping,
    size_t thing, const uint32_t *words, size_t stride)
{
	return datum_text(record_shared_word(
	    relation->ground->data, grouping, thing, words, stride));
}

/* The attributes of contracts behind the fixed columns of another relation. */
static struct relation *
with_contract_attributes(const struct ground *ground, const char *name,
    const char *about, const struct relation_column *columns, size_t count)
{
	struct relation *relation =
	    relation_new(ground, name, about, columns, count, TABLE_CONTRACTS);
	if (relation)
		relation->table = TABLE_COUNT;
	return relation;
}

static struct datum
shared_attribute(const struct relation *relation,
    const struct grouping *grouping, size_t thing, size_t column)
{
	const struct attribute *attribute =
	    &relation->ground->data->attributes[TABLE_CONTRACTS]
		 .rows[column - relation->fixed];
	return shared(relation, grouping, thing, attribute->words,
	    sizeof *attribute->words);
}

/* ---- clients ---- */

enum {
	CLIENT_ID,
	CLIENT_NAME,
	CLIENT_MANAGER,
	CLIENT_ACTIVE,
	CLIENT_CONTRACTS,
	CLIENT_FIXED
};

/* `listed`: the client's row of clients.csv, or NO_ID. */
static struct datum
listed_attribute(const struct dataset *data, size_t attribute, uint32_t listed)
{
	return listed == NO_ID
		   ? datum_nothing()
		   : datum_word(data, data->attributes[TABLE_CLIENTS]
					  .rows[attribute]
					  .words[listed]);
}

static struct datum
read_client(const struct relation *relation, size_t row, size_t column)
{
	const struct dataset *data = relation->ground->data;
	const struct view *view = relation->ground->view;
	const struct grouping *contracts = &data->contracts_of_client;
	uint32_t client = (uint32_t)row, listed = data->row_of_client[client];
	switch (column) {
	case CLIENT_ID:
		return datum_key(&data->client_ids, client);
	case CLIENT_NAME:
		if (listed != NO_ID &&
		    data->clients[listed].client_name != NO_ID)
			return datum_word(
			    data, data->clients[listed].client_name);
		return data->contract_count ? shared(relation, contracts, row,
						  &data->contracts->client_name,
						  sizeof *data->contracts)
					    : datum_text(text_of(""));
	case CLIENT_MANAGER:
		return datum_key(&data->managers,
		    view ? client_manager(view, client, closing_day(view))
			 : NO_ID);
	case CLIENT_ACTIVE:
		return datum_integer(
		    view && client_is_active(view, client, closing_day(view)));
	case CLIENT_CONTRACTS:
		return datum_integer(
		    contracts->first[row + 1] - contracts->first[row]);
	default:
		return column < relation->fixed
			   ? listed_attribute(
				 data, column - CLIENT_FIXED, listed)
			   : shared_attribute(relation, contracts, row, column);
	}
}

/* Puts the attributes of clients.csv behind the fixed columns; a name that one
 * of these has gets a `_`. Their number, 0 without memory. */
static size_t
add_listed_attributes(
    const struct ground *ground, struct relation_column *columns)
{
	const struct attributes *attributes =
	    &ground->data->attributes[TABLE_CLIENTS];
	size_t count = CLIENT_FIXED;
	for (size_t a = 0; a < attributes->count; a++) {
		const char *name = attributes->rows[a].name;
		for (size_t c = 0; c < CLIENT_FIXED; c++)
			if (name && strcasecmp(columns[c].name, name) == 0)
				name = arena_format(ground->arena, "%s_", name);
		if (!name)
			return 0;
		columns[count++] =
		    (struct relation_column)COLUMN_OWN_(TEXT, name, KEY_NONE);
	}
	return count;
}

struct relation *
relation_clients(const struct ground *ground)
{
	static const struct relation_column fixed[CLIENT_FIXED] = {
		[CLIENT_ID] = COLUMN_OWN_(TEXT, "client_id", KEY_CLIENT),
		[CLIENT_NAME] = COLUMN_OWN_(TEXT, "client_name", KEY_NONE),
		[CLIENT_MANAGER] =
		    COLUMN_OWN_(TEXT, "account_manager", KEY_MANAGER),
		[CLIENT_ACTIVE] = COLUMN_OWN_(NUMBER, "active", KEY_NONE),
		[CLIENT_CONTRACTS] = COLUMN_OWN_(NUMBER, "contracts", KEY_NONE),
	};
	struct relation_column *columns = arena_allocate(ground->arena,
	    CLIENT_FIXED + ground->data->attributes[TABLE_CLIENTS].count,
	    sizeof *columns);
	if (!columns)
		return NULL;
	memcpy(columns, fixed, sizeof fixed);
	size_t count = add_listed_attributes(ground, columns);
	struct relation *relation =
	    count == 0 ? NULL
		       : with_contract_attributes(ground, "clients",
			     _("one row a client: whose and "
			       "whether active on the closing "
			       "day; attributes of clients.csv, "
			       "and those that all its "
			       "contracts share"),
			     columns, count);
	if (!relation)
		return NULL;
	relation->rows = ground->data->client_ids.count;
	relation->read = read_client;
	return relation;
}

/* ---- projects ---- */

enum {
	PROJECT_ID,
	PROJECT_CLIENT,
	PROJECT_CONTRACTS,
	PROJECT_BUDGET,
	PROJECT_FIXED
};

static struct datum
read_project(const struct relation *relation, size_t row, size_t column)
{
	const struct dataset *data = relation->ground->data;
	const struct grouping *contracts = &data->contracts_of_project;
	wide budget = 0;
	uint32_t client = NO_ID;
	switch (column) {
	case PROJECT_ID:
		return datum_key(&data->projects, (uint32_t)row);
	case PROJECT_CLIENT:
		for (uint32_t i = contracts->first[row];
		     i < contracts->first[row + 1]; i++)
			client = data->contracts[contracts->order[i]].client;
		return datum_key(&data->client_ids, client);
	case PROJECT_CONTRACTS:
		return datum_integer(
		    contracts->first[row + 1] - contracts->first[row]);
	case PROJECT_BUDGET:
		for (uint32_t i = contracts->first[row];
		     i < contracts->first[row + 1]; i++)
			budget +=
			    decimal_widen(data->contracts[contracts->order[i]]
					      .planned_budget);
		return datum_exact(budget);
	default:
		return shared_attribute(relation, contracts, row, column);
	}
}

struct relation *
relation_projects(const struct ground *ground)
{
	static const struct relation_column columns[PROJECT_FIXED] = {
		[PROJECT_ID] = COLUMN_OWN_(TEXT, "project_id", KEY_PROJECT),
		[PROJECT_CLIENT] = COLUMN_OWN_(TEXT, "client_id", KEY_CLIENT),
		[PROJECT_CONTRACTS] =
		    COLUMN_OWN_(NUMBER, "contracts", KEY_NONE),
		[PROJECT_BUDGET] = COLUMN_OWN_(NUMBER, "budget", KEY_NONE),
	};
	struct relation *relation = with_contract_attributes(ground, "projects",
	    _("one row a project_id of contracts or timesheets"), columns,
	    PROJECT_FIXED);
	if (!relation)
		return NULL;
	relation->rows = ground->data->projects.count;
	relation->read = read_project;
	return relation;
}

/* ---- observations ---- */

enum {
	SEEN_PERIOD,
	SEEN_METRIC,
	SEEN_MANAGER,
	SEEN_KIND,
	SEEN_RECORD,
	SEEN_X,
	SEEN_Y,
	SEEN_DEPARTMENT,
	SEEN_SOURCE,
	SEEN_DAY,
	SEEN_TEAM,
	SEEN_FIXED
};

/* Rows of the relation are the observations of all printed periods and metrics,
 * one list behind the other. first[p · metrics + m] is the row at which that of
 * printed period p and metric m begins. */
struct seen {
	size_t *first;
	size_t parts;
};

static const struct observation *
seen_at(const struct relation *relation, size_t row, size_t *period,
    const struct metric **metric)
{
	const struct results *results = relation->ground->results;
	const struct seen *seen = relation->own;
	size_t low = 0, high = seen->parts;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (seen->first[middle] <= row)
			low = middle;
		else
			high = middle;
	}
	*period = results->first_printed + low / results->metric_count;
	size_t index = low % results->metric_count;
	*metric = &results->metrics[index];
	return &results_observations(results, *period, index)
		    ->rows[row - seen->first[low]];
}

static struct datum
measure(const struct metric *metric, union measure measure)
{
	return datum_quantity(measure_quantity(metric, measure));
}

static struct datum
read_seen(const struct relation *relation, size_t row, size_t column)
{
	const struct ground *ground = relation->ground;
	const struct dataset *data = ground->data;
	const struct metric *metric;
	size_t period;
	const struct observation *o = seen_at(relation, row, &period, &metric);
	bool sums = metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT;
	switch (column) {
	case SEEN_PERIOD:
		return datum_text(
		    text_of(ground->results->views[period].period.label));
	case SEEN_METRIC:
		return datum_text(text_of(metric->id));
	case SEEN_MANAGER:
		return datum_key(&data->managers, o->manager);
	case SEEN_KIND:
		return datum_text(
		    text_of(record_kind_name(metric->records, LANGUAGE_EN)));
	case SEEN_RECORD:
		return datum_text(record_id(
		    data, metric->records, o->record, ground->scratch));
	case SEEN_X:
		return measure(metric, o->x);
	case SEEN_Y:
		return sums ? (struct datum){ .kind = DATUM_NONE }
			    : measure(metric, o->y);
	case SEEN_DEPARTMENT:
		return datum_word(
		    data, metric->kind == METRIC_GROUP_MEAN ? o->group : NO_ID);
	case SEEN_DAY:
		return datum_date(o->day);
	case SEEN_TEAM:
		return datum_word(
		    data, o->manager == NO_ID
			      ? NO_ID
			      : team_on(data, ground->results->fallback_teams,
				    o->manager, o->day));
	default:
		return datum_source(
		    ground, record_source(data, metric->records, o->record));
	}
}

struct relation *
relation_observations(const struct ground *ground)
{
	static const struct relation_column columns[SEEN_FIXED] = {
		[SEEN_PERIOD] = COLUMN_OWN_(TEXT, "period", KEY_NONE),
		[SEEN_METRIC] = COLUMN_OWN_(TEXT, "metric", KEY_NONE),
		[SEEN_MANAGER] =
		    COLUMN_OWN_(TEXT, "account_manager", KEY_MANAGER),
		[SEEN_KIND] = COLUMN_OWN_(TEXT, "record_kind", KEY_NONE),
		[SEEN_RECORD] = COLUMN_OWN_(TEXT, "record", KEY_NONE),
		[SEEN_X] = COLUMN_OWN_(NUMBER, "x", KEY_NONE),
		[SEEN_Y] = COLUMN_OWN_(NUMBER, "y", KEY_NONE),
		[SEEN_DEPARTMENT] = COLUMN_OWN_(TEXT, "department", KEY_NONE),
		[SEEN_SOURCE] = COLUMN_OWN_(TEXT, "source", KEY_NONE),
		[SEEN_DAY] = COLUMN_OWN_(DATE, "day", KEY_NONE),
		[SEEN_TEAM] = COLUMN_OWN_(TEXT, "team", KEY_NONE),
	};
	const struct results *results = ground->results;
	struct relation *relation = relation_new(ground, "observations",
	    _("the records behind each metric, period by period"), columns,
	    SEEN_FIXED, TABLE_COUNT);
	struct seen *seen = arena_allocate(ground->arena, 1, sizeof *seen);
	if (!relation || !seen)
		return NULL;
	if (!results)
		return relation;
	size_t first = results->first_printed;
	seen->parts = (results->period_count - first) * results->metric_count;
	seen->first =
	    arena_allocate(ground->arena, seen->parts, sizeof *seen->first);
	if (!seen->first)
		return NULL;
	for (size_t i = 0; i < seen->parts; i++) {
		seen->first[i] = relation->rows;
		relation->rows += results_observations(results,
		    first + i / results->metric_count,
		    i % results->metric_count)
				      ->count;
	}
	relation->own = seen;
	relation->read = read_seen;
	return relation;
}

/* ---- kpi ---- */

enum {
	KPI_PERIOD,
	KPI_SCOPE,
	KPI_SUBJECT,
	KPI_METRIC,
	KPI_VALUE,
	KPI_UNIT,
	KPI_NUMERATOR,
	KPI_DENOMINATOR,
	KPI_N,
	KPI_CI_LOW,
	KPI_CI_HIGH,
	KPI_METHOD,
	KPI_PRIOR,
	KPI_CHANGE,
	KPI_P_CHANGE,
	KPI_P_PEERS,
	KPI_SHRUNK,
	KPI_TREND,
	KPI_TREND_P,
	KPI_FLAGS,
	KPI_FIXED
};

static struct datum
flags_datum(const struct ground *ground, unsigned flags)
{
	char text[FLAGS_TEXT_SIZE];
	const char *copy =
	    arena_format(ground->scratch, "%s", flags_print(text, flags));
	return datum_text(text_of(copy ? copy : ""));
}

static struct datum
read_estimate(const struct relation *relation, const struct estimate *estimate,
    size_t column)
{
	switch (column) {
	case KPI_VALUE:
		return datum_quantity(estimate->value);
	case KPI_NUMERATOR:
		return datum_quantity(estimate->numerator);
	case KPI_DENOMINATOR:
		return datum_quantity(estimate->denominator);
	case KPI_N:
		return datum_integer(estimate->n);
	case KPI_CI_LOW:
		return datum_optional(estimate->ci_low);
	case KPI_CI_HIGH:
		return datum_optional(estimate->ci_high);
	case KPI_METHOD:
		return datum_text(
		    text_of(interval_method_name(estimate->method)));
	case KPI_PRIOR:
		return datum_quantity(estimate->prior);
	case KPI_CHANGE:
		return datum_quantity(estimate->change);
	case KPI_P_CHANGE:
		return datum_optional(estimate->p_change);
	case KPI_P_PEERS:
		return datum_optional(estimate->p_peers);
	case KPI_SHRUNK:
		return datum_optional(estimate->shrunk);
	case KPI_TREND:
		return datum_optional(estimate->trend);
	case KPI_TREND_P:
		return datum_optional(estimate->trend_p);
	default:
		return flags_datum(relation->ground, estimate->flags);
	}
}

static struct datum
read_kpi(const struct relation *relation, size_t row, size_t column)
{
	const struct results *results = relation->ground->results;
	size_t metric = row % results->metric_count;
	size_t subject = row / results->metric_count % results->subject_count;
	size_t period = results->first_printed +
			row / results->metric_count / results->subject_count;
	switch (column) {
	case KPI_PERIOD:
		return datum_text(text_of(results->views[period].period.label));
	case KPI_SCOPE:
		return datum_text(
		    text_of(scope_name(results->subjects[subject].scope)));
	case KPI_SUBJECT:
		return datum_text(results->subjects[subject].key);
	case KPI_METRIC:
		return datum_text(text_of(results->metrics[metric].id));
	case KPI_UNIT:
		return datum_text(
		    text_of(unit_name(results->metrics[metric].unit)));
	default:
		return read_estimate(relation,
		    results_at(results, period, subject, metric), column);
	}
}

struct relation *
relation_kpi(const struct ground *ground)
{
#define KPI_TEXT(name) COLUMN_OWN_(TEXT, name, KEY_NONE)
#define KPI_NUMBER(name) COLUMN_OWN_(NUMBER, name, KEY_NONE)
	static const struct relation_column columns[KPI_FIXED] = {
		[KPI_PERIOD] = KPI_TEXT("period"),
		[KPI_SCOPE] = KPI_TEXT("scope"),
		[KPI_SUBJECT] = KPI_TEXT("subject"),
		[KPI_METRIC] = KPI_TEXT("metric"),
		[KPI_VALUE] = KPI_NUMBER("value"),
		[KPI_UNIT] = KPI_TEXT("unit"),
		[KPI_NUMERATOR] = KPI_NUMBER("numerator"),
		[KPI_DENOMINATOR] = KPI_NUMBER("denominator"),
		[KPI_N] = KPI_NUMBER("n"),
		[KPI_CI_LOW] = KPI_NUMBER("ci_low"),
		[KPI_CI_HIGH] = KPI_NUMBER("ci_high"),
		[KPI_METHOD] = KPI_TEXT("method"),
		[KPI_PRIOR] = KPI_NUMBER("prior"),
		[KPI_CHANGE] = KPI_NUMBER("change"),
		[KPI_P_CHANGE] = KPI_NUMBER("p_change"),
		[KPI_P_PEERS] = KPI_NUMBER("p_peers"),
		[KPI_SHRUNK] = KPI_NUMBER("shrunk"),
		[KPI_TREND] = KPI_NUMBER("trend"),
		[KPI_TREND_P] = KPI_NUMBER("trend_p"),
		[KPI_FLAGS] = KPI_TEXT("flags"),
	};
#undef KPI_TEXT
#undef KPI_NUMBER
	const struct results *results = ground->results;
	struct relation *relation = relation_new(ground, "kpi",
	    _("the rows of kpi.csv"), columns, KPI_FIXED, TABLE_COUNT);
	if (!relation || !results)
		return relation;
	relation->rows = (results->period_count - results->first_printed) *
			 results->subject_count * results->metric_count;
	relation->read = read_kpi;
	return relation;
}
