/* Numbers and days for people to read, as a language writes them: thousands
 * apart, at most four places, shares in percent. What programs read is printed
 * by quantity_print, to the last digit. */
#ifndef ENGINE_MODEL_NUMBER_TEXT_H
#define ENGINE_MODEL_NUMBER_TEXT_H

#include "engine/model/metric.h"

enum { NUMBER_TEXT_PLACES = 4 };

/* `1,234,567.8912`, in Vietnamese `1.234.567,8912`. All texts are made in
 * `arena`; NULL without memory. */
const char *number_text(
    struct arena *arena, struct rational value, enum language language);
const char *number_text_wide(
    struct arena *arena, wide value, enum language language);
const char *number_text_decimal(
    struct arena *arena, decimal value, enum language language);

/* A value of a metric: of shares and ratios `92.8571 %`. */
const char *number_text_measure(struct arena *arena, struct rational value,
    enum unit unit, enum language language);

/* A day: 2026-07-31, in Vietnamese 31/07/2026; "" for DATE_NONE. */
const char *day_text(struct arena *arena, date day, enum language language);

#endif
