#!/usr/bin/env python3
"""A recruitment from the announcement to the appointment, through the API, with Python's standard library alone.

    xianneng demo --day 2026-11-02            # prints an address and a token for scripts
    export XIANNENG_URL=http://127.0.0.1:8080 XIANNENG_TOKEN=xnt_...
    python3 recruitment.py announce           # and then, each in its time:
    python3 recruitment.py apply review written interview inspect decide publish appoint
    python3 recruitment.py all                # all of it, moving the demonstration's day on in between

Every page of the program is also its API: the same addresses answer JSON, and take the fields of the form that stands on
them. `GET /api/openapi.json` describes all of them. What a rule refuses comes back with the rule, the fact and what would satisfy
it; nothing is half done. What one step leaves to the next is kept in recruitment.json.
"""

import json, os, sys, time, urllib.error, urllib.parse, urllib.request, zipfile, io

URL = os.environ.get("XIANNENG_URL", "http://127.0.0.1:8080").rstrip("/")
KEPT = "recruitment.json"
PAPER = b"%PDF-1.7\n1 0 obj"          # your own papers go here
NAMES = ["林知秋", "周明朗", "陈望舒", "许承平", "何静安", "赵思齐", "孙怀瑾", "吴若谷", "郑守拙", "王致远"]


class Refused(Exception):
    """What the program answered instead: the sentences that people read."""


def send(method, path, body=None, kind=None, token=True):
    """One request, answered as JSON."""
    request = urllib.request.Request(URL + urllib.parse.quote(path, safe="/?=&%:"), body, method=method)
    request.add_header("Accept", "application/json")
    if token:
        request.add_header("Authorization", "Bearer " + os.environ["XIANNENG_TOKEN"])
    if kind:
        request.add_header("Content-Type", kind)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as wrong:
        raise Refused(f"{method} {path}: {wrong.code} {wrong.read().decode()}") from None


def get(path):
    return send("GET", path)


def post(path, **fields):
    """Sends a form. A list is a field that is there several times."""
    body = urllib.parse.urlencode(fields, doseq=True).encode()
    return send("POST", path, body, "application/x-www-form-urlencoded")


