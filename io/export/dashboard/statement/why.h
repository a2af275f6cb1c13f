/* Why a part of the pay is what it is, and what the next step of an indicator
 * would take: in a sentence each. Texts are made in the report's arena. */
#ifndef IO_EXPORT_DASHBOARD_STATEMENT_WHY_H
#define IO_EXPORT_DASHBOARD_STATEMENT_WHY_H

#include "io/export/dashboard/context.h"
#include "io/export/dashboard/statement/kit.h"

const char *why_bonus(const struct statement *statement);
const char *why_commission(const struct statement *statement);
const char *why_award(const struct statement *statement);
const char *why_adjustment(const struct statement *statement);
const char *why_total(const struct statement *statement);

/* "20,000,000 ₫ more → 150 %"; or why the indicator does not count. */
const char *next_step_said(
    const struct statement *statement, const struct scorecard_line *line);

#endif
