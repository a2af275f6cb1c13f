#include "engine/model/proof.h"

const char *
proof_kind_name(enum proof_kind kind)
{
	static const char *const names[] = { "total", "part", "factor", "score",
		"metric", "payout", "value", "record", "contract" };
	return names[kind];
}
