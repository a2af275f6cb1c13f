#include "io/cli/paid.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/options.h"
#include "io/locale/locale.h"
#include "io/run/manifest.h"
#include "io/run/table.h"

/* A folder that is being read. */
struct paid_reading {
	struct session *session;
	struct paid_folder *folder;
	struct manifest manifest;
	struct period period;
};

static const struct period *
own_period(const struct session *session)
{
	const struct results *results = &session->results;
	return &results->views[results->run_period].period;
}

static enum period_kind
kind_that_pays(const struct session *session)
{
	return (enum period_kind)session->configuration.definitions.pay_every;
}

static enum status
wrong(const struct paid_reading *reading, const char *why)
{
	return diagnostics_fail(&reading->session->diagnostics, STATUS_USAGE,
	    "--paid %s: %s", reading->folder->path, why);
}

/* ---- the folder ---- */

static enum status
check_seal(const struct paid_reading *reading)
{
	const char *folder = reading->folder->path;
	bool same, sealed;
	enum status status = run_folder_look(
	    folder, RUN_SEAL, &sealed, &reading->session->diagnostics);
	if (status)
		return status;
	if (!sealed)
		return wrong(
		    reading, _("not sealed; kpi seal does it, once the "
			       "run is what was paid"));
	status = manifest_is_sealed(&reading->manifest, &same,
	    reading->session->arena, &reading->session->diagnostics);
	return status || same
		   ? status
		   : wrong(reading, _("altered since it was sealed; kpi verify "
				      "says what"));
}

/* What run.json says was in force; "" if it does not say it. */
static const char *
in_force(const struct paid_reading *reading, const char *key)
{
	const char *value = run_folder_value(&reading->manifest.folder, key);
	return value ? value : "";
}

static enum status
check_period(struct paid_reading *reading)
{
	const struct session *session = reading->session;
	const struct period *own = own_period(session);
	struct period *period = &reading->period;
	const char *label = in_force(reading, "period.label");
	int month = atoi(in_force(reading, "configuration.fiscal_year_start"));
	if (!period_parse(text_of(label), month > 0 ? month : 1, period))
		return wrong(reading, _("its run.json names no period"));
	reading->folder->label =
	    arena_copy(session->arena, period->label, strlen(period->label));
	if (!reading->folder->label)
		return STATUS_MEMORY;
	if (period->kind != kind_that_pays(session))
		return diagnostics_fail(&reading->session->diagnostics,
		    STATUS_USAGE,
		    "--paid %s: %s is no %s; commission and award are paid by "
		    "runs over that (pay.every)",
		    reading->folder->path, label,
		    _(period_kind_name(kind_that_pays(session))));
	if (period->from < own->from || period->until > own->until)
		return diagnostics_fail(&reading->session->diagnostics,
		    STATUS_USAGE, "--paid %s: %s does not lie in %s",
		    reading->folder->path, label, own->label);
	return STATUS_OK;
}

static enum status
check_currency(const struct paid_reading *reading)
{
	const char *other = in_force(reading, "configuration.currency");
	const char *own = reading->session->configuration.definitions.currency;
	if (strcmp(other, own) == 0)
		return STATUS_OK;
	return diagnostics_fail(&reading->session->diagnostics, STATUS_USAGE,
	    "--paid %s: paid in %s, but this run pays in %s",
	    reading->folder->path, other, own);
}

/* ---- its bonus.csv ---- */

static uint32_t
manager_named(const struct dataset *data, struct text id)
{
	uint32_t manager = dictionary_find(&data->managers, id);
	if (manager != NO_ID)
		return manager;
	uint32_t alias = dictionary_find(&data->manager_aliases, id);
	return alias == NO_ID ? NO_ID : data->manager_of_alias[alias];
}

static enum status
add_stranger(struct paid_before *paid, struct text id, wide amount)
{
	for (size_t i = 0; i < paid->stranger_count; i++)
		if (text_equal(paid->strangers[i].id, id))
			return wide_add(&paid->strangers[i].amount, amount)
				   ? STATUS_OK
				   : STATUS_OVERFLOW;
	paid->strangers[paid->stranger_count++] =
	    (struct paid_stranger){ id, amount };
	return STATUS_OK;
}

