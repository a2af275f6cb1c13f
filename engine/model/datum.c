#include "engine/model/datum.h"

struct text
datum_print(char buffer[DATUM_TEXT_SIZE], const struct datum *datum)
{
	size_t length = 0, sign = 0;
	uint64_t size;
	switch ((enum datum_kind)datum->kind) {
	case DATUM_TEXT:
	case DATUM_NUMBER:
		return datum->as.text;
	case DATUM_INTEGER:
		sign = datum->as.integer < 0;
		size = (uint64_t)datum->as.integer;
		buffer[0] = '-';
		length = sign + whole_print(buffer + sign,
				    sign ? UINT64_C(0) - size : size);
		break;
	case DATUM_EXACT:
		length =
		    wide_print_places(buffer, datum->as.exact, datum->places);
		break;
	case DATUM_REAL:
		length = double_print(buffer, datum->as.real);
		break;
	case DATUM_DATE:
		date_print(buffer, datum->as.date);
		length = sizeof "YYYY-MM-DD" - 1;
		break;
	case DATUM_NONE:
		buffer[0] = '\0';
		break;
	}
	return (struct text){ buffer, length };
}
