#include "metrics/pay/proof.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "engine/model/schema.h"
#include "metrics/estimates/metrics.h"
#include "metrics/pay/bonus.h"
#include "metrics/periods/project.h"

/* ---- rows and texts ---- */

void
proof_add(struct proof *proof, struct proof_row row)
{
	struct proof_row *rows = arena_grown(proof->arena, proof->rows,
	    proof->count, &proof->capacity, sizeof *rows);
	const char *number = "";
	proof->counters[row.depth]++;
	for (unsigned d = row.depth + 1; d < PROOF_DEPTHS; d++)
		proof->counters[d] = 0;
	for (unsigned d = 0; d <= row.depth && number; d++)
		number = arena_format(proof->arena, "%s%s%u", number,
		    d ? "." : "", proof->counters[d]);
	row.number = number;
	row.how = row.how ? row.how : "";
	if (!rows || !number || !row.label) {
		proof->failed = true;
		return;
	}
	proof->rows = rows;
	rows[proof->count++] = row;
}

static const char *
kept(struct proof *proof, const char *text)
{
	const char *copy = text ? arena_format(proof->arena, "%s", text) : NULL;
	proof->failed |= copy == NULL;
	return copy ? copy : "";
}

const char *
proof_say(struct proof *proof, const char *english, const char *vietnamese, ...)
{
	char text[1200];
	va_list arguments;
	va_start(arguments, vietnamese);
	vsnprintf(text, sizeof text,
	    proof->language == LANGUAGE_VI ? vietnamese : english, arguments);
	va_end(arguments);
	return kept(proof, text);
}

static const char *
proof_wide(struct proof *proof, wide value)
{
	char text[WIDE_TEXT_SIZE];
	wide_print(text, value);
	return kept(proof, text);
}

const char *
proof_decimal(struct proof *proof, decimal value)
{
	return proof_wide(proof, decimal_widen(value));
}

const char *
proof_quantity(struct proof *proof, struct quantity value)
{
	char text[WIDE_TEXT_SIZE];
	return kept(proof, quantity_print(text, value));
}

/* At most four places, for reading. */
static const char *
proof_percent(struct proof *proof, double value)
{
	char text[64];
	int length = snprintf(text, sizeof text, "%.4f", value);
	while (length > 0 && text[length - 1] == '0')
		length--;
	if (length > 0 && text[length - 1] == '.')
		length--;
	text[length] = '\0';
	return kept(proof, text);
}

const char *
proof_date(struct proof *proof, date day)
{
	char text[DATE_TEXT_SIZE];
	return kept(proof, date_print(text, day));
}

/* ---- the KPI bonus ---- */

static const struct person *
person_of(const struct proof *proof)
{
	return &proof->pay->results->data->people[proof->card->person];
}

static const struct view *
run_view(const struct proof *proof)
{
	const struct results *results = proof->pay->results;
	return &results->views[results->run_period];
}

static const char *
rounding(struct proof *proof)
{
	return proof_say(proof,
	    "rounded half away from zero to a multiple of %s",
	    "làm tròn nửa ra xa số 0 theo bội của %s",
	    proof_decimal(proof, proof->pay->results->definitions->pay_unit));
}

static void
add_metrics(struct proof *proof)
{
	const struct scorecard *card = proof->card;
	for (size_t i = 0; i < card->line_count; i++) {
		const struct scorecard_line *line = &card->lines[i];
		const struct metric *metric =
		    &proof->pay->results->metrics[line->metric];
		const char *weight = proof_decimal(proof, line->row->weight);
		const char *how =
		    line->leaving
			? proof_say(proof, "weight %s: %s", "trọng số %s: %s",
			      weight, line->note[proof->language])
			: proof_say(proof,
			      "weight used %s %% (of the plan's %s) × payout "
			      "%s %%%s%s",
			      "trọng số dùng %s %% (kế hoạch: %s) × mức trả %s "
			      "%%%s%s",
			      proof_percent(proof, line->weight_used), weight,
			      proof_percent(proof, line->payout),
			      *line->note[proof->language] ? "; " : "",
			      line->note[proof->language]);
		proof_add(proof,
		    (struct proof_row){ .depth = 3,
			.kind = PROOF_METRIC,
			.label = metric->label[proof->language],
			.value = line->leaving ? (struct quantity){ 0 }
					       : quantity_real(line->points),
			.unit = PROOF_PERCENT,
			.how = how,
			.source = line->row->source });
		proof_line(proof, line, 4);
	}
}

