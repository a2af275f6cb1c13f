#!/usr/bin/env python3
"""kpi init, as a new user goes: run.py KPI

agency/ holds exports as an agency in Vietnam has them: a CRM's report with
titles above the header, sums and a signature below (semicolons, BOM, dd/mm/yyyy,
1.234,5), a time tracker's report, a form's answers, a list of people saved by
Excel. What is right is worked out by hand in RIGHT. Every file of formats/ must
be read after init as it is without a kpi.yaml.
"""
import csv
import datetime
import io
import os
import re
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import suite  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(1, os.path.join(os.path.dirname(HERE), "sheets"))
import writer  # noqa: E402
FORMATS = os.path.join(suite.ROOT, "tests", "formats")

# Signed in the quarter: HĐ-001 120,000,000 (new), HĐ-002 80,500,000 (renewal),
# HĐ-005 30,250,000 (upsell). Due: HĐ-001, two days early, and HĐ-002, five late.
# Scores of 5, 3 and 4 on a scale from 1 to 5 are 100, 50 and 75.
RIGHT = """
company,*,revenue,230750000
company,*,revenue_new,120000000
company,*,revenue_renewal,80500000
company,*,revenue_expansion,30250000
company,*,on_time,0.5
company,*,satisfaction,75
manager,Trần Quốc Bảo,revenue,150250000
manager,Lê Thị Hoa,revenue,80500000
"""


# What the files of agency/ are called where they come from.
NAMES = {
    "crm.csv": "BaoCao_HopDong_Q3.csv",
    "tracker.csv": "Detailed report 2026-09-30.csv",
    "answers.csv": "Khảo sát khách hàng (Câu trả lời) - Câu trả lời biểu mẫu 1.csv",
    "staff.csv": "Danh sách nhân sự.csv",
}


def copy(name="agency", source=HERE):
    folder = os.path.join(suite.folder(), "data")
    shutil.copytree(os.path.join(source, name), folder)
    for plain, real in NAMES.items() if source == HERE else ():
        os.rename(os.path.join(folder, plain), os.path.join(folder, real))
    return folder


def page_of(folder):
    return suite.read(folder, "kpi.yaml").decode()


@suite.check
def from_exports_to_a_dashboard():
    """init, one word to decide, check, run."""
    folder = copy()
    done = suite.run("init", folder)
    assert "4 files of 4 tables; 1 line with `# ?` to decide" in done.err, done
    page = page_of(folder)
    for line in ("contract_id: Số HĐ", "account_manager: Nhân viên phụ trách",
                 "due_on: Hạn bàn giao", "Đã ký: won  # 4 rows",
                 "Đang đàm phán: open  # 1 row", "Gia hạn: renewal  # 1 row",
                 "# ? Tạm dừng: …  # 1 row: open, won, lost or cancelled",
                 "date_order: dmy", "number_style: comma",
                 "hours: Tracked", "contract_id: Hợp đồng của bạn",
                 "# read as Google Forms responses, by its header",
                 "account_manager: Họ và tên  # by the ids"):
        suite.expect(line in page, line, page)
    # What is left to decide is what check says.
    code, _, said = suite.kpi("check", folder, "--out", folder + "-out")
    suite.equal(code, 2)
    assert "1 stage that nobody knows" in said and '"Tạm dừng" (1 row)' in said
    page = page.replace("# ? Tạm dừng: …", "Tạm dừng: open")
    suite.write(os.path.join(folder, "kpi.yaml"), page.encode())
    # Rows that are no data may be named; nothing else is wrong.
    code, _, said = suite.kpi("check", folder, "--out", folder + "-out")
    assert code in (0, 1) and "error" not in said, said
    code, _, said = suite.kpi("run", folder, "--period", "2026Q3", "--out",
                              folder + "-out")
    assert code in (0, 1), said
    rows = {(row["scope"], row["subject"], row["metric"]): row["value"]
            for row in csv.DictReader(io.StringIO(
                suite.read(folder + "-out", "kpi.csv").decode()))
            if row["period"] == "2026Q3"}
    for line in RIGHT.strip().splitlines():
        *key, value = line.split(",")
        suite.equal(rows[tuple(key)], value, key)


