/* What is different about the two runs as such, and how many records are. */
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/cli/diff/diff.h"
#include "io/locale/locale.h"
#include "io/run/inputs.h"

static enum status
add_change(struct diff *diff, const char *what, const char *name,
    const char *old, const char *new)
{
	old = old ? old : "";
	new = new ? new : "";
	if (strcmp(old, new) == 0)
		return STATUS_OK;
	struct run_change *rows = arena_grown(diff->arena, diff->changes,
	    diff->change_count, &diff->change_capacity, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	diff->changes = rows;
	rows[diff->change_count++] =
	    (struct run_change){ what, name, { old, new } };
	return STATUS_OK;
}

/* What a value of run.json is called: a definition by its key in kpi.yaml, an
 * option by its name. One that only another version of the program knows has no
 * key here. */
static const char *
name_of_value(const char *what, const char *name)
{
	const struct definition *definition =
	    strcmp(what, "configuration") == 0 ? definition_named(name) : NULL;
	return definition ? definition->setting.key : name;
}

/* Compares the values of both run.json files whose keys begin with `prefix`. */
static enum status
compare_below(struct diff *diff, const char *what, const char *prefix)
{
	size_t length = strlen(prefix);
	enum status status = STATUS_OK;
	for (int side = OLD; side < SIDES; side++) {
		const struct run_folder *folder = &diff->run[side].folder;
		const struct run_folder *other = &diff->run[!side].folder;
		for (size_t i = 0; i < folder->entry_count && !status; i++) {
			const struct run_entry *entry = &folder->entries[i];
			if (strncmp(entry->key, prefix, length) != 0)
				continue;
			const char *there = run_folder_value(other, entry->key);
			if (side == NEW && there)
				continue; /* listed with the old run */
			status = add_change(diff, what,
			    name_of_value(what, entry->key + length),
			    side == OLD ? entry->value : there,
			    side == OLD ? there : entry->value);
		}
	}
	return status;
}

/* The digest of an input by its path, with what it is of where that is not the
 * file as a whole; NULL if the run has not read it. */
static enum status
find_digest(const struct run_inputs *inputs, struct text path,
    struct arena *arena, const char **digest)
{
	size_t index;
	*digest = NULL;
	if (!run_inputs_find(inputs, path, &index))
		return STATUS_OK;
	const char *of = run_inputs_value(inputs, index, "sha256_of");
	*digest = run_inputs_value(inputs, index, "sha256");
	if (*digest && of && strcmp(of, "file") != 0)
		*digest = arena_format(arena, _("%s of %s"), *digest, of);
	else if (!*digest)
		*digest = "";
	return *digest ? STATUS_OK : STATUS_MEMORY;
}

static enum status
compare_inputs(struct diff *diff)
{
	struct run_inputs inputs[SIDES];
	enum status status = STATUS_OK;
	for (int side = OLD; side < SIDES && !status; side++)
		status = run_inputs_list(
		    &inputs[side], &diff->run[side].folder, diff->arena);
	for (int side = OLD; side < SIDES; side++) {
		const struct dictionary *paths = &inputs[side].paths;
		for (uint32_t i = 0; i < paths->count && !status; i++) {
			struct text path = dictionary_text(paths, i);
			const char *digests[SIDES];
			for (int of = OLD; of < SIDES && !status; of++)
				status = find_digest(&inputs[of], path,
				    diff->arena, &digests[of]);
			if (!status && (side == OLD || !digests[OLD]))
				status = add_change(diff, "input", path.data,
				    digests[OLD], digests[NEW]);
		}
	}
	return status;
}

/* The formats by which both runs read their inputs. Of another program's run it
 * is not known which others there were: an older one did not say. */
static enum status
compare_formats(struct diff *diff)
{
	const struct run_folder *old = &diff->run[OLD].folder;
	const struct run_folder *new = &diff->run[NEW].folder;
	static const char prefix[] = "formats.";
	enum status status = STATUS_OK;
	for (size_t i = 0; i < old->entry_count && !status; i++) {
		const struct run_entry *entry = &old->entries[i];
		const char *there = run_folder_value(new, entry->key);
		if (there && strncmp(entry->key, prefix, strlen(prefix)) == 0)
			status = add_change(diff, "format",
			    entry->key + strlen(prefix), entry->value, there);
	}
	return status;
}

/* Rows of the plan are records without observations: they decide over scores.
 */
static enum status
compare_plan(struct diff *diff)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < diff->pairs.count && !status; i++) {
		const struct record_pair *pair = &diff->pairs.rows[i];
		if (diff_table_of(pair) != TABLE_PLAN ||
		    !diff_pair_differs(pair))
			continue;
		const char *change =
		    diff_say_change(&diff->pairs, pair, diff->run, diff->arena);
		if (!change)
			return STATUS_MEMORY;
		status = add_change(diff, "plan", diff_record_of(pair)->name,
		    pair->record[OLD] ? _("as it was") : "",
		    pair->record[NEW] ? change : "");
	}
	return status;
}

