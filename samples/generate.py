#!/usr/bin/env python3
"""Make samples/agency: an invented Vietnamese marketing agency, 2024Q4 to 2026Q3.

    python3 samples/generate.py samples/agency

The same bytes every time: one fixed seed, only Random.random(), no sets, no hash order,
no locale, no clock. Rates are met by quota (the rounding error is carried on), not by
luck, so that the stories below show in the small numbers of a single quarter.
"""
import csv
import datetime
import os
import random
import sys

# ---- the stories -------------------------------------------------------------------
# A parameter is a number, or (first, last, q): `first` up to quarter q (0 = 2024Q4), then
# in a straight line to `last` in quarter 7 (2026Q3).
NORMAL = dict(churn=.10, on_time=.85, satisfaction=75, close=.45, variance=.03, coordination=75,
              production=None,        # creative and media, where they see it differently
              proposals=3.9, book=7, client_surveys=9, internal_surveys=8)
BETTER = dict(on_time=(.55, .95, 0), satisfaction=(52, 84, 0), close=(.26, .54, 0),
              variance=(.22, -.03, 0), coordination=(58, 82, 0))   # a team that learns
HN, HCM, DN = "Hà Nội", "TP.HCM", "Đà Nẵng"
MANAGERS = [  # id, name, aliases, team, level, joined_on, left_on, base_bonus, own parameters
    ("nguyen.minh.anh", "Nguyễn Minh Anh", "Minh Anh|anh.nm", HN, "lead", "2019-03-04", "", 45_000_000,
     dict(on_time=.88, satisfaction=78, coordination=78, book=8)),
    ("tran.quoc.bao", "Trần Quốc Bảo", "", HN, "senior", "2021-06-01", "", 30_000_000,
     dict(churn=(.07, .52, 5), satisfaction=(74, 60, 5), book=11)),               # loses clients
    ("pham.duc.long", "Phạm Đức Long", "", HN, "senior", "2020-02-17", "2026-08-14", 30_000_000,
     dict(variance=.05)),                                                         # leaves
    ("le.thu.ha", "Lê Thu Hà", "Hà Lê", HN, "junior", "2026-08-10", "", 15_000_000,
     dict(proposals=3, book=0, client_surveys=6)),                                # joins
    ("vo.thanh.truc", "Võ Thanh Trúc", "", HCM, "lead", "2018-09-10", "", 45_000_000,
     dict(on_time=.87, close=.48, variance=.01)),
    ("dang.hoang.nam", "Đặng Hoàng Nam", "Nam Đặng|nam.dh", HCM, "senior", "2022-01-10", "", 30_000_000,
     dict(close=(.52, .80, 4), variance=(.06, .27, 5), proposals=(5, 9, 3))),     # wins, overspends
    ("bui.ngoc.lan", "Bùi Ngọc Lan", "", HCM, "senior", "2021-11-15", "", 30_000_000,
     dict(satisfaction=(82, 92, 4), coordination=(70, 62, 4), production=(62, 30, 4), churn=.05)),
    ("huynh.gia.huy", "Huỳnh Gia Huy", "", HCM, "junior", "2024-09-16", "", 15_000_000,
     dict(proposals=1.1, book=3, churn=.06, client_surveys=4, internal_surveys=4)),  # very few deals
    ("ho.van.kiet", "Hồ Văn Kiệt", "", DN, "lead", "2020-07-20", "", 40_000_000, dict(BETTER)),
    ("doan.thuy.linh", "Đoàn Thùy Linh", "Linh Đoàn", DN, "senior", "2022-04-04", "", 28_000_000, dict(BETTER)),
    ("ngo.tan.phat", "Ngô Tấn Phát", "", DN, "senior", "2023-03-01", "", 28_000_000, dict(BETTER)),
    ("ly.bao.chau", "Lý Bảo Châu", "", DN, "junior", "2024-05-06", "", 15_000_000, dict(BETTER)),
]
DIRECTOR = dict(account_manager="trinh.hong.van", name="Trịnh Hồng Vân", aliases="", team="", level="director",
                joined_on="2016-05-16", left_on="", base_bonus=60_000_000, base_bonus_year=120_000_000, reports_to="")
