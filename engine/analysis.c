#include "engine/analysis.h"

const char *
absence_text(enum absence absence, enum language language)
{
	static const char *const texts[][LANGUAGE_COUNT] = {
		[ABSENCE_NONE] = { "", "" },
		[ABSENCE_TOO_FEW] = { "too few cases", "quá ít trường hợp" },
		[ABSENCE_NO_SPREAD] = { "all cases alike",
		    "mọi trường hợp giống nhau" },
		[ABSENCE_NOT_CONNECTED] = { "not all managers and departments "
					    "are linked by shared ratings",
		    "không phải mọi người phụ trách và phòng ban đều có đánh "
		    "giá chung để so sánh" },
		[ABSENCE_NOT_REACHED] = { "not reached yet", "chưa đạt tới" },
		[ABSENCE_HIDDEN] = { "hidden: too few raters to stay anonymous",
		    "ẩn: quá ít người đánh giá để giữ ẩn danh" },
		[ABSENCE_OUT_OF_RANGE] = { "the numbers are out of range",
		    "số liệu vượt phạm vi tính toán" },
	};
	return texts[absence][language];
}
