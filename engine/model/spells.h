/* Spells: who serves when, in which team, on which level and for whom.
 *
 * A spell is a row of people.csv (struct person). Those of one manager do not
 * overlap; between them, before the first and after the last that has a last
 * day, the manager is not in service. What a later row left blank has been
 * filled in from the one before, and an open spell ends the day before the next
 * one begins (io/import/tables/people.c). Spells that are returned lie in the
 * data set; NULL: there is none. */
#ifndef ENGINE_MODEL_SPELLS_H
#define ENGINE_MODEL_SPELLS_H

#include "engine/model/dataset.h"

/* The spells of a manager, by their first days: indices into data->people.
 * None of somebody who is not in people.csv. */
struct spells {
	const uint32_t *rows;
	size_t count;
};
struct spells spells_of(const struct dataset *data, uint32_t manager);

/* The spell that holds a day: on others the manager is not in service. */
const struct person *spell_on(
    const struct dataset *data, uint32_t manager, date day);

/* How many days of the period a spell holds. */
int spell_days(const struct person *spell, const struct period *period);

/* The team of a manager on a day, a word or NO_ID: that of the spell that
 * holds the day, else of the one before it, else of the first; where it has
 * none, and of who is not in people.csv, what `fallback` says by manager
 * (metrics/periods/subjects.h). */
uint32_t team_on(const struct dataset *data, const uint32_t *fallback,
    uint32_t manager, date day);
/* The same of a spell of theirs, or of none (NULL). */
uint32_t team_of_spell(
    const uint32_t *fallback, uint32_t manager, const struct person *spell);

/* The level of a manager on a day, a word or NO_ID: that of the spell that holds
 * the day, else of the one before it, else of the first. */
uint32_t level_on(const struct dataset *data, uint32_t manager, date day);

/* The level of the last spell in a period; NO_ID where there is none. */
uint32_t level_in(
    const struct dataset *data, uint32_t manager, const struct period *period);

/* Whom a manager reports to on a day; NO_ID for nobody, as on days out of
 * service. Following it from lead to lead comes to an end: nobody reports to
 * themselves. */
uint32_t lead_on(const struct dataset *data, uint32_t manager, date day);

/* The base bonus of a spell for a period of that kind; DECIMAL_NONE if there is
 * none, as for a free range. */
decimal spell_base(const struct person *spell, enum period_kind kind);

/* The column that holds it; of a free range, which has none, that of a
 * quarter. */
const char *spell_base_name(enum period_kind kind);

#endif