LEADS = {HN: "nguyen.minh.anh", HCM: "vo.thanh.truc", DN: "ho.van.kiet"}
# In mid-quarter: a second row, in which blank is as before.
PROMOTED = dict(account_manager="ly.bao.chau", name="", aliases="", team="", level="senior", joined_on="2026-08-16",
                left_on="", base_bonus=28_000_000, base_bonus_year="", reports_to="")
LEAVER, JOINER, HANDOVER = "pham.duc.long", "le.thu.ha", datetime.date(2026, 8, 17)
EARLIER_HANDOVERS = [(3, "vo.thanh.truc", "dang.hoang.nam", 2), (5, "ho.van.kiet", "ly.bao.chau", 1)]

PLAN = {  # metric: threshold, target, stretch, gate, min_n; weights below
    "revenue": None, "retention": (.75, .9, 1, "", 3), "on_time": (.7, .85, .95, "", 3),
    "satisfaction": (55, 75, 88, "yes", 3), "close_rate": (.25, .45, .6, "", 3),
    "upsell_rate": (.05, .15, .3, "", 3), "budget_variance": (.15, .05, -.05, "", 3),
    "coordination": (50, 72, 85, "", 3)}
WEIGHTS = {"junior": (15, 15, 20, 20, 10, 5, 5, 10), "senior": (20, 20, 15, 15, 10, 5, 10, 5),
           "lead": (25, 20, 10, 10, 10, 5, 10, 10), "*": (20, 20, 10, 15, 10, 5, 10, 10)}
YEAR = ("revenue", "retention", "nrr", "satisfaction")   # what leads are judged by over a year
YEAR_WEIGHTS, YEAR_PLAN = (40, 25, 20, 15), {"nrr": (.3, .5, .7, "", 3), "retention": (.5, .7, .85, "", 3)}
# The director is judged by all records of the company, or of all who report to her.
DIRECTED = [("quarter", "revenue", "company", 40, (4_000_000_000, 6_000_000_000, 9_000_000_000, "", "")),
            ("quarter", "retention", "company", 30, (.75, .9, 1, "", "")),
            ("quarter", "satisfaction", "reports", 30, (55, 75, 88, "", "")),
            ("year", "revenue", "company", 60, (16_000_000_000, 24_000_000_000, 36_000_000_000, "", "")),
            ("year", "nrr", "reports", 40, (.3, .5, .7, "", ""))]
REVENUE = {"junior": (200, 400, 650), "senior": (400, 800, 1300), "lead": (450, 900, 1500), "*": (350, 700, 1100)}

CONFIGURATION = """\
# What this agency pays besides its plan (plan.csv), and how.
currency: VND
coordination: {min_raters: 2}  # two from a department answer in a quarter; default 3
pay:
  commission: {new: 0.01, renewal: 0.005, upsell: 0.015, cross_sell: 0.015}
  project_award: 2000000     # for each project within budget and on time
  unit: 1000                 # amounts are rounded to thousands of dong
  bands: {A: 110, B: 90, C: 70}
payroll:                     # the file that the payroll system reads
  columns: {employee: MA_NV, earning: MA_KHOAN, amount: SO_TIEN, currency: TIEN_TE, period: KY, note: GHI_CHU}
  rows: part
  codes: {kpi_bonus: T01, commission: T02, project_award: T03}
  control: yes
"""

# ---- words -------------------------------------------------------------------------
INDUSTRIES = [("Thực phẩm", "Công ty CP Thực phẩm"), ("Bán lẻ", "Chuỗi cửa hàng"), ("Bất động sản", "Địa ốc"),
              ("Du lịch", "Khách sạn & Resort"), ("Giáo dục", "Trường Quốc tế"), ("Y tế", "Phòng khám"),
              ("Thời trang", "Thời trang"), ("Đồ uống", "Cà phê"), ("Tài chính", "Quỹ đầu tư"), ("Công nghệ", "Công nghệ")]