@suite.check
def hours_and_people_are_right():
    folder = copy()
    suite.run("init", folder)
    ask = ("sql", folder, "--accept-unknown", "-q", "--format", "csv")
    done = suite.run(*ask, "select sum(hours), dsum(cost) from timesheets",
                     code=(0, 1))
    # 1:30 + 7:45 + 3:00 + 0:20
    suite.equal(done.out.splitlines()[1], "12.5833,3775000")
    done = suite.run(*ask, "select account_manager, team, joined_on, base_bonus "
                     "from people order by 1 desc", code=(0, 1))
    suite.equal(done.out.splitlines()[1:],
                ["Trần Quốc Bảo,Hà Nội,2023-03-01,12500000.5",
                 "Lê Thị Hoa,Sài Gòn,2024-06-15,10000000"])


@suite.check
def a_workbook_is_as_good():
    """The CRM's report as .xlsx, days and amounts as numbers with a format."""
    folder = copy()
    path = os.path.join(folder, NAMES["crm.csv"])

    def typed(cell):
        if re.fullmatch(r"\d\d/\d\d/\d{4}", cell):
            return datetime.date(*map(int, reversed(cell.split("/"))))
        if re.fullmatch(r"\d{1,3}(\.\d{3})*", cell):
            return int(cell.replace(".", ""))
        return cell or None

    with open(path, newline="", encoding="utf-8-sig") as stream:
        rows = [[typed(cell) for cell in row]
                for row in csv.reader(stream, delimiter=";")]
    os.remove(path)
    hours = [["Bảng chấm công"], [], ["Dự án", "Ngày", "Số giờ", "Nhân viên"],
             ["HĐ-001", datetime.date(2026, 7, 8), 1.5, "Mai Anh"],
             ["HĐ-002", datetime.date(2026, 8, 11), 3, "Quang Huy"]]
    os.remove(os.path.join(folder, NAMES["tracker.csv"]))
    writer.save(path.replace(".csv", ".xlsx"), [
        writer.sheet("Hợp đồng", rows), writer.sheet("Ghi chú", [["a"]]),
        writer.sheet("Chấm công", hours)])
    suite.run("init", folder)
    page = page_of(folder)
    for line in ("files: BaoCao_HopDong_Q3.xlsx  # 7 rows; sheet Hợp đồng; "
                 "header on line 5",
                 "files: BaoCao_HopDong_Q3.xlsx  # 2 rows; sheet Chấm công; "
                 "header on line 3", "  sheet: Chấm công\n", "hours: Số giờ",
                 "#   BaoCao_HopDong_Q3.xlsx, sheet Ghi chú",
                 "Đã ký: won  # 4 rows", "due_on: Hạn bàn giao"):
        suite.expect(line in page, line, page)
    # Days and amounts are what they are: no form has to be told.
    contracts = page[page.index("contracts:"):page.index("timesheets:")]
    assert "date_order" not in contracts and "number_style" not in contracts
    done = suite.run("sql", folder, "--accept-unknown", "-q", "--format", "csv",
                     "select sum(value) from contracts where stage = 'won'",
                     code=(0, 1))
    suite.equal(done.out.splitlines()[1], "280750000")
    done = suite.run("sql", folder, "--accept-unknown", "-q", "--format", "csv",
                     "select sum(hours) from timesheets", code=(0, 1))
    suite.equal(done.out.splitlines()[1], "4.5")


@suite.check
def sheets_of_one_table():
    """A sheet a month: two sources of one file."""
    folder = suite.folder()
    head = ["Số HĐ", "Khách hàng", "Phụ trách", "Giai đoạn", "Ngày ký", "Giá trị"]
    writer.save(os.path.join(folder, "hop-dong.xlsx"), [
        writer.sheet("T7", [head, ["1", "A", "an", "Đã ký",
                                   datetime.date(2026, 7, 1), 5]]),
        writer.sheet("T8", [head, ["2", "B", "an", "Thua",
                                   datetime.date(2026, 8, 1), 7]])])
    suite.run("init", folder)
    done = suite.run("sql", folder, "-q", "--format", "csv",
                     "select contract_id, stage, value from contracts order by 1")
    suite.equal(done.out.splitlines()[1:], ["1,won,5", "2,lost,7"])


