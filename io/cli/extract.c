#include "io/cli/extract.h"

#include "engine/base/arena.h"
#include "io/cli/talk.h"
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

static enum status
refuse(struct session *session, const struct wanted *wanted)
{
	const struct results *results = &session->results;
	const char **names = arena_allocate(
	    session->arena, results->subject_count * 2, sizeof *names);
	size_t count = 0;
	if (!names)
		return diagnostics_no_memory(&session->diagnostics);
	for (size_t s = 0; s < results->subject_count; s++) {
		const struct subject *one = &results->subjects[s];
		if (one->scope != wanted->scope)
			continue;
		names[count++] = one->key.data;
		names[count++] = one->name.data;
	}
	const char *nearest = text_nearest(text_of(wanted->name), names, count);
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
	    count > 2 ? " and more" : "");
}

/* By id, else by name; NO_SUBJECT if there is none. */
enum { NO_SUBJECT = 0 };

static size_t
find(const struct results *results, const struct wanted *wanted)
{
	for (int by_name = 0; by_name < 2; by_name++)
		for (size_t s = 1; s < results->subject_count; s++) {
			const struct subject *one = &results->subjects[s];
			if (one->scope == wanted->scope &&
			    text_is(
				by_name ? one->name : one->key, wanted->name))
				return s;
		}
	return NO_SUBJECT;
}

enum status
extract_take(struct session *session)
{
	const struct options *options = session->options;
	const struct wanted wanted =
	    options->team
		? (struct wanted){ "--team", options->team, SCOPE_TEAM }
		: (struct wanted){ "--lead", options->lead, SCOPE_REPORTS };
	size_t subject = find(&session->results, &wanted);
	if (subject == NO_SUBJECT)
		return refuse(session, &wanted);
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
