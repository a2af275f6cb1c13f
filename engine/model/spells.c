#include "engine/model/spells.h"

struct spells
spells_of(const struct dataset *data, uint32_t manager)
{
	const struct grouping *grouping = &data->spells_of_manager;
	uint32_t first = grouping->first[manager];
	return (struct spells){ grouping->order + first,
		grouping->first[manager + 1] - first };
}

/* How many of the spells begin by a day. */
static size_t
begun_by(const struct dataset *data, const struct spells *spells, date day)
{
	size_t low = 0, high = spells->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (data->people[spells->rows[middle]].joined_on <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The spell that holds a day, else the one before it, else the first. */
static const struct person *
spell_nearest(const struct dataset *data, uint32_t manager, date day)
{
	struct spells spells = spells_of(data, manager);
	if (spells.count == 0)
		return NULL;
	size_t begun = begun_by(data, &spells, day);
	return &data->people[spells.rows[begun ? begun - 1 : 0]];
}

static bool
holds(const struct person *spell, date day)
{
	return spell->joined_on <= day &&
	       (spell->left_on == DATE_NONE || day <= spell->left_on);
}

const struct person *
spell_on(const struct dataset *data, uint32_t manager, date day)
{
	const struct person *spell = spell_nearest(data, manager, day);
	return spell && holds(spell, day) ? spell : NULL;
}

int
spell_days(const struct person *spell, const struct period *period)
{
	date first = period->from, last = period->until - 1;
	if (spell->joined_on > first)
		first = spell->joined_on;
	if (spell->left_on != DATE_NONE && spell->left_on < last)
		last = spell->left_on;
	return last < first ? 0 : (int)(last - first + 1);
}

uint32_t
team_of_spell(
    const uint32_t *fallback, uint32_t manager, const struct person *spell)
{
	return spell && spell->team != NO_ID ? spell->team : fallback[manager];
}

uint32_t
team_on(const struct dataset *data, const uint32_t *fallback, uint32_t manager,
    date day)
{
	return team_of_spell(
	    fallback, manager, spell_nearest(data, manager, day));
}

uint32_t
level_on(const struct dataset *data, uint32_t manager, date day)
{
	const struct person *spell = spell_nearest(data, manager, day);
	return spell ? spell->level : NO_ID;
}

uint32_t
level_in(
    const struct dataset *data, uint32_t manager, const struct period *period)
{
	struct spells spells = spells_of(data, manager);
	for (size_t i = spells.count; i > 0; i--) {
		const struct person *spell = &data->people[spells.rows[i - 1]];
		if (spell_days(spell, period))
			return spell->level;
	}
	return NO_ID;
}

uint32_t
lead_on(const struct dataset *data, uint32_t manager, date day)
{
	const struct person *spell = spell_on(data, manager, day);
	return spell ? spell->lead : NO_ID;
}

decimal
spell_base(const struct person *spell, enum period_kind kind)
{
	switch (kind) {
	case PERIOD_MONTH:
		return spell->base_bonus_month;
	case PERIOD_QUARTER:
		return spell->base_bonus;
	case PERIOD_HALF:
		return spell->base_bonus_half;
	case PERIOD_YEAR:
		return spell->base_bonus_year;
	case PERIOD_RANGE:
		break;
	}
	return DECIMAL_NONE;
}

const char *
spell_base_name(enum period_kind kind)
{
	switch (kind) {
	case PERIOD_MONTH:
		return "base_bonus_month";
	case PERIOD_HALF:
		return "base_bonus_half";
	case PERIOD_YEAR:
		return "base_bonus_year";
	case PERIOD_QUARTER:
	case PERIOD_RANGE:
		break;
	}
	return "base_bonus";
}