@suite.check
def what_is_there_is_spared():
    folder = copy()
    path = os.path.join(folder, "kpi.yaml")
    suite.write(path, b"# mine\n")
    done = suite.kpi("init", folder)
    suite.equal(done.code, 4)
    assert "kpi.yaml is there already, and not written over" in done.err
    suite.equal(suite.read(path), b"# mine\n")
    printed = suite.run("init", folder, "-").out
    suite.equal(suite.read(path), b"# mine\n")
    os.remove(path)
    os.symlink("nowhere", path)
    suite.equal(suite.kpi("init", folder).code, 4)
    os.remove(path)
    suite.run("init", folder)
    # Printed is what would be written, and the same every time.
    suite.equal(page_of(folder), printed)
    suite.equal(suite.program([suite.KPI, "init", "-"], cwd=folder).out, printed)


@suite.check
def what_is_wrong_is_said():
    folder = suite.folder()
    done = suite.kpi("init", os.path.join(folder, "nowhere"))
    suite.equal(done.code, 3)
    assert "there is no such folder" in done.err, done.err
    done = suite.kpi("init", folder)
    suite.equal(done.code, 3)
    assert "no file that looks like contracts" in done.err
    suite.equal(os.listdir(folder), [])
    done = suite.kpi("init", folder, "elsewhere")
    suite.equal(done.code, 2)


@suite.check
def a_folder_that_needs_none():
    page = suite.run("init", suite.AGENCY, "-").out
    for line in page.splitlines():
        assert not line or line.startswith("#"), line
    assert "# ?" not in page.replace("with `# ?`", "")
    assert "#   contracts.csv is read as it is" in page


def proposed(**files):
    """The page for files of this text."""
    folder = suite.folder()
    for name, text in files.items():
        suite.write(os.path.join(folder, name + ".csv"), text.encode())
    page = suite.run("init", folder, "-").out
    for name in files:
        os.remove(os.path.join(folder, name + ".csv"))
    return page


CONTRACTS = ("Deal no,Customer,Sales rep,Status,Date signed,Contract value,Type\n"
             "D1,A,an,%s,%s,%s,%s\nD2,B,bo,%s,%s,%s,%s\n")


@suite.check
def doubts_are_left_to_the_user():
    def page(*cells):
        return proposed(deals=CONTRACTS % cells)

    sure = page("3. Closed Won", "2026-07-01", "5", "New Business",
                "Contract signed (Won)", "2026-07-13", "6", "Retainer")
    assert '"3. Closed Won": won  # 1 row' in sure, sure
    assert '# ? "Contract signed (Won)": won  # 1 row' in sure, sure
    assert "New Business: new  # 1 row" in sure
    assert "# ? Retainer: …  # 1 row: new, renewal, upsell, " \
        "cross_sell or credit" in sure
    assert "date_order" not in sure and "number_style" not in sure, sure
    # Not won is not won; two meanings are none.
    for word in ("Not won", "Won or lost", "Chưa thắng"):
        assert "# ? %s: …" % word in page(
            "won", "2026-07-01", "5", "new", word, "2026-07-13", "6", "new")
    either = page("won", "03/04/2026", "1.234", "new",
                  "lost", "05/06/2026", "5.678", "new")
    assert '# ? date_order: dmy  # or mdy: "03/04/2026" on line 2 can be read ' \
        'in two ways (closed_on)' in either, either
    # One cell decides, and the line that shows it is named.
    decided = page("won", "03/04/2026", "1.234", "new",
                   "lost", "25/06/2026", "1.005.678", "new")
    assert 'date_order: dmy  # "25/06/2026" on line 3, in closed_on' in decided
    assert 'number_style: comma  # "1.005.678" on line 3, in value' in decided
    us = page("won", "03/04/2026", '"1,234.50"', "new",
              "lost", "06/25/2026", '"5,678.00"', "new")
    assert 'date_order: mdy  # "06/25/2026" on line 3' in us, us
    assert 'number_style: point  # "1,234.50" on line 2' in us, us
    torn = page("won", "25/06/2026", "5", "new", "lost", "06/25/2026", "5", "new")
    assert '# ? closed_on is written in two ways, "25/06/2026" on line 2 and ' \
        '"06/25/2026" on line 3' in torn, torn
    # A name whose cells are no dates is not taken; the other days may be it.
    text = "Deal no,Customer,Sales rep,Status,Date signed,Amount,Start\n" \
        "D1,A,an,won,soon,5,2026-07-01\nD2,B,bo,lost,later,6,2026-07-13\n"
    assert "# ? closed_on: Start  # needed; in place of start_on, whose line then goes" in proposed(deals=text)