BRANDS = ["Hương Việt", "Sao Mai", "Ánh Dương", "Đại Phát", "Bình Minh", "Hồng Hà", "Trường Sơn", "Phú Quý",
          "Thiên Long", "An Khang", "Hoa Sen", "Biển Xanh", "Tân Tiến", "Kim Ngân", "Đông Á"]
SERVICES = ["Quảng cáo số", "Mạng xã hội", "Sản xuất video", "Nhận diện thương hiệu", "Sự kiện", "SEO & nội dung"]
SURNAMES = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đỗ", "Dương"]
GIVEN = ["Thu Trang", "Văn Hùng", "Ngọc Ánh", "Quang Huy", "Thị Mỹ Duyên", "Tuấn Kiệt", "Khánh Vy", "Đình Phúc",
         "Bích Phượng", "Hữu Nghĩa", "Thảo Nguyên", "Mạnh Cường"]
NOTES = ["Dựng clip 30 giây", "Họp với khách hàng, chốt brief", 'Sửa key visual theo ý "sếp" khách', "Viết bài, lên lịch đăng",
         "Tối ưu quảng cáo Facebook", "Báo cáo tuần", "Chụp ảnh sản phẩm, hậu kỳ", 'Kịch bản "Tết sum vầy", bản 2',
         "Lập kế hoạch truyền thông", "Làm việc với KOL, báo giá", "Sửa lần 3", "Thiết kế banner 1200×628"]
COMMENTS = {2: ["Rất hài lòng, sẽ tiếp tục hợp tác", "Đội ngũ nhiệt tình, sáng tạo", 'Chiến dịch "cháy" hơn mong đợi!', "Phản hồi nhanh, rõ ràng"],
            1: ["Ổn, nhưng báo cáo còn chậm", "Tạm được", "Cần chủ động hơn, nhất là cuối tháng"],
            0: ["Trễ hẹn, phải nhắc nhiều lần", "Không hiểu ý, sửa đi sửa lại", 'Gọi mãi mới gặp, "đang họp" suốt',
                "Chưa hài lòng:\n- giao trễ\n- sai nội dung"]}
DEPARTMENTS = [("creative", .40, 260), ("media", .25, 300), ("planning", .20, 400), ("account", .15, 330)]

# ---- chance, by quota --------------------------------------------------------------
rng = random.Random(3)
day, days = datetime.date, datetime.timedelta
QUARTERS = [day(y, m, 1) for y in (2024, 2025, 2026) for m in (1, 4, 7, 10)][3:12]
START, END = QUARTERS[0], QUARTERS[8] - days(1)
carried = {}


def between(lo, hi):
    """A whole number or a day from lo to hi, both included."""
    if isinstance(lo, day):
        return lo + days(between(0, max(0, (hi - lo).days)))
    return lo + int(rng.random() * (hi - lo + 1))


def pick(seq):
    return seq[int(rng.random() * len(seq))]


def shuffled(seq):
    return [x for _, _, x in sorted((rng.random(), i, x) for i, x in enumerate(seq))]


def aim(key, target, noise, lo, hi):
    """A whole number in lo..hi; over many calls with a key the mean is the target."""
    owed = carried.get(key, rng.random() - .5) + target
    got = min(hi, max(lo, int(owed + noise * (rng.random() - rng.random()) + 100.5) - 100))
    carried[key] = max(-2.0, min(2.0, owed - got))
    return got


def quota(key, share):
    return aim(key, share, .3, 0, 1) == 1


def param(m, name, q):
    value = m["own"].get(name, NORMAL[name])
    if isinstance(value, tuple):
        first, last, since = value
        value = first + (last - first) * max(0, q - since) / (7 - since)
    return value


def quarter_of(d):
    return max(0, min(7, sum(d >= start for start in QUARTERS) - 1))


def service(m, q):
    """First and last day in service in quarter q; first > last when absent."""
    left = day.fromisoformat(m["left_on"]) if m["left_on"] else END
    return max(QUARTERS[q], day.fromisoformat(m["joined_on"])), min(QUARTERS[q + 1] - days(1), left)


