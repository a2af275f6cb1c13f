#include "io/export/csv/pipeline.h"

#include "engine/model/analysis.h"

static void
put_step(struct values *values, const struct subject *subject,
    const struct pipeline_step *step)
{
	values_string(values, scope_name(subject->scope));
	values_text(values, subject->key);
	values_integer(values, step->days);
	values_integer(values, step->at_risk);
	values_integer(values, step->won);
	values_integer(values, step->lost);
	values_real(values, step->won_so_far);
	values_real(values, step->lost_so_far);
	values_optional(values, step->won_low);
	values_optional(values, step->won_high);
}

void
csv_write_pipeline(struct values *values, const struct results *results)
{
	static const char *const columns[] = { "scope", "subject", "days",
		"at_risk", "won", "lost", "won_so_far", "lost_so_far",
		"won_low", "won_high" };
	values_begin(values, columns, sizeof columns / sizeof *columns);
	for (size_t s = 0; s < results->subject_count; s++) {
		const struct pipeline_curve *curve =
		    &results->analysis->pipeline.curves[s];
		for (size_t i = 0; i < curve->step_count; i++)
			put_step(
			    values, &results->subjects[s], &curve->steps[i]);
	}
}
