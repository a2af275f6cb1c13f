#include "engine/model/pay_terms.h"

#include "engine/base/arena.h"
#include "engine/model/schema.h"

const char *const commission_modes[] = { "slice", "whole", NULL };

const char *const cap_names[CAP_COUNT + 1] = { "kpi_bonus", "commission",
	"project_award", "total", NULL };

bool
ladder_is_flat(const struct ladder *ladder)
{
	return ladder->count == 1 && ladder->steps[0].from == 0;
}

static bool
is_level(const struct dataset *data, uint32_t level, struct text name)
{
	return level != NO_ID &&
	       text_equal(dictionary_text(&data->words, level), name);
}

const struct level_rates *
commission_level(const struct commission_rates *rates,
    const struct dataset *data, uint32_t level, enum kind kind)
{
	for (const struct level_rates *own = rates->levels; own;
	     own = own->next)
		if (own->kinds[kind].count && is_level(data, level, own->level))
			return own;
	return NULL;
}

static bool
any_rate(const struct ladder *kinds)
{
	for (int kind = 0; kind < SOLD_KINDS; kind++)
		for (size_t i = 0; i < kinds[kind].count; i++)
			if (kinds[kind].steps[i].rate != 0)
				return true;
	return false;
}

bool
commission_is_paid(const struct commission_rates *rates)
{
	bool paid = any_rate(rates->kinds);
	for (const struct level_rates *own = rates->levels; own;
	     own = own->next)
		paid |= any_rate(own->kinds);
	return paid;
}

struct cap
cap_for(const struct pay_caps *caps, const struct dataset *data, uint32_t level,
    enum cap_of of)
{
	for (const struct level_caps *own = caps->levels; own; own = own->next)
		if (own->of[of].given && is_level(data, level, own->level))
			return own->of[of];
	return caps->of[of];
}

/* ---- as text ---- */

/* A list of items that grows. */
struct list {
	struct growing_text text;
	const char *between;
};

static const char *
decimal_text(decimal value, struct arena *arena)
{
	char text[WIDE_TEXT_SIZE];
	return arena_copy(arena, text, wide_print(text, decimal_widen(value)));
}

/* Adds `levels.LEVEL.name value`, or without a level `name value`. `value` may
 * be NULL, for want of memory. */
static void
add(struct list *list, struct text level, const char *name, const char *value)
{
	struct growing_text *text = &list->text;
	if (text->length)
		text_append(text, list->between);
	if (level.length) {
		text_append(text, "levels.");
		text_append(text, level.data);
		text_append(text, ".");
	}
	text_append(text, name);
	text_append(text, " ");
	text_append(text, value);
}

/* `0.02`, or `0=0|1000=0.01`. */
static const char *
ladder_text(const struct ladder *ladder, struct arena *arena)
{
	const char *text = "";
	if (ladder_is_flat(ladder))
		return decimal_text(ladder->steps[0].rate, arena);
	for (size_t i = 0; i < ladder->count && text; i++) {
		const char *from = decimal_text(ladder->steps[i].from, arena);
		const char *rate = decimal_text(ladder->steps[i].rate, arena);
		text = from && rate ? arena_format(arena, "%s%s%s=%s", text,
					  i ? "|" : "", from, rate)
				    : NULL;
	}
	return text;
}

static void
add_kinds(struct list *list, struct text level, const struct ladder *kinds)
{
	for (int kind = 0; kind < SOLD_KINDS; kind++)
		if (kinds[kind].count)
			add(list, level, schema_words(FIELD_KIND)[kind],
			    ladder_text(&kinds[kind], list->text.arena));
}

const char *
commission_text(const struct commission_rates *rates, const char *between,
    struct arena *arena)
{
	struct list list = { { .arena = arena }, between };
	add_kinds(&list, text_of(""), rates->kinds);
	if (rates->mode == COMMISSION_WHOLE)
		add(&list, text_of(""), "mode", commission_modes[rates->mode]);
	for (const struct level_rates *own = rates->levels; own;
	     own = own->next)
		add_kinds(&list, own->level, own->kinds);
	return text_grown(&list.text);
}

static void
add_caps(struct list *list, struct text level, const struct cap *of)
{
	for (int i = 0; i < CAP_COUNT; i++)
		if (of[i].given)
			add(list, level, cap_names[i],
			    decimal_text(of[i].most, list->text.arena));
}

const char *
caps_text(const struct pay_caps *caps, const char *between, struct arena *arena)
{
	struct list list = { { .arena = arena }, between };
	add_caps(&list, text_of(""), caps->of);
	for (const struct level_caps *own = caps->levels; own; own = own->next)
		add_caps(&list, own->level, own->of);
	return text_grown(&list.text);
}