# ---- contracts ---------------------------------------------------------------------
KEYS = ("account_manager", "name", "aliases", "team", "level", "joined_on", "left_on", "base_bonus", "own")
people = [dict(zip(KEYS, row)) for row in MANAGERS]
by_id = {m["account_manager"]: m for m in people}
clients = [dict(client_id=f"C{i + 1:03}", client_name=f"{INDUSTRIES[i % 10][1]} {BRANDS[(i // 10 + i) % 15]}",
                industry=INDUSTRIES[i % 10][0], main=None, owner=None, gone=-1, asked=-1) for i in range(150)]
contracts, assignments, surveys, times = [], [], [], []
handed = {}   # client_id: who takes over from the leaver


def contract(client, manager, stage, kind, proposed, closed, value, start=None, end=None, parent=None):
    taker = handed.get(client["client_id"])
    if taker and closed >= HANDOVER and manager == LEAVER:
        manager = taker
    if end and end + days(1) in QUARTERS:
        end -= days(5)
    won = stage == "won"
    row = dict(client=client, client_id=client["client_id"], client_name=client["client_name"], account_manager=manager,
               stage=stage, kind=kind, value=value, proposed_on=proposed, closed_on=closed, start_on=start, end_on=end,
               terminated_on=None, budget=value * between(55, 65) // 100_000_000 * 1_000_000 if won else "",
               due_on=None, delivered_on=None, project_id="", team=by_id[manager]["team"],
               service=parent["service"] if parent and kind != "cross_sell" else pick(SERVICES), industry=client["industry"])
    if won:
        due = start + days(between(40, 110) + (between(0, 90) if closed < START else 0))
        row["due_on"] = max(start + days(20), START + days(between(10, 60)), min(due, end - days(3)))
        if kind in ("upsell", "cross_sell") and rng.random() < .35:
            row["shares"] = parent
    if won and kind in ("new", "renewal"):
        client.update(main=row, owner=manager)
    contracts.append(row)
    return row


def price():
    u = rng.random() * rng.random()
    return (60 + int(440 * u)) * 1_000_000 * (5 if rng.random() < .012 else 1) // 5_000_000 * 5_000_000


def open_books():
    fresh = iter(shuffled(clients))
    for m in people:
        for _ in range(m["own"].get("book", NORMAL["book"])):
            client, closed = next(fresh), between(day(2024, 7, 1), day(2024, 9, 18))
            start = closed + days(between(4, 12))
            contract(client, m["account_manager"], "won", "new", closed - days(between(10, 40)), closed, price(),
                     start, max(start + days(between(110, 364)), START + days(between(15, 60))))


