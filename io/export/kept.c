#include "io/export/kept.h"

#include "engine/record.h"
#include "engine/schema.h"
#include "io/export/csv.h"

static void
comma(struct output *output)
{
	output_byte(output, ',');
}

static void
text_cell(struct output *output, struct text text)
{
	csv_guarded_cell(output, text);
	comma(output);
}

/* FILE:LINE; nothing for line 0. */
static void
source_cell(
    struct output *output, const struct dataset *data, struct source source)
{
	if (source.line) {
		csv_guarded_cell(
		    output, text_of(dataset_input_name(data, source.input)));
		output_byte(output, ':');
		output_whole(output, source.line);
	}
	comma(output);
}

static void
record_cell(struct output *output, const struct dataset *data,
    enum record_kind kind, uint32_t record)
{
	switch (kind) {
	case RECORD_CONTRACT:
		text_cell(output, dictionary_text(&data->contract_ids,
				      data->contracts[record].contract));
		return;
	case RECORD_CLIENT:
		text_cell(output, dictionary_text(&data->clients, record));
		return;
	case RECORD_PROJECT:
		text_cell(output, dictionary_text(&data->projects, record));
		return;
	case RECORD_SURVEY:
	case RECORD_TIMESHEET:
		source_cell(output, data, record_source(data, kind, record));
		return;
	}
}

/* ---- observations.csv ---- */

/* How the observations of a metric, or of a part of the pay, are written. */
struct style {
	const char *measure;
	enum record_kind records;
	bool exact, sums, grouped;
};

static void
write_observation(struct output *output, const struct dataset *data,
    const struct style *style, const struct observation *observation)
{
	char text[WIDE_TEXT_SIZE];
	output_text(output, style->measure);
	comma(output);
	text_cell(
	    output, dictionary_text(&data->managers, observation->manager));
	output_text(output, record_kind_name(style->records, LANGUAGE_EN));
	comma(output);
	record_cell(output, data, style->records, observation->record);
	source_cell(output, data,
	    record_source(data, style->records, observation->record));
	text_cell(output,
	    style->grouped ? dictionary_text(&data->words, observation->group)
			   : text_of(""));
	output_text(output,
	    quantity_print(
		text, (struct quantity){ true, style->exact, observation->x }));
	comma(output);
	if (!style->sums)
		output_text(output,
		    quantity_print(text, (struct quantity){ true, style->exact,
					     observation->y }));
	output_byte(output, '\n');
}

static void
write_observations(struct output *output, const struct results *results,
    size_t period, const struct style *style,
    const struct observations *observations)
{
	for (size_t i = 0; i < observations->count; i++) {
		output_text(output, results->views[period].period.label);
		comma(output);
		write_observation(
		    output, results->data, style, &observations->rows[i]);
	}
}

void
kept_write_observations(struct output *output, const struct results *results,
    const struct kept_pay *pay, size_t count)
{
	size_t run = results->run_period;
	output_text(
	    output, "period,metric,manager,kind,record,source,group,x,y\n");
	for (size_t p = run ? run - 1 : run; p <= run; p++)
		for (size_t m = 0; m < results->metric_count; m++) {
			const struct metric *metric = &results->metrics[m];
			const struct style style = { metric->id,
				metric->records, metric->exact,
				metric->kind == METRIC_SUM ||
				    metric->kind == METRIC_COUNT,
				metric->kind == METRIC_GROUP_MEAN };
			write_observations(output, results, p, &style,
			    results_observations(results, p, m));
		}
	for (size_t i = 0; i < count; i++) {
		const struct style style = { pay[i].measure, pay[i].records,
			true, true, false };
		write_observations(
		    output, results, run, &style, &pay[i].observations);
	}
}

/* ---- records.csv ---- */

/* The columns of all tables. */
#define COLUMNS(COLUMN)                                                        \
	COLUMN(client_id)                                                      \
	COLUMN(account_manager)                                                \
	COLUMN(contract_id)                                                    \
	COLUMN(project_id)                                                     \
	COLUMN(team)                                                           \
	COLUMN(stage)                                                          \
	COLUMN(kind)                                                           \
	COLUMN(value)                                                          \
	COLUMN(budget)                                                         \
	COLUMN(proposed_on)                                                    \
	COLUMN(closed_on)                                                      \
	COLUMN(start_on)                                                       \
	COLUMN(end_on)                                                         \
	COLUMN(terminated_on)                                                  \
	COLUMN(due_on)                                                         \
	COLUMN(delivered_on)                                                   \
	COLUMN(department)                                                     \
	COLUMN(sent_on)                                                        \
	COLUMN(answered_on)                                                    \
	COLUMN(score)                                                          \
	COLUMN(scale_min)                                                      \
	COLUMN(scale_max)                                                      \
	COLUMN(name)                                                           \
	COLUMN(level)                                                          \
	COLUMN(joined_on)                                                      \
	COLUMN(left_on)                                                        \
	COLUMN(base_bonus)                                                     \
	COLUMN(from)                                                           \
	COLUMN(until)                                                          \
	COLUMN(metric)                                                         \
	COLUMN(weight)                                                         \
	COLUMN(threshold)                                                      \
	COLUMN(target)                                                         \
	COLUMN(stretch)                                                        \
	COLUMN(payout_threshold)                                               \
	COLUMN(payout_stretch)                                                 \
	COLUMN(gate)                                                           \
	COLUMN(estimator)                                                      \
	COLUMN(min_n)                                                          \
	COLUMN(period)

