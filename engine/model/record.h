/* What a person calls the record behind an observation, and where it stands in
 * the inputs. */
#ifndef ENGINE_MODEL_RECORD_H
#define ENGINE_MODEL_RECORD_H

#include "engine/model/metric.h"

/* "contract", "client", "project", "survey", "payment", "timesheet row",
 * "adjustment", "split" */
const char *record_kind_name(enum record_kind kind, enum language language);

/* A contract's kind, for people: "cross-sell". */
const char *kind_word(enum kind kind, enum language language);

/* The record's id: contract_id, client_id or project_id; a survey,
 * payment, timesheet row, adjustment or split has none and is called by its
 * place (place_text), made in `arena`; its data are NULL without memory. */
struct text record_id(const struct dataset *data, enum record_kind kind,
    uint32_t record, struct arena *arena);

/* Its row: a survey's or contract's own; of a client or project, that of its
 * contract with the smallest id. Line 0 where there is none. */
struct source record_source(
    const struct dataset *data, enum record_kind kind, uint32_t record);

/* What the client that the record is about is called; empty where there is
 * none, or it has no name but its id. */
struct text record_client_name(
    const struct dataset *data, enum record_kind kind, uint32_t record);

/* The contract itself, or the one for which a payment counts; NULL if there is
 * none. */
const struct contract *record_contract(
    const struct dataset *data, enum record_kind kind, uint32_t record);

/* A contract's value or a payment's amount; DECIMAL_NONE for other records. */
decimal record_amount(
    const struct dataset *data, enum record_kind kind, uint32_t record);

/* The reason in words. */
const char *omission_text(enum omission_reason reason, enum language language);

#endif