static void
add_score(struct proof *proof)
{
	const struct scorecard *card = proof->card;
	const char *how =
	    !card->scored
		? card->note[proof->language]
		: proof_say(proof,
		      "the sum of the points, rounded half away from zero to "
		      "0.01; rating %s; %s",
		      "tổng điểm thành phần, làm tròn nửa ra xa số 0 đến 0.01; "
		      "xếp loại %s; %s",
		      card->rating.data, card->note[proof->language]);
	proof_add(
	    proof, (struct proof_row){ .depth = 2,
		       .kind = PROOF_SCORE,
		       .label = proof_say(proof, "score", "điểm"),
		       .value = card->scored
				    ? quantity_exact(decimal_widen(card->score))
				    : (struct quantity){ 0 },
		       .unit = PROOF_PERCENT,
		       .how = how });
	add_metrics(proof);
}

static void
add_service(struct proof *proof)
{
	const struct person *person = person_of(proof);
	char text[WIDE_TEXT_SIZE];
	wide_print_places(
	    text, decimal_widen(pay_proration(proof->card)), PRORATION_PLACES);
	const char *joined = proof_date(proof, person->joined_on);
	const char *left = proof_date(proof, person->left_on);
	proof_add(proof,
	    (struct proof_row){ .depth = 2,
		.kind = PROOF_FACTOR,
		.label = proof_say(proof, "proration", "tỷ lệ thời gian"),
		.value = quantity_real((double)proof->card->days_served /
				       proof->card->days_of_period),
		.unit = PROOF_PLAIN,
		.how = proof_say(proof,
		    "%d of %d days in service (%s – %s); printed %s, used "
		    "exactly",
		    "làm việc %d trên %d ngày (%s – %s); in ra %s, tính chính "
		    "xác",
		    proof->card->days_served, proof->card->days_of_period,
		    *joined ? joined : "…", *left ? left : "…", text),
		.source = person->source });
}

static void
add_kpi_bonus(struct proof *proof)
{
	const struct scorecard *card = proof->card;
	const struct person *person = person_of(proof);
	decimal base =
	    person->base_bonus == DECIMAL_NONE ? 0 : person->base_bonus;
	const char *how = card->bonus_note[proof->language];
	if (card->scored && !card->gate_shut)
		how = proof_say(proof,
		    "base bonus %s × score %s / 100 × %d / %d days, %s",
		    "thưởng cơ sở %s × điểm %s / 100 × %d / %d ngày, %s",
		    proof_decimal(proof, base),
		    proof_decimal(proof, card->score), card->days_served,
		    card->days_of_period, rounding(proof));
	proof_add(
	    proof, (struct proof_row){ .depth = 1,
		       .kind = PROOF_PART,
		       .label = proof_say(proof, "KPI bonus", "Thưởng KPI"),
		       .value = quantity_exact(card->pay[PAY_KPI_BONUS]),
		       .unit = PROOF_MONEY,
		       .how = how });
	proof_add(
	    proof, (struct proof_row){ .depth = 2,
		       .kind = PROOF_FACTOR,
		       .label = proof_say(proof, "base bonus", "thưởng cơ sở"),
		       .value = quantity_exact(decimal_widen(base)),
		       .unit = PROOF_MONEY,
		       .how = person->base_bonus == DECIMAL_NONE
				  ? proof_say(proof, "blank in people.csv: 0",
					"trống trong people.csv: 0")
				  : NULL,
		       .source = person->source });
	add_service(proof);
	add_score(proof);
}

/* ---- commission and award ---- */

struct found {
	struct text id;
	size_t index;
};

static int
by_id(const void *left, const void *right)
{
	const struct found *a = left, *b = right;
	return text_compare(a->id, b->id);
}

