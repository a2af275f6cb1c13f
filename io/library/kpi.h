/* kpi as a library: load a data set, run the metrics, read the estimates.
 *
 *     kpi *k;
 *     if (kpi_open(&k, "samples/agency") == KPI_OK &&
 *         kpi_run(k, "2026Q3", NULL) == KPI_OK)
 *             kpi_get(k, "2026Q3", KPI_MANAGER, "an", "revenue", &estimate);
 *     else
 *             fputs(kpi_message(k), stderr);
 *     kpi_close(k);
 *
 * The numbers are those of kpi.csv to the last digit. Nothing is printed, no
 * environment is read, and the process never ends in here. A handle is used by
 * one thread at a time; different ones may be used by different threads. Texts
 * belong to the handle, are UTF-8, and live until it is closed (those of an
 * estimate until then too). Link with -lkpi (pkg-config kpi). */
#ifndef KPI_H
#define KPI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KPI_VERSION_MAJOR 0
#define KPI_VERSION_MINOR 4
#define KPI_VERSION_PATCH 0
/* 1.2.3 is 10203, to compare with. */
#define KPI_VERSION_NUMBER                                                     \
	(KPI_VERSION_MAJOR * 10000 + KPI_VERSION_MINOR * 100 +                 \
	    KPI_VERSION_PATCH)

#if defined __GNUC__
#define KPI_API __attribute__((visibility("default")))
#else
#define KPI_API
#endif

typedef struct kpi kpi;

/* As the exit codes of the program, where these overlap. */
enum kpi_status {
	KPI_OK = 0,
	KPI_USAGE = 2,   /* a wrong argument, or kpi.yaml */
	KPI_INPUT = 3,   /* an input cannot be read */
	KPI_MEMORY = 5,  /* out of memory */
	KPI_OVERFLOW = 6 /* an exact sum does not fit */
};

/* KPI_REPORTS: a lead and all who report to them. */
enum kpi_scope { KPI_COMPANY, KPI_TEAM, KPI_REPORTS, KPI_MANAGER };

struct kpi_subject {
	enum kpi_scope scope;
	const char *key;  /* "*", the team, the lead's or the manager's id */
	const char *name; /* for people to read */
};

struct kpi_metric {
	const char *id, *unit; /* unit: money, count, share, ratio, score */
	const char *label_en, *label_vi;
	int indicator; /* which of the eight, 1 to 8 */
	int headline;  /* is that indicator, not a companion */
	int up;        /* more is better */
};

/* What kpi.csv says of one number. Doubles count only where the flag before
 * them is not 0; the texts are exact, empty where there is none. */
struct kpi_estimate {
	const char *value_text, *numerator_text, *denominator_text, *prior_text;
	int has_value;
	double value;
	uint32_t n;
	int has_interval;
	double low, high; /* 95 % */
	const char *method;
	int has_prior;
	double prior;
	int has_p_change;
	double p_change;
	int has_p_peers;
	double p_peers;
	const char *flags; /* no_data;small_sample;outlier */
};

/* Of the library that runs, such as "0.4.0". */
KPI_API const char *kpi_version(void);

/* Reads the folder's exports and its kpi.yaml, if there is one. *handle is
 * made whatever the status is, for kpi_message, and has to be closed; it is
 * NULL when there is no memory even for that. */
KPI_API enum kpi_status kpi_open(kpi **handle, const char *folder);

/* NULL is allowed. */
KPI_API void kpi_close(kpi *handle);

/* What went wrong or is worth a look, a line each; empty for nothing. */
KPI_API const char *kpi_message(const kpi *handle);

/* How many rows were rejected; and of one of them, FILE:LINE: COLUMN: REASON
 * (NULL beyond the last). */
KPI_API size_t kpi_reject_count(const kpi *handle);
KPI_API const char *kpi_reject(kpi *handle, size_t index);

/* Computes all metrics for a period as --period has it (NULL: the last quarter
 * that the data cover), as known on `as_of`, YYYY-MM-DD (NULL: its last day).
 * May be called again: what came of the run before is void then. */
KPI_API enum kpi_status kpi_run(
    kpi *handle, const char *period, const char *as_of);

/* The periods with estimates, in time; the last is the run's own. 0 and NULL
 * before kpi_run. */
KPI_API size_t kpi_period_count(const kpi *handle);
KPI_API const char *kpi_period(const kpi *handle, size_t index);

/* The company, the teams, the managers; of index 0 to count − 1. 0 and
 * KPI_USAGE before kpi_run or beyond the last. */
KPI_API size_t kpi_subject_count(const kpi *handle);
KPI_API enum kpi_status kpi_get_subject(
    const kpi *handle, size_t index, struct kpi_subject *subject);

/* All metrics, whatever the handle; KPI_USAGE beyond the last. */
KPI_API size_t kpi_metric_count(void);
KPI_API enum kpi_status kpi_get_metric(size_t index, struct kpi_metric *metric);

/* One number: `period` is a label (NULL: the run's own), `subject` a key.
 * KPI_USAGE, and a message, if there is none of that name. */
KPI_API enum kpi_status kpi_get(kpi *handle, const char *period,
    enum kpi_scope scope, const char *subject, const char *metric,
    struct kpi_estimate *estimate);

#ifdef __cplusplus
}
#endif

#endif