@suite.check
def a_footer_hides_no_column():
    """In a list of three the names below it outnumber days and amounts."""
    page = proposed(hop_dong="Danh sách hợp đồng,,,,,,,\n"
        "STT,Số HĐ,Khách hàng,NV phụ trách,Ngày báo giá,Ngày ký,Giá trị HĐ,Tình trạng\n"
        "1,7/HĐ,Gốm Hà,Lan,01/07/2026,20/07/2026,5.000.000,Đã nghiệm thu\n"
        "2,8/HĐ,Mây Tre,Lan,02/07/2026,,7.500.000,Nháp\n"
        "3,9/HĐ,Lụa Vân,Lan,03/07/2026,21/07/2026,,Không ký\n"
        ",,Tổng cộng,,,,12.500.000,\n"
        ",,,,,,\"Huế, ngày 30 tháng 9 năm 2026\",\n"
        ",Người lập biểu,,,Kế toán,,Giám đốc,\n"
        ",(Ký tên),,,(Ký tên),,(Ký tên),\n"
        ",Lan,,,Hồ Thị Sen,,Võ Văn Tâm,\n")
    for line in ("files: hop_dong.csv  # 3 rows", "value: Giá trị HĐ",
                 "proposed_on: Ngày báo giá", "closed_on: Ngày ký",
                 "Đã nghiệm thu: won", "Nháp: open", "Không ký: lost"):
        assert line in page, "%r is not in\n%s" % (line, page)
    assert "# ?" not in page.split("contracts:")[1], page


@suite.check
def dates_with_names_of_months_are_dates():
    page = proposed(deals="Deal no,Customer,Sales rep,Status,Signed date,Amount,Start\n"
                    'D1,A,an,won,"Jul 3, 2026",5,2026-07-05 00:00:00\n'
                    'D2,B,bo,won,13 Jul 2026,6,2026-07-15 00:00:00\n')
    assert "closed_on: Signed date\n" in page, page
    assert "start_on: Start\n" in page, page


@suite.check
def columns_that_differ_in_brackets_are_asked_about():
    page = proposed(hop_dong="Số HĐ,Khách hàng,NV phụ trách,Ngày ký,Giá trị (chưa VAT),"
                    "Giá trị (có VAT),Tình trạng\n"
                    "1/QC,Gốm Hà,Lan,20/07/2026,5000000,5400000,Đã ký\n")
    assert '# ? value: "Giá trị (chưa VAT)"  # needed; or "Giá trị (có VAT)"' in page, page


@suite.check
def what_a_format_says_wrongly_is_said_again():
    """Its numbers are written otherwise here; its days are as it says."""
    page = proposed(opportunities="Danh sách cơ hội\n"
                    "Mã cơ hội,Khách hàng,Chủ sở hữu,Giai đoạn,Số tiền,"
                    "Ngày kỳ vọng kết thúc\n"
                    'CH1,A,an,Kết thúc thắng,"150,000,000",15/07/2026\n'
                    'CH2,B,an,Kết thúc thua,"80,000,000",20/08/2026\n')
    assert 'number_style: {value: point}  # "150,000,000" on line 3' in page, page
    assert "date_order" not in page, page


@suite.check
def a_scale_in_the_question_is_enough():
    text = "Ngày trả lời;Khách hàng;%s;Nhận xét\n21/07/2026;A;9;Tốt\n25/07/2026;B;7;\n"
    page = proposed(survey=text % "Điểm hài lòng (0-10)")
    assert "scale" not in page.replace("# nothing found", ""), page
    page = proposed(survey=text % "Điểm hài lòng")
    assert "# ? constants: {scale_min: 1, scale_max: 10}  # scores from 7 to 9" \
        in page, page


@suite.check
def people_go_by_what_contracts_call_them():
    deals = CONTRACTS.replace(",an,", ",an@x.vn,").replace(",bo,", ",bo@x.vn,") % (
        "won", "2026-07-01", "5", "new", "lost", "2026-07-13", "6", "new")
    people = "Họ và tên,Email,Nhóm\nAn,an@x.vn,HN\nBo,bo@x.vn,SG\n"
    page = proposed(deals=deals, nhansu=people)
    assert "account_manager: Email  # by the ids of the other files" in page, page
    assert "name: Họ và tên" in page and "# ?" not in page.split("people:")[1]


