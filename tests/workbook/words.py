"""The words that a workbook should show, in English and Vietnamese, and
numbers within sentences. Tests name headings in English."""
import decimal

from sentences import SENTENCES

# English, Vietnamese; a heading of the statement that differs from the
# dashboard's is named with a leading "statement: ".
PAIRS = """
Summary|Tổng quan
Scorecards|Bảng điểm
Retention|Giữ chân
Pipeline|Cơ hội
Growth|Tăng trưởng
Delivery|Bàn giao
Budget|Ngân sách
Satisfaction|Hài lòng
Coordination|Phối hợp nội bộ
Trends|Xu hướng
Bonus|Thưởng
What-if|Giả định
Definitions|Định nghĩa
Data quality|Chất lượng dữ liệu
Counted as it stands, but perhaps not meant so|Tính như trong tệp, nhưng có thể không đúng ý
About this run|Về lần chạy này
Chart data|Số liệu biểu đồ
← Summary|← Tổng quan
Company|Công ty
Team|Nhóm
Account manager|Quản lý khách hàng
Id|Mã
Indicator|Chỉ số
Value|Giá trị
Prior period|Kỳ trước
Change|Thay đổi
n|n
95 % from|95 % từ
95 % to|95 % đến
95 % interval|Khoảng tin cậy 95 %
Remark|Ghi chú
p against peers|p so với đồng nghiệp
Median of all|Trung vị chung
Beyond chance|Vượt mức ngẫu nhiên
Within the limits|Trong giới hạn
Beyond the 95 % limits|Ngoài giới hạn 95 %
Beyond chance only|Chỉ vượt mức ngẫu nhiên
Beyond the usual spread|Vượt cả mức khác biệt thường thấy
Adjusted for mix|Điều chỉnh theo cơ cấu
Total|Tổng cộng
nobody|không ai
none|không có
no data|không có dữ liệu
hidden: too few raters to stay anonymous|ẩn: quá ít người đánh giá để giữ ẩn danh
few records: do not judge by it|ít bản ghi: chưa nên kết luận
beyond what chance allows|vượt ngoài mức ngẫu nhiên
The eight indicators of the company|Tám chỉ số của công ty
The eight indicators by team|Tám chỉ số theo nhóm
What the other sheets say|Nội dung các trang khác
Actual|Thực tế
Against target|So với mục tiêu
A year ago|Cùng kỳ năm trước
target met|đạt mục tiêu
target missed|chưa đạt mục tiêu
The year so far, and the last twelve months|Lũy kế năm và mười hai tháng gần nhất
Year to date|Lũy kế năm
A year before|Năm trước đó
Last twelve months|12 tháng gần nhất
How far to trust these numbers|Mức tin cậy của số liệu
More sheets|Các trang khác
better|tốt hơn
worse|xấu hơn
about the same|gần như cũ
Verdict|Nhận định
months|tháng
quarters|quý
half-years|nửa năm
years|năm
periods|kỳ
Clients lost in the period|Khách hàng mất trong kỳ
Client|Khách hàng
Run rate a year|Doanh thu quy năm
Source (file:line)|Nguồn (tệp:dòng)
Kept|Giữ được
Opening clients|Khách hàng đầu kỳ
How long clients stay|Khách hàng ở lại bao lâu
How long clients stay, by team and manager|Khách hàng ở lại bao lâu, theo nhóm và người phụ trách
Still clients|Còn là khách hàng
Still clients, by team|Còn là khách hàng, theo nhóm
Months since the first day|Số tháng từ ngày đầu
Team or manager|Nhóm hoặc người phụ trách
Clients|Khách hàng
Lost|Đã mất
To be expected|Mức kỳ vọng
Median (months)|Trung vị (tháng)
p against the rest|p so với phần còn lại
The teams among themselves|Các nhóm so với nhau
Clients by the quarter in which they joined|Khách hàng theo quý bắt đầu
Joined in|Bắt đầu
Open proposals, oldest first|Đề xuất đang mở, cũ nhất trước
Open proposals by age in days|Đề xuất đang mở theo số ngày
Proposals|Đề xuất
How proposals of the last two years end, by team|Kết quả các đề xuất trong hai năm qua, theo nhóm
Decided against|Thua
Still open|Còn mở
Close rate, this period|Tỷ lệ chốt trong kỳ
Close rate, matured|Tỷ lệ chốt khi chín
Won so many days after they were sent, by team|Đã thắng sau số ngày từ khi gửi, theo nhóm
Days since they were sent|Số ngày từ khi gửi
Chance|Khả năng
Expected value|Giá trị kỳ vọng
Projects that run on the closing day, furthest over first|Dự án đang chạy vào ngày cuối kỳ, vượt nhiều nhất trước
Cost by now|Chi phí đến nay
Budget by now|Ngân sách đến nay
Cost against it|So với ngân sách đến nay
Progress|Tiến độ
Estimate at completion|Ước tính khi hoàn thành
Whole budget|Toàn bộ ngân sách
Estimate against it|Ước tính so với toàn bộ
(several)|(nhiều)
Contract|Hợp đồng
Sent on|Ngày gửi
Days open|Số ngày mở
Signed|Đã ký
Sent|Đã gửi
Won|Thắng
Decided|Đã quyết định
up to 30|đến 30
31–60|31–60
61–90|61–90
91–180|91–180
over 180|trên 180
Sold to clients we have, largest first|Bán thêm cho khách hàng hiện có, lớn nhất trước
Signed on|Ngày ký
Bought more|Mua thêm
Revenue by kind of contract|Doanh thu theo loại hợp đồng
Late or not delivered|Bàn giao trễ hoặc chưa bàn giao
Due on|Hạn bàn giao
Delivered on|Ngày bàn giao
Days late|Số ngày trễ
not yet|chưa bàn giao
On time|Đúng hạn
Due|Đến hạn
Projects delivered in the period, furthest over first|Dự án bàn giao trong kỳ, vượt nhiều nhất trước
Project|Dự án
Projects|Dự án
Actual cost|Chi phí thực tế
Over (+) or under (−)|Vượt (+) hoặc dưới (−)
Variance|Chênh lệch %
Over budget|Vượt ngân sách
Under budget|Dưới ngân sách
outside the fences of all projects|ngoài rào của mọi dự án
outside the fences of the manager's projects|ngoài rào của các dự án cùng người
Cost against budget, project by project|Chi phí so với ngân sách, từng dự án
Cost against budget: the projects furthest over and under|Chi phí so với ngân sách: các dự án vượt và dưới nhiều nhất
Budget (outlined) and actual cost (solid)|Ngân sách (viền) và chi phí thực tế (đặc)
How projects spread, by manager|Phân bố dự án theo người phụ trách
Median|Trung vị
Lower quartile|Tứ phân vị dưới
Upper quartile|Tứ phân vị trên
Spread (MAD)|Độ phân tán (MAD)
Lower fence|Rào dưới
Upper fence|Rào trên
Client surveys below 50 of 100|Khảo sát khách hàng dưới 50/100
Answered on|Ngày trả lời
Score|Điểm
What they say|Ý kiến
Sum of scores|Tổng điểm
Answers|Trả lời
Answers by score of 100|Số trả lời theo điểm trên 100
Would they recommend us (0 to 10)|Có giới thiệu chúng ta không (0 đến 10)
Detractors (0–6)|Không (0–6)
Passives (7–8)|Trung lập (7–8)
Promoters (9–10)|Có (9–10)
0–19|0–19
20–39|20–39
40–59|40–59
60–79|60–79
80–100|80–100
What each department says|Ý kiến từng phòng ban
Plain mean|Trung bình thường
Adjusted mean|Trung bình điều chỉnh
few|ít
How strict each department is|Mức khắt khe của từng phòng
Department|Phòng ban
Departments|Phòng ban
Managers rated|Số người được chấm
Stricter (+) or kinder (−)|Khắt khe (+) hay dễ (−)
Slope a period|Mức đổi mỗi kỳ
p of the trend|p của xu hướng
The teams compared|So sánh các nhóm
Which indicators go together|Chỉ số nào đi cùng nhau
Rating|Xếp loại
Level|Cấp bậc
Base bonus|Thưởng cơ sở
Served|Thời gian làm
KPI bonus|Thưởng KPI
Commission|Hoa hồng
Project award|Thưởng dự án
Adjustment|Điều chỉnh
The plan: weights, thresholds, targets|Kế hoạch: trọng số, ngưỡng, mục tiêu
Plan|Kế hoạch
Weight|Trọng số
Weight used|Trọng số dùng
Threshold|Ngưỡng
Target|Mục tiêu
Stretch|Vượt trội
Payout %|Mức trả %
Payout at threshold|Mức trả ở ngưỡng
Payout at stretch|Mức trả ở mức vượt trội
Gate|Điều kiện chặn
Points|Điểm
yes|có
shut|chặn
Sum of the weights|Tổng trọng số
The weights must sum to 100.|Tổng trọng số phải bằng 100.
Ratings|Xếp loại
From score|Từ điểm
below|thấp hơn
Scores and bonuses|Điểm và thưởng
Days served|Số ngày làm
Days of the period|Số ngày trong kỳ
Score of the run|Điểm của lần chạy
Total of the run|Tổng của lần chạy
Difference|Chênh lệch
What each indicator pays|Mỗi chỉ số chi trả bao nhiêu
Difference to the run|Chênh lệch so với lần chạy
Inputs that are wrong|Số ô nhập sai
Total cost|Tổng chi phí
What is wrong|Sai ở đâu
Steps of the plan: from which value on which payout|Các bậc của kế hoạch: từ giá trị nào thì mức trả bao nhiêu
From value|Từ giá trị
everybody|mọi người
Kind|Loại
Commission: from which sum on which rate|Hoa hồng: từ tổng nào thì tỷ lệ nào
From sum|Từ tổng
Rate|Tỷ lệ
Above the step before, × 10,000|Hơn bậc trước, × 10.000
Other terms of pay|Các điều khoản trả khác
Term|Điều khoản
Least score for a KPI bonus|Điểm tối thiểu để có thưởng KPI
by spell, see below|theo giai đoạn, xem bên dưới
What the KPI bonus is made of|Thưởng KPI gồm những gì
In units, before rounding|Theo đơn vị, trước khi làm tròn
What commission is made of|Hoa hồng gồm những gì
Ladder|Bậc thang
Sum of amounts|Tổng số tiền
Brings|Mang lại
Taken back|Thu hồi
Days not served|Số ngày chưa thực hiện
Of days|Trên số ngày
Commission and award by period|Hoa hồng và thưởng dự án theo kỳ
Before the cap|Trước mức trần
Cap|Mức trần
After the cap|Sau mức trần
As in the run: nothing was changed.|Đúng như lần chạy: chưa đổi gì.
Differs from the run: an input was changed.|Khác lần chạy: đã đổi một ô nhập.
Against the plan|So với kế hoạch
Range of payout|Khoảng mức trả
Records that count against|Các bản ghi bị tính trừ
Projects over budget|Dự án vượt ngân sách
Record|Bản ghi
Over by|Vượt
How it is computed|Cách tính
Unit|Đơn vị
Better|Tốt hơn khi
Name in kpi.csv|Tên trong kpi.csv
higher|cao hơn
lower|thấp hơn
money|tiền
count|số lượng
share|tỷ lệ
ratio|tỷ số
score|điểm
Configuration in force|Cấu hình đang dùng
Period|Kỳ
First day|Ngày đầu kỳ
Last day|Ngày cuối kỳ
as of|tính đến
Currency|Tiền tệ
Fiscal year begins in month|Tháng đầu năm tài chính
Days of grace after a contract's end|Số ngày ân hạn sau khi hết hợp đồng
Survey scale where none is given|Thang điểm khảo sát mặc định
Kinds in the close and win rate|Loại hợp đồng tính vào tỷ lệ chốt và thắng
Exchange rates|Tỷ giá
Cost of an hour where the export has none|Chi phí một giờ khi tệp không ghi
Rows that overlapping exports share|Dòng trùng giữa các tệp xuất
Raters of a department before its scores are shown|Số người đánh giá tối thiểu của phòng ban để hiển thị điểm
How the plan pays|Kế hoạch trả thưởng thế nào
Rules that changed with this version: as they were → as they are|Quy tắc thay đổi từ phiên bản này: trước đây → bây giờ
Commission rates|Tỷ lệ hoa hồng
Commission is paid on|Hoa hồng được trả theo
Commission is taken back if a contract ends within days|Thu hồi hoa hồng nếu hợp đồng kết thúc trong số ngày
Of its commission is then taken back|Phần hoa hồng bị thu hồi
Caps|Mức trần
Award for a project|Thưởng mỗi dự án
Amounts are multiples of|Số tiền là bội của
Ratings: from a score of|Xếp loại: từ mức điểm
What became of every line|Mỗi dòng đã đi đâu
File|Tệp
Lines|Số dòng
Header|Tiêu đề
Accepted|Nhận
Rejected|Bị loại
Blank|Trống
Skipped|Bỏ qua
Continuation|Dòng nối tiếp
Rejected rows|Các dòng bị loại
No row was rejected.|Không có dòng nào bị loại.
Line|Dòng
Column|Cột
Reason|Lý do
What the rows that were not taken are worth|Giá trị của các dòng không được nhận
Table|Bảng
What became of them|Kết quả
Rows|Số dòng
Hours|Số giờ
Managers touched|Ảnh hưởng đến
rejected|bị loại
skipped|bỏ qua
Left out of a number, or listed for a look|Không tính vào số liệu, hoặc cần xem lại
Nothing was left out.|Không có gì bị loại ra.
How many|Số lượng
Which|Những mục nào
Managers who are not in people.csv|Người không có trong people.csv
no date on which the proposal was sent (proposed_on)|thiếu ngày gửi đề xuất (proposed_on)
opening client without a run rate (no recurring contract in force with a value and an end date or a price of a month)|khách hàng đầu kỳ không có doanh thu định kỳ (không có hợp đồng định kỳ còn hiệu lực có giá trị và ngày kết thúc hoặc giá một tháng)
terminated before it was due, and not delivered|chấm dứt trước hạn bàn giao và chưa bàn giao
project delivered that has no budget|dự án đã bàn giao nhưng không có ngân sách
project delivered on which no cost was booked|dự án đã bàn giao nhưng chưa ghi nhận chi phí
survey about nobody known (it counts for the company)|khảo sát không gắn với ai (vẫn tính cho công ty)
timesheet row on a project that no contract names|dòng chấm công cho dự án không có trong hợp đồng
timesheet row with hours and no cost|dòng chấm công có giờ nhưng không có chi phí
What went in|Dữ liệu vào
What came out beside this workbook|Kết quả bên cạnh tệp này
Bytes|Byte
SHA-256|SHA-256
Options of the run|Tùy chọn khi chạy
Account managers' indicators|Chỉ số quản lý khách hàng
Revenue bridge|Biến động doanh thu
How much hangs on few clients|Mức phụ thuộc vào ít khách hàng
Five largest|Năm lớn nhất
All clients|Mọi khách hàng
Share|Tỷ trọng
Revenue|Doanh thu
Run rate a month|Mức doanh thu tháng
The ten clients with the most revenue|Mười khách hàng có doanh thu lớn nhất
The ten clients with the lowest margin|Mười khách hàng có lãi gộp thấp nhất
All clients, by revenue|Mọi khách hàng, theo doanh thu
Earned|Giá trị đã làm
Cost booked|Chi phí đã ghi
Margin|Lãi gộp
Margin, %|Lãi gộp, %
Last answer|Điểm gần nhất
Next renewal|Gia hạn tiếp theo
Open proposals|Đề xuất đang mở
Flags|Lưu ý
Several clients, or none|Nhiều khách hàng, hoặc không có
Renewals due within 90 days|Hợp đồng đến hạn gia hạn trong 90 ngày
none is due within 90 days|không có hợp đồng nào đến hạn trong 90 ngày
Due by|Hạn gia hạn
Days left|Số ngày còn lại
Each proposal, and how such proposals end: see the sheet Pipeline.|Từng đề xuất và kết quả thường thấy: xem trang Cơ hội.
lost|đã mất
in grace|trong thời gian ân hạn
renewal due|sắp đến hạn gia hạn
costs more than it earned|chi phí vượt giá trị đã làm
over budget|vượt ngân sách
late|trễ hạn bàn giao
low answer|điểm thấp
From the prior period to this one|Từ kỳ trước đến kỳ này
Step|Bước
Contracted|Giảm
New|Mới
Expansion|Mở rộng
Moved between managers|Chuyển người phụ trách
This period|Kỳ này
Unchanged|Không đổi
Check: parts less the whole|Kiểm tra: các phần trừ tổng
Check: this period less kpi.csv|Kiểm tra: kỳ này trừ kpi.csv
Check|Kiểm tra
Clients (run rate)|Khách hàng (mức tháng)
Run rate a month, from the opening to the closing day|Mức doanh thu tháng, từ ngày đầu đến ngày chốt
By account manager, the largest change first|Theo quản lý khách hàng, thay đổi lớn nhất trước
By client, the largest change first|Theo khách hàng, thay đổi lớn nhất trước
Below|Nền
Whole|Tổng
Less|Giảm đi
More|Tăng thêm
Age in days|Số ngày
statement: Part|Khoản
statement: Amount|Số tiền
statement: How|Cách tính
statement: Scorecard|Bảng điểm
What would change the rating: score and rating then|Điều gì sẽ làm thay đổi xếp loại: điểm và xếp loại khi đó
No single record would change it.|Không bản ghi riêng lẻ nào làm thay đổi.
statement: Your indicators|Các chỉ số của anh/chị
statement: Result|Kết quả
statement: Target|Mục tiêu
statement: Period before|Kỳ trước
statement: Pays|Mức trả
statement: Next step|Bước tiếp theo
statement: pays the most|đã ở mức cao nhất
statement: What was counted|Những gì được tính
statement: Received|Người nhận
statement: Manager|Quản lý
statement: Human resources|Nhân sự
statement: for you|đạt
statement: against you|không đạt
statement: a contract of another person|hợp đồng của người khác
statement: No.|STT
statement: What|Mục
statement: How it came about|Cách tính
statement: How this was computed|Cách tính từng bước
statement: Statement|Bảng tính
statement: Statement of pay|Bảng tính thu nhập
"""

