#include "metrics/pay/rounding.h"

enum status
pay_round(struct arena *scratch, struct rational amount, decimal unit,
    enum pay_rounding how, wide *rounded)
{
	struct rational units =
	    rational_divide(scratch, amount, rational_decimal(scratch, unit));
	wide count;
	if (rational_failed(units))
		return STATUS_MEMORY;
	if (!rational_round(units, &count))
		return STATUS_OVERFLOW;
	struct rational whole = rational_of(scratch, count, 1);
	if (rational_failed(whole))
		return STATUS_MEMORY;
	if (how == ROUNDING_TOWARDS_ZERO &&
	    rational_compare(rational_size(whole), rational_size(units)) > 0)
		count -= rational_sign(units);
	return __builtin_mul_overflow(count, decimal_widen(unit), rounded)
		   ? STATUS_OVERFLOW
		   : STATUS_OK;
}

enum status
pay_round_capped(struct arena *scratch, struct rational amount, struct cap cap,
    decimal unit, struct capped *capped)
{
	struct rational most = rational_decimal(scratch, cap.most);
	bool over = cap.given && rational_compare(amount, most) > 0;
	enum status status = pay_round(
	    scratch, amount, unit, ROUNDING_HALF_AWAY, &capped->uncut);
	/* Compared with a failed value everything is the same. */
	if (!status && rational_failed(most))
		return STATUS_MEMORY;
	capped->amount = capped->uncut;
	if (!status && over)
		status = pay_round(scratch, most, unit, ROUNDING_TOWARDS_ZERO,
		    &capped->amount);
	return status;
}
