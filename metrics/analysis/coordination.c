/* Coordination, fair to strict departments: the additive model manager +
 * department, and how far the departments agree. */
#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/model/raters.h"
#include "metrics/analysis/parts.h"
#include "metrics/statistics/additive.h"
#include "metrics/statistics/icc.h"
#include "metrics/statistics/summation.h"

/* An answer about a manager. `department` is first an id of words, then the
 * place in coordination.departments. */
struct answer {
	size_t subject;
	uint32_t department;
	double score;
	bool hidden;
	uint32_t observation; /* index in `all` below */
};

struct answers {
	const struct observations *all;
	struct answer *rows;
	size_t count;
};

static int
by_subject_department_score(const void *left, const void *right)
{
	const struct answer *a = left, *b = right;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	if (a->department != b->department)
		return a->department < b->department ? -1 : 1;
	return (a->score > b->score) - (a->score < b->score);
}

static enum status
list_answers(const struct results *results, struct answers *answers,
    struct arena *scratch)
{
	size_t period = results->run_period;
	size_t metric = analysis_metric(results, "coordination");
	const struct observations *all =
	    results_observations(results, period, metric);
	bool *hidden = analysis_hidden(results, period, metric, scratch);
	answers->rows =
	    arena_allocate(scratch, all->count, sizeof *answers->rows);
	if (!answers->rows || !hidden)
		return STATUS_MEMORY;
	answers->all = all;
	for (uint32_t i = 0; i < all->count; i++) {
		const struct observation *o = &all->rows[i];
		if (o->manager != NO_ID)
			answers->rows[answers->count++] = (struct answer){
				results->subject_of_manager[o->manager],
				o->group,
				measure_double(&results->metrics[metric], o->x),
				hidden[i], i
			};
	}
	return STATUS_OK;
}

/* A department's name, to sort by. */
struct named {
	struct text name;
	uint32_t id;
};

static int
by_name(const void *left, const void *right)
{
	const struct named *a = left, *b = right;
	return text_compare(a->name, b->name);
}

/* Lists the departments that answered, by name, and numbers them so in the
 * answers. */
static enum status
list_departments(const struct results *results, struct answers *answers,
    struct coordination *model, struct arena *kept, struct arena *scratch)
{
	const struct dictionary *words = &results->data->words;
	uint32_t *place = arena_allocate(scratch, words->count, sizeof *place);
	struct named *named =
	    arena_allocate(scratch, answers->count, sizeof *named);
	size_t count = 0;
	if (!place || !named)
		return STATUS_MEMORY;
	for (size_t i = 0; i < answers->count; i++) {
		uint32_t id = answers->rows[i].department;
		if (place[id])
			continue;
		place[id] = 1;
		named[count++] =
		    (struct named){ dictionary_text(words, id), id };
	}
	if (count)
		qsort(named, count, sizeof *named, by_name);
	model->departments =
	    arena_allocate(kept, count, sizeof *model->departments);
	if (!model->departments)
		return STATUS_MEMORY;
	model->department_count = count;
	for (size_t d = 0; d < count; d++) {
		place[named[d].id] = (uint32_t)d;
		model->departments[d].department = named[d].id;
	}
	for (size_t i = 0; i < answers->count; i++)
		answers->rows[i].department =
		    place[answers->rows[i].department];
	if (answers->count)
		qsort(answers->rows, answers->count, sizeof *answers->rows,
		    by_subject_department_score);
	return STATUS_OK;
}

/* Cells and managers from the ordered answers; `means` gets each cell's mean,
 * hidden or not. */
static enum status
fill_cells(const struct answers *answers, struct coordination *model,
    double *means, struct arena *kept)
{
	size_t most = answers->count;
	model->cells = arena_allocate(kept, most, sizeof *model->cells);
	model->managers = arena_allocate(kept, most, sizeof *model->managers);
	if (!model->cells || !model->managers)
		return STATUS_MEMORY;
	for (size_t i = 0, end; i < most; i = end) {
		const struct answer *first = &answers->rows[i];
		struct coordination_department *department =
		    &model->departments[first->department];
		struct summation sum = { 0, 0 };
		for (end = i;
		     end < most &&
		     answers->rows[end].subject == first->subject &&
		     answers->rows[end].department == first->department;
		     end++)
			summation_add(&sum, answers->rows[end].score);
		uint32_t n = (uint32_t)(end - i);
		double mean = summation_value(&sum) / n;
		if (i == 0 || first[-1].subject != first->subject)
			model->managers[model->manager_count++].subject =
			    first->subject;
		struct coordination_manager *manager =
		    &model->managers[model->manager_count - 1];
		means[model->cell_count] = mean;
		model->cells[model->cell_count++] =
		    (struct coordination_cell){ .subject = first->subject,
			    .department = department->department,
			    .answers = n,
			    .mean =
				first->hidden
				    ? finding_absent(ABSENCE_HIDDEN)
				    : finding_of(STATISTICS_DEFINED, mean) };
		manager->answers += n;
		manager->departments++;
		department->answers += n;
		department->managers++;
	}
	return STATUS_OK;
}

