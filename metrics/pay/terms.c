#include "metrics/pay/terms.h"

static void
check_level(const struct dataset *data, struct text level, const char *key,
    struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < data->person_count; i++)
		if (data->people[i].level != NO_ID &&
		    text_equal(
			dictionary_text(&data->words, data->people[i].level),
			level))
			return;
	diagnostics_warn(diagnostics,
	    "kpi.yaml: %s.levels: nobody in people.csv has the level %s", key,
	    level.data);
}

void
terms_check(const struct dataset *data, const struct definitions *definitions,
    struct diagnostics *diagnostics)
{
	const char *commission =
	    definitions_table[DEFINITION_commission].setting.key;
	if (definitions->commission_on == COMMISSION_ON_PAYMENT &&
	    commission_is_paid(&definitions->commission) &&
	    !data->present[TABLE_PAYMENTS])
		diagnostics_warn(diagnostics,
		    "kpi.yaml: pay.commission_on is payment, but there is no "
		    "%s: nobody has a commission",
		    table_kinds[TABLE_PAYMENTS].files);
	const char *cap = definitions_table[DEFINITION_cap].setting.key;
	for (const struct level_rates *own = definitions->commission.levels;
	     own; own = own->next)
		check_level(data, own->level, commission, diagnostics);
	for (const struct level_caps *own = definitions->cap.levels; own;
	     own = own->next)
		check_level(data, own->level, cap, diagnostics);
}