/* Counts the records of a table that came, went or changed, whether or not a
 * number depends on them. */
static enum status
count_records(struct diff *diff, enum table table)
{
	size_t count[SIDES] = { 0 }, came = 0, went = 0, changed = 0;
	for (size_t i = 0; i < diff->pairs.count; i++) {
		const struct record_pair *pair = &diff->pairs.rows[i];
		if (diff_table_of(pair) != table)
			continue;
		count[OLD] += pair->record[OLD] != NULL;
		count[NEW] += pair->record[NEW] != NULL;
		came += !pair->record[OLD];
		went += !pair->record[NEW];
		changed += pair->changed != 0;
	}
	if (came + went + changed == 0)
		return STATUS_OK;
	const char *old = arena_format(diff->arena, "%zu", count[OLD]);
	const char *new = arena_format(diff->arena,
	    _("%zu (%zu new, %zu removed, %zu changed)"), count[NEW], came,
	    went, changed);
	return old && new ? add_change(diff, "records", table_kinds[table].noun,
				old, new)
			  : STATUS_MEMORY;
}

/* Has the program of that run the rule? Every run says its version. */
static bool
has_rule(
    const struct diff *diff, enum side side, const struct rule_change *rule)
{
	const char *version =
	    run_folder_value(&diff->run[side].folder, "version");
	return rule_change_is_in(rule, version ? version : "");
}

bool
diff_is_new_rule(const struct diff *diff, const struct rule_change *rule)
{
	return has_rule(diff, OLD, rule) != has_rule(diff, NEW, rule);
}

/* The rules that one of the programs has and the other has not. */
static enum status
list_rules(struct diff *diff)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < rule_change_count && !status; i++) {
		const struct rule_change *rule = &rule_changes[i];
		const char *said[SIDES];
		for (int side = OLD; side < SIDES; side++)
			said[side] =
			    has_rule(diff, (enum side)side, rule)
				? language_text(LANGUAGE_EN, rule->now)
				: language_text(LANGUAGE_EN, rule->before);
		status = add_change(diff, "rule",
		    language_text(LANGUAGE_EN, rule->name), said[OLD],
		    said[NEW]);
	}
	return status;
}

enum status
diff_runs(struct diff *diff)
{
	static const struct {
		const char *what, *key;
	} rows[] = { { "period", "period.label" }, { "as of", "period.as_of" },
		{ "program", "version" } };
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof rows / sizeof *rows && !status; i++)
		status = add_change(diff, rows[i].what, "",
		    run_folder_value(&diff->run[OLD].folder, rows[i].key),
		    run_folder_value(&diff->run[NEW].folder, rows[i].key));
	if (!status)
		status = list_rules(diff);
	if (!status)
		status = compare_below(diff, "option", "options.");
	if (!status)
		status = compare_below(diff, "configuration", "configuration.");
	if (!status)
		status = compare_plan(diff);
	if (!status)
		status = compare_inputs(diff);
	if (!status)
		status = add_change(diff, "input", "kpi.yaml",
		    run_folder_value(
			&diff->run[OLD].folder, "configuration_file.sha256"),
		    run_folder_value(
			&diff->run[NEW].folder, "configuration_file.sha256"));
	if (!status)
		status = compare_formats(diff);
	for (int table = 0; table < TABLE_COUNT && !status; table++)
		if (!(table_kinds[table].flags & TABLE_SETTINGS))
			status = count_records(diff, (enum table)table);
	return status;
}
