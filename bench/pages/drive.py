"""Fills both engines, asks for pages, and asks the peer for the same rows. drive.py BINARY FOLDER PEOPLE ROUNDS"""

import importlib.metadata
import importlib.util
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import peer
from http_client import Browser, measure

BINARY, FOLDER, PEOPLE, ROUNDS = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
SEED = 7
GOAL = 20.0


class Ours:
    def __init__(self, engine, url):
        self.engine = engine
        self.options = ["--database", url, "--keys", str(FOLDER / f"{engine}.keys"), "--json", "--lang", "zh-CN"]

    def run(self, *args):
        """Runs a command; gives its JSON, seconds by the clock and on the processor, and the most memory that it took in MiB."""
        start = time.perf_counter()
        process = subprocess.Popen([BINARY, *args, *self.options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        out, err = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        assert status == 0, f"{args}: {out[-2000:]} {err[-2000:]}"
        took = time.perf_counter() - start
        return json.loads(out), (took, usage.ru_utime + usage.ru_stime), usage.ru_maxrss // 1024

    def serve(self):
        command = [BINARY, "serve", "--listen", "127.0.0.1:0", "--quiet", *self.options]
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in self.server.stdout:
            told = json.loads(line)
            if "listening" in told:
                return told["listening"]
        raise SystemExit("the server did not start")

    def on_cpu(self):
        """Seconds that the server has had a processor."""
        fields = Path(f"/proc/{self.server.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self):
        self.server.terminate()
        self.server.wait()


def signed_in(ours):
    """An officer over the whole tree, made as an office makes one: by a set-up link."""
    path = ours.run("admin", "invite", "--role", "officer")[0]["path"]
    browser = Browser(ours.serve())
    password = "measure-" + os.urandom(9).hex()
    fields = {"name": "officer", "display": "组织科", "password": password, "again": password}
    assert browser.submit(path, fields).status == 303
    assert browser.submit("/sign-in", {"name": "officer", "password": password}).status == 303
    return browser


def deep(browser):
    """The cursors of pages far down the list, found by walking it a thousand rows at a time."""
    path, cursors = "/people?limit=1000", []
    while path:
        page = json.loads(browser.get(path, accept="application/json").text)["people"]
        cursors.append(page["next"])
        path = page["next"] and f"/people?limit=1000&after={page['next']}"
    return [c for c in cursors[len(cursors) // 2 :] if c]


def cases(browser):
    """What an office asks for: a name, the addresses, and the same for the peer where it can be asked so."""
    def people(**query):
        return "/people?" + urlencode(query)

    units = json.loads(browser.get("/units?limit=1000", accept="application/json").text)["units"]["rows"]
    top = [u["unit"] for u in units if u["kind"] == "locality"][1:9] or [units[0]["unit"]]
    organs = [u["unit"] for u in units if u["below"] > 0 and u["kind"] != "locality"][:20]
    rows = json.loads(browser.get("/people?limit=1000", accept="application/json").text)["people"]["rows"]
    files = [f"/people/{r['person']}" for r in rows[::20]]
    names = sorted({r["name"] for r in rows})
    full = [r["name"] for r in rows[::25]]
    peer_names = ["?" + urlencode({"q": n}) for n in full]
    after = deep(browser)
    return [
        ("list, first page", ["/people"], ["?"]),
        ("list, by birth", [people(sort="birth"), people(sort="-birth")], ["?o=3", "?o=-3"]),
        ("list, deep by key", ["/people?after=" + c for c in after], [f"?p={i}" for i in range(PEOPLE // 100, PEOPLE // 50, 97)] or ["?p=1"]),
        ("filter: sex and standing", [people(sex=s, political=p) for s in "12" for p in ("01", "13", "03")],
         ["?" + urlencode({"sex__exact": s, "political__exact": p}) for s in "12" for p in ("01", "13", "03")]),
        ("filter: rare standing, by birth", [people(political=p, sort="birth") for p in ("05", "08", "02")],
         ["?" + urlencode({"political__exact": p, "o": 3}) for p in ("05", "08", "02")]),
        ("filter: age, education, level", [people(age_to=a, education=4, level=l) for a in (35, 40, 45) for l in ("1A42", "1A41", "1A32")], None),
        ("filter: a county and below", [people(unit=u) for u in top], None),
        ("filter: an organ and women", [people(unit=u, sex=2) for u in organs], None),
        ("filter: files below 60", [people(complete_below=60)], None),
        ("list found by characters", [people(q=n[:2]) for n in names[::30]], ["?" + urlencode({"q": n[:2]}) for n in names[::30]]),
        ("list found by a post", [people(q=t) for t in ("局长", "财政", "书记", "教师")], ["?" + urlencode({"q": t}) for t in ("局长", "财政", "书记", "教师")]),
        ("search box: full name", ["/search/suggest?q=" + quote(n) for n in full], peer_names),
        ("search box: pinyin", ["/search/suggest?q=" + q for q in ("zhangw", "wangxiao", "lim", "chen", "zhao")], None),
        ("search box: initials", ["/search/suggest?q=" + q for q in ("zw", "lxm", "wj", "z", "cyh")], None),
        ("search box: one character", ["/search/suggest?q=" + quote(q) for q in "张王李局"], None),
        ("search box: a unit", ["/search/suggest?q=" + quote(q) for q in ("财政局", "学院", "党支部", "镇")], None),
        ("search page", ["/search?q=" + quote(q) for q in ("张", "王", "局长", "zw")], None),
        ("unit tree", ["/units/tree"], None),
        ("unit tree, opened", [f"/units/{u}/below" for u in top + organs], None),
        ("list of units", ["/units", "/units?q=" + quote("财政")], None),
        ("a unit", [f"/units/{u}" for u in top + organs], None),
        ("quotas of leading posts", ["/quotas"], None),
        ("relatives to recuse", ["/recusal"], None),
        ("a file", files, [f"{i}/change/" for i in range(1, 500, 20)]),
    ]


def import_people(ours, workbook):
    ours.run("migrate", "--organisation", "清樾市")
    _, units, _ = ours.run("import", "units", str(workbook))
    _, dry, dry_memory = ours.run("import", "people", str(workbook), "--dry-run")
    report, real, memory = ours.run("import", "people", str(workbook))
    figures = {c["key"]: c["n"] for c in report["counts"]}
    assert figures["new"] == PEOPLE, figures
    print(
        "%s: units in %.1f s (%.1f on the processor); %d people with %d entries: dry run %.1f s (%.1f, %d MiB), taken in %.1f s (%.1f, %d MiB)"
        % (ours.engine, *units, PEOPLE, figures["entries"], *dry, dry_memory, *real, memory),
        flush=True,
    )


def main():
    workbook = FOLDER / "people.xlsx"
    subprocess.run([BINARY, "generate", "people", "--count", str(PEOPLE), "--seed", str(SEED), "--brief", str(workbook), "--database", str(FOLDER / "none.sqlite")], check=True, stdout=subprocess.DEVNULL)
    print("on the processor: of the command or the server itself, without PostgreSQL's; load of the machine %.1f on %d processors" % (os.getloadavg()[0], os.cpu_count()))
    print(f"workbook of {PEOPLE} people and their units: {workbook.stat().st_size >> 20} MiB", flush=True)
    engines = [Ours("sqlite", str(FOLDER / "people.sqlite"))]
    if url := os.environ.get("XIANNENG_BENCH_POSTGRES"):
        engines.append(Ours("postgres", url))
    results, asked = {}, None
    for ours in engines:
        import_people(ours, workbook)
        browser = signed_in(ours)
        asked = cases(browser)
        for name, paths, _ in asked:
            marker = "option" if "/suggest" in paths[0] else "<"
            before = ours.on_cpu()
            p50, p95, size = results[name, ours.engine] = measure(browser, paths, ROUNDS, marker)
            cpu = (ours.on_cpu() - before) * 1000 / (ROUNDS + min(3, len(paths)))
            print("  %-32s %-9s p50 %7.2f  p95 %7.2f ms  on the processor %6.2f ms  %4d KB" % (name, ours.engine, p50, p95, cpu, size >> 10), flush=True)
        ours.stop()
    file = FOLDER / "people.sqlite"
    print(f"database file: {file.stat().st_size >> 20} MiB; SQLite in Python {sqlite3.sqlite_version}; Python {platform.python_version()}")
    if importlib.util.find_spec("django") and importlib.util.find_spec("gunicorn"):
        versions = " ".join(f"{p} {importlib.metadata.version(p)}" for p in ("django", "gunicorn"))
        print(f"\nthe same rows in Django's admin on SQLite ({versions}):")
        browser, stop = peer.serve(file, FOLDER)
        for name, _, paths in asked:
            if not paths:
                continue
            paths = ["/admin/roster/person/" + p for p in paths]
            p50, p95, size = measure(browser, paths, max(10, ROUNDS // 10), "<")
            ours = results[name, "sqlite"]
            print("  %-32s p50 %8.2f  p95 %8.2f ms  %4d KB   %6.1f times ours at p50, %6.1f at p95" % (name, p50, p95, size >> 10, p50 / ours[0], p95 / ours[1]), flush=True)
        stop()
    late = [(n, e, r[1]) for (n, e), r in results.items() if r[1] >= GOAL]
    print(f"\np95 of {ROUNDS} answers each, one client, loopback, gzip; goal {GOAL:.0f} ms: " + ("met everywhere" if not late else "missed by " + ", ".join(f"{n} on {e} ({p:.1f} ms)" for n, e, p in late)))


main()
