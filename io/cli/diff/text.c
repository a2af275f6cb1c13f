/* kpi diff on a terminal. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/diff.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"

enum { MEASURE_WIDTH = 18, VALUE_WIDTH = 34 };

static void
put(FILE *to, const char *text)
{
	terminal_put(to, text_of(text));
}

static void
put_padded(FILE *to, const char *text, int width)
{
	terminal_put_padded(to, text_of(text), width);
}

/* A number as people read it: money by thousands, shares in percent; "" without
 * memory. */
static const char *
readable(
    struct arena *arena, const char *unit, struct rational value, bool change)
{
	bool share = strcmp(unit, "share") == 0;
	bool money = strcmp(unit, "money") == 0 || strcmp(unit, "count") == 0 ||
		     strcmp(unit, "ratio") == 0;
	struct rational scaled = rational_multiply(
	    arena, value, rational_of(arena, share ? 100 : 1, 1));
	struct rational shown = rational_round_to(arena, scaled, money ? 4 : 2);
	const char *text = rational_print(arena, shown);
	size_t size = text ? strlen(text) * 2 + 1 : 0;
	char *grouped = text ? arena_allocate(arena, size, 1) : NULL;
	if (!grouped)
		return "";
	number_group(strcpy(grouped, text), size, LANGUAGE_EN);
	bool hidden = rational_is_zero(shown) && !rational_is_zero(value);
	const char *result = arena_format(arena, "%s%s%s%s", hidden ? "~" : "",
	    change && rational_sign(shown) > 0 ? "+" : "", grouped,
	    share && change ? " points"
	    : share         ? " %"
			    : "");
	return result ? result : "";
}

static const char *
readable_text(struct arena *arena, const char *unit, const char *text)
{
	struct rational value;
	if (!*text)
		return "none";
	return rational_parse(arena, text, &value)
		   ? readable(arena, unit, value, false)
		   : text;
}

static void
write_part(const struct diff *diff, FILE *to,
    const struct difference *difference, const struct part *part)
{
	const char *old = part->source[OLD], *new = part->source[NEW];
	/* A survey or adjustment has its place as its name, which is then not
	 * printed twice. */
	bool placed = *part->name && strcmp(part->name, *new ? new : old) == 0;
	fputs("      ", to);
	if (*part->text &&
	    (part->kind == PART_RECORD || !rational_is_zero(part->value)))
		put_padded(to,
		    readable(diff->arena, difference->unit, part->value, true),
		    MEASURE_WIDTH);
	else
		put_padded(to, "", MEASURE_WIDTH);
	fputc(' ', to);
	if (!placed)
		put(to, part->name);
	if (!placed && (*old || *new))
		fputs("  ", to);
	put(to, *old ? old : new);
	if (*old && *new &&strcmp(old, new) != 0) {
		fputs(" → ", to);
		put(to, new);
	}
	if (*part->reason)
		fputs("  ", to);
	put(to, part->reason);
	fputc('\n', to);
}

static void
write_fraction(FILE *to, const struct difference *difference)
{
	bool both =
	    *difference->denominator[OLD] || *difference->denominator[NEW];
	if (!both || strcmp(difference->unit, "share") != 0)
		return;
	fputs("  (", to);
	for (int side = OLD; side < SIDES; side++) {
		put(to, difference->numerator[side]);
		fputs(" of ", to);
		put(to, difference->denominator[side]);
		fputs(side == OLD ? " → " : ")", to);
	}
}

static void
write_difference(
    const struct diff *diff, FILE *to, const struct difference *difference)
{
	struct arena *arena = diff->arena;
	const char *unit = difference->unit;
	const char *values = arena_format(arena, "%s → %s",
	    readable_text(arena, unit, difference->value[OLD]),
	    readable_text(arena, unit, difference->value[NEW]));
	fputs("  ", to);
	put_padded(to, difference->measure, MEASURE_WIDTH);
	fputs("  ", to);
	put_padded(to, values ? values : "", VALUE_WIDTH - 2);
	fputs("  ", to); /* also behind values longer than their column */
	if (difference->defined)
		put(to, readable(arena, unit, difference->change, true));
	write_fraction(to, difference);
	fputc('\n', to);
	bool all = difference->scope == SCOPE_MANAGER || diff->options->verbose;
	for (size_t i = 0; i < difference->part_count; i++) {
		const struct part *part = &difference->parts[i];
		bool company = difference->scope == SCOPE_COMPANY;
		if (all ||
		    (company && (part->nobody || part->kind == PART_OTHER)))
			write_part(diff, to, difference, part);
	}
}

static void
write_runs(const struct diff *diff, FILE *to)
{
	for (int side = OLD; side < SIDES; side++) {
		const struct run_folder *folder = &diff->run[side].folder;
		fputs(side == OLD ? "old  " : "new  ", to);
		put(to, folder->path);
		fputs("  ", to);
		put(to, run_folder_value(folder, "period.label"));
		fputs(_(" as of "), to);
		put(to, run_folder_value(folder, "period.as_of"));
		fputc('\n', to);
	}
	for (size_t i = 0; i < diff->change_count; i++) {
		const struct run_change *change = &diff->changes[i];
		const char *old = change->value[OLD];
		const char *new = change->value[NEW];
		bool input = strcmp(change->what, "input") == 0;
		fputs("  ", to);
		put(to, change->what);
		if (*change->name)
			fputc(' ', to);
		put(to, change->name);
		fputs(": ", to);
		if (input) {
			fputs(!*old   ? _("not there before")
			      : !*new ? _("no longer there")
				      : _("another content"),
			    to);
		} else {
			put(to, *old ? old : "none");
			fputs(" → ", to);
			put(to, *new ? new : "none");
		}
		fputc('\n', to);
	}
}

static void
write_subject(
    const struct diff *diff, FILE *to, const struct difference *difference)
{
	bool team = difference->scope == SCOPE_TEAM;
	const char *name =
	    team ? difference->subject : diff_name(diff, difference->subject);
	fputc('\n', to);
	if (difference->scope == SCOPE_COMPANY) {
		fputs("company", to);
	} else {
		if (team)
			fputs(_("team "), to);
		if (difference->scope == SCOPE_REPORTS)
			fputs(_("reports to "), to);
		put(to, name);
		if (strcmp(name, difference->subject) != 0) {
			fputs(" (", to);
			put(to, difference->subject);
			fputs(")", to);
		}
	}
	if (difference->period == 1)
		terminal_print(to, ", period before (%s)",
		    run_folder_value(&diff->run[NEW].folder, "prior.label"));
	fputc('\n', to);
}

static bool
same_subject(const struct difference *a, const struct difference *b)
{
	return a->period == b->period && a->scope == b->scope &&
	       strcmp(a->subject, b->subject) == 0;
}

enum status
diff_write_text(const struct diff *diff, struct delivery *delivery)
{
	FILE *to = delivery->to;
	write_runs(diff, to);
	if (diff->difference_count == 0)
		fputs(diff->change_count ? _("no number differs\n")
					 : _("no difference\n"),
		    to);
	for (size_t i = 0; i < diff->difference_count; i++) {
		const struct difference *difference = &diff->differences[i];
		if (i == 0 || !same_subject(difference - 1, difference))
			write_subject(diff, to, difference);
		write_difference(diff, to, difference);
	}
	return arena_failed(diff->arena) ? STATUS_MEMORY : STATUS_OK;
}
