#include "io/import/tables/parts.h"

void
judge_payment(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	struct payment_row *payment = row;
	struct conversion conversion;
	payment->original_amount = payment->amount;
	const char *reason =
	    table_conversion(loading, values, FIELD_PAYMENTS_currency,
		FIELD_PAYMENTS_amount, payment->paid_on, &conversion);
	if (!reason && !table_apply(&conversion, &payment->amount))
		reason = table_too_large;
	if (reason) {
		table_refuse(refusal, FIELD_PAYMENTS_currency, reason);
		return;
	}
	payment->exchange_rate = conversion.rate;
	values[FIELD_PAYMENTS_currency].text = conversion.currency;
}
