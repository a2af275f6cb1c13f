#include "io/cli/kept.h"

#include "engine/base/arena.h"
#include "metrics/pay/bonus.h"

enum status
kept_open(struct kept *kept, struct session *session, struct outputs *outputs)
{
	const struct payroll_map *map = &session->configuration.payroll;
	bool on_payment = session->results.definitions->commission_on ==
			  COMMISSION_ON_PAYMENT;
	bool without_pay = session->options->no_pay;
	*kept = (struct kept){ .results = &session->results,
		.without_pay = without_pay,
		.codes = map->wanted && !without_pay
			     ? payroll_employee_codes(&session->data, map)
			     : NULL,
		.pay = {
		    { pay_part_name(PAY_COMMISSION),
			on_payment ? RECORD_PAYMENT : RECORD_CONTRACT,
			{ .arena = session->arena } },
		    { pay_part_name(PAY_AWARD), RECORD_PROJECT,
			{ .arena = session->arena } },
		    { pay_part_name(PAY_ADJUSTMENT), RECORD_ADJUSTMENT,
			{ .arena = session->arena } },
		} };
	const struct pay_results *pay = &session->pay;
	if ((pay->has_plan || pay_has_extras(pay)) && !without_pay &&
	    (pay_observe_commissions(pay, &kept->pay[0].observations) ||
		pay_observe_awards(pay, &kept->pay[1].observations) ||
		pay_observe_adjustments(pay, &kept->pay[2].observations)))
		return diagnostics_no_memory(&session->diagnostics);
	const struct dataset *data = &session->data;
	kept->places = (struct kept_places){ arena_allocate(session->arena,
						 data->client_ids.count,
						 sizeof *kept->places.clients),
		arena_allocate(session->arena, data->projects.count,
		    sizeof *kept->places.projects) };
	if (!kept->places.clients || !kept->places.projects)
		return diagnostics_no_memory(&session->diagnostics);
	kept->observations = output_create(outputs, "observations.csv");
	struct output *made = kept->observations;
	for (int table = 0; table < TABLE_COUNT && made; table++)
		if (kept_is_written(data, (enum table)table) &&
		    !(without_pay && table == TABLE_ADJUSTMENTS))
			made = kept->records[table] = output_create(
			    outputs, kept_file((enum table)table));
	return made ? STATUS_OK : STATUS_OUTPUT;
}

void
kept_complete_observations(struct kept *kept)
{
	struct values values = { .form = VALUES_CSV_GUARDED,
		.output = kept->observations };
	kept_write_observations(
	    &values, kept->results, kept->pay, KEPT_PARTS, &kept->places);
	output_complete(kept->observations);
}

void
kept_complete_records(struct kept *kept)
{
	for (int table = 0; table < TABLE_COUNT; table++) {
		struct values values = { .form = VALUES_CSV_GUARDED,
			.output = kept->records[table] };
		if (!values.output)
			continue;
		kept_write_records(&values, kept->results, (enum table)table,
		    kept->codes, kept->without_pay);
		output_complete(values.output);
	}
}

enum status
kept_finish(struct kept *kept)
{
	enum status status = output_finish(kept->observations);
	for (int table = 0; table < TABLE_COUNT && !status; table++)
		if (kept->records[table])
			status = output_finish(kept->records[table]);
	return status;
}
