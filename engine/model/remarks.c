#include "engine/model/remarks.h"

#include "engine/base/language.h"

const char *
remark_text(enum remark_reason reason, enum language language)
{
	static const char *const texts[] = {
		[REMARK_OUT_OF_SERVICE] =
		    N_("contract signed on a day when its "
		       "manager was not in service: it "
		       "counts, and is paid, all the same"),
		[REMARK_PAID_OUT] =
		    N_("payment on a day when its manager was "
		       "not in service: it counts, and is paid, "
		       "all the same"),
		[REMARK_OVERLAP] = N_("renewal without refers_to that begins "
				      "while another contract of its client is "
				      "in force: both count"),
		[REMARK_NO_EARLIER] = N_("renewal of a client without an "
					 "earlier contract; if it has another "
					 "id, clients.csv joins them"),
		[REMARK_REFERENCE] =
		    N_("refers_to names no contract, a credit, "
		       "or one that is not signed: a credit "
		       "then counts nowhere, a renewal ends "
		       "nothing"),
		[REMARK_CIRCLE] = N_("renewals that refer to one another in a "
				     "circle: they end nothing"),
		[REMARK_PAYMENT] = N_("payment on a contract that is not known "
				      "or not signed: it counts nowhere"),
		[REMARK_SPLIT] = N_("split of a contract that is not known: "
				    "without effect"),
		[REMARK_SPLIT_UNSIGNED] = N_("split of a credit, or of a "
					     "contract that is not signed: "
					     "without effect"),
		[REMARK_WON_AND_LOST] = N_("client won and lost within the "
					   "period: in no retention"),
		[REMARK_SHORT] = N_("contract shorter than a month with a run "
				    "rate; recurring: no for a one-off job"),
		[REMARK_CANCELLED] = N_("cancelled in the period with a value "
					"and a start: if it was ended early, "
					"terminated_on would count the loss"),
		[REMARK_OTHER_PERIOD] = N_("adjustment of another period than "
					   "the run's: not counted here"),
		[REMARK_OF_NOBODY] = N_("adjustment of somebody who is not "
					"known: nobody is paid it"),
	};
	return language_text(language, texts[reason]);
}
