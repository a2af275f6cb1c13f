#include "io/cli/extract.h"

#include "engine/base/arena.h"
#include "io/cli/typed_name.h"
#include "metrics/analysis/extract.h"

bool
extract_is_wanted(const struct options *options)
{
	return options->team || options->lead;
}

/* What is looked for: subjects of a scope, by what the user called them. */
struct wanted {
	const char *option, *name;
	enum scope scope;
};

/* Says that there is no such team or lead, and the nearest, else one. */
static enum status
refuse(struct session *session, const struct wanted *wanted,
    const struct typed_choice *choices, size_t count)
{
	const char **names =
	    arena_allocate(session->arena, count * 2, sizeof *names);
	if (!names)
		return diagnostics_no_memory(&session->diagnostics);
	for (size_t i = 0; i < count * 2; i++)
		names[i] = choices[i / 2].names[i % 2].data;
	const char *nearest =
	    text_nearest(text_of(wanted->name), names, count * 2);
	const char *what = wanted->scope == SCOPE_TEAM
			       ? "no such team"
			       : "nobody of that name leads others";
	if (nearest)
		return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
		    "%s %s: %s; did you mean %s?", wanted->option, wanted->name,
		    what, nearest);
	return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
	    "%s %s: %s%s%s%s", wanted->option, wanted->name, what,
	    count ? "; there is " : "", count ? names[0] : "",
	    count > 1 ? " and more" : "");
}

/* The subject that is meant. */
static enum status
find(struct session *session, const struct wanted *wanted, size_t *subject)
{
	const struct results *results = &session->results;
	struct arena *arena = session->arena;
	size_t count = 0;
	struct typed_choice *choices =
	    arena_allocate(arena, results->subject_count, sizeof *choices);
	size_t *subjects =
	    arena_allocate(arena, results->subject_count, sizeof *subjects);
	if (!choices || !subjects)
		return diagnostics_no_memory(&session->diagnostics);
	for (size_t s = 0; s < results->subject_count; s++) {
		const struct subject *one = &results->subjects[s];
		if (one->scope != wanted->scope)
			continue;
		choices[count] =
		    (struct typed_choice){ { one->key, one->name } };
		subjects[count++] = s;
	}
	size_t found = typed_name_choose(choices, count, wanted->option,
	    wanted->name, session->options->quiet, arena);
	if (found == TYPED_SAID)
		return STATUS_USAGE;
	if (found == TYPED_NOBODY)
		return refuse(session, wanted, choices, count);
	*subject = subjects[found];
	return STATUS_OK;
}

enum status
extract_take(struct session *session)
{
	const struct options *options = session->options;
	const struct wanted wanted =
	    options->team
		? (struct wanted){ "--team", options->team, SCOPE_TEAM }
		: (struct wanted){ "--lead", options->lead, SCOPE_REPORTS };
	size_t subject = 0;
	enum status status = find(session, &wanted, &subject);
	if (status)
		return status;
	session->part = session->results.subjects[subject].key.data;
	struct extract *extract =
	    arena_allocate(session->arena, 1, sizeof *extract);
	if (!extract || extract_make(extract, &session->results, &session->pay,
			    subject, session->arena))
		return diagnostics_no_memory(&session->diagnostics);
	session->results = extract->results;
	session->pay = extract->pay;
	session->pay.results = &session->results;
	return STATUS_OK;
}