static enum status
read_amount(const struct paid_reading *reading, const struct run_table *table,
    size_t row, enum pay_part part, wide *amount)
{
	decimal value;
	const char *name = pay_part_name(part);
	const char *cell = run_table_number(
	    table, row, run_table_column(table, name), reading->session->arena);
	if (!cell)
		return diagnostics_no_memory(&reading->session->diagnostics);
	if (decimal_parse(text_of(cell), &value) != DECIMAL_OK)
		return diagnostics_fail(&reading->session->diagnostics,
		    STATUS_INPUT,
		    "--paid %s: bonus.csv: %s of %s: \"%s\" is no amount",
		    reading->folder->path, name,
		    run_table_cell(
			table, row, run_table_column(table, "subject")),
		    cell);
	*amount = decimal_widen(value);
	return STATUS_OK;
}

static enum status
take_row(
    struct paid_reading *reading, const struct run_table *table, size_t row)
{
	static const enum pay_part parts[] = { PAY_COMMISSION, PAY_AWARD };
	struct session *session = reading->session;
	struct text id = text_of(
	    run_table_cell(table, row, run_table_column(table, "subject")));
	uint32_t manager = manager_named(&session->data, id);
	bool known = manager != NO_ID &&
		     session->data.person_of_manager[manager] != NO_ID;
	wide amount = 0, sum = 0;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < 2 && !status; i++) {
		status = read_amount(reading, table, row, parts[i], &amount);
		if (!status && known)
			reading->folder->amounts[parts[i]][manager] += amount;
		else if (!status)
			sum += amount;
	}
	return status || sum == 0 ? status
				  : add_stranger(&session->paid, id, sum);
}

static enum status
read_bonus(struct paid_reading *reading)
{
	static const char *const columns[] = { "subject", "commission",
		"project_award", NULL };
	struct session *session = reading->session;
	struct paid_before *paid = &session->paid;
	uint32_t managers = session->data.managers.count;
	struct run_table table;
	enum status status = run_table_read(&table, &reading->manifest.folder,
	    "bonus.csv", columns, session->arena, &session->diagnostics);
	if (status)
		return status;
	const char *option = run_folder_lacks(&reading->manifest.folder);
	if (option)
		return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
		    "--paid %s: made with %s, which pays nobody: name the "
		    "folder of the whole run",
		    reading->folder->path, option);
	if (!table.there)
		return wrong(reading, _("no bonus.csv: that run paid nobody"));
	for (int part = 0; part < PAY_PART_COUNT; part++)
		if (!(reading->folder->amounts[part] =
			    arena_allocate(session->arena, managers,
				sizeof **reading->folder->amounts)))
			return STATUS_MEMORY;
	struct paid_stranger *strangers = arena_allocate(session->arena,
	    paid->stranger_count + table.row_count, sizeof *strangers);
	if (!strangers)
		return STATUS_MEMORY;
	if (paid->stranger_count)
		memcpy(strangers, paid->strangers,
		    paid->stranger_count * sizeof *strangers);
	paid->strangers = strangers;
	for (size_t row = 0; row < table.row_count && !status; row++)
		status = take_row(reading, &table, row);
	return status;
}

/* ---- all folders ---- */

static enum status
read_folder(struct session *session, struct paid_folder *folder,
    const char *path, struct period *period)
{
	struct paid_reading reading = { .session = session, .folder = folder };
	folder->path = path;
	enum status status = manifest_make(
	    &reading.manifest, path, session->arena, &session->diagnostics);
	folder->digest =
	    status ? NULL
		   : arena_copy(session->arena, reading.manifest.digest,
			 strlen(reading.manifest.digest));
	if (!status)
		status = check_seal(&reading);
	if (!status)
		status = check_period(&reading);
	if (!status)
		status = check_currency(&reading);
	if (!status)
		status = read_bonus(&reading);
	*period = reading.period;
	if (!status && !folder->digest)
		status = STATUS_MEMORY;
	return status;
}

