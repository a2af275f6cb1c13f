#include "io/run/kept.h"

#include "engine/model/place.h"
#include "engine/model/record.h"
#include "engine/model/schema.h"
#include "io/run/csv.h"

/* Each cell but the first of a row has its comma in front. */
static void
comma(struct output *output)
{
	output_byte(output, ',');
}

static void
text_cell(struct output *output, struct text text)
{
	comma(output);
	csv_guarded_cell(output, text);
}

static void
word_cell(struct output *output, const char *word)
{
	comma(output);
	output_text(output, word);
}

static void
date_cell(struct output *output, date day)
{
	comma(output);
	if (day == DATE_NONE)
		return;
	date_print(output_room(output, DATE_TEXT_SIZE), day);
	output->used += sizeof "YYYY-MM-DD" - 1;
}

static void
exact_cell(struct output *output, wide value)
{
	comma(output);
	output->used += wide_print(output_room(output, WIDE_TEXT_SIZE), value);
}

static void
decimal_cell(struct output *output, decimal value)
{
	if (value == DECIMAL_NONE)
		comma(output);
	else
		exact_cell(output, decimal_widen(value));
}

static void
real_cell(struct output *output, double value)
{
	comma(output);
	output->used +=
	    double_print(output_room(output, DOUBLE_TEXT_SIZE), value);
}

static void
write_place(
    struct output *output, const struct dataset *data, struct source source)
{
	struct place place;
	place_of(&place, data, source);
	csv_joined_cell(output, place.parts, 3);
}

static void
source_cell(
    struct output *output, const struct dataset *data, struct source source)
{
	comma(output);
	write_place(output, data, source);
}

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
record_cells(struct output *output, const struct dataset *data,
    enum record_kind kind, uint32_t record, struct kept_places *places)
{
	struct source source;
	switch (kind) {
	case RECORD_CONTRACT:
		text_cell(output, dictionary_text(&data->contract_ids,
				      data->contracts[record].contract));
		source = data->contracts[record].source;
		break;
	case RECORD_CLIENT:
		text_cell(output, dictionary_text(&data->client_ids, record));
		source = remembered(data, kind, record, places->clients);
		break;
	case RECORD_PROJECT:
		text_cell(output, dictionary_text(&data->projects, record));
		source = remembered(data, kind, record, places->projects);
		break;
	default:
		source = record_source(data, kind, record);
		source_cell(output, data, source);
		break;
	}
	source_cell(output, data, source);
}

static void
measure_cell(
    struct output *output, const struct style *style, union measure measure)
{
	if (style->decimals)
		exact_cell(output, measure.exact);
	else
		real_cell(output, rational_nearest(measure.fraction));
}

static void
write_observations(struct output *output, const struct dataset *data,
    const struct style *style, const struct observations *observations,
    struct kept_places *places)
{
	const char *kind = record_kind_name(style->records, LANGUAGE_EN);
	for (size_t i = 0; i < observations->count; i++) {
		const struct observation *row = &observations->rows[i];
		output_text(output, style->period);
		word_cell(output, style->measure);
		text_cell(
		    output, dictionary_text(&data->managers, row->manager));
		word_cell(output, kind);
		record_cells(output, data, style->records, row->record, places);
		comma(output);
		if (style->grouped)
			csv_guarded_cell(
			    output, dictionary_text(&data->words, row->group));
		measure_cell(output, style, row->x);
		if (style->sums)
			comma(output);
		else
			measure_cell(output, style, row->y);
		output_byte(output, '\n');
	}
}

void
kept_write_observations(struct output *output, const struct results *results,
    const struct kept_pay *pay, size_t count, struct kept_places *places)
{
	size_t run = results->run_period;
	output_text(
	    output, "period,metric,manager,kind,record,source,group,x,y\n");
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
			write_observations(output, results->data, &style,
			    results_observations(results, p, m), places);
		}
	for (size_t i = 0; i < count; i++) {
		const struct style style = { results->views[run].period.label,
			pay[i].measure, pay[i].records, true, true, false };
		write_observations(output, results->data, &style,
		    &pay[i].observations, places);
	}
}

/* ---- the records ---- */

static void
write_contract(struct output *output, const struct dataset *data,
    const struct contract *contract)
{
	csv_guarded_cell(
	    output, dictionary_text(&data->contract_ids, contract->contract));
	source_cell(output, data, contract->source);
	text_cell(output, dictionary_text(&data->client_ids, contract->client));
	text_cell(output, dictionary_text(&data->managers, contract->manager));
	text_cell(output, dictionary_text(&data->projects, contract->project));
	text_cell(output, dictionary_text(&data->words, contract->team));
	word_cell(output, schema_words(FIELD_STAGE)[contract->stage]);
	word_cell(output, schema_words(FIELD_KIND)[contract->kind]);
	decimal_cell(output, contract->value);
	decimal_cell(output, contract->budget);
	date_cell(output, contract->proposed_on);
	date_cell(output, contract->closed_on);
	date_cell(output, contract->start_on);
	date_cell(output, contract->end_on);
	date_cell(output, contract->terminated_on);
	date_cell(output, contract->due_on);
	date_cell(output, contract->delivered_on);
	output_byte(output, '\n');
}

static void
write_contracts(struct output *output, const struct results *results)
{
	const struct dataset *data = results->data;
	output_text(output,
	    "record,source,client_id,account_manager,project_id,team,stage,"
	    "kind,value,budget,proposed_on,closed_on,start_on,end_on,"
	    "terminated_on,due_on,delivered_on\n");
	for (size_t i = 0; i < data->contract_count; i++)
		write_contract(output, data, &data->contracts[i]);
}