static enum statistics_status
fit(const struct answers *answers, const struct coordination *model,
    struct additive_fit *result, struct arena *scratch)
{
	struct additive_observation *rows =
	    arena_allocate(scratch, answers->count, sizeof *rows);
	uint32_t manager = 0;
	if (!rows)
		return STATISTICS_NO_MEMORY;
	for (size_t i = 0; i < answers->count; i++) {
		const struct answer *answer = &answers->rows[i];
		manager += i && answer->subject != answer[-1].subject;
		rows[i] = (struct additive_observation){ manager,
			answer->department, answer->score };
	}
	return additive_fit(rows, answers->count,
	    (uint32_t)model->manager_count, (uint32_t)model->department_count,
	    scratch, result);
}

/* The raters behind each department's answers, whoever they are about. */
static enum status
count_raters(const struct results *results, const struct answers *answers,
    struct coordination *model, struct arena *scratch)
{
	size_t departments = model->department_count;
	uint32_t *order =
	    arena_allocate(scratch, answers->count, sizeof *order);
	size_t *next = arena_allocate(scratch, departments + 1, sizeof *next);
	if (!order || !next)
		return STATUS_MEMORY;
	for (size_t d = 0; d < departments; d++)
		next[d + 1] = next[d] + model->departments[d].answers;
	for (size_t i = 0; i < answers->count; i++)
		order[next[answers->rows[i].department]++] =
		    answers->rows[i].observation;
	for (size_t d = 0; d < departments; d++) {
		struct coordination_department *department =
		    &model->departments[d];
		size_t count = department->answers;
		size_t raters = raters_count(results->data, answers->all->rows,
		    order + next[d] - count, count, scratch);
		if (raters == RATERS_UNKNOWN)
			return STATUS_MEMORY;
		department->raters = (uint32_t)raters;
	}
	return STATUS_OK;
}

/* What a manager would get if every department had rated, each with the same
 * weight: so the adjusted mean is the plain one where all did, equally often.
 */
static enum status
adjust(const struct results *results, const struct answers *answers,
    struct coordination *model, struct arena *scratch)
{
	const struct metric *metric =
	    &results->metrics[analysis_metric(results, "coordination")];
	struct additive_fit fitted = { 0 };
	enum statistics_status status = fit(answers, model, &fitted, scratch);
	struct summation sum = { 0, 0 };
	double typical = 0;
	if (status == STATISTICS_NO_MEMORY)
		return STATUS_MEMORY;
	for (size_t d = 0; d < model->department_count && !status; d++)
		summation_add(&sum, fitted.department[d]);
	if (!status)
		typical =
		    summation_value(&sum) / (double)model->department_count;
	for (size_t m = 0; m < model->manager_count; m++) {
		double adjusted =
		    status ? 0 : fitted.mean + fitted.manager[m] + typical;
		model->managers[m].adjusted = finding_of(
		    status, fmin(fmax(adjusted, metric->low), metric->high));
	}
	for (size_t d = 0; d < model->department_count; d++) {
		struct coordination_department *department =
		    &model->departments[d];
		department->severity =
		    department->raters < model->min_raters
			? finding_absent(ABSENCE_HIDDEN)
			: finding_of(status,
			      status ? 0 : typical - fitted.department[d]);
	}
	return STATUS_OK;
}

/* Intraclass correlation over the managers whom every department rated. */
static enum status
agree(struct coordination *model, const double *means, struct arena *scratch)
{
	double *ratings =
	    arena_allocate(scratch, model->cell_count, sizeof *ratings);
	size_t n = 0, k = model->department_count, cell = 0;
	double single = 0, mean = 0;
	if (!ratings)
		return STATUS_MEMORY;
	for (size_t m = 0; m < model->manager_count; m++) {
		size_t rated = model->managers[m].departments;
		for (size_t d = 0; d < k && rated == k; d++)
			ratings[n * k + d] = means[cell + d];
		n += rated == k;
		cell += rated;
	}
	model->icc_managers = (uint32_t)n;
	model->icc_departments = (uint32_t)k;
	enum statistics_status status =
	    icc_estimate(ICC_2_1, ratings, n, k, &single);
	model->icc_single = finding_of(status, single);
	status = icc_estimate(ICC_2_K, ratings, n, k, &mean);
	model->icc_mean = finding_of(status, mean);
	return STATUS_OK;
}

static void
finish_manager(const struct results *results, size_t metric,
    struct coordination_manager *manager)
{
	size_t period = results->run_period;
	const struct estimate *estimate =
	    results_at(results, period, manager->subject, metric);
	manager->plain =
	    finding_of(STATISTICS_DEFINED, quantity_double(estimate->value));
	if (results_few_raters(results, period, manager->subject, metric))
		manager->plain = manager->adjusted =
		    finding_absent(ABSENCE_HIDDEN);
}

enum status
analysis_coordination(const struct results *results, struct coordination *model,
    struct arena *kept, struct arena *scratch)
{
	struct answers answers = { 0 };
	*model = (struct coordination){
		.min_raters = (uint32_t)results->definitions->min_raters
	};
	if (list_answers(results, &answers, scratch) ||
	    list_departments(results, &answers, model, kept, scratch))
		return STATUS_MEMORY;
	double *means = arena_allocate(scratch, answers.count, sizeof *means);
	if (!means || fill_cells(&answers, model, means, kept) ||
	    count_raters(results, &answers, model, scratch) ||
	    adjust(results, &answers, model, scratch) ||
	    agree(model, means, scratch))
		return STATUS_MEMORY;
	size_t metric = analysis_metric(results, "coordination");
	for (size_t m = 0; m < model->manager_count; m++)
		finish_manager(results, metric, &model->managers[m]);
	return STATUS_OK;
}
