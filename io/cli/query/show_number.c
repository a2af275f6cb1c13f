/* Numbers and names as people read them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/query/show.h"
#include "io/locale/locale.h"

static bool
is_share(const struct metric *metric)
{
	return metric->unit == UNIT_SHARE || metric->unit == UNIT_RATIO;
}

static void
print_fixed(char text[SHOW_NUMBER_SIZE], double value, int places, bool sign)
{
	char rounded[SHOW_NUMBER_SIZE - 1]; /* room for a sign */
	snprintf(rounded, sizeof rounded, "%.*f", places, value);
	/* A value that rounds to 0 is shown without a minus sign. */
	if (strspn(rounded, "-0.") == strlen(rounded) && *rounded == '-')
		memmove(rounded, rounded + 1, strlen(rounded));
	bool plus =
	    sign && *rounded != '-' && strspn(rounded, "0.") < strlen(rounded);
	snprintf(text, SHOW_NUMBER_SIZE, "%s%s", plus ? "+" : "", rounded);
}

static const char *
print(char text[SHOW_NUMBER_SIZE], struct quantity quantity,
    const struct metric *metric, enum language language, bool change)
{
	char exact[WIDE_TEXT_SIZE];
	if (!quantity.defined)
		return strcpy(text, "–");
	double value = quantity_double(quantity);
	bool share = is_share(metric);
	if (quantity.kind == QUANTITY_EXACT && !share) {
		quantity_print(exact, quantity);
		snprintf(text, SHOW_NUMBER_SIZE, "%s%s",
		    change && quantity.as.exact > 0 ? "+" : "", exact);
	} else if (share) {
		print_fixed(text, value * 100, 1, change);
	} else {
		print_fixed(
		    text, value, metric->unit == UNIT_MONEY ? 0 : 1, change);
	}
	number_group(text, SHOW_NUMBER_SIZE, language);
	if (share)
		strcat(text, change ? " pp" : " %");
	return text;
}

const char *
show_number(char text[SHOW_NUMBER_SIZE], struct quantity quantity,
    const struct metric *metric, enum language language)
{
	return print(text, quantity, metric, language, false);
}

const char *
show_value(char text[SHOW_NUMBER_SIZE], const struct estimate *estimate,
    const struct metric *metric, enum language language)
{
	if (estimate->flags & FLAG_HIDDEN)
		return strcpy(text, language_text(language, N_("hidden")));
	return show_number(text, estimate->value, metric, language);
}

const char *
show_change(char text[SHOW_NUMBER_SIZE], struct quantity quantity,
    const struct metric *metric, enum language language)
{
	return print(text, quantity, metric, language, true);
}

struct text
show_cell(const struct breakdown *breakdown, const struct session *session,
    const struct line *line, size_t dimension)
{
	struct text name = breakdown->question->dimensions[dimension];
	struct text cell = breakdown_cell(breakdown, line, dimension);
	if (line->group == breakdown->group_count &&
	    dimension != breakdown->question->time)
		return text_of(_("Total"));
	if (cell.length == 0)
		return text_of(
		    text_is(name, "manager") ? _("(nobody)") : _("(blank)"));
	if (!text_is(name, "manager"))
		return cell;
	uint32_t id = dictionary_find(&session->data.managers, cell);
	return dataset_manager_name(&session->data, id);
}

struct text
show_label(const struct breakdown *breakdown, const struct session *session,
    const struct line *line, bool with_time, struct arena *arena)
{
	const struct question *question = breakdown->question;
	const char *label = "";
	bool timed = question->time < question->dimension_count;
	if (with_time && !timed && question->view_count > 1)
		label = question->views[line->view].period.label;
	for (size_t i = 0; i < question->dimension_count && label; i++) {
		if (i == question->time && !with_time)
			continue;
		struct text cell = show_cell(breakdown, session, line, i);
		label = arena_format(arena, "%s%s%.*s", label,
		    *label ? " · " : "", (int)cell.length, cell.data);
	}
	return text_of(label ? label : "");
}
