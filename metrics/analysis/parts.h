/* The parts of an analysis, and what they share. Each part takes finished
 * results, keeps what it makes in `kept` and gives scratch back to nobody: the
 * caller empties it. STATUS_OK or STATUS_MEMORY. */
#ifndef METRICS_ANALYSIS_PARTS_H
#define METRICS_ANALYSIS_PARTS_H

#include "engine/model/analysis.h"
#include "metrics/statistics/status.h"

/* A statistic as a finding: its value, or why there is none. */
struct finding finding_of(enum statistics_status status, double value);
struct finding finding_absent(enum absence absence);

/* The view of the run's own period. */
const struct view *analysis_view(const struct results *results);

/* The index of a metric; results->metric_count if there is none. */
size_t analysis_metric(const struct results *results, const char *id);

/* Kaplan–Meier curves of client tenure, and log-rank tests. */
enum status analysis_tenure(const struct results *results,
    struct tenure *tenure, struct arena *kept, struct arena *scratch);

/* Clients by the quarter they joined. */
enum status analysis_joined(const struct results *results,
    struct joined *joined, struct arena *kept, struct arena *scratch);

/* Aalen–Johansen curves of how proposals end, and what the open ones may. */
enum status analysis_pipeline(const struct results *results,
    struct pipeline *pipeline, struct arena *kept, struct arena *scratch);

/* The funnel of the share metric funnel->metric. */
enum status analysis_funnel(
    const struct results *results, struct funnel *funnel, struct arena *kept);

/* Distribution of projects' variance from budget. */
enum status analysis_budget(const struct results *results,
    struct budget *budget, struct arena *kept, struct arena *scratch);

/* Clients, one by one, and which contracts come up for renewal; and how
 * revenue changed since the prior period, for which the clients must be there.
 */
enum status analysis_clients(const struct results *results,
    struct clients *clients, struct arena *kept, struct arena *scratch);
enum status analysis_bridges(const struct results *results,
    const struct clients *clients, struct bridges *bridges, struct arena *kept,
    struct arena *scratch);

/* Contracts and clients that deserve a look. */
enum status analysis_remarks(
    const struct results *results, struct remarks *remarks, struct arena *kept);

/* Projects that run, the worst first. */
enum status analysis_running(const struct results *results,
    struct running *running, struct arena *kept, struct arena *scratch);

/* The additive model of managers and departments. */
enum status analysis_coordination(const struct results *results,
    struct coordination *coordination, struct arena *kept,
    struct arena *scratch);

/* Which pairs of indicators there are; then one pair, its p-value not yet
 * adjusted; then the adjustment over all. */
enum status analysis_drivers(
    const struct results *results, struct drivers *drivers, struct arena *kept);
enum status analysis_driver(const struct results *results,
    struct driver *driver, uint64_t seed, struct arena *scratch);
enum status analysis_drivers_adjust(
    struct drivers *drivers, struct arena *scratch);

#endif