enum column {
#define COLUMN(name) COLUMN_##name,
	COLUMNS(COLUMN)
#undef COLUMN
	    COLUMN_COUNT
};

/* A row in the making: its cells come in the order of the columns. */
struct row {
	struct output *output;
	int next; /* the column that is written next */
};

/* Leaves the columns before this one blank. */
static struct output *
go_to(struct row *row, enum column column)
{
	static const char commas[] = ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,";
	_Static_assert(sizeof commas > COLUMN_COUNT, "a comma for each");
	output_write(row->output, commas, (size_t)((int)column - row->next));
	row->next = (int)column;
	return row->output;
}

static void
end_row(struct row *row)
{
	output_byte(go_to(row, COLUMN_COUNT - 1), '\n');
}

static void
set_text(struct row *row, enum column column, struct text text)
{
	if (text.length)
		csv_guarded_cell(go_to(row, column), text);
}

static void
set_word(struct row *row, enum column column, const char *word)
{
	set_text(row, column, text_of(word));
}

static void
set_date(struct row *row, enum column column, date day)
{
	char text[DATE_TEXT_SIZE];
	if (day != DATE_NONE)
		output_text(go_to(row, column), date_print(text, day));
}

static void
set_decimal(struct row *row, enum column column, decimal value)
{
	char text[WIDE_TEXT_SIZE];
	if (value != DECIMAL_NONE)
		output_write(go_to(row, column), text,
		    wide_print(text, decimal_widen(value)));
}

static void
write_contract(struct output *output, const struct dataset *data, size_t index)
{
	const struct contract *contract = &data->contracts[index];
	struct row row = { .output = output };
	output_text(output, "contract,");
	record_cell(output, data, RECORD_CONTRACT, (uint32_t)index);
	source_cell(output, data, contract->source);
	set_text(&row, COLUMN_client_id,
	    dictionary_text(&data->clients, contract->client));
	set_text(&row, COLUMN_account_manager,
	    dictionary_text(&data->managers, contract->manager));
	set_text(&row, COLUMN_project_id,
	    dictionary_text(&data->projects, contract->project));
	set_text(
	    &row, COLUMN_team, dictionary_text(&data->words, contract->team));
	set_word(
	    &row, COLUMN_stage, schema_words(FIELD_STAGE)[contract->stage]);
	set_word(&row, COLUMN_kind, schema_words(FIELD_KIND)[contract->kind]);
	set_decimal(&row, COLUMN_value, contract->value);
	set_decimal(&row, COLUMN_budget, contract->budget);
	set_date(&row, COLUMN_proposed_on, contract->proposed_on);
	set_date(&row, COLUMN_closed_on, contract->closed_on);
	set_date(&row, COLUMN_start_on, contract->start_on);
	set_date(&row, COLUMN_end_on, contract->end_on);
	set_date(&row, COLUMN_terminated_on, contract->terminated_on);
	set_date(&row, COLUMN_due_on, contract->due_on);
	set_date(&row, COLUMN_delivered_on, contract->delivered_on);
	end_row(&row);
}

static void
write_survey(struct output *output, const struct dataset *data, size_t index)
{
	const struct survey *survey = &data->surveys[index];
	struct row row = { .output = output };
	output_text(output, "survey,");
	source_cell(output, data, survey->source);
	source_cell(output, data, survey->source);
	switch (survey->about) {
	case ABOUT_MANAGER:
		set_text(&row, COLUMN_account_manager,
		    dictionary_text(&data->managers, survey->subject));
		break;
	case ABOUT_CONTRACT:
		set_text(&row, COLUMN_contract_id,
		    dictionary_text(&data->contract_ids,
			data->contracts[survey->subject].contract));
		break;
	case ABOUT_CLIENT:
		set_text(&row, COLUMN_client_id,
		    dictionary_text(&data->clients, survey->subject));
		break;
	case ABOUT_NOBODY:
		break;
	}
	set_word(&row, COLUMN_kind,
	    schema_words(FIELD_SURVEY_KIND)[survey->internal]);
	set_text(&row, COLUMN_department,
	    dictionary_text(&data->words, survey->department));
	set_date(&row, COLUMN_sent_on, survey->sent_on);
	set_date(&row, COLUMN_answered_on, survey->answered_on);
	set_decimal(&row, COLUMN_score, survey->score);
	set_decimal(&row, COLUMN_scale_min, survey->scale_min);
	set_decimal(&row, COLUMN_scale_max, survey->scale_max);
	end_row(&row);
}

