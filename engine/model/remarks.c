#include "engine/model/remarks.h"

const char *
remark_text(enum remark_reason reason, enum language language)
{
	static const char *const texts[][LANGUAGE_COUNT] = {
		[REMARK_OUT_OF_SERVICE] = { "contract signed on a day when its "
					    "manager was not in service: it "
					    "counts, and is paid, all the same",
		    "hợp đồng ký vào ngày người phụ trách không làm việc: vẫn "
		    "tính và vẫn trả" },
		[REMARK_PAID_OUT] = { "payment on a day when its manager was "
				      "not in service: it counts, and is paid, "
				      "all the same",
		    "khoản thu tính vào ngày người phụ trách không làm việc: "
		    "vẫn tính và vẫn trả" },
		[REMARK_OVERLAP] = { "renewal without refers_to that begins "
				     "while another contract of its client is "
				     "in force: both count",
		    "gia hạn không có refers_to, bắt đầu khi hợp đồng khác của "
		    "khách hàng còn hiệu lực: cả hai đều tính" },
		[REMARK_NO_EARLIER] = { "renewal of a client without an "
					"earlier contract; if it has another "
					"id, clients.csv joins them",
		    "gia hạn của khách hàng chưa có hợp đồng trước; nếu khách "
		    "hàng còn mã khác, hãy ghép trong clients.csv" },
		[REMARK_REFERENCE] = { "refers_to names no contract, a credit, "
				       "or one that is not signed: a credit "
				       "then counts nowhere, a renewal ends "
				       "nothing",
		    "refers_to không chỉ hợp đồng nào, chỉ phiếu giảm trừ hoặc "
		    "hợp đồng chưa ký: phiếu giảm trừ không được tính, gia hạn "
		    "không kết thúc gì" },
		[REMARK_CIRCLE] = { "renewals that refer to one another in a "
				    "circle: they end nothing",
		    "các gia hạn chỉ vòng quanh nhau: không kết thúc gì" },
		[REMARK_PAYMENT] = { "payment on a contract that is not known "
				     "or not signed: it counts nowhere",
		    "khoản thu của hợp đồng không có trong dữ liệu hoặc chưa "
		    "ký: không được tính" },
		[REMARK_SPLIT] = { "split of a contract that is not known: "
				   "without effect",
		    "dòng chia của hợp đồng không có trong dữ liệu: không có "
		    "tác dụng" },
		[REMARK_SPLIT_UNSIGNED] = { "split of a credit, or of a "
					    "contract that is not signed: "
					    "without effect",
		    "dòng chia của phiếu giảm trừ hoặc hợp đồng chưa ký: không "
		    "có tác dụng" },
		[REMARK_WON_AND_LOST] = { "client won and lost within the "
					  "period: in no retention",
		    "khách hàng có được và mất đi ngay trong kỳ: không nằm "
		    "trong tỷ lệ giữ chân" },
		[REMARK_SHORT] = { "contract shorter than a month with a run "
				   "rate; recurring: no for a one-off job",
		    "hợp đồng ngắn hơn một tháng có doanh thu định kỳ; việc "
		    "một lần thì ghi recurring: no" },
		[REMARK_CANCELLED] = { "cancelled in the period with a value "
				       "and a start: if it was ended early, "
				       "terminated_on would count the loss",
		    "hủy trong kỳ nhưng có giá trị và ngày bắt đầu: nếu là "
		    "chấm dứt sớm, terminated_on sẽ tính vào phần mất" },
		[REMARK_OTHER_PERIOD] = { "adjustment of another period than "
					  "the run's: not counted here",
		    "điều chỉnh của kỳ khác với kỳ đang tính: không tính ở "
		    "đây" },
		[REMARK_OF_NOBODY] = { "adjustment of somebody who is not "
				       "known: nobody is paid it",
		    "điều chỉnh cho người không có trong dữ liệu: không trả "
		    "cho ai" },
	};
	return texts[reason][language];
}