LANGUAGES = ("en", "vi")

# How currencies are written, and which signs stand before the digits.
SIGNS = {"VND": "₫", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "KRW": "₩"}
BEFORE = "$£¥₩"


class Words:
    """Words and numbers of one language and currency."""

    def __init__(self, language, currency="VND"):
        self.language, self.currency = language, currency
        self.vietnamese = language == "vi"
        pairs = [line.split("|") for line in PAIRS.strip().splitlines()]
        self.words = {english: (vietnamese if self.vietnamese else
                                english.replace("statement: ", ""))
                      for english, vietnamese in pairs}

    def __call__(self, english):
        return self.words[english]

    def say(self, which, **parts):
        return SENTENCES[which][LANGUAGES.index(self.language)].format(**parts)

    # ---- numbers within sentences ----

    def turned(self, text):
        """Vietnamese has point and comma the other way round."""
        if not self.vietnamese:
            return text
        return text.translate(str.maketrans(",.", ".,"))

    def fixed(self, number, places):
        """To so many places, a half away from 0, of the 15 digits that a
        double is sure of; thousands apart; nothing below 0 is 0."""
        exact = decimal.Decimal("%.14e" % number).quantize(
            decimal.Decimal(1).scaleb(-places), decimal.ROUND_HALF_UP)
        return "{:,f}".format(abs(exact) if exact == 0 else exact)

    def count(self, number):
        return self.turned(self.fixed(number, 0))

    def share(self, number, places=0):
        return self.turned(self.fixed(number * 100, places)) + " %"

    def score(self, number):
        return self.turned(self.fixed(number, 1))

    def money(self, number):
        """In billions or millions where it is so large."""
        sign = SIGNS.get(self.currency, self.currency)
        size, shown = abs(number), number
        places = 2 if size < 1000 and self.currency not in (
            "VND", "JPY", "KRW") else 0
        word = ""
        if size >= 999.5e6:
            shown, places = number / 1e9, 1
            word = " tỷ" if self.vietnamese else " bn"
        elif size >= 999.5e3:
            shown = number / 1e6
            places = 1 if abs(shown) < 9.95 else 0
            word = " triệu" if self.vietnamese else " m"
        text = self.turned(self.fixed(shown, places)) + word
        if sign not in BEFORE:
            return text + " " + sign
        return "-" + sign + text[1:] if text[0] == "-" else sign + text

    def day(self, day):
        return day.strftime("%d/%m/%Y" if self.vietnamese else "%Y-%m-%d")
