#include "io/cli/completion_words.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/session.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/cli/typed_name.h"
#include "io/import/forms/cell.h"
#include "metrics/estimates/metrics.h"

/* What may be meant. */
struct offer {
	struct typed_choice *choices;
	size_t count;
	struct arena *arena;
};

/* ---- lists ---- */

static bool
make_room(struct offer *offer, size_t count)
{
	offer->choices =
	    arena_allocate(offer->arena, count, sizeof *offer->choices);
	return offer->choices;
}

static void
add(struct offer *offer, struct text id, struct text name, struct text other)
{
	offer->choices[offer->count++] =
	    (struct typed_choice){ { id, name, other } };
}

static bool
offer_metrics(struct offer *offer, const char *also)
{
	if (!make_room(offer, metrics_count + 1))
		return false;
	for (size_t i = 0; i < metrics_count; i++)
		add(offer, text_of(metrics_table[i].id),
		    text_of(language_text(LANGUAGE_EN, metrics_table[i].label)),
		    text_of(
			language_text(LANGUAGE_VI, metrics_table[i].label)));
	add(offer, text_of(also), text_of(""), text_of(""));
	return true;
}

static bool
offer_managers(struct offer *offer, const struct dataset *data)
{
	if (!make_room(offer, data->managers.count))
		return false;
	for (uint32_t id = 0; id < data->managers.count; id++)
		add(offer, dictionary_text(&data->managers, id),
		    dataset_manager_name(data, id), text_of(""));
	return true;
}

/* All teams that people or contracts name. */
static bool
offer_teams(struct offer *offer, const struct dataset *data)
{
	bool *seen =
	    arena_allocate(offer->arena, data->words.count + 1, sizeof *seen);
	if (!seen || !make_room(offer, data->words.count))
		return false;
	for (size_t i = 0; i < data->person_count + data->contract_count; i++) {
		uint32_t team =
		    i < data->person_count
			? data->people[i].team
			: data->contracts[i - data->person_count].team;
		if (team == NO_ID || seen[team])
			continue;
		seen[team] = true;
		add(offer, dictionary_text(&data->words, team), text_of(""),
		    text_of(""));
	}
	return true;
}

/* The last periods up to the last day of the contracts, the latest first. */
static bool
offer_periods(struct offer *offer, const struct session *session)
{
	static const enum period_kind kinds[] = { PERIOD_QUARTER, PERIOD_YEAR,
		PERIOD_HALF, PERIOD_MONTH };
	enum { KINDS = 4, EACH = 8 };
	int fiscal = session->configuration.definitions.fiscal_year_start;
	date latest = dataset_latest_day(&session->data);
	if (!make_room(offer, KINDS * EACH))
		return false;
	for (size_t kind = 0; latest != DATE_NONE && kind < KINDS; kind++) {
		struct period period = period_of(latest, kinds[kind], fiscal);
		for (int i = 0; i < EACH; i++) {
			const char *label = arena_copy(
			    offer->arena, period.label, strlen(period.label));
			if (!label)
				return false;
			add(offer, text_of(label), text_of(""), text_of(""));
			if (!period_prior(&period, fiscal, &period))
				break;
		}
	}
	return true;
}

/* ---- answers ---- */

static void
print(struct text word)
{
	if (word.length == 0 || !terminal_shows(word))
		return;
	terminal_put(stdout, word);
	putchar('\n');
}

/* In any case; false without memory, too. */
static bool
begins(struct text name, struct text folded, struct arena *arena)
{
	struct text own = cell_fold(cell_clean(name, false, arena), arena);
	return own.data && own.length >= folded.length &&
	       memcmp(own.data, folded.data, folded.length) == 0;
}

static void
answer(const struct offer *offer, struct text typed)
{
	struct arena *arena = offer->arena;
	struct typed_found found;
	size_t printed = 0;
	if (!typed_name_find(
		&found, offer->choices, offer->count, typed, arena))
		return;
	struct text folded = typed;
	if (typed.length && found.fit != TYPED_NOT)
		folded = cell_fold(typed, arena);
	for (size_t i = 0; i < offer->count && folded.data; i++) {
		const struct typed_choice *choice = &offer->choices[i];
		size_t n = 0;
		while (
		    n < TYPED_NAMES && !begins(choice->names[n], folded, arena))
			n++;
		if (n < TYPED_NAMES)
			print(choice->names[n]);
		printed += n < TYPED_NAMES;
	}
	if (printed == 0 && found.count == 1 && found.fit <= TYPED_BEGINNING)
		print(offer->choices[found.choices[0]].names[0]);
}

static bool
offer_words(
    struct offer *offer, const char *what, const struct session *session)
{
	return strcmp(what, "managers") == 0
		   ? offer_managers(offer, &session->data)
	       : strcmp(what, "teams") == 0 ? offer_teams(offer, &session->data)
					    : offer_periods(offer, session);
}

/* Those that the data set names. */
static int
answer_from_data(
    const struct options *options, const char *what, const char *typed)
{
	struct session session;
	struct options own = *options;
	own.dataset = options->places[1] ? options->places[1] : ".";
	own.quiet = own.accept_unknown = true;
	enum status status = session_load(&session, &own,
	    (struct import_options){
		.without = 1u << TABLE_TIMESHEETS | 1u << TABLE_SURVEYS },
	    NULL);
	struct offer offer = { .arena = session.arena };
	if (!status && !offer_words(&offer, what, &session))
		status = STATUS_MEMORY;
	if (!status)
		answer(&offer, text_of(typed));
	session_close(&session);
	return status_exit_code(status);
}

int
completion_words(const struct options *options)
{
	const char *what = options->places[0] ? options->places[0] : "";
	const char *typed = options->places[2] ? options->places[2] : "";
	bool metrics = strcmp(what, "metrics") == 0;
	if (strcmp(what, "managers") == 0 || strcmp(what, "teams") == 0 ||
	    strcmp(what, "periods") == 0)
		return answer_from_data(options, what, typed);
	if (!metrics && strcmp(what, "explained") != 0) {
		talk_error("completion%s%s: expected bash or zsh",
		    *what ? " " : "", what);
		return 2;
	}
	struct offer offer = { .arena = arena_new() };
	bool made =
	    offer.arena && offer_metrics(&offer, metrics ? "all" : "bonus");
	if (made)
		answer(&offer, text_of(typed));
	arena_free(offer.arena);
	return status_exit_code(made ? STATUS_OK : STATUS_MEMORY);
}