@suite.check
def a_mark_can_be_taken_away():
    """Without its marks the page is what kpi.yaml may say, word for word."""
    text = "Deal no,Customer,Owner,Status,Date signed,Amount,Start,Due date,Type\n" \
        "D1,A,an,Pending (won),soon,5,03/04/2026,when done,Retainer\n" \
        "D2,B,bo,Lost to X,later,6,05/06/2026,later,Retainer\n"
    folder = suite.folder()
    suite.write(os.path.join(folder, "deals.csv"), text.encode())
    suite.run("init", folder)
    page = page_of(folder)
    assert page.count("# ? ") >= 7, page
    for mark in ("values:", "stage:", "Lost to X: lost", "closed_on: Start",
                 "date_order: dmy", "attributes: [Due date]"):
        suite.expect("# ? " + mark in page, mark, page)
    page = page.replace("# ? ", "").replace("…", "new").replace(
        "    start_on: Start\n", "")
    suite.write(os.path.join(folder, "kpi.yaml"), page.encode())
    suite.run("list", "settings", folder)
    done = suite.run("sql", folder, "-q", "--format", "csv",
                     "select stage, closed_on from contracts order by 1")
    suite.equal(done.out.splitlines()[1:], ["lost,2026-06-05", "won,2026-04-03"])


@suite.check
def words_that_are_known_stand_beside():
    """One mark to take away, also where a format or the schema knows the rest."""
    page = proposed(deals=CONTRACTS % ("won", "2026-07-01", "5", "new",
                                       "Pending", "2026-07-13", "6", "new"))
    assert "    stage:\n      # ? Pending: …  # 1 row" in page, page
    assert "      won: won  # 1 row" in page and "kind:\n" not in page, page


@suite.check
def cells_count_as_often_as_they_stand_there():
    """1.234 may be either; with one decimal comma three of it are a style."""
    head = "Deal no,Customer,Sales rep,Status,Date signed,Contract value\n"
    row = "D%d,A,an,won,2026-07-01,%s\n"
    cells = ["1.234", "1.234", "1.234", '"2,5"']
    page = proposed(deals=head + "".join(
        row % pair for pair in enumerate(cells)))
    assert 'number_style: comma  # "2,5" on line 5, in value' in page, page


@suite.check
def a_file_that_lacks_too_much_is_none():
    deals = CONTRACTS % ("won", "2026-07-01", "5", "new",
                         "lost", "2026-07-13", "6", "new")
    page = proposed(deals=deals, list="Customer,Amount,Date signed,Status\n"
                    "A,5,2026-07-01,won\n")
    assert "# Files that look like none of the tables:\n#   list.csv" in page, page
    # One whose name says what it is, is; the next one's doubts are told, too.
    page = proposed(deals=deals, timesheet="Ticket,Work day,Hours,Cost\n"
                    "T1,2026-07-01,2,5\n")
    assert "# ? project_id: Ticket  # needed" in page.split("timesheets:")[1], page


@suite.check
def money_is_asked_about():
    page = proposed(deals="Deal no,Customer,Sales rep,Status,Date signed,Amount,"
                    "Currency\nD1,A,an,won,2026-07-01,5,VNĐ\n"
                    "D2,B,bo,lost,2026-07-02,6,USD\n",
                    timesheet="Job code,Work day,Hours\nD1,2026-07-03,1.5\n")
    assert "# ? exchange_rates: {USD: …}  # what one is worth in VND; amounts: "\
        "1 in USD, the first in deals.csv" in page, page
    assert "VNĐ: VND  # 1 row" in page, page
    assert "# ? rates: …  # what an hour costs, which timesheet.csv does not say" \
        in page, page
    page = proposed(deals="Deal no,Customer,Sales rep,Status,Date signed,"
                    "Amount (USD)\nD1,A,an,won,2026-07-01,5\n"
                    "D2,B,bo,won,2026-07-02,7\n")
    assert "amounts: 2 in USD" in page, page
    page = proposed(deals="Deal no,Customer,Sales rep,Status,Date signed,Amount\n"
                    "D1,A,an,won,2026-07-01,€ 5\nD2,B,bo,won,2026-07-02,€ 7\n")
    assert "# ? currency: EUR  # all amounts that name a currency" in page, page


