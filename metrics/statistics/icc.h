/* Do raters agree? Intraclass correlation of Shrout and Fleiss (Psychological
 * Bulletin 86, 1979): of n targets each rated by the same k judges, the part of
 * the variance that lies in the targets. Ratings in any unit; nothing is
 * allocated. */
#ifndef STATISTICS_ICC_H
#define STATISTICS_ICC_H

#include <stddef.h>

#include "metrics/statistics/status.h"

/* Which judges (1: others for each target, 2: a random sample, 3: just these)
 * and whose rating is used (one judge's, or the mean of all k). */
enum icc_form { ICC_1_1, ICC_2_1, ICC_3_1, ICC_1_K, ICC_2_K, ICC_3_K };

/* The coefficient, at most 1; negative where targets differ less than chance
 * would have it. ratings: n × k, target after target. TOO_FEW: n < 2 or k < 2.
 * NO_SPREAD: the targets do not differ. DOMAIN: an unknown form, or for ICC_2_K
 * a denominator not above 0. NOT_FINITE: a rating, or overflow. */
enum statistics_status icc_estimate(enum icc_form form, const double *ratings,
    size_t n, size_t k, double *coefficient);

#endif
