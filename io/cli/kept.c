#include "io/cli/kept.h"

#include "metrics/bonus.h"

enum status
kept_open(struct kept *kept, struct session *session, struct outputs *outputs)
{
	*kept = (struct kept){ .results = &session->results,
		.pay = {
		    { pay_part_name(PAY_COMMISSION), RECORD_CONTRACT,
			{ .arena = session->arena } },
		    { pay_part_name(PAY_AWARD), RECORD_PROJECT,
			{ .arena = session->arena } },
		} };
	if (session->pay.has_plan &&
	    (pay_observe_commissions(
		 &session->pay, &kept->pay[0].observations) ||
		pay_observe_awards(&session->pay, &kept->pay[1].observations)))
		return diagnostics_no_memory(&session->diagnostics);
	kept->observations = output_create(outputs, "observations.csv");
	kept->records =
	    kept->observations ? output_create(outputs, "records.csv") : NULL;
	return kept->records ? STATUS_OK : STATUS_OUTPUT;
}

void
kept_complete_observations(struct kept *kept)
{
	kept_write_observations(
	    kept->observations, kept->results, kept->pay, KEPT_PARTS);
	output_complete(kept->observations);
}

void
kept_complete_records(struct kept *kept)
{
	kept_write_records(kept->records, kept->results);
	output_complete(kept->records);
}

enum status
kept_finish(struct kept *kept)
{
	enum status status = output_finish(kept->observations);
	return status ? status : output_finish(kept->records);
}
