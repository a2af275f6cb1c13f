#include "io/export/dashboard/changes.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/number_text.h"
#include "engine/model/record.h"
#include "io/locale/locale.h"

/* ---- which ---- */

static bool
is_better(const struct scorecard *card, const struct sensitivity *row)
{
	if (row->gate_shut != card->gate_shut)
		return card->gate_shut;
	return row->score > card->score;
}

static bool
matters(const struct scorecard *card, const struct sensitivity *row)
{
	return card->scored && row->scored &&
	       (!text_equal(row->rating, card->rating) ||
		   row->gate_shut != card->gate_shut ||
		   row->below_minimum != card->below_minimum);
}

/* What may well have gone otherwise comes first; that a record is none at all
 * comes last. */
static int
place_of_correction(enum correction correction)
{
	static const int places[] = { [CORRECTION_REVERSED] = 0,
		[CORRECTION_AT_BUDGET] = 1,
		[CORRECTION_WON] = 2,
		[CORRECTION_LOST] = 3,
		[CORRECTION_BEST] = 4,
		[CORRECTION_WORST] = 5,
		[CORRECTION_MORE_BEST] = 6,
		[CORRECTION_MORE_WORST] = 7,
		[CORRECTION_OMITTED] = 8 };
	return places[correction];
}

static decimal
distance(const struct scorecard *card, const struct sensitivity *row)
{
	decimal away = row->score - card->score;
	return away < 0 ? -away : away;
}

static bool
goes_before(const struct scorecard *card, const struct sensitivity *a,
    const struct sensitivity *b)
{
	if (is_better(card, a) != is_better(card, b))
		return is_better(card, a);
	int first = place_of_correction(a->correction);
	int second = place_of_correction(b->correction);
	if (first != second)
		return first < second;
	return distance(card, a) < distance(card, b);
}

/* Is it about the record of a row that is chosen already, to the same side; or
 * are there two of its sort? */
static bool
is_told(const struct scorecard *card, const struct sensitivity *row,
    const struct sensitivity *const *rows, size_t count)
{
	int alike = 0;
	for (size_t i = 0; i < count; i++) {
		if (is_better(card, rows[i]) != is_better(card, row))
			continue;
		if (row->has_record && rows[i]->has_record &&
		    rows[i]->kind == row->kind &&
		    rows[i]->record == row->record)
			return true;
		alike += rows[i]->correction == row->correction &&
			 rows[i]->lines == row->lines;
	}
	return alike >= 2;
}

/* Is the record the person's own, in one of the metrics that it changes? */
static bool
is_own(const struct results *results, const struct scorecard *card,
    const struct sensitivity *row)
{
	if (!row->has_record)
		return true;
	for (size_t i = 0; i < card->line_count && i < 64; i++) {
		size_t metric = card->lines[i].metric;
		if (!(row->lines >> i & 1) || metric == NO_METRIC)
			continue;
		const struct observations *all =
		    results_observations(results, results->run_period, metric);
		for (size_t o = 0; o < all->count; o++)
			if (all->rows[o].record == row->record &&
			    all->rows[o].manager == card->manager)
				return true;
	}
	return false;
}

/* The next in order behind `last` (NULL: the first). */
static const struct sensitivity *
next_row(const struct sensitivities *found, const struct scorecard *card,
    size_t index, const struct sensitivity *last)
{
	const struct sensitivity *best = NULL;
	for (size_t i = 0; i < found->count; i++) {
		const struct sensitivity *row = &found->rows[i];
		if (row->card != index || !matters(card, row))
			continue;
		/* Of rows alike the one that stands first. */
		if (last && !goes_before(card, last, row) &&
		    (goes_before(card, row, last) || row <= last))
			continue;
		if (!best || goes_before(card, row, best))
			best = row;
	}
	return best;
}

size_t
changes_choose(const struct sensitivities *found, const struct pay_results *pay,
    size_t card, enum changes_of of, const struct sensitivity **rows,
    size_t most)
{
	const struct scorecard *whose = &pay->cards[card];
	const struct sensitivity *row = NULL;
	size_t count = 0, better = 0;
	while (count < most && (row = next_row(found, whose, card, row))) {
		bool up = is_better(whose, row);
		/* Two thirds at most for what would have been better. */
		if (is_told(whose, row, rows, count) ||
		    (of == CHANGES_OF_OWN &&
			!is_own(pay->results, whose, row)) ||
		    (up && better * 3 >= most * 2))
			continue;
		better += up;
		rows[count++] = row;
	}
	return count;
}

/* ---- in words ---- */

struct saying {
	const struct pay_results *pay;
	const struct scorecard *card;
	const struct sensitivity *row;
	enum language language;
	struct arena *arena;
};

static const char *
word(const struct saying *saying, const char *message)
{
	return language_text(saying->language, message);
}

static const char *
kept(const char *text)
{
	return text ? text : "";
}