/* The run's own period must be a named one, and must hold periods of the kind
 * that pays commission and award. */
static enum status
check_own(struct session *session)
{
	const struct period *own = own_period(session);
	enum period_kind every = kind_that_pays(session);
	if (own->kind == PERIOD_RANGE)
		return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
		    "--paid: %s is a free range; name a period such as 2026",
		    own->label);
	if (own->kind < every)
		return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
		    "--paid: %s holds no %s, by which commission and award are "
		    "paid (pay.every)",
		    own->label, _(period_kind_name(every)));
	return STATUS_OK;
}

/* Adds a folder in the order of the periods. */
static enum status
add_folder(struct session *session, const char *path, struct period *periods)
{
	struct paid_before *paid = &session->paid;
	struct paid_folder folder = { .path = path };
	struct period period;
	enum status status = read_folder(session, &folder, path, &period);
	if (status)
		return status;
	size_t at = paid->count;
	for (; at > 0 && periods[at - 1].from >= period.from; at--)
		if (periods[at - 1].from == period.from)
			return diagnostics_fail(&session->diagnostics,
			    STATUS_USAGE,
			    "--paid %s: of %s, as %s is; nobody is paid twice",
			    path, period.label, paid->folders[at - 1].path);
	for (size_t i = paid->count++; i > at; i--) {
		paid->folders[i] = paid->folders[i - 1];
		periods[i] = periods[i - 1];
	}
	paid->folders[at] = folder;
	periods[at] = period;
	return STATUS_OK;
}

/* The paths of the option, `DIR,…`, each time it is given; *count of them. NULL
 * without memory. */
static const char **
list_paths(const struct session *session, size_t *count)
{
	enum { MOST = 64 };
	const struct option_list *given = &session->options->paid;
	const char **paths =
	    arena_allocate(session->arena, MOST, sizeof *paths);
	*count = 0;
	for (size_t i = 0; i < given->count && paths; i++)
		for (const char *at = given->values[i]; *at;) {
			size_t length = strcspn(at, ",");
			const char *path =
			    arena_copy(session->arena, at, length);
			if (!path)
				return NULL;
			if (length && *count < MOST)
				paths[(*count)++] = path;
			at += length + (at[length] == ',');
		}
	return paths;
}

static enum status
read_folders(struct session *session)
{
	size_t count;
	const char **paths = list_paths(session, &count);
	struct period *periods =
	    arena_allocate(session->arena, count, sizeof *periods);
	session->paid.folders = arena_allocate(
	    session->arena, count, sizeof *session->paid.folders);
	if (!paths || !periods || !session->paid.folders)
		return STATUS_MEMORY;
	enum status status = check_own(session);
	for (size_t i = 0; i < count && !status; i++)
		status = add_folder(session, paths[i], periods);
	return status;
}

enum status
paid_read(struct session *session)
{
	session->paid = (struct paid_before){ .count = 0 };
	if (session->options->paid.count == 0)
		return STATUS_OK;
	enum status status = read_folders(session);
	if (status == STATUS_MEMORY)
		return diagnostics_no_memory(&session->diagnostics);
	if (status == STATUS_OVERFLOW)
		return diagnostics_fail(&session->diagnostics, status,
		    "--paid: an amount does not fit into 128 bits");
	return status;
}

/* ---- for run.json ---- */

const char *
paid_folders_text(const struct session *session)
{
	const char *text = "";
	for (size_t i = 0; i < session->paid.count && text; i++)
		text = arena_format(session->arena, "%s%s%s", text,
		    i ? "," : "", session->paid.folders[i].path);
	return text;
}

const char *
paid_seals_text(const struct session *session)
{
	const char *text = "";
	for (size_t i = 0; i < session->paid.count && text; i++) {
		const struct paid_folder *folder = &session->paid.folders[i];
		text = arena_format(session->arena, "%s%s%s %s", text,
		    i ? "; " : "", folder->label, folder->digest);
	}
	return text;
}