static void
add_commission(struct proof *proof)
{
	const struct dataset *data = proof->pay->results->data;
	const struct view *view = run_view(proof);
	uint32_t manager = person_of(proof)->manager;
	struct found *found =
	    arena_allocate(proof->arena, data->contract_count, sizeof *found);
	size_t count = 0;
	wide sum = 0;
	for (size_t i = 0; found && i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (contract->manager != manager ||
		    !pay_commissions(view, contract))
			continue;
		sum += pay_commission(view, contract);
		found[count++] =
		    (struct found){ dictionary_text(&data->contract_ids,
					contract->contract),
			    i };
	}
	if (found)
		qsort(found, count, sizeof *found, by_id);
	proof->failed |= found == NULL;
	proof_add(proof,
	    (struct proof_row){ .depth = 1,
		.kind = PROOF_PART,
		.label = proof_say(proof, "Commission", "Hoa hồng"),
		.value = quantity_exact(proof->card->pay[PAY_COMMISSION]),
		.unit = PROOF_MONEY,
		.how = proof_say(proof,
		    "Σ rate × value of %zu contracts signed in the period = "
		    "%s, %s",
		    "Σ tỷ lệ × giá trị của %zu hợp đồng ký trong kỳ = %s, %s",
		    count, proof_wide(proof, sum), rounding(proof)) });
	for (size_t i = 0; i < count; i++) {
		const struct contract *contract =
		    &data->contracts[found[i].index];
		proof_add(proof,
		    (struct proof_row){ .depth = 2,
			.kind = PROOF_RECORD,
			.label = found[i].id.data,
			.value = quantity_exact(pay_commission(view, contract)),
			.unit = PROOF_MONEY,
			.how = proof_say(proof, "%s: %s × %s, signed %s",
			    "%s: %s × %s, ký ngày %s",
			    schema_words(FIELD_KIND)[contract->kind],
			    proof_decimal(proof,
				view->definitions->commission[contract->kind]),
			    proof_decimal(proof, contract->value),
			    proof_date(proof, contract->closed_on)),
			.source = contract->source });
	}
}

static void
add_project(struct proof *proof, const struct observation *observation)
{
	const struct dataset *data = proof->pay->results->data;
	struct project project =
	    project_of(run_view(proof), observation->record);
	bool awarded = pay_awards(run_view(proof), observation);
	bool within = observation->x.exact <= 0;
	const char *due = proof_date(proof, project.due_on);
	proof_add(proof,
	    (struct proof_row){ .depth = 2,
		.kind = PROOF_RECORD,
		.label =
		    dictionary_text(&data->projects, observation->record).data,
		.value = quantity_exact(
		    awarded
			? decimal_widen(
			      proof->pay->results->definitions->project_award)
			: 0),
		.unit = PROOF_MONEY,
		.how = proof_say(proof,
		    "actual cost %s %s budget %s; delivered %s, due %s",
		    "chi phí %s %s ngân sách %s; bàn giao %s, hạn %s",
		    proof_wide(
			proof, observation->x.exact + observation->y.exact),
		    within ? "≤" : ">", proof_wide(proof, observation->y.exact),
		    proof_date(proof, project.delivered_on), *due ? due : "-"),
		.source =
		    record_source(data, RECORD_PROJECT, observation->record) });
}

static void
add_award(struct proof *proof)
{
	const struct dataset *data = proof->pay->results->data;
	const struct observations *projects = pay_projects(proof->pay->results);
	uint32_t manager = person_of(proof)->manager;
	struct found *found =
	    arena_allocate(proof->arena, projects->count, sizeof *found);
	size_t count = 0, awards = 0;
	for (size_t i = 0; found && i < projects->count; i++) {
		const struct observation *project = &projects->rows[i];
		if (project->manager != manager)
			continue;
		awards += pay_awards(run_view(proof), project);
		found[count++] = (struct found){
			dictionary_text(&data->projects, project->record), i
		};
	}
	if (found)
		qsort(found, count, sizeof *found, by_id);
	proof->failed |= found == NULL;
	proof_add(proof,
	    (struct proof_row){ .depth = 1,
		.kind = PROOF_PART,
		.label = proof_say(proof, "Project award", "Thưởng dự án"),
		.value = quantity_exact(proof->card->pay[PAY_AWARD]),
		.unit = PROOF_MONEY,
		.how = proof_say(proof,
		    "%s × %zu of %zu projects delivered: actual ≤ budget, and "
		    "by the latest due date",
		    "%s × %zu trên %zu dự án đã bàn giao: chi phí ≤ ngân sách, "
		    "và đúng hạn muộn nhất",
		    proof_decimal(
			proof, proof->pay->results->definitions->project_award),
		    awards, count) });
	for (size_t i = 0; i < count; i++)
		add_project(proof, &projects->rows[found[i].index]);
}

enum status
proof_make(struct proof *proof)
{
	const struct scorecard *card = proof->card;
	proof_add(
	    proof, (struct proof_row){ .depth = 0,
		       .kind = PROOF_TOTAL,
		       .label = proof_say(proof, "Total", "Tổng cộng"),
		       .value = quantity_exact(card->total),
		       .unit = PROOF_MONEY,
		       .how = proof_say(proof,
			   "KPI bonus + commission + project award, in %s",
			   "thưởng KPI + hoa hồng + thưởng dự án, bằng %s",
			   proof->pay->results->definitions->currency) });
	add_kpi_bonus(proof);
	add_commission(proof);
	add_award(proof);
	return proof->failed ? STATUS_MEMORY : STATUS_OK;
}
