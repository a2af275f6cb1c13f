#include "io/cli/kept.h"

#include "io/export/kept.h"
#include "metrics/bonus.h"

static enum status
write_observations(struct session *session, struct outputs *outputs)
{
	struct kept_pay pay[] = {
		{ pay_part_name(PAY_COMMISSION), RECORD_CONTRACT,
		    { .arena = session->arena } },
		{ pay_part_name(PAY_AWARD), RECORD_PROJECT,
		    { .arena = session->arena } },
	};
	if (session->pay.has_plan &&
	    (pay_observe_commissions(&session->pay, &pay[0].observations) ||
		pay_observe_awards(&session->pay, &pay[1].observations)))
		return diagnostics_no_memory(&session->diagnostics);
	struct output *output = output_create(outputs, "observations.csv");
	if (!output)
		return STATUS_OUTPUT;
	kept_write_observations(
	    output, &session->results, pay, sizeof pay / sizeof *pay);
	return output_finish(output);
}

enum status
kept_write(struct session *session, struct outputs *outputs)
{
	enum status status = write_observations(session, outputs);
	if (status)
		return status;
	struct output *records = output_create(outputs, "records.csv");
	if (!records)
		return STATUS_OUTPUT;
	kept_write_records(records, &session->results);
	return output_finish(records);
}
