#include "io/run/kept.h"

#include "engine/model/record.h"
#include "engine/model/rows.h"
#include "engine/model/spells.h"

/* ---- observations.csv ---- */

/* How the observations of a metric, or of a part of the pay, are written. */
struct style {
	const char *period, *measure;
	enum record_kind records;
	bool decimals, sums, grouped;
};

static struct source
remembered(const struct dataset *data, enum record_kind kind, uint32_t record,
    struct source *places)
{
	if (!places[record].line)
		places[record] = record_source(data, kind, record);
	return places[record];
}

/* What the record goes by, and where it stands. */
static void
record_cells(struct values *values, const struct dataset *data,
    enum record_kind kind, uint32_t record, struct kept_places *places)
{
	struct source source;
	switch (kind) {
	case RECORD_CONTRACT:
		values_key(values, &data->contract_ids,
		    data->contracts[record].contract);
		source = data->contracts[record].source;
		break;
	case RECORD_CLIENT:
		values_key(values, &data->client_ids, record);
		source = remembered(data, kind, record, places->clients);
		break;
	case RECORD_PROJECT:
		values_key(values, &data->projects, record);
		source = remembered(data, kind, record, places->projects);
		break;
	default:
		source = record_source(data, kind, record);
		values_source(values, data, source);
		break;
	}
	values_source(values, data, source);
}

static void
measure_cell(
    struct values *values, const struct style *style, union measure measure)
{
	if (style->decimals)
		values_exact(values, measure.exact, 0);
	else
		values_real(values, rational_nearest(measure.fraction));
}

enum { LEADS_MOST = 250 };

/* Whose an observation is besides its manager: the team of its day, and all to
 * whom the manager reports that day, as `a|b`. */
static void
owner_cells(struct values *values, const struct results *results,
    const struct observation *row)
{
	struct text team = text_of(""), leads[2 * LEADS_MOST];
	size_t count = 0;
	uint32_t subject;
	struct owners owners = owners_of(results, row->manager, row->day);
	while (owners_next(&owners, &subject)) {
		const struct subject *owner = &results->subjects[subject];
		if (owner->scope == SCOPE_TEAM)
			team = owner->key;
		if (owner->scope != SCOPE_REPORTS || count + 2 > 2 * LEADS_MOST)
			continue;
		if (count)
			leads[count++] = text_of("|");
		leads[count++] = owner->key;
	}
	values_date(values, row->day);
	values_text(values, team);
	values_parts(values, leads, count);
}

static void
write_observations(struct values *values, const struct results *results,
    const struct style *style, const struct observations *observations,
    struct kept_places *places)
{
	const struct dataset *data = results->data;
	struct text period = text_of(style->period);
	struct text measure = text_of(style->measure);
	struct text kind =
	    text_of(record_kind_name(style->records, LANGUAGE_EN));
	for (size_t i = 0; i < observations->count; i++) {
		const struct observation *row = &observations->rows[i];
		values_text(values, period);
		values_text(values, measure);
		values_key(values, &data->managers, row->manager);
		values_text(values, kind);
		record_cells(values, data, style->records, row->record, places);
		values_key(
		    values, &data->words, style->grouped ? row->group : NO_ID);
		measure_cell(values, style, row->x);
		if (style->sums)
			values_blank(values);
		else
			measure_cell(values, style, row->y);
		owner_cells(values, results, row);
	}
}

void
kept_write_observations(struct values *values, const struct results *results,
    const struct kept_pay *pay, size_t count, struct kept_places *places)
{
	size_t run = results->run_period;
	static const char *const columns[] = { "period", "metric", "manager",
		"kind", "record", "source", "group", "x", "y", "day", "team",
		"reports" };
	values_begin(values, columns, sizeof columns / sizeof *columns);
	for (size_t p = run ? run - 1 : run; p <= run; p++)
		for (size_t m = 0; m < results->metric_count; m++) {
			const struct metric *metric = &results->metrics[m];
			const struct style style = {
				results->views[p].period.label, metric->id,
				metric->records, metric->decimals,
				metric->kind == METRIC_SUM ||
				    metric->kind == METRIC_COUNT,
				metric->kind == METRIC_GROUP_MEAN
			};
			write_observations(values, results, &style,
			    results_observations(results, p, m), places);
		}
	for (size_t i = 0; i < count; i++) {
		const struct style style = { results->views[run].period.label,
			pay[i].measure, pay[i].records, true, true, false };
		write_observations(
		    values, results, &style, &pay[i].observations, places);
	}
}

