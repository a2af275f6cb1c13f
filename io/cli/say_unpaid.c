#include "io/cli/say_unpaid.h"

#include "engine/base/arena.h"
#include "engine/model/analysis.h"
#include "engine/model/record.h"
#include "io/locale/locale.h"

enum { NAMED = 5 };

/* A list of the first few names. */
struct naming {
	struct arena *arena;
	const char *names;
	size_t count;
};

static void
name(struct naming *naming, const char *one, const char *of)
{
	size_t at = naming->count++;
	if (naming->names && at < NAMED)
		naming->names = arena_format(naming->arena, "%s%s%s%s%s%s",
		    naming->names, at ? ", " : "", one, *of ? " (" : "", of,
		    *of ? ")" : "");
	else if (naming->names && at == NAMED)
		naming->names =
		    arena_format(naming->arena, "%s …", naming->names);
}

/* The assumption about them all; NULL without memory. */
static struct assumption *
assume(
    struct session *session, const struct naming *naming, const char *message)
{
	struct assumption *assumption =
	    naming->names ? assumptions_add(
				&session->data.assumptions, naming->count, NULL)
			  : NULL;
	if (assumption)
		note_say(&assumption->text, message, naming->names);
	else
		diagnostics_no_memory(&session->diagnostics);
	return assumption;
}

enum status
say_strangers(struct session *session)
{
	const struct pay_results *pay = &session->pay;
	struct naming naming = { session->arena, "", 0 };
	wide money = 0;
	for (size_t i = 0; i < pay->stranger_count; i++) {
		name(&naming, pay->strangers[i].id.data, "");
		for (int part = 0; part < PAY_PART_COUNT; part++)
			money += pay->strangers[i].amounts[part];
	}
	if (naming.count == 0)
		return STATUS_OK;
	struct assumption *assumption = assume(session, &naming,
	    N_("commission, awards and adjustments of managers who are not in "
	       "people.csv: they have no row in bonus.csv, and nobody is paid "
	       "it: "
	       "%s"));
	assumption_add_money(assumption, money);
	return assumption ? STATUS_OK : STATUS_MEMORY;
}

/* One reason's remarks. */
static enum status
say_remarks_of(struct session *session, const struct remarks *remarks,
    enum remark_reason reason)
{
	const struct dataset *data = &session->data;
	struct naming naming = { session->arena, "", 0 };
	wide money = 0;
	for (size_t i = 0; i < remarks->count; i++) {
		const struct remark *remark = &remarks->rows[i];
		if (remark->reason != reason)
			continue;
		struct text id = record_id(
		    data, remark->kind, remark->record, session->arena);
		if (!id.data)
			return diagnostics_no_memory(&session->diagnostics);
		name(&naming, id.data,
		    remark->manager == NO_ID
			? ""
			: dictionary_text(&data->managers, remark->manager)
			      .data);
		money += remark->money;
	}
	if (naming.count == 0)
		return STATUS_OK;
	struct assumption *assumption =
	    naming.names ? assumptions_add(
			       &session->data.assumptions, naming.count, NULL)
			 : NULL;
	if (!assumption)
		return diagnostics_no_memory(&session->diagnostics);
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		assumption->text.text[l] =
		    arena_format(session->arena, "%s: %s",
			remark_text(reason, (enum language)l), naming.names);
	if (reason != REMARK_SPLIT) /* of which nobody knows the value */
		assumption_add_money(assumption, money);
	return STATUS_OK;
}

enum status
say_remarks(struct session *session)
{
	const struct analysis *analysis = session->results.analysis;
	enum status status = STATUS_OK;
	for (int reason = REMARK_OUT_OF_SERVICE;
	     reason <= REMARK_SAID && analysis && !status; reason++)
		status = say_remarks_of(
		    session, &analysis->remarks, (enum remark_reason)reason);
	return status;
}

enum status
say_paid_strangers(struct session *session)
{
	const struct paid_before *paid = &session->paid;
	struct naming naming = { session->arena, "", 0 };
	wide money = 0;
	for (size_t i = 0; i < paid->stranger_count; i++) {
		name(&naming, paid->strangers[i].id.data, "");
		money += paid->strangers[i].amount;
	}
	if (naming.count == 0)
		return STATUS_OK;
	struct assumption *assumption = assume(session, &naming,
	    N_("paid by the runs of --paid to who is not in people.csv now: "
	       "netted with nobody: %s"));
	assumption_add_money(assumption, money);
	return assumption ? STATUS_OK : STATUS_MEMORY;
}
