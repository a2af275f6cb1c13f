#include "io/import/tables/parts.h"

void
judge_person(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	const struct person *person = row;
	(void)loading;
	(void)values;
	if (person->joined_on != DATE_NONE && person->left_on != DATE_NONE &&
	    person->left_on < person->joined_on)
		table_refuse(refusal, FIELD_PEOPLE_left_on,
		    "left_on is before joined_on");
}

void
judge_assignment(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	const struct assignment *assignment = row;
	(void)loading;
	(void)values;
	if (assignment->until != DATE_NONE &&
	    assignment->until < assignment->from)
		table_refuse(
		    refusal, FIELD_ASSIGNMENTS_until, "until is before from");
}