/* ---- the records ---- */

const char *
kept_file(enum table table)
{
	static const char *const files[TABLE_COUNT] = {
#define TABLE(ID, name, ...) "records-" #name ".csv",
#include "engine/model/tables.def"
	};
	return files[table];
}

/* The first columns, where readers of these files have learned their order; new
 * columns come behind. */
static const size_t *const first_columns[TABLE_COUNT] = {
	[TABLE_CONTRACTS] = (const size_t[]){ FIELD_CONTRACTS_client_id,
	    FIELD_CONTRACTS_account_manager, FIELD_CONTRACTS_project_id,
	    FIELD_CONTRACTS_team, FIELD_CONTRACTS_stage, FIELD_CONTRACTS_kind,
	    FIELD_CONTRACTS_value, FIELD_CONTRACTS_budget,
	    FIELD_CONTRACTS_proposed_on, FIELD_COUNT },
	[TABLE_SURVEYS] = (const size_t[]){ FIELD_SURVEYS_account_manager,
	    FIELD_SURVEYS_contract_id, FIELD_SURVEYS_client_id,
	    FIELD_SURVEYS_kind, FIELD_SURVEYS_department, FIELD_SURVEYS_sent_on,
	    FIELD_SURVEYS_answered_on, FIELD_COUNT },
	[TABLE_PEOPLE] = (const size_t[]){ FIELD_PEOPLE_team, FIELD_COUNT },
};

/* The columns of a table's records, behind `record` and `source`: what its rows
 * keep but for free text and a UNIQUE id, which is the record. Their number. */
static size_t
kept_columns(enum table table, size_t fields[FIELD_COUNT])
{
	size_t all = schema_kept(table, first_columns[table], fields);
	size_t count = 0;
	for (size_t i = 0; i < all; i++)
		if (!(schema_fields[fields[i]].flags &
			(FIELD_FREE | FIELD_UNIQUE)))
			fields[count++] = fields[i];
	return count;
}

bool
kept_is_written(const struct dataset *data, enum table table)
{
	const struct table_kind *kind = &table_kinds[table];
	return kind->row_size &&
	       (data->present[table] || kind->flags & TABLE_ALWAYS_KEPT);
}

bool
kept_has_record(enum table table)
{
	return schema_flagged(table, FIELD_UNIQUE | FIELD_GOES_BY) !=
	       FIELD_COUNT;
}

/* A table on its way into its file. */
struct keeping {
	struct values *values;
	const struct results *results;
	enum table table;
	size_t fields[FIELD_COUNT], count;
	const struct attribute *codes; /* of people, or NULL */
};

/* Says what somebody is paid? */
static bool
is_of_pay(size_t field)
{
	switch (field) {
	case FIELD_PEOPLE_base_bonus:
	case FIELD_PEOPLE_base_bonus_month:
	case FIELD_PEOPLE_base_bonus_half:
	case FIELD_PEOPLE_base_bonus_year:
		return true;
	default:
		return false;
	}
}

static void
leave_out_pay(struct keeping *keeping)
{
	size_t all = keeping->count;
	keeping->count = 0;
	for (size_t i = 0; i < all; i++)
		if (!is_of_pay(keeping->fields[i]))
			keeping->fields[keeping->count++] = keeping->fields[i];
}

/* What a row goes by: its UNIQUE id, or its GOES_BY columns with a blank in
 * between, but for those without a text. */
static void
put_record(const struct keeping *keeping, const void *row)
{
	struct field_range range = schema_range(keeping->table);
	struct text parts[2 * FIELD_COUNT];
	size_t count = 0;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct field *field = &schema_fields[f];
		if (!(field->flags & (FIELD_UNIQUE | FIELD_GOES_BY)))
			continue;
		struct datum cell =
		    rows_cell(keeping->results->data, row, field);
		if (cell.kind != DATUM_TEXT)
			continue;
		if (count)
			parts[count++] = text_of(" ");
		parts[count++] = cell.as.text;
	}
	values_parts(keeping->values, parts, count);
}

