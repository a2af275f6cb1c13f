/* Reading the rates of commission and the caps of `pay:` in kpi.yaml: their
 * shape is shown in engine/model/pay_terms.h. */
#ifndef IO_IMPORT_CONFIG_COMMISSION_H
#define IO_IMPORT_CONFIG_COMMISSION_H

#include "io/import/config/yaml_keys.h"

/* The reading's target is the configuration. STATUS_OK, or STATUS_USAGE with
 * file, line and what was expected; STATUS_MEMORY. */
yaml_read commission_read, caps_read;

/* Once all was read: does a clawback have its days, and commission on signing?
 * STATUS_OK or STATUS_USAGE, likewise. */
enum status clawback_check(struct yaml_reading *reading);

#endif