@suite.check
def files_that_are_alike_are_one_source():
    text = CONTRACTS % ("won", "2026-07-01", "5", "new",
                        "lost", "2026-07-13", "6", "new")
    other = text.replace("Customer", "Company")
    page = proposed(deals_1=text, deals_2=text, deals_3=other)
    assert "    files: [deals_1.csv, deals_2.csv]  # 4 rows" in page, page
    assert "    files: deals_3.csv  # 2 rows" in page, page
    assert page.count("contract_id: Deal no") == 2


@suite.check
def names_do_no_harm():
    """Names of files and columns are data: the page stays YAML of kpi."""
    folder = suite.folder()
    hostile = ["deal: [x] # y.csv", "deal\n\x1b[2J'\".csv", "deal*?.csv",
               "- deal.csv", "deal & {a}.csv",
               "deal  cơ hội ".replace("ơ", "o\u031b") + ".csv"]
    for number, name in enumerate(hostile):
        text = '"Deal no","Cus""tomer: #%d\n","Customer","Sales rep","Status",' \
            '"Date signed","Contract value"\nD%d,x,A,an,"won # {%d}: \x07",' \
            '2026-07-01,5\n' % (number, number, number)
        suite.write(os.path.join(folder, name), text.encode())
    suite.run("init", folder)
    page = suite.read(folder, "kpi.yaml").decode()
    assert "\x1b" not in page and "\x07" not in page
    # Settings are read, and each file is found by its name.
    suite.run("list", "settings", folder)
    said = suite.kpi("check", folder, "--accept-unknown", "--out",
                     folder + "/out").err
    assert "no file in" not in said and "kpi.yaml" not in said, said
    for name in hostile + ["kpi.yaml"]:
        os.remove(os.path.join(folder, name))


def whatever_fails(shim, fault):
    """No memory, no disk: the page as it should be, or a word and none."""
    folder = copy()
    right = suite.run("init", folder, "-").out
    done = suite.kpi("init", folder, environment={"LD_PRELOAD": shim,
                                                  "FAULT": fault})
    path = os.path.join(folder, "kpi.yaml")
    assert done.code >= 0, "crashed by signal %d" % -done.code
    if done.code == 0:
        suite.equal(page_of(folder), right)
    else:
        assert not os.path.exists(path), "%d, but it is there" % done.code
        assert "error" in done.err or fault.startswith("full"), done
    left = [name for name in os.listdir(folder) if "kpi" in name]
    assert left in ([], ["kpi.yaml"]), left


if suite.SANITIZED:
    suite.skip("faults of init", "a sanitizer replaces the allocator")
else:
    SHIM = suite.fault_shim(os.path.join(suite.shared(), "fault.so"))
    for number in (1, 7, 60, 300, 900, 1500, 2400, 4000, 6000):
        suite.add("malloc:%d" % number, whatever_fails, SHIM,
                  "malloc:%d" % number)
    for kind in ("write:1", "full:1"):
        suite.add(kind, whatever_fails, SHIM, kind)


def table_of(folder):
    for table in ("contracts", "timesheets", "surveys", "people"):
        if any(name.startswith(table) for name in os.listdir(folder)):
            return table
    raise AssertionError(folder)


def rows_of(folder, wanted):
    done = suite.kpi("sql", folder, "select %s from %s" % (
        ", ".join(wanted), table_of(folder)), "--format", "csv", "-q",
        "--accept-unknown")
    return done.code, done.out


def as_without(name):
    folder = copy(name, FORMATS)
    wanted = next(csv.reader(io.StringIO(
        suite.read(folder, "expected.csv").decode())))
    os.remove(os.path.join(folder, "expected.csv"))
    before = rows_of(folder, wanted)
    suite.run("init", folder)
    assert "read as" in page_of(folder) or "as it is" in page_of(folder)
    suite.run("list", "settings", folder)
    if before[0] in (0, 1):
        suite.equal(rows_of(folder, wanted), before, page_of(folder))


for name in sorted(os.listdir(FORMATS)):
    path = os.path.join(FORMATS, name)
    if os.path.exists(os.path.join(path, "expected.csv")) and \
            not os.path.exists(os.path.join(path, "kpi.yaml")) and \
            not re.search("undecided", name):
        suite.add("as without: " + name, as_without, name)

suite.main()