def renew(client, q, leaves, m):
    """The contract in force ends in the quarter."""
    old = client["main"]
    closed = old["end_on"] - days(between(3, 15))
    value = max(50_000_000, old["value"] * between(90, 120) // 500_000_000 * 5_000_000)
    proposed = closed - days(between(15, 35))
    if not leaves:
        contract(client, m, "won", "renewal", proposed, closed, value, old["end_on"] + days(1),
                 old["end_on"] + days(pick([182, 365, 365])), old)
    elif rng.random() < .7:
        contract(client, m, "lost", "renewal", proposed, closed, value, parent=old)


def keep_or_lose(m, mine, q):
    last = QUARTERS[q + 1] - days(1)
    ending = [c for c in shuffled(mine) if c["main"]["end_on"] < last]
    leaving = sum(quota((m["account_manager"], "churn"), param(m, "churn", q)) for _ in mine)
    leavers = (ending + [c for c in shuffled(mine) if c not in ending])[:leaving]
    for c in ending:
        renew(c, q, c in leavers, m["account_manager"])
    for c in leavers:
        if c not in ending:
            stop = between(QUARTERS[q] + days(8), last - days(6))
            for row in contracts:
                if row["client"] is c and row["stage"] == "won" and row["end_on"] > stop:
                    row["terminated_on"] = stop
        c.update(main=None, owner=None, gone=q)


def propose(m, mine, q):
    me, (lo, hi) = m["account_manager"], service(m, q)
    share = ((hi - lo).days + 1) / (QUARTERS[q + 1] - QUARTERS[q]).days
    for _ in range(aim((me, "proposals"), param(m, "proposals", q) * max(share, .6), .6, 0, 12)):
        settled = [c for c in mine if c["main"] and c["main"]["end_on"] > QUARTERS[q + 1] + days(60)]
        proposed = between(lo, lo + (hi - lo) * 6 // 10)
        closed = min(hi, proposed + days(between(8, 32)))
        if settled and rng.random() < .48:
            c, kind = pick(settled), pick(["upsell", "upsell", "cross_sell"])
            value = max(50_000_000, price() * 6 // 50_000_000 * 5_000_000)
        else:
            idle = [c for c in clients if not c["main"] and c["gone"] < q and c["asked"] < q]
            c, kind, value = pick([c for c in idle if c["asked"] < 0 and c["gone"] < 0] or idle), "new", price()
            c["asked"] = q
        old = c["main"]
        stage, chance = "lost", rng.random()
        if chance < .05:
            stage = "cancelled"
        elif quota((me, "close"), param(m, "close", q)):
            stage = "won"
        elif chance < .20:                                   # still open when the quarter ends
            closed = QUARTERS[q + 1] + days(between(4, 40))
            stage = "open" if closed > END else pick(["won", "lost"])
        start = closed + days(between(3, 10))
        if stage != "won":
            contract(c, me, stage, kind, proposed, closed, value, parent=old)
        elif kind == "new":
            contract(c, me, stage, kind, proposed, closed, value, start, start + days(pick([181, 364, 364])))
        else:
            contract(c, me, stage, kind, proposed, closed, value, start, old["end_on"], old)


def hand_over(c, to, on):
    assignments.append(dict(client_id=c["client_id"], account_manager=to, **{"from": on}, until=""))


def live():
    open_books()
    for q in range(8):
        for quarter, giver, taker, n in EARLIER_HANDOVERS:
            for c in [c for c in clients if c["owner"] == giver][:n if quarter == q else 0]:
                hand_over(c, taker, QUARTERS[q])
                c["owner"] = taker
        books = {m["account_manager"]: [c for c in clients if c["owner"] == m["account_manager"] and
                                        c["main"]["start_on"] < QUARTERS[q]] for m in people}
        if q == 7:
            for i, c in enumerate(books[LEAVER]):
                handed[c["client_id"]] = JOINER if i % 4 else "nguyen.minh.anh"
                hand_over(c, handed[c["client_id"]], HANDOVER)
            books[JOINER] = [c for c in books[LEAVER] if handed[c["client_id"]] == JOINER]
        for m in people:
            if service(m, q)[0] <= service(m, q)[1]:
                mine = books[m["account_manager"]]
                ask(m, mine, q)
                if m["account_manager"] != JOINER:
                    keep_or_lose(m, mine, q)
                propose(m, mine, q)
    for c in clients:                                        # renewals under way on the last day
        if c["main"] and END < c["main"]["end_on"] <= END + days(30):
            value, sent = c["main"]["value"], between(END - days(25), END - days(3))
            contract(c, c["owner"], "open", "renewal", sent, c["main"]["end_on"], value, parent=c["main"])


def deliver():
    for row in sorted((r for r in contracts if r["stage"] == "won"), key=lambda r: (r["due_on"], r["client_id"])):
        m, due, stop = by_id[row["account_manager"]], row["due_on"], row["terminated_on"]
        in_time = quota((row["account_manager"], "on_time"), param(m, "on_time", quarter_of(due)))
        done = due - days(between(0, 6)) if in_time else due + days(between(2, 18))
        if done <= END and not (stop and stop < done):
            row["delivered_on"] = done


def number():
    contracts.sort(key=lambda r: (r["proposed_on"], r["client_id"], r["kind"], r["value"]))
    for i, row in enumerate(contracts):
        row["contract_id"] = f"HD{row['proposed_on'].year % 100}-{i + 1:04}"
    for row in contracts:
        if row.get("shares"):
            parent = row["shares"]
            parent["project_id"] = row["project_id"] = parent["project_id"] or "DA-" + parent["contract_id"][2:]


# ---- surveys -----------------------------------------------------------------------
def survey(kind, about, dept, sent, answered, score, scale):
    mood = "" if score == "" else 2 if (score - scale[0]) / (scale[1] - scale[0]) >= .75 else int(score - scale[0] > 1)
    comment = pick(COMMENTS[mood]) if mood != "" and rng.random() < .3 else ""
    surveys.append(dict(dict(account_manager="", contract_id="", client_id=""), **about, kind=kind, department=dept,
                        sent_on=sent, answered_on=answered, score=score, comment=comment,
                        scale_min="" if scale == (1, 5) else scale[0], scale_max="" if scale == (1, 5) else scale[1]))


def ask(m, mine, q):
    me, (lo, hi) = m["account_manager"], service(m, q)
    if me == JOINER:
        lo = HANDOVER + days(3)
    for i in range(param(m, "client_surveys", q)):
        sent = between(lo, hi - days(11))
        scale = (0, 10) if quota((me, "nps"), .22) else (1, 5)
        target = scale[0] + (scale[1] - scale[0]) * param(m, "satisfaction", q) / 100
        answers = quota((me, "answers"), .76)
        c = pick(mine) if mine else None
        about = {"client_id": c["client_id"]} if c else {"account_manager": me}
        if c and rng.random() < .15 and c["main"]["account_manager"] == me:
            about["contract"] = c["main"]
        elif rng.random() < .15:
            about["account_manager"] = pick(m["aliases"].split("|")) or me
        survey("client", about, "", sent, sent + days(between(1, 10)) if answers else "",
               aim((me, scale), target, 1.4, *scale) if answers else "", scale)
    n = param(m, "internal_surveys", q)
    for i in range(n + (rng.random() < .3)):
        dept, sent = DEPARTMENTS[i % 4][0], between(hi - days(35), hi - days(11))
        target = param(m, "coordination", q)
        if dept in ("creative", "media") and m["own"].get("production"):
            target = param(m, "production", q)
        score = aim((me, dept), 1 + .04 * target, 1.2, 1, 5) if i < n else ""
        survey("internal", {"account_manager": me}, dept, sent, sent + days(between(0, 9)) if i < n else "", score, (1, 5))


# ---- timesheets --------------------------------------------------------------------
def work():
    staff = [dict(name=f"{SURNAMES[i % 9]} {GIVEN[(i * 5 + i // 9) % 12]}", dept=i % 4,
                  rate=DEPARTMENTS[i % 4][2] + 20 * (i // 4 - 5)) for i in range(48)]
    booked = {}

    def book(project, when, hours, note="", rate=None, dept=None):
        chance = rng.random()
        dept = dept if dept is not None else 0 if chance < .40 else 1 if chance < .65 else 2 if chance < .85 else 3
        who = min(shuffled(e for e in staff if e["dept"] == dept), key=lambda e: booked.get((e["name"], when), 0))
        hours = min(hours, max(1, 12 - booked.get((who["name"], when), 0)))      # nobody's day is endless
        booked[who["name"], when] = booked.get((who["name"], when), 0) + max(hours, 0)
        booked[when] = booked.get(when, 0) + hours
        if rate is None:
            rate = who["rate"] * (106 if when.year == 2026 else 100) // 100 * 1000
        times.append(dict(project_id=project, employee=who["name"], department=DEPARTMENTS[dept][0], worked_on=when,
                          hours=f"{hours:.2f}".rstrip("0").rstrip("."), hourly_cost=rate, note=note))
        return int(hours * 4) * (rate or 0) // 4

    for row in [r for r in contracts if r["stage"] == "won" and r["start_on"] <= END]:
        finish = row["delivered_on"] or row["due_on"]
        stop = min(d for d in (finish, row["terminated_on"], END) if d)
        first = max(row["start_on"], START)
        over = param(by_id[row["account_manager"]], "variance", quarter_of(finish)) + .09 * (rng.random() - rng.random())
        left = row["budget"] * (1 + over) * ((stop - first).days + 1) / ((finish - first).days + 1)
        workdays = [first + days(i) for i in range((stop - first).days + 1) if (first + days(i)).weekday() < 5]
        project = row["project_id"] or row["contract_id"]
        while left > 900_000 and workdays:
            hours, chance = between(8, 42) / 4, rng.random()
            when = min((pick(workdays) for _ in range(4)), key=lambda d: booked.get(d, 0))
            if chance < .0015:
                left += book(project, when, -hours, "Điều chỉnh: ghi nhầm dự án") * -1
            elif chance < .0022:
                book(project, when, hours, "Cộng tác viên, chưa có đơn giá", "")
            else:
                left -= book(project, when, hours, pick(NOTES) if chance > .7 else "")
    for i in range(6):
        book(pick(["NOIBO-2026", "PITCH-TET", "HD25-9999"]), between(START, END - days(3)), between(6, 20) / 4, "Chưa rõ mã dự án")
    times.sort(key=lambda r: (r["worked_on"], r["project_id"], r["employee"], r["hours"], r["note"]))
    for i, row in enumerate(times):
        row["entry_id"] = f"T{i + 1:05}"


# ---- files -------------------------------------------------------------------------
def finish_surveys():
    for i in range(5):                                       # about nobody, or a client nobody knows
        survey("client", {"client_id": "C999"} if i % 2 else {}, "", END - days(60 * i + 20), END - days(60 * i + 12), 3 + i % 3, (1, 5))
    surveys.sort(key=lambda r: r["sent_on"])                 # stable: ties stay as they came
    for i, row in enumerate(surveys):
        row["survey_id"] = f"S{i + 1:04}"
        if "contract" in row:
            row["contract_id"] = row["contract"]["contract_id"]


def staff():
    """The rows of people.csv: who reports to whom, what a year pays leads besides."""
    yield DIRECTOR
    for m in people:
        leads = m["level"] == "lead"
        yield dict(m, base_bonus_year=m["base_bonus"] * 2 if leads else "",
                   reports_to=DIRECTOR["account_manager"] if leads else LEADS[m["team"]])
    yield PROMOTED


def plan_row(period, level, metric, weight, terms, scope=""):
    low, target, high, gate, n = terms
    return dict(period=period, level=level, metric=metric, scope=scope, weight=weight, threshold=low, target=target, stretch=high,
                payout_threshold=50, payout_stretch=150, gate=gate, min_n=n,
                estimator="shrunk" if (level, metric) == ("junior", "close_rate") else "value")


def revenue(level, periods=1):
    return [x * periods * 1_000_000 for x in REVENUE[level]] + ["", ""]


def plan():
    for level, weights in WEIGHTS.items():
        for metric, weight in zip(PLAN, weights):
            yield plan_row("quarter", level, metric, weight, PLAN[metric] or revenue(level))
    for metric, weight in zip(YEAR, YEAR_WEIGHTS):
        yield plan_row("year", "lead", metric, weight, YEAR_PLAN.get(metric) or PLAN[metric] or revenue("lead", 4))
    for period, metric, scope, weight, terms in DIRECTED:
        yield plan_row(period, "director", metric, weight, terms, scope)


def write(folder, table, columns, rows):
    with open(os.path.join(folder, table + ".csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(columns.split())
        out.writerows([["" if row[c] is None else row[c] for c in columns.split()] for row in rows])


def main(folder):
    os.makedirs(folder, exist_ok=True)
    live()
    deliver()
    number()
    work()
    finish_surveys()
    write(folder, "contracts", "contract_id client_id client_name account_manager stage kind value proposed_on closed_on start_on "
          "end_on terminated_on budget due_on delivered_on project_id team service industry", contracts)
    write(folder, "timesheets", "entry_id project_id employee department worked_on hours hourly_cost note", times)
    write(folder, "surveys", "survey_id kind account_manager contract_id client_id department sent_on answered_on score scale_min "
          "scale_max comment", surveys)
    write(folder, "people", "account_manager name aliases team level joined_on left_on base_bonus base_bonus_year reports_to", staff())
    write(folder, "assignments", "client_id account_manager from until", assignments)
    write(folder, "plan", "level metric scope weight threshold target stretch payout_threshold payout_stretch gate estimator min_n period", plan())
    with open(os.path.join(folder, "kpi.yaml"), "w", encoding="utf-8") as f:
        f.write(CONFIGURATION)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python3 samples/generate.py FOLDER")
    main(sys.argv[1])
