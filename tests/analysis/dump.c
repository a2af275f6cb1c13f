/* Prints what stands beside the estimates, a line a thing, tab-separated, for
 * run.py to check: dump FOLDER PERIOD AS_OF JOBS. An absent number is `-`. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/model/analysis.h"
#include "io/cli/session.h"

static void
number(struct finding finding)
{
	if (finding.defined)
		printf("\t%.17g", finding.value);
	else
		printf("\t-%s", absence_text(finding.absence, LANGUAGE_EN));
}

static void
print_tenure(const struct results *results)
{
	static const char *const scopes[] = { "company", "team", "reports",
		"manager" };
	const struct analysis *all = results->analysis;
	for (size_t s = 0; s < results->subject_count; s++) {
		const struct subject *subject = &results->subjects[s];
		const struct tenure_curve *curve = &all->tenure.curves[s];
		const struct budget_spread *spread = &all->budget.spreads[s];
		printf("tenure\t%s\t%s\t%u\t%u\t%u", scopes[subject->scope],
		    subject->key.data, curve->clients, curve->lost,
		    curve->longest);
		number(curve->median);
		number(curve->p_rest);
		number(curve->expected);
		printf("\nbudget\t%s\t%s\t%u", scopes[subject->scope],
		    subject->key.data, spread->n);
		number(spread->median);
		number(spread->quartile_low);
		number(spread->quartile_high);
		number(spread->mad);
		number(spread->fence_low);
		number(spread->fence_high);
		putchar('\n');
	}
	printf("teams\t%u", all->tenure.teams);
	number(all->tenure.teams_chi_square);
	number(all->tenure.teams_p);
	putchar('\n');
}

static void
print_open(const struct results *results)
{
	const struct pipeline *pipeline = &results->analysis->pipeline;
	for (size_t i = 0; i < pipeline->open_count; i++) {
		const struct pipeline_chance *open = &pipeline->open[i];
		printf("open\t%s\t%u",
		    dictionary_text(&results->data->contract_ids,
			results->data->contracts[open->contract].contract)
			.data,
		    open->age);
		number(open->chance);
		putchar('\n');
	}
}

static void
print_joined(const struct joined *joined)
{
	for (size_t r = 0; r < joined->row_count; r++) {
		const struct joined_quarter *row = &joined->rows[r];
		printf("joined\t%s\t%u", row->label, row->clients);
		for (size_t k = 0; k < row->count; k++)
			printf("\t%u", row->active[k]);
		putchar('\n');
	}
	printf("earlier\t%u\n", joined->earlier);
}

static void
print_band(struct funnel_band band)
{
	printf("\t%.17g\t%.17g\t%.17g\t%.17g", band.low_95, band.high_95,
	    band.low_998, band.high_998);
}

static void
print_funnel(const struct results *results, const struct funnel *funnel)
{
	const char *id = results->metrics[funnel->metric].id;
	for (size_t i = 0; i < funnel->point_count; i++) {
		const struct funnel_point *point = &funnel->points[i];
		printf("funnel\t%s\t%s\t%u\t%u\t%.17g", id,
		    results->subjects[point->subject].key.data, point->n,
		    point->successes, funnel->rate);
		print_band(point->band);
		printf("\t%d\t%d\n", point->outside_95, point->outside_998);
	}
	for (size_t i = 0; i < funnel->curve_count; i++) {
		printf("curve\t%s\t%u\t%.17g", id, funnel->curve[i].n,
		    funnel->rate);
		print_band(funnel->curve[i].band);
		putchar('\n');
	}
}

static void
print_projects(const struct results *results)
{
	const struct budget *budget = &results->analysis->budget;
	const struct dataset *data = results->data;
	for (size_t i = 0; i < budget->project_count; i++) {
		const struct budget_project *project = &budget->projects[i];
		char cost[2][WIDE_TEXT_SIZE];
		wide_print(cost[0], project->budget);
		wide_print(cost[1], project->actual);
		printf("project\t%s\t%s\t%s\t%s\t%.17g\t%d\t%d\n",
		    dictionary_text(&data->projects, project->project).data,
		    project->manager == NO_ID
			? "-"
			: dictionary_text(&data->managers, project->manager)
			      .data,
		    cost[0], cost[1], project->variance,
		    project->outside_manager, project->outside_company);
	}
}

static void
print_coordination(const struct results *results)
{
	const struct coordination *model = &results->analysis->coordination;
	const struct dictionary *words = &results->data->words;
	for (size_t i = 0; i < model->manager_count; i++) {
		const struct coordination_manager *row = &model->managers[i];
		printf("manager\t%s\t%u\t%u",
		    results->subjects[row->subject].key.data, row->answers,
		    row->departments);
		number(row->plain);
		number(row->adjusted);
		putchar('\n');
	}
	for (size_t i = 0; i < model->department_count; i++) {
		const struct coordination_department *row =
		    &model->departments[i];
		printf("department\t%s\t%u\t%u",
		    dictionary_text(words, row->department).data, row->answers,
		    row->managers);
		number(row->severity);
		putchar('\n');
	}
	for (size_t i = 0; i < model->cell_count; i++) {
		const struct coordination_cell *cell = &model->cells[i];
		printf("cell\t%s\t%s\t%u",
		    results->subjects[cell->subject].key.data,
		    dictionary_text(words, cell->department).data,
		    cell->answers);
		number(cell->mean);
		putchar('\n');
	}
	printf("icc\t%u\t%u", model->icc_managers, model->icc_departments);
	number(model->icc_single);
	number(model->icc_mean);
	putchar('\n');
}

static void
print_drivers(const struct results *results)
{
	const struct drivers *drivers = &results->analysis->drivers;
	for (size_t i = 0; i < drivers->pair_count; i++) {
		const struct driver *pair = &drivers->pairs[i];
		printf("driver\t%s\t%s\t%u", results->metrics[pair->first].id,
		    results->metrics[pair->second].id, pair->n);
		number(pair->rho);
		number(pair->p);
		putchar('\n');
	}
}

static void
money(wide amount)
{
	char text[WIDE_TEXT_SIZE];
	wide_print(text, amount);
	printf("\t%s", text);
}

static void
day(date value)
{
	char text[DATE_TEXT_SIZE];
	if (value == DATE_NONE)
		printf("\t-");
	else
		printf("\t%s", date_print(text, value));
}

static void
print_clients(const struct results *results)
{
	const struct clients *clients = &results->analysis->clients;
	const struct dataset *data = results->data;
	for (size_t i = 0; i < clients->count; i++) {
		const struct client_row *row = &clients->rows[i];
		printf("client\t%s\t%s",
		    row->client == NO_ID
			? ""
			: dictionary_text(&data->client_ids, row->client).data,
		    row->manager == NO_ID
			? ""
			: dictionary_text(&data->managers, row->manager).data);
		money(row->revenue);
		money(row->prior_revenue);
		if (row->has_work) {
			money(row->earned);
			money(row->cost);
		} else
			printf("\t-\t-");
		printf("\t%.17g\t%.17g", rational_nearest(row->opening_rate),
		    rational_nearest(row->run_rate));
		day(row->renewal);
		day(row->answered_on);
		printf("\t%.17g\t%u", row->answer, row->proposals);
		money(row->proposed);
		printf("\t%u\t%d\n", row->flags, (int)row->step);
	}
	for (size_t i = 0; i < clients->renewal_count; i++) {
		const struct renewal *renewal = &clients->renewals[i];
		printf("renewal\t%s",
		    dictionary_text(&data->contract_ids, renewal->contract)
			.data);
		day(renewal->last);
		printf("\t%.17g\n", rational_nearest(renewal->run_rate));
	}
	printf("clients\t%zu", clients->work_left_out);
	money(clients->revenue);
	money(clients->largest_revenue);
	printf("\t%.17g\t%.17g\t%zu\t%zu\n",
	    rational_nearest(clients->run_rate),
	    rational_nearest(clients->largest_run_rate), clients->with_revenue,
	    clients->with_run_rate);
}

static void
print_bridge(const char *who, const struct bridge *bridge)
{
	printf("bridge\t%s", who);
	money(bridge->prior);
	for (int i = 0; i < BRIDGE_STEPS; i++)
		money(bridge->steps[i]);
	money(bridge->moved);
	money(bridge->now);
	for (int i = 0; i < BRIDGE_STEPS; i++)
		printf("\t%u", bridge->clients[i]);
	putchar('\n');
}

static void
print_bridges(const struct results *results)
{
	const struct bridges *bridges = &results->analysis->bridges;
	const struct rate_bridge *rates = &bridges->rates;
	print_bridge("", &bridges->company);
	for (size_t i = 0; i < bridges->manager_count; i++)
		print_bridge(
		    results->subjects[bridges->managers[i].subject].key.data,
		    &bridges->managers[i].bridge);
	printf("rates\t%.17g", rational_nearest(rates->opening));
	for (int i = 0; i < BRIDGE_STEPS; i++)
		printf("\t%.17g", rational_nearest(rates->steps[i]));
	printf("\t%.17g", rational_nearest(rates->closing));
	for (int i = 0; i < BRIDGE_STEPS; i++)
		printf("\t%u", rates->clients[i]);
	putchar('\n');
	for (int i = 0; i < PIPELINE_AGES; i++) {
		const struct open_age *age =
		    &results->analysis->pipeline.ages[i];
		printf("age\t%u", age->proposals);
		money(age->value);
		putchar('\n');
	}
}

int
main(int argument_count, char **arguments)
{
	struct options options = { .history = 1, .quiet = true };
	struct session session;
	if (argument_count != 5 ||
	    !date_parse(text_of(arguments[3]), &options.as_of))
		return 2;
	options.dataset = arguments[1];
	snprintf(options.period, sizeof options.period, "%s", arguments[2]);
	options.jobs = (unsigned)atoi(arguments[4]);
	enum status status = session_load(
	    &session, &options, (struct import_options){ 0 }, NULL);
	if (!status)
		status = session_evaluate(&session);
	if (!status)
		status = session_analyse(&session);
	if (!status) {
		const struct results *results = &session.results;
		print_tenure(results);
		print_open(results);
		print_joined(&results->analysis->joined);
		for (size_t i = 0; i < results->analysis->funnel_count; i++)
			print_funnel(results, &results->analysis->funnels[i]);
		print_projects(results);
		print_coordination(results);
		print_drivers(results);
		print_clients(results);
		print_bridges(results);
	}
	session_close(&session);
	return status ? 3 : 0;
}