/* Every manager, with the team in force, be they in people.csv or not. */
static void
write_manager(struct output *output, const struct results *results,
    const struct subject *subject)
{
	const struct dataset *data = results->data;
	uint32_t index = data->person_of_manager[subject->id];
	const struct person *person =
	    index != NO_ID ? &data->people[index] : NULL;
	struct row row = { .output = output };
	output_text(output, "person,");
	text_cell(output, subject->key);
	source_cell(
	    output, data, person ? person->source : (struct source){ 0, 0 });
	if (subject->team != NO_ID)
		set_text(
		    &row, COLUMN_team, results->subjects[subject->team].key);
	if (person) {
		set_text(&row, COLUMN_name,
		    dictionary_text(&data->words, person->name));
		set_text(&row, COLUMN_level,
		    dictionary_text(&data->words, person->level));
		set_date(&row, COLUMN_joined_on, person->joined_on);
		set_date(&row, COLUMN_left_on, person->left_on);
		set_decimal(&row, COLUMN_base_bonus, person->base_bonus);
	}
	end_row(&row);
}

/* An assignment goes by its client and first day. */
static void
write_assignment(
    struct output *output, const struct dataset *data, size_t index)
{
	const struct assignment *assignment = &data->assignments[index];
	struct text client =
	    dictionary_text(&data->clients, assignment->client);
	struct row row = { .output = output };
	output_text(output, "assignment,");
	text_cell(output, client);
	source_cell(output, data, assignment->source);
	set_text(&row, COLUMN_client_id, client);
	set_text(&row, COLUMN_account_manager,
	    dictionary_text(&data->managers, assignment->manager));
	set_date(&row, COLUMN_from, assignment->from);
	set_date(&row, COLUMN_until, assignment->until);
	end_row(&row);
}

/* A row of the plan goes by its level, metric and kind of period. */
static void
write_plan_row(struct output *output, const struct dataset *data, size_t index)
{
	static const char *const periods[] = { "", "quarter", "year" };
	const struct plan_row *plan = &data->plan[index];
	struct row row = { .output = output };
	output_text(output, "plan,");
	csv_guarded_cell(output, plan->level);
	output_text(output, " ");
	output_write(output, plan->metric.data, plan->metric.length);
	output_text(output, plan->period ? " " : "");
	output_text(output, periods[plan->period]);
	comma(output);
	source_cell(output, data, plan->source);
	set_text(&row, COLUMN_level, plan->level);
	set_text(&row, COLUMN_metric, plan->metric);
	set_decimal(&row, COLUMN_weight, plan->weight);
	set_decimal(&row, COLUMN_threshold, plan->threshold);
	set_decimal(&row, COLUMN_target, plan->target);
	set_decimal(&row, COLUMN_stretch, plan->stretch);
	set_decimal(&row, COLUMN_payout_threshold, plan->payout_threshold);
	set_decimal(&row, COLUMN_payout_stretch, plan->payout_stretch);
	set_word(&row, COLUMN_gate, plan->gate ? "yes" : "");
	set_word(&row, COLUMN_estimator, estimator_name(plan->estimator));
	if (plan->least_n)
		set_decimal(&row, COLUMN_min_n, plan->least_n * DECIMAL_ONE);
	set_word(&row, COLUMN_period, periods[plan->period]);
	end_row(&row);
}

void
kept_write_records(struct output *output, const struct results *results)
{
	const struct dataset *data = results->data;
	output_text(output, "table,record,source"
#define COLUMN(name) "," #name
	    COLUMNS(COLUMN)
#undef COLUMN
		"\n");
	for (size_t i = 0; i < data->contract_count; i++)
		write_contract(output, data, i);
	for (size_t i = 0; i < data->survey_count; i++)
		write_survey(output, data, i);
	for (size_t i = 0; i < results->subject_count; i++)
		if (results->subjects[i].scope == SCOPE_MANAGER)
			write_manager(output, results, &results->subjects[i]);
	for (size_t i = 0; i < data->assignment_count; i++)
		write_assignment(output, data, i);
	for (size_t i = 0; i < data->plan_count; i++)
		write_plan_row(output, data, i);
}
