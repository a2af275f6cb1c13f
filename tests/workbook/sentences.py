"""The sentences that a workbook should say, in English and Vietnamese."""

SENTENCES = {
    "summary up": ("{period}: revenue {money}, up {share}",
                   "{period}: doanh thu {money}, tăng {share}"),
    "summary down": ("{period}: revenue {money}, down {share}",
                     "{period}: doanh thu {money}, giảm {share}"),
    "summary same": ("{period}: revenue {money}, about the same as before",
                     "{period}: doanh thu {money}, gần như kỳ trước"),
    "summary first": ("{period}: revenue {money}",
                      "{period}: doanh thu {money}"),
    "summary verdicts": (
        "{head}; {better} of {all} indicators better, {worse} worse",
        "{head}; {better}/{all} chỉ số tốt lên, {worse} xấu đi"),
    "summary plain verdicts": (
        "{head}: {better} of {all} indicators better, {worse} worse",
        "{head}: {better}/{all} chỉ số tốt lên, {worse} xấu đi"),
    "summary plain calm": (
        "{head}: no indicator changed more than chance explains",
        "{head}: không chỉ số nào thay đổi vượt mức ngẫu nhiên"),
    "too little": ("{name}: too little to compare with",
                   "{name}: chưa đủ số liệu để so sánh"),
    "summary calm": (
        "{head}; no indicator changed more than chance explains",
        "{head}; không chỉ số nào thay đổi vượt mức ngẫu nhiên"),
    "trust all": ("All {all} rows were taken.",
                  "Đã nhận tất cả {all} dòng."),
    "trust rows": ("{rows} of {all} rows were rejected",
                   "{rows}/{all} dòng bị loại"),
    "trust money": ("worth {money}", "trị giá {money}"),
    "trust hours": ("{hours} hours", "{hours} giờ"),
    "trust ends": ("The data reach to {day}: the whole period.",
                   "Dữ liệu đến ngày {day}: đủ cả kỳ."),
    "trust ends early": (
        "The data end on {day}, {days} days before the period does.",
        "Dữ liệu kết thúc ngày {day}, sớm hơn kỳ {days} ngày."),
    "trust thin": (
        "{count} scores rest on less than half of a plan: {names}",
        "{count} điểm dựa trên chưa đến nửa kế hoạch: {names}"),
    "trust few": ("Few records stand behind: {names}",
                  "Ít bản ghi đứng sau: {names}"),
    "scorecards": (
        "{count} account managers side by side on the eight indicators",
        "{count} người phụ trách trên tám chỉ số"),
    "scorecards scored": (
        "{count} people scored, {mean} on average; {name} leads with {score}",
        "{count} người có điểm, trung bình {mean}; {name} dẫn đầu với "
        "{score}"),
    "scorecards highest": (
        "{count} people scored, {mean} on average; the highest score is "
        "{score}",
        "{count} người có điểm, trung bình {mean}; điểm cao nhất là {score}"),
    "scorecards one": ("{name} scores {score}", "{name} đạt {score} điểm"),
    "worth a year": ("{head}, worth {money} a year",
                     "{head}, trị giá {money} mỗi năm"),
    "retention fell": ("Retention fell to {share}: {lost} of {all} clients "
                       "left", "Tỷ lệ giữ chân giảm còn {share}: {lost}/{all} "
                       "khách hàng rời đi"),
    "retention rose": ("Retention rose to {share}: {lost} of {all} clients "
                       "left", "Tỷ lệ giữ chân tăng lên {share}: {lost}/{all} "
                       "khách hàng rời đi"),
    "retention stayed": ("Retention is {share}: {lost} of {all} clients left",
                         "Tỷ lệ giữ chân là {share}: {lost}/{all} khách hàng "
                         "rời đi"),
    "most from": ("{head}; most from {name} ({count})",
                  "{head}; nhiều nhất từ {name} ({count})"),
    "most from several": (
        "{head}; most from {equal} managers ({count} each)",
        "{head}; nhiều nhất từ {equal} người (mỗi người {count})"),
    "most with several": (
        "{head}; most with {equal} managers ({count} each)",
        "{head}; nhiều nhất ở {equal} người (mỗi người {count})"),
    "most with": ("{head}; most with {name} ({count})",
                  "{head}; nhiều nhất ở {name} ({count})"),
    "pipeline both": (
        "We win {won} of what is decided and sign {closed} of what we send; "
        "{open} proposals are open, {old} for over 90 days",
        "Thắng {won} số đã quyết định, ký {closed} số đã gửi; {open} đề xuất "
        "đang mở, {old} quá 90 ngày"),
    "pipeline win": (
        "We win {won} of what is decided; {open} proposals are open, {old} "
        "for over 90 days",
        "Thắng {won} số đã quyết định; {open} đề xuất đang mở, {old} quá 90 "
        "ngày"),
    "pipeline close": (
        "We sign {closed} of what we send; {open} proposals are open, {old} "
        "for over 90 days",
        "Ký {closed} số đã gửi; {open} đề xuất đang mở, {old} quá 90 ngày"),
    "growth": (
        "Revenue is {money}; clients who bought more brought {share} of it "
        "({bought} of {all} did)",
        "Doanh thu {money}; khách hàng mua thêm mang lại {share} "
        "({bought}/{all} khách hàng)"),
    "growth plain": (
        "Revenue is {money}; clients who bought more brought {share} of it",
        "Doanh thu {money}; khách hàng mua thêm mang lại {share}"),
    "growth none": ("Revenue is {money}; none of {all} clients bought more",
                    "Doanh thu {money}; không khách hàng nào trong {all} mua "
                    "thêm"),
    "delivery": ("{share} delivered on time: {late} of {due} were late or are "
                 "missing",
                 "{share} bàn giao đúng hạn: {late}/{due} trễ hoặc chưa bàn giao"),
    "budget running": (
        "{delivered}; of {all} running projects {over} already cost more than "
        "their budget",
        "{delivered}; trong {all} dự án đang chạy, {over} đã vượt ngân sách"),
    "budget runs only": (
        "Of {all} running projects {over} already cost more than their budget",
        "Trong {all} dự án đang chạy, {over} đã vượt ngân sách"),
    "running note": (
        "Budget by now: by the month, that of the months so far. Estimate at "
        "completion: cost / progress, the progress of its contracts weighted by "
        "their budgets. The order is by the larger overrun.",
        "Ngân sách đến nay: theo tháng thì tính các tháng đã qua. Ước tính khi "
        "hoàn thành: chi phí / tiến độ, tiến độ của các hợp đồng theo tỷ trọng "
        "ngân sách. Xếp theo mức vượt lớn hơn."),
    "pipeline note": (
        "The close rate counts what is still open as not won. Matured: the share "
        "won once the open ones have ended like those before them, as far as "
        "decisions reach so far; what stays open longer counts as not won (Aalen "
        "and Johansen; pipeline.csv). With its 95 % interval.",
        "Tỷ lệ chốt coi đề xuất còn mở là chưa thắng. Khi chín: tỷ lệ thắng khi "
        "các đề xuất đang mở kết thúc giống những đề xuất trước, trong khoảng "
        "thời gian đã có quyết định; mở lâu hơn thì coi là chưa thắng (Aalen và "
        "Johansen; pipeline.csv). Kèm khoảng 95 %."),
    "chance note": (
        "Chance: the share of those open so long that were still won, by the "
        "company's curve; blank for kinds that the close rate leaves out, and for "
        "what is older than any decision so far. Expected value: value × chance; "
        "the total is of those that have a chance.",
        "Khả năng: tỷ lệ thắng của các đề xuất còn mở lâu như vậy, theo đường "
        "cong của công ty; trống với loại không thuộc tỷ lệ chốt, và khi cũ hơn "
        "mọi quyết định đến nay. Giá trị kỳ vọng: giá trị × khả năng; tổng cộng "
        "chỉ gồm các đề xuất có khả năng."),
    "alt won by days": (
        "Share of proposals won by the days since they were sent, a line a team",
        "Tỷ lệ đề xuất đã thắng theo số ngày từ khi gửi, mỗi nhóm một đường"),
    "of it whose": ("{money}, {part} of it {name}'s {n} projects",
                    "{money}, trong đó {part} từ {n} dự án của {name}"),
    "whose alone": ("{money}, {name}'s {n} projects alone {part}",
                    "{money}, riêng {n} dự án của {name} là {part}"),
    "budget over": ("Projects cost {share} ({money}) more than planned; "
                    "{over} of {all} are over budget",
                    "Dự án tốn hơn kế hoạch {share} ({money}); {over}/{all} "
                    "vượt ngân sách"),
    "budget under": ("Projects cost {share} ({money}) less than planned; "
                     "{over} of {all} are over budget",
                     "Dự án tốn ít hơn kế hoạch {share} ({money}); "
                     "{over}/{all} vượt ngân sách"),
    "satisfaction": ("Clients give us {score} of 100 in {n} answers; {happy} "
                     "are satisfied, {answered} answered",
                     "Khách hàng cho {score}/100 điểm qua {n} trả lời; "
                     "{happy} hài lòng, {answered} có trả lời"),
    "satisfaction plain": ("Clients give us {score} of 100 in {n} answers; "
                           "{happy} are satisfied",
                           "Khách hàng cho {score}/100 điểm qua {n} trả lời; "
                           "{happy} hài lòng"),
    "coordination": ("Departments give {score} of 100 for working with us; "
                     "lowest: {name} ({lowest})",
                     "Các phòng ban cho {score}/100 điểm phối hợp; thấp "
                     "nhất: {name} ({lowest})"),
    "coordination plain": ("Departments give {score} of 100 for working with "
                           "us",
                           "Các phòng ban cho {score}/100 điểm phối hợp"),
    "reliability": ("Reliability of the mean of the departments (ICC): "
                    "{share}",
                    "Độ tin cậy của trung bình các phòng (ICC): {share}"),
    "few raters": ("“few”: fewer than {count} answers; not shown, so that "
                   "nobody can be identified.",
                   "“ít”: dưới {count} trả lời; không hiện để không nhận ra "
                   "ai."),
    "all few": ("No department gave anybody as many as {count} answers, so "
                "their means are not shown: nobody can be identified.",
                "Không phòng nào có đủ {count} trả lời về một người nên "
                "không hiện điểm từng phòng: không nhận ra được ai."),
    "trends better": (
        "Beyond chance over the last {periods}, for the better: {better}",
        "Vượt mức ngẫu nhiên qua các {periods} gần đây, tốt lên: {better}"),
    "trends worse": (
        "Beyond chance over the last {periods}, for the worse: {worse}",
        "Vượt mức ngẫu nhiên qua các {periods} gần đây, xấu đi: {worse}"),
    "trends both": (
        "Beyond chance over the last {periods}, for the better: {better}; for "
        "the worse: {worse}",
        "Vượt mức ngẫu nhiên qua các {periods} gần đây, tốt lên: {better}; "
        "xấu đi: {worse}"),
    "trends none": ("No indicator moves one way beyond chance over the last "
                    "{periods}",
                    "Không chỉ số nào thay đổi một chiều vượt mức ngẫu nhiên "
                    "qua các {periods} gần đây"),
    "history": ("The last {periods}", "Các {periods} gần đây"),
    "by quarter": ("Over the last {periods}",
                   "Qua các {periods} gần đây"),
    "bonus": ("Bonuses come to {money} for {count} people",
              "Tổng thưởng {money} cho {count} người"),
    "bonus shut": ("Bonuses come to {money} for {count} people; a gate is "
                   "shut for {shut}",
                   "Tổng thưởng {money} cho {count} người; {shut} người bị "
                   "chặn"),
    "bonus one": ("The bonus comes to {money}", "Thưởng là {money}"),
    "what-if": ("What if the plan or the pay were different? Change a "
                "yellow cell",
                "Nếu kế hoạch hay cách trả khác đi? Hãy đổi một ô màu vàng"),
    "person": ("{name}: better than before in {better} of {all} indicators, "
               "worse in {worse}",
               "{name}: tốt hơn kỳ trước ở {better}/{all} chỉ số, xấu hơn ở "
               "{worse}"),
    "person calm": ("{name}: no indicator changed more than chance explains",
                    "{name}: không chỉ số nào thay đổi vượt mức ngẫu nhiên"),
    "person scored only": ("{name}: score {score}, rating {rating}",
                           "{name}: {score} điểm, xếp loại {rating}"),
    "person scored calm": (
        "{name}: score {score}, rating {rating}; no indicator changed more "
        "than chance explains",
        "{name}: {score} điểm, xếp loại {rating}; không chỉ số nào thay đổi "
        "vượt mức ngẫu nhiên"),
    "person scored": ("{name}: score {score}, rating {rating}; better in "
                      "{better} of {all} indicators, worse in {worse}",
                      "{name}: {score} điểm, xếp loại {rating}; tốt lên ở "
                      "{better}/{all} chỉ số, xấu đi ở {worse}"),
    "definitions": ("What each number means, and the configuration in force",
                    "Ý nghĩa từng con số và cấu hình đang dùng"),
    "quality clean": ("All {lines} lines were read, none rejected",
                      "Đã đọc tất cả {lines} dòng, không dòng nào bị "
                      "loại"),
    "quality": ("Of {lines} lines {rows} rows were rejected",
                "Trong {lines} dòng có {rows} dòng bị loại"),
    "about": ("Made by kpi {version}: what went in and what came out",
              "Do kpi {version} tạo: dữ liệu vào và ra"),
    "and more": ("… and {count} more", "… và {count} mục nữa"),
    "by manager": ("{metric} by account manager",
                   "{metric} theo người phụ trách"),
    "by team": ("{metric} by team", "{metric} theo nhóm"),
    "by period": ("{metric} by period", "{metric} theo kỳ"),
    "funnel": ("{metric}: who is beyond chance",
               "{metric}: ai vượt mức ngẫu nhiên"),
    "reliable": ("About {percent} % of the differences in {metric} between "
                 "managers are more than chance.",
                 "Khoảng {percent} % khác biệt về {metric} giữa các quản lý là "
                 "vượt quá mức ngẫu nhiên."),
    "not reliable": ("The differences in {metric} between managers are no more "
                     "than chance.",
                     "Khác biệt về {metric} giữa các quản lý không vượt quá mức "
                     "ngẫu nhiên."),
    "adjusted note": ("Adjusted for mix: the value on the company's mix of "
                      "records, told apart by {columns}. It decides nothing: "
                      "the plan pays by the plain value, unless it says "
                      "estimator adjusted.",
                      "Điều chỉnh theo cơ cấu: giá trị trên cơ cấu bản ghi của "
                      "công ty, phân theo {columns}. Số này không quyết định "
                      "gì: kế hoạch chi trả theo giá trị thường, trừ khi ghi "
                      "estimator adjusted."),
    "quarters later": ("+{count} quarters", "+{count} quý"),
    "not given": ("There is no {table} file: these indicators have no data.",
                  "Không có tệp {table}: các chỉ số liên quan không có dữ "
                  "liệu."),
    "without cost": ("Timesheet rows without a cost: {rows}, with {hours} "
                     "hours",
                     "Dòng chấm công không có chi phí: {rows}, với {hours} "
                     "giờ"),
    "unknown project": ("Timesheet rows on unknown projects: {rows}, with "
                        "{hours} hours",
                        "Dòng chấm công cho dự án không rõ: {rows}, với "
                        "{hours} giờ"),
    "alt history": ("{metric} over the last {periods}, with the median of all "
                    "account managers",
                    "{metric} qua các {periods} gần đây, kèm trung vị chung"),
    "alt curve": ("Share of clients still there by months since their first "
                  "day, with a 95 % band",
                  "Tỷ lệ khách hàng còn lại theo số tháng từ ngày đầu, kèm "
                  "dải 95 %"),
    "alt team curves": ("Share of each team's clients still there by months "
                        "since their first day",
                        "Tỷ lệ khách hàng còn lại của từng nhóm theo số "
                        "tháng từ ngày đầu"),
    "alt funnel": ("{metric} of each manager against the number of records, "
                   "with 95 % and 99.8 % limits around the company's",
                   "{metric} của từng người theo số bản ghi, kèm giới hạn "
                   "95 % và 99,8 % quanh mức công ty"),
    "alt revenue": ("Revenue over the last {periods}, stacked: renewals, new "
                    "contracts, expansion",
                    "Doanh thu qua các {periods} gần đây, xếp chồng: gia hạn, "
                    "mới, mở rộng"),
    "alt variances": ("Variance of each project in percent of its budget: "
                      "orange bars up are over, blue bars down are under",
                      "Chênh lệch từng dự án theo % ngân sách: cột cam lên "
                      "là vượt, cột xanh xuống là dưới"),
    "alt teams": ("{metric} of each team over the last {periods}",
                  "{metric} của từng nhóm qua các {periods} gần đây"),
    "payout scale": ("Payout, 0 to {end} %", "Mức trả, 0 đến {end} %"),
    "alt strip": ("Payout of each indicator as a bar, the range that pays, "
                  "and a mark at 100 %",
                  "Mức trả từng chỉ số, khoảng được trả và vạch 100 %"),
    "alt intervals": ("{metric} of each row as a dot, with its 95 % interval "
                      "as a line; the dashed line is the whole",
                      "{metric} của từng dòng (chấm) và khoảng 95 % (vạch); "
                      "đường đứt là tổng thể"),
    "clients found": (
        "The five largest of {count} clients bring {share} of revenue",
        "Năm khách hàng lớn nhất trong {count} mang lại {share} doanh thu"),
    "clients counted": (
        "{count} clients bring {money} of revenue",
        "{count} khách hàng mang lại {money} doanh thu"),
    "clients losses": (
        "; {count} cost more than they earned",
        "; {count} có chi phí vượt giá trị đã làm"),
    "clients renewals": (
        "; {count} renewals worth {money} are due by {day}",
        "; {count} hợp đồng trị giá {money} đến hạn gia hạn chậm nhất {day}"),
    "clients note": (
        "Revenue is what was signed in the period. Earned and cost booked "
        "are of the same work: projects delivered in the period in full, "
        "running ones as far as they are done (Definitions). Margin = "
        "earned − cost booked.",
        "Doanh thu là giá trị đã ký trong kỳ. Giá trị đã làm và chi phí đã "
        "ghi là của cùng công việc: dự án bàn giao trong kỳ tính toàn bộ, "
        "dự án đang chạy tính theo phần đã làm (xem Định nghĩa). Lãi gộp = "
        "giá trị đã làm − chi phí đã ghi."),
    "clients left out": (
        "{count} running projects without a term are left out of earned and"
        " cost.",
        "{count} dự án đang chạy không có thời hạn nên không tính vào giá "
        "trị đã làm và chi phí."),
    "see pipeline": (
        "Each proposal, and how such proposals end: see the sheet Pipeline.",
        "Từng đề xuất và kết quả thường thấy: xem trang Cơ hội."),
    "bridge note": (
        "Each client's change goes into one step. Revenue counts on the day"
        " of signing: a client that signed a year in the prior period and "
        "goes on stands under contracted. Lost: less, and no contract "
        "reaches the closing day. New: its first contract was signed in the"
        " period.",
        "Thay đổi của mỗi khách hàng vào đúng một bước. Doanh thu tính vào "
        "ngày ký: khách hàng ký cả năm ở kỳ trước và vẫn tiếp tục thì nằm ở"
        " mục giảm. Đã mất: ít hơn, và không còn hợp đồng nào đến ngày "
        "chốt. Mới: hợp đồng đầu tiên được ký trong kỳ."),
    "bridge grr": (
        "Run rates are what retention counts: opening, lost and contracted "
        "over opening is gross revenue retention, {grr}; with expansion "
        "net, {nrr}. Retention's lost clients are all who were active on "
        "the opening day and are not on the closing day: {lost}.",
        "Mức doanh thu tháng là cơ sở của giữ chân: (đầu kỳ, mất, giảm) / "
        "đầu kỳ là giữ chân doanh thu gộp, {grr}; thêm mở rộng là ròng, "
        "{nrr}. Khách hàng mất ở trang Giữ chân là mọi khách hoạt động ngày"
        " đầu mà không còn vào ngày chốt: {lost}."),
    "alt bridge": (
        "A waterfall from the prior period over what was lost, contracted, "
        "new and more to this period",
        "Biểu đồ thác nước từ kỳ trước qua phần mất, giảm, mới và mở rộng "
        "đến kỳ này"),
    "bridge rose": (
        "Revenue rose from {prior} to {now}: {lost} lost, {contracted} "
        "contracted, {new} new, {expansion} expansion",
        "Doanh thu tăng từ {prior} lên {now}: mất {lost}, giảm "
        "{contracted}, mới {new}, mở rộng {expansion}"),
    "bridge fell": (
        "Revenue fell from {prior} to {now}: {lost} lost, {contracted} "
        "contracted, {new} new, {expansion} expansion",
        "Doanh thu giảm từ {prior} xuống {now}: mất {lost}, giảm "
        "{contracted}, mới {new}, mở rộng {expansion}"),
    "bridge stayed": (
        "Revenue stayed at {now}: {lost} lost, {contracted} contracted, "
        "{new} new, {expansion} expansion",
        "Doanh thu giữ ở {now}: mất {lost}, giảm {contracted}, mới {new}, "
        "mở rộng {expansion}"),
}
