#include "io/import/rows/survey_scale.h"

#include <ctype.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"

/* The scale of which scores are, by their looks, if they fit it. */
enum { SMALL_SCALE = 5 };

/* ---- in the question ---- */

static bool
is_word_byte(char byte)
{
	return isalnum((unsigned char)byte) || (unsigned char)byte >= 0x80;
}

static size_t
take_number(const char *at, int *number)
{
	size_t length = 0;
	*number = 0;
	while (isdigit((unsigned char)at[length]) && length < 4)
		*number = *number * 10 + (at[length++] - '0');
	return length;
}

/* What stands between the ends of a scale; its length, 0 if it is none. */
static size_t
take_between(const char *at)
{
	static const char *const words[] = { "-", "–", "—", "~", "..", "to",
		"đến", "tới", "bis", "à", "a" };
	size_t spaces = strspn(at, " ");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t length = strlen(words[i]);
		const char *after = at + spaces + length;
		if (strncmp(at + spaces, words[i], length) == 0 &&
		    (!isalpha((unsigned char)words[i][0]) || *after == ' '))
			return spaces + length + strspn(after, " ");
	}
	return 0;
}

/* `0-10`, `1 to 5`, `1 đến 5` within a text. */
static bool
find_scale(const char *text, int *least, int *most)
{
	for (const char *at = text; *at; at++) {
		size_t first = take_number(at, least);
		if (first == 0)
			continue;
		size_t between = take_between(at + first);
		size_t second =
		    between ? take_number(at + first + between, most) : 0;
		bool alone =
		    (at == text || !is_word_byte(at[-1])) &&
		    !isdigit((unsigned char)at[first + between + second]);
		if (second && alone && *least <= 1 && *most > *least + 1 &&
		    *most <= 100)
			return true;
		at += first - 1;
	}
	return false;
}

/* Does the user's own source say the scale? */
static bool
is_declared(const struct source_configuration *source)
{
	for (const struct constant *constant = source->constants; constant;
	     constant = constant->next)
		if (constant->field == FIELD_SURVEYS_scale_max)
			return true;
	return false;
}

enum status
survey_scale_of_question(const struct header_planning *planning)
{
	struct header *header = planning->header;
	const struct feed *score = &header->feeds[FIELD_SURVEYS_score];
	int least, most;
	if (planning->source->table != TABLE_SURVEYS || score->count != 1 ||
	    header->feeds[FIELD_SURVEYS_scale_max].count ||
	    header->feeds[FIELD_SURVEYS_scale_min].count ||
	    is_declared(planning->source) ||
	    !find_scale(header->names[*score->columns], &least, &most))
		return STATUS_OK;
	const char *low = arena_format(planning->arena, "%d", least);
	const char *high = arena_format(planning->arena, "%d", most);
	if (!low || !high)
		return diagnostics_no_memory(planning->diagnostics);
	header->feeds[FIELD_SURVEYS_scale_min] =
	    (struct feed){ .constant = text_of(low), .way = FED_BY_HEADER };
	header->feeds[FIELD_SURVEYS_scale_max] =
	    (struct feed){ .constant = text_of(high), .way = FED_BY_HEADER };
	header->scale_of_question = true;
	return STATUS_OK;
}

/* ---- by the scores ---- */

/* The scores of a file. */
struct scores {
	decimal lowest, highest, scale_max;
	uint64_t count, outside;
	struct text example; /* one that lies outside */
	uint32_t line;
};

static struct scores
scores_of(const struct dataset *data, size_t first_survey,
    struct reject_place first_reject)
{
	struct scores scores = { 0 };
	for (size_t i = first_survey; i < data->survey_count; i++) {
		const struct survey *survey = &data->surveys[i];
		if (survey->score == DECIMAL_NONE)
			continue;
		if (scores.count == 0 || survey->score < scores.lowest)
			scores.lowest = survey->score;
		if (scores.count++ == 0 || survey->score > scores.highest)
			scores.highest = survey->score;
		scores.scale_max = survey->scale_max;
	}
	struct reject_cursor cursor =
	    rejects_from(&data->rejects, first_reject);
	const struct reject *reject;
	while ((reject = rejects_next(&cursor)) != NULL) {
		if (strncmp(reject->reason, "outside its scale", 17) != 0)
			continue;
		if (scores.outside++ == 0) {
			scores.example = reject->value;
			scores.line = reject->source.line;
		}
	}
	return scores;
}

static enum status
propose_scales(const struct row_taker *taker)
{
	static const int scales[][2] = { { 1, 5 }, { 0, 10 } };
	for (int i = 0; i < 2; i++)
		diagnostics_propose(taker->diagnostics, taker->source->line,
		    "surveys: {constants: {scale_min: %d, scale_max: %d}}",
		    scales[i][0], scales[i][1]);
	return STATUS_INPUT;
}

enum status
survey_scale_judge(const struct row_taker *taker, size_t first_survey,
    struct reject_place first_reject)
{
	const struct header *header = taker->header;
	const struct feed *feed = &header->feeds[FIELD_SURVEYS_scale_max];
	const struct dataset *data = taker->loading->data;
	if (taker->source->table != TABLE_SURVEYS || feed->count ||
	    header->scale_of_question || is_declared(taker->source))
		return STATUS_OK;
	struct scores scores = scores_of(data, first_survey, first_reject);
	char highest[WIDE_TEXT_SIZE], most[WIDE_TEXT_SIZE];
	wide_print(highest, decimal_widen(scores.highest));
	if (feed->constant.data && scores.count && !scores.outside &&
	    scores.highest <= SMALL_SCALE * DECIMAL_ONE &&
	    scores.scale_max > SMALL_SCALE * DECIMAL_ONE) {
		wide_print(most, decimal_widen(scores.scale_max));
		diagnostics_fail(taker->diagnostics, STATUS_INPUT,
		    "%s: column %s: no score is above %s, though the format %s "
		    "has a scale up to %s; say the scale in kpi.yaml, as one "
		    "of",
		    taker->file->path,
		    header_feed_name(header, FIELD_SURVEYS_score), highest,
		    taker->source->name, most);
		return propose_scales(taker);
	}
	if (feed->constant.data || !taker->source->name || !scores.outside)
		return STATUS_OK;
	diagnostics_fail(taker->diagnostics, STATUS_INPUT,
	    locale_count(
		"%s: column %s: nothing says its scale, and %ju score such as "
		"\"%.*s\" (line %u) lies outside the run's; say it in "
		"kpi.yaml, "
		"as one of",
		"%s: column %s: nothing says its scale, and %ju scores such as "
		"\"%.*s\" (line %u) lie outside the run's; say it in kpi.yaml, "
		"as one of",
		scores.outside),
	    taker->file->path, header_feed_name(header, FIELD_SURVEYS_score),
	    (uintmax_t)scores.outside, (int)scores.example.length,
	    scores.example.data, scores.line);
	return propose_scales(taker);
}