/* Is it the column that says whom a survey is about? The others do not count.
 */
static bool
decides(const struct survey *survey, size_t field)
{
	switch (field) {
	case FIELD_SURVEYS_account_manager:
		return survey->about == ABOUT_MANAGER;
	case FIELD_SURVEYS_contract_id:
		return survey->about == ABOUT_CONTRACT;
	case FIELD_SURVEYS_client_id:
		return survey->about == ABOUT_CLIENT;
	default:
		return true;
	}
}

/* Nothing for no row. */
static struct datum
cell_of(const struct keeping *keeping, const void *row, size_t field)
{
	if (!row || (keeping->table == TABLE_SURVEYS && !decides(row, field)))
		return datum_nothing();
	return rows_cell(keeping->results->data, row, &schema_fields[field]);
}

static void
write_rows(const struct keeping *keeping)
{
	const struct dataset *data = keeping->results->data;
	size_t count = rows_count(data, keeping->table);
	bool has_record = kept_has_record(keeping->table);
	for (size_t i = 0; i < count; i++) {
		const void *row = rows_at(data, keeping->table, i);
		if (has_record)
			put_record(keeping, row);
		values_source(
		    keeping->values, data, *(const struct source *)row);
		for (size_t c = 0; c < keeping->count; c++)
			values_put(keeping->values,
			    cell_of(keeping, row, keeping->fields[c]));
	}
}

/* A spell of a manager, or a row of one who has none, with the team in force.
 * The first goes by the manager's id, later ones by their first day too. */
static void
write_spell(const struct keeping *keeping, const struct subject *subject,
    const struct person *spell, bool is_later)
{
	const struct results *results = keeping->results;
	const struct dataset *data = results->data;
	char day[DATE_TEXT_SIZE] = "";
	if (is_later)
		date_print(day, spell->joined_on);
	const struct text parts[] = { subject->key, text_of(" "),
		text_of(day) };
	values_parts(keeping->values, parts, is_later ? 3 : 1);
	values_source(keeping->values, data,
	    spell ? spell->source : (struct source){ 0, 0 });
	for (size_t c = 0; c < keeping->count; c++) {
		size_t field = keeping->fields[c];
		struct datum cell = cell_of(keeping, spell, field);
		if (field == FIELD_PEOPLE_team)
			cell = datum_key(
			    &data->words, team_of_spell(results->fallback_teams,
					      subject->id, spell));
		if (field == FIELD_PEOPLE_account_manager)
			cell = datum_text(subject->key);
		values_put(keeping->values, cell);
	}
	if (keeping->codes)
		values_key(keeping->values, &data->words,
		    spell ? keeping->codes->words[spell - data->people]
			  : NO_ID);
}

static void
write_manager(const struct keeping *keeping, const struct subject *subject)
{
	const struct dataset *data = keeping->results->data;
	struct spells spells = spells_of(data, subject->id);
	if (spells.count == 0)
		write_spell(keeping, subject, NULL, false);
	for (size_t i = 0; i < spells.count; i++)
		write_spell(
		    keeping, subject, &data->people[spells.rows[i]], i > 0);
}

static void
write_managers(const struct keeping *keeping)
{
	const struct results *results = keeping->results;
	for (size_t i = 0; i < results->subject_count; i++)
		if (results->subjects[i].scope == SCOPE_MANAGER)
			write_manager(keeping, &results->subjects[i]);
}

void
kept_write_records(struct values *values, const struct results *results,
    enum table table, const struct attribute *codes, bool without_pay)
{
	struct keeping keeping = { .values = values,
		.results = results,
		.table = table,
		.codes = table == TABLE_PEOPLE ? codes : NULL };
	const char *names[3 + FIELD_COUNT];
	size_t count = 0;
	keeping.count = kept_columns(table, keeping.fields);
	if (without_pay)
		leave_out_pay(&keeping);
	if (kept_has_record(table))
		names[count++] = "record";
	names[count++] = "source";
	for (size_t i = 0; i < keeping.count; i++)
		names[count++] = schema_fields[keeping.fields[i]].name;
	if (keeping.codes)
		names[count++] = KEPT_PAYROLL_CODE;
	values_begin(values, names, count);
	if (table == TABLE_PEOPLE)
		write_managers(&keeping);
	else
		write_rows(&keeping);
}
