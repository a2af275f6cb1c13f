#include "io/cli/pay.h"

#include "engine/arena.h"
#include "engine/schema.h"
#include "io/export/pay_csv.h"
#include "io/export/payroll.h"
#include "io/export/sensitivity.h"
#include "metrics/sensitivity.h"

static enum status
write_table(struct outputs *outputs, const char *name,
    void (*write)(struct output *, const struct pay_results *),
    const struct pay_results *pay)
{
	struct output *output = output_create(outputs, name);
	if (!output)
		return STATUS_OUTPUT;
	write(output, pay);
	return output_finish(output);
}

static enum status
write_sensitivity(struct session *session, struct outputs *outputs)
{
	struct sensitivities found;
	if (sensitivity_find(&found, &session->pay, session->arena))
		return diagnostics_no_memory(&session->diagnostics);
	struct output *output = output_create(outputs, "sensitivity.csv");
	if (!output)
		return STATUS_OUTPUT;
	sensitivity_write(output, &session->pay, &found, session->arena);
	return output_finish(output);
}

/* Why there is no bonus.csv; NULL if there is one. */
static const char *
obstacle(const struct session *session)
{
	if (!session->pay.has_bases)
		return "no base_bonus in people.csv";
	if (session->data.reject_count && !session->options->accept_rejects)
		return "rows were rejected; mend them, or --accept-rejects";
	return NULL;
}

enum status
pay_write(struct session *session, struct outputs *outputs, bool *written)
{
	const struct pay_results *pay = &session->pay;
	struct diagnostics *diagnostics = &session->diagnostics;
	*written = false;
	if (!pay->has_plan) {
		if (session->data.plan_count)
			diagnostics_warn(diagnostics,
			    "plan.csv has no plan for a period of this kind: "
			    "no scorecard.csv, no bonus.csv");
		return STATUS_OK;
	}
	enum status status =
	    write_table(outputs, "scorecard.csv", pay_write_scorecard, pay);
	if (!status)
		status = write_sensitivity(session, outputs);
	const char *why = obstacle(session);
	if (why) {
		diagnostics_warn(diagnostics, "no bonus.csv: %s", why);
		return status;
	}
	if (!status)
		status =
		    write_table(outputs, "bonus.csv", pay_write_bonus, pay);
	if (!status && pay->terms->payroll.wanted)
		status = payroll_check(pay, diagnostics);
	if (!status && pay->terms->payroll.wanted)
		status =
		    write_table(outputs, "payroll.csv", payroll_write, pay);
	*written = true;
	return status;
}

/* `name value` behind a list; NULL without memory. */
static const char *
append(struct arena *arena, const char *list, const char *name, decimal value)
{
	char text[WIDE_TEXT_SIZE];
	wide_print(text, decimal_widen(value));
	return list ? arena_format(arena, "%s%s%s %s", list, *list ? " " : "",
			  name, text)
		    : NULL;
}

const char *
pay_commission_text(struct arena *arena, const struct pay_terms *terms)
{
	const char *const *kinds = schema_words(FIELD_KIND);
	const char *list = "";
	for (int kind = 0; kind < 4; kind++)
		list =
		    append(arena, list, kinds[kind], terms->commission[kind]);
	return list;
}

const char *
pay_bands_text(struct arena *arena, const struct pay_terms *terms)
{
	const char *list = "";
	for (size_t i = 0; i < terms->band_count; i++)
		list = append(arena, list, terms->bands[i].name.data,
		    terms->bands[i].least);
	return list ? arena_format(arena, "%s %s", list, terms->otherwise.data)
		    : NULL;
}