def upload(path, files, **fields):
    """Sends a form with files: the field of each, its name and its bytes."""
    parts = [f'--B\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    for field, name, data in files:
        head = f'--B\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        parts.append(head.encode() + data + b"\r\n")
    return send("POST", path, b"".join(parts) + b"--B--\r\n", "multipart/form-data; boundary=B")


def last(answer):
    """The id in the address to which an answer leads."""
    return answer["href"].split("?")[0].rsplit("/", 1)[1]


# ------------------------------------------------------------------------------------------------------------- the steps


def table(rows):
    """A workbook with one sheet of text, as small as the format allows."""
    escape = lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
    cells = lambda row: "".join(f'<c t="inlineStr"><is><t>{escape(c)}</t></is></c>' for c in row)
    sheet = "".join(f"<row>{cells(row)}</row>" for row in rows)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        for name, text in files.items():
            book.writestr(name, head + text)
    return made.getvalue()


def take_in(kind, files):
    """An import: uploaded, checked, recorded. What is wrong is said by file, row and column, and then nothing is recorded."""
    at = upload(f"/import/{kind}", [("files", name, data) for name, data in files])["href"]
    for _ in range(600):
        work = get(at)
        if work["stage"] == "recorded":
            return work["report"]
        if work["stage"] == "failed" or (work.get("report") or {}).get("wrong"):
            raise Refused(json.dumps(work, ensure_ascii=False))
        if work["stage"] == "columns":
            # what each sheet is and what its columns mean, as it was guessed from their headings
            sheets = list(enumerate(work["sheets"]))
            said = {f"part-{i}": sheet["part"] or "" for i, sheet in sheets}
            said |= {f"key-{i}-{h['col']}": h["key"] or "" for i, sheet in sheets for h in sheet["mapping"]["headings"]}
            post(f"{at}/columns", **said)
        elif work["stage"] == "checked":
            post(f"{at}/record")
        time.sleep(0.1)
    raise Refused(f"{at} is not done after a minute")


def announce(kept):
    """The table of posts, and the announcement of it."""
    head = ["招考单位", "单位代码", "招考职位", "职位代码", "职位类型", "录用人数", "学历", "学位", "研究生专业名称及代码",
            "本科专业名称及代码", "大专专业名称及代码", "是否要求2年以上基层工作经历", "是否限应届毕业生报考", "其他要求", "考区"]
    row = ["某市司法局", "1010001", "一级科员", "10100012601001", "综合管理类职位", "1", "本科以上", "学士以上", "", "不限", "", "否",
           "否", "中共党员", "广州"]
    majors = "学科门类代码及名称,学科代码,学科名称,专业代码,专业名称,旧专业名称\nB03法学,B0301,法学类,B030101,法学,经济法\n"
    take_in("calls", [("职位表.xlsx", table([head, row])), ("专业目录.csv", majors.encode())])
    call = get("/calls")["calls"][0]["id"]
    today = get("/inbox")["on"]
    kept["closes"] = plus(today, 9)
    kept["recruitment"] = last(post("/recruitments/new", title="司法局公开招聘公告", unit="U00002", call=call, opens=today,
                                    closes=kept["closes"], text="公开招聘一级科员一名。同分的，笔试成绩高者在前。"))
    post(f"/recruitments/{kept['recruitment']}/publish")
    kept["announced"] = today


def apply(kept):
    """Ten apply on the public site: each has a link of the own, and no account."""
    recruitment = f"/recruitments/{kept['recruitment']}"
    for n, name in enumerate(NAMES):
        email = f"{n}@example.org"
        post(f"/open{recruitment}", email=email)
        begun = get(f"{recruitment}?show=draft")["applications"]
        application = next(a["application"] for a in begun if a["email"] == email)
        # where mail is set up, the link comes by mail; here the office hands it out
        link = post(f"{recruitment}/applications/{application}/link")["address"]
        link = "/apply/" + link.rsplit("/", 1)[1]
        post(link, **{"opening": "10100012601001", "basic.0.name": name, "basic.0.sex": "1", "basic.0.birth": f"1994-0{n % 9 + 1}-11",
                      "basic.0.political": "13" if n == 9 else "01", "study.0.kind": "全日制", "study.0.level": "大学",
                      "study.0.degree": "法学学士", "study.0.school": "某大学", "study.0.major": "法学", "study.0.ended": "2017-06-30"})
        post(f"{link}/submit", id_number=identity(f"1994{n % 9 + 1:02}11", n), phone="13800000000", truthful="true")


def review(kept):
    """Whoever meets every clause is confirmed at once; whoever does not is refused with a reason; the others get numbers."""
    recruitment = f"/recruitments/{kept['recruitment']}"
    post(f"{recruitment}/confirm")
    for one in get(f"{recruitment}?show=open")["applications"]:
        post(f"{recruitment}/applications/{one['application']}/review", verdict="unqualified", says="职位要求中共党员。")
    post(f"{recruitment}/numbers")


def written(kept):
    """Marks of the written test, and the interview of those whom the rule puts on the list."""
    recruitment = f"/recruitments/{kept['recruitment']}"
    numbers = [a["number"] for a in get(f"{recruitment}?show=qualified")["applications"]]
    marks = "准考证号,成绩\n" + "".join(f"{number},{85 - i}\n" for i, number in enumerate(sorted(numbers)))
    take_in("written-marks", [("成绩.csv", marks.encode())])
    opening = get(f"{recruitment}/lists")["openings"][0]
    kept["interview"] = last(post(f"{recruitment}/interview", code=opening["code"], title="司法局一级科员面试", day=get("/inbox")["on"],
                                  places="1", ratio="1", out="1", highest="100", written="50", ties="笔试成绩高者在前", **{"pass": "60"}))


def interview(kept):
    """Seven members mark, each on a sheet of the own; then places are computed and shown with their working."""
    at = f"/interviews/{kept['interview']}"
    page = get(at)
    lines = [f"1 {c['number']} {c['name']} {c['written']} {c['exam']}" for c in page["candidates"]]
    members = [f"1 {name}考官 外聘" for name in "甲乙丙丁戊己庚"]
    post(f"{at}/lists", members="\n".join(members), candidates="\n".join(lines))
    post(f"{at}/open")
    page = get(at)
    for seat, slip in enumerate(post(f"{at}/sheets")["slips"]):
        sheet = "/sheet/" + slip["address"].rsplit("/", 1)[1]
        post(sheet, **{f"mark-{c['candidate']}": str(84 + seat - 4 * i) for i, c in enumerate(page["candidates"])})
    post(f"{at}/close")
    for line in get(at)["outcome"]["lines"]:
        print(line["place"], page["candidates"][line["who"]]["name"], line["total"], "+" if line["goes_on"] else "")


def paper(case, step, kind):
    upload(f"{case}/papers", [("file", f"{kind}.pdf", PAPER)], step=step, kind=kind)


def close(case, step, outcome="done"):
    post(f"{case}/close", step=step, outcome=outcome)


def inspect(kept):
    """A case for the post; the first of the interview enters it, gets a file, and is inspected."""
    post("/posts/new", on="2026-01-01", unit="U00002", code="API-1", name="一级科员", **{"class": "administration"}, time="full", openings="1")
    case = "/cases/" + last(post("/cases/new", title="司法局一级科员公开招聘", procedure="cn/recruitment", unit="U00002", posts="API-1"))
    kept["case"] = case
    post(f"{case}/facts", step="announcement", **{"case:announcement.on": kept["announced"], "case:announcement.tie_rule": "yes"})
    paper(case, "announcement", "plan")
    paper(case, "announcement", "announcement")
    close(case, "announcement")
    lists = get(f"/recruitments/{kept['recruitment']}/lists")
    first = min(lists["lines"].values(), key=lambda line: line["place"])
    number = next(n for n, line in lists["lines"].items() if line == first)
    who = next(p["application"] for o in lists["openings"] for p in o["list"] if p["number"] == number)
    post(f"/recruitments/{kept['recruitment']}/case", code=lists["openings"][0]["code"], case=f"{case[7:]}:{get(case)['posts'][0]}", who=[who])
    post(f"{case}/facts", step="qualification", **{"case:applications.received": "10", "case:applications.qualified": "9"})
    paper(case, "qualification", "list")
    close(case, "qualification")
    today = get("/inbox")["on"]
    post(f"{case}/facts", step="examination", **{"case:panel.members": "7", "case:exam.on": today})
    paper(case, "examination", "scores")
    close(case, "examination")
    person = get(case)["candidates"][0]["person"]
    # that somebody looked and found no sanction stands in the file; without it the gate cannot tell
    post(f"/people/{person}/absent/new", what="award", on=today, source="考察核实")
    checks = {f"{person}:check.{check}": "yes" for check in ["file", "matters", "discipline", "letters"]}
    post(f"{case}/facts", step="inspection", **{"case:inspection.announced": plus(today, -1), f"{person}:admonition": "无"}, **checks)
    paper(case, "inspection", "report")
    close(case, "inspection")


def decide(kept):
    """A meeting of five: all agree, the head speaks last. Who has to leave is computed; whoever stays against it closes the gate."""
    case = kept["case"]
    whole = get(case)
    person = whole["candidates"][0]["person"]
    staff = get(f"/people?unit={whole['unit']}&below=true")["people"]["rows"]
    members = [p["person"] for p in staff if p["person"] != person][:5]
    post(f"{case}/roll", step="decision", members="\n".join(members), head=members[0])
    views = {f"view:{person}:{m}": "agree" for m in members} | {f"at:{person}:{m}": str(i or 5) for i, m in enumerate(members)}
    post(f"{case}/views", step="decision", person=person, **views)
    paper(case, "decision", "minutes")
    close(case, "decision", "agreed")


def publish(kept):
    """Five working days of notice. A shorter one is refused with the earliest end, which is then taken; an objection is answered."""
    case = kept["case"]
    today, until = get("/inbox")["on"], None
    for days in range(1, 30):
        until = plus(today, days)
        try:
            post(f"{case}/notice", step="notice", until=until, text="现将拟录用人员予以公示。")
            break
        except Refused:
            continue
    kept["until"] = until
    notice = get(case)["notice"]
    post(f"/open/notices/{notice}", text="请核实人选的报考资格。")
    for objection in get(f"/notices/{notice}")["objections"]:
        post(f"/objections/{objection['objection']}/answer", finding="unfounded", answer="经核查，符合报考资格。")


def appoint(kept):
    """When the notice is over the appointment comes into force, and the end of the probation stands in the inbox."""
    case = kept["case"]
    close(case, "notice", "passed")
    today = get("/inbox")["on"]
    post(f"{case}/facts", step="appointment", **{"case:appointment.on": today, "case:appointment.document": "司任〔2026〕1号"})
    close(case, "appointment", "appointed")
    print("in force", get(case)["candidates"][0]["tenure"], "probation until", get(case)["due"])


# ------------------------------------------------------------------------------------------------------------- small things


def plus(day, days):
    from datetime import date, timedelta
    return str(date.fromisoformat(day) + timedelta(days))


def identity(born, order):
    """An identity number of nobody: place, birth, order (odd for men), check digit by GB 11643."""
    digits = f"110105{born}{2 * order + 1:03}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


STEPS = [announce, apply, review, written, interview, inspect, decide, publish, appoint]


def main(words):
    kept = json.load(open(KEPT)) if os.path.exists(KEPT) else {}
    whole = words == ["all"]
    for step in STEPS if whole else [globals()[word] for word in words]:
        # a demonstration does not make anybody wait
        after = {review: kept.get("closes"), appoint: kept.get("until")}.get(step)
        if whole and after:
            post("/practice", day=plus(after, 1))
        print("·", step.__name__, flush=True)
        step(kept)
        json.dump(kept, open(KEPT, "w"), ensure_ascii=False, indent=1)


if __name__ == "__main__":
    try:
        main(sys.argv[1:] or ["all"])
    except Refused as why:
        sys.exit(str(why))