/* Whom it is about, in the column that decides. */
static void
about_cells(struct output *output, const struct dataset *data,
    const struct survey *survey)
{
	uint32_t subject = survey->subject;
	comma(output);
	if (survey->about == ABOUT_MANAGER)
		csv_guarded_cell(
		    output, dictionary_text(&data->managers, subject));
	comma(output);
	if (survey->about == ABOUT_CONTRACT)
		csv_guarded_cell(
		    output, dictionary_text(&data->contract_ids,
				data->contracts[subject].contract));
	comma(output);
	if (survey->about == ABOUT_CLIENT)
		csv_guarded_cell(
		    output, dictionary_text(&data->client_ids, subject));
}

static void
write_surveys(struct output *output, const struct results *results)
{
	const struct dataset *data = results->data;
	output_text(output,
	    "source,account_manager,contract_id,client_id,kind,department,"
	    "sent_on,answered_on,score,scale_min,scale_max\n");
	for (size_t i = 0; i < data->survey_count; i++) {
		const struct survey *survey = &data->surveys[i];
		write_place(output, data, survey->source);
		about_cells(output, data, survey);
		word_cell(
		    output, schema_words(FIELD_SURVEY_KIND)[survey->kind]);
		text_cell(
		    output, dictionary_text(&data->words, survey->department));
		date_cell(output, survey->sent_on);
		date_cell(output, survey->answered_on);
		decimal_cell(output, survey->score);
		decimal_cell(output, survey->scale_min);
		decimal_cell(output, survey->scale_max);
		output_byte(output, '\n');
	}
}

/* A manager with the team in force, be they in people.csv or not. */
static void
write_manager(struct output *output, const struct results *results,
    const struct subject *subject)
{
	static const struct person unknown = { .name = NO_ID,
		.level = NO_ID,
		.joined_on = DATE_NONE,
		.left_on = DATE_NONE,
		.base_bonus = DECIMAL_NONE };
	const struct dataset *data = results->data;
	uint32_t index = data->person_of_manager[subject->id];
	const struct person *person =
	    index != NO_ID ? &data->people[index] : &unknown;
	csv_guarded_cell(output, subject->key);
	source_cell(output, data, person->source);
	comma(output);
	if (subject->team != NO_ID)
		csv_guarded_cell(output, results->subjects[subject->team].key);
	text_cell(output, dictionary_text(&data->words, person->name));
	text_cell(output, dictionary_text(&data->words, person->level));
	date_cell(output, person->joined_on);
	date_cell(output, person->left_on);
	decimal_cell(output, person->base_bonus);
	output_byte(output, '\n');
}

static void
write_people(struct output *output, const struct results *results)
{
	output_text(output,
	    "record,source,team,name,level,joined_on,left_on,base_bonus\n");
	for (size_t i = 0; i < results->subject_count; i++)
		if (results->subjects[i].scope == SCOPE_MANAGER)
			write_manager(output, results, &results->subjects[i]);
}

/* An assignment goes by its client. */
static void
write_assignments(struct output *output, const struct results *results)
{
	const struct dataset *data = results->data;
	output_text(
	    output, "record,source,client_id,account_manager,from,until\n");
	for (size_t i = 0; i < data->assignment_count; i++) {
		const struct assignment *row = &data->assignments[i];
		struct text client =
		    dictionary_text(&data->client_ids, row->client);
		csv_guarded_cell(output, client);
		source_cell(output, data, row->source);
		text_cell(output, client);
		text_cell(
		    output, dictionary_text(&data->managers, row->manager));
		date_cell(output, row->from);
		date_cell(output, row->until);
		output_byte(output, '\n');
	}
}

/* A row of the plan goes by its level, metric and kind of period. */
static void
write_plan_row(struct output *output, const struct dataset *data,
    const struct plan_row *plan)
{
	static const char *const periods[] = { "", "quarter", "year" };
	const struct text name[] = { plan->level, text_of(" "), plan->metric,
		text_of(plan->period ? " " : ""),
		text_of(periods[plan->period]) };
	csv_joined_cell(output, name, sizeof name / sizeof *name);
	source_cell(output, data, plan->source);
	text_cell(output, plan->level);
	text_cell(output, plan->metric);
	decimal_cell(output, plan->weight);
	decimal_cell(output, plan->threshold);
	decimal_cell(output, plan->target);
	decimal_cell(output, plan->stretch);
	decimal_cell(output, plan->payout_threshold);
	decimal_cell(output, plan->payout_stretch);
	word_cell(output, plan->gate ? "yes" : "");
	word_cell(output, estimator_name(plan->estimator));
	decimal_cell(output, plan->min_n);
	word_cell(output, periods[plan->period]);
	output_byte(output, '\n');
}

static void
write_plan(struct output *output, const struct results *results)
{
	const struct dataset *data = results->data;
	output_text(output,
	    "record,source,level,metric,weight,threshold,target,stretch,"
	    "payout_threshold,payout_stretch,gate,estimator,min_n,period\n");
	for (size_t i = 0; i < data->plan_row_count; i++)
		write_plan_row(output, data, &data->plan[i]);
}

const struct kept_records kept_records[KEPT_TABLES] = {
	[KEPT_CONTRACTS] = { "records-contracts.csv", "contract",
	    write_contracts },
	[KEPT_SURVEYS] = { "records-surveys.csv", "survey", write_surveys },
	[KEPT_PEOPLE] = { "records-people.csv", "person", write_people },
	[KEPT_ASSIGNMENTS] = { "records-assignments.csv", "assignment",
	    write_assignments },
	[KEPT_PLAN] = { "records-plan.csv", "plan", write_plan },
};