/* An answer has no name: whose it is, and of when. */
static const char *
answer_name(const struct saying *saying)
{
	const struct dataset *data = saying->pay->results->data;
	const struct survey *survey = &data->surveys[saying->row->record];
	struct text client =
	    record_client_name(data, RECORD_SURVEY, saying->row->record);
	const char *day =
	    day_text(saying->arena, survey->answered_on, saying->language);
	const char *whose =
	    client.length ? client.data
	    : survey->department != NO_ID
		? dictionary_text(&data->words, survey->department).data
		: "";
	if (!*whose)
		return kept(arena_format(saying->arena,
		    word(saying, "the answer of %s"), kept(day)));
	return kept(arena_format(saying->arena,
	    word(saying, "the answer of %s of %s"), whose, kept(day)));
}

/* What the record is called: a client by name, others by id and client. */
static const char *
record_name(const struct saying *saying)
{
	const struct dataset *data = saying->pay->results->data;
	const struct sensitivity *row = saying->row;
	if (row->kind == RECORD_SURVEY)
		return answer_name(saying);
	struct text client = record_client_name(data, row->kind, row->record);
	struct text id = record_id(data, row->kind, row->record, saying->arena);
	if (!client.length)
		return kept(id.data);
	if (row->kind == RECORD_CLIENT)
		return client.data;
	return kept(
	    arena_format(saying->arena, "%s (%s)", kept(id.data), client.data));
}

/* The line whose metric changes. */
static const struct scorecard_line *
line_of(const struct saying *saying)
{
	for (size_t i = 0; i < saying->card->line_count && i < 64; i++)
		if (saying->row->lines >> i & 1)
			return &saying->card->lines[i];
	return NULL;
}

/* Does the record count for the person as it is? */
static bool
counts(const struct saying *saying, const struct scorecard_line *line)
{
	const struct results *results = saying->pay->results;
	const struct observations *all =
	    results_observations(results, results->run_period, line->metric);
	for (size_t i = 0; i < all->count; i++)
		if (all->rows[i].record == saying->row->record &&
		    line_counts(results, line, &all->rows[i]))
			return all->rows[i].x.exact != 0;
	return false;
}

static const char *
reversed(const struct saying *saying)
{
	static const struct {
		const char *metric, *to[2]; /* 1: it counts */
	} known[] = {
		{ "on_time", { N_("%s delivered by its due date"),
				 N_("%s delivered late") } },
		{ "retention",
		    { N_("%s kept as a client"), N_("%s lost as a client") } },
		{ "upsell_rate",
		    { N_("%s buying more"), N_("%s not buying more") } },
	};
	const struct scorecard_line *line = line_of(saying);
	bool is_in = line && counts(saying, line);
	for (size_t i = 0; line && i < sizeof known / sizeof *known; i++)
		if (text_is(text_of(line->measured->id), known[i].metric))
			return word(saying, known[i].to[is_in]);
	return word(saying, "%s counted the other way");
}

/* A format for the record's name. */
static const char *
what_if(const struct saying *saying)
{
	switch (saying->row->correction) {
	case CORRECTION_OMITTED:
		return word(saying, "without %s");
	case CORRECTION_LOST:
		return word(saying, "%s not signed");
	case CORRECTION_WON:
		return word(saying, "%s signed");
	case CORRECTION_REVERSED:
		return reversed(saying);
	case CORRECTION_BEST:
		return word(saying, "%s with the best score");
	case CORRECTION_WORST:
		return word(saying, "%s with the worst score");
	case CORRECTION_AT_BUDGET:
		return word(saying, "%s within its budget");
	case CORRECTION_MORE_BEST:
		return word(saying, "%s: one more record, the best");
	case CORRECTION_MORE_WORST:
		return word(saying, "%s: one more record, the worst");
	}
	return "%s";
}

/* Without a record: the metric that would have one more. */
static const char *
whose(const struct saying *saying)
{
	const struct scorecard_line *line = line_of(saying);
	if (saying->row->has_record)
		return record_name(saying);
	return line ? language_text(saying->language, line->measured->label)
		    : "";
}

/* What it does to the KPI bonus beside the rating. */
static const char *
consequence(const struct saying *saying)
{
	const struct sensitivity *row = saying->row;
	bool was = saying->card->gate_shut || saying->card->below_minimum;
	bool is = row->gate_shut || row->below_minimum;
	if (was == is)
		return "";
	return is ? word(saying, "; no KPI bonus")
		  : word(saying, "; the KPI bonus is paid");
}

const char *
change_sentence(const struct pay_results *pay, const struct sensitivity *row,
    enum language language, struct arena *arena)
{
	const struct saying saying = { pay, &pay->cards[row->card], row,
		language, arena };
	char score[WIDE_GROUPED_SIZE];
	wide_print_places(score, decimal_widen(row->score), 2);
	number_group(score, sizeof score, language);
	/* The compiler cannot check this format; it is one of the above. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	const char *what =
	    arena_format(arena, what_if(&saying), whose(&saying));
#pragma GCC diagnostic pop
	return kept(
	    arena_format(arena, word(&saying, NC_("score", "%s: %s, %s%s")),
		kept(what), score, row->rating.data, consequence(&saying)));
}
