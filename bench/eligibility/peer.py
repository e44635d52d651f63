"""The same rules over the same people in DuckDB, on one thread: `peer.py FOLDER RUNS`; with no runs it
only compares the counts.

Checks first that DuckDB counts for every post what the screening counted, then prints the times side by side. Each batch
of posts is one statement: the parts that its tests need, the tests, then the posts. The parts and the tests are
materialised, so that what several posts share is worked out once for all of them.
"""

import json
import statistics
import sys
import time
from pathlib import Path

import duckdb

BATCH = 48
# These cost more than they bring: the statements share their parts already, and lists of codes turned into joins (`in_clause`)
# make it several times slower.
WITHOUT = "in_clause,expression_rewriter,statistics_propagation,common_subexpressions,cte_inlining,filter_pushdown,join_order"


def statements(rules):
    parts = {c["name"]: c["sql"] for c in rules["parts"]}
    tests = {c["name"]: c for c in rules["tests"]}
    for start in range(0, len(rules["posts"]), BATCH):
        posts = rules["posts"][start : start + BATCH]
        used = sorted({t for p in posts for t in p["uses"]})
        read = sorted({u for t in used for u in tests[t]["uses"]})
        first = ", ".join(f"{parts[u]} AS {u}" if u in parts else u for u in read) or "true AS nothing"
        second = ", ".join(f"{tests[t]['sql']} AS {t}" for t in used) or "true AS nothing"
        third = ", ".join(f"{p['sql']} AS {p['name']}" for p in posts)
        counts = ", ".join(f"count(*) FILTER ({p['name']}), count(*) - count({p['name']})" for p in posts)
        yield (
            f"WITH part AS MATERIALIZED (SELECT {first} FROM people), "
            f"test AS MATERIALIZED (SELECT {second} FROM part) "
            f"SELECT {counts} FROM (SELECT {third} FROM test)"
        )


def main():
    folder, most = Path(sys.argv[1]), int(sys.argv[2])
    rules = json.loads((folder / "rules.json").read_text())
    db = duckdb.connect()
    db.execute("SET threads = 1")
    db.execute(f"SET disabled_optimizers = '{WITHOUT}'")
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in rules["types"])
    source = str(folder / "people.csv").replace("'", "''")
    db.execute(
        f"CREATE TABLE people AS SELECT * FROM read_csv('{source}', header = false, delim = ',', columns = {{{columns}}})"
    )
    people = db.execute("SELECT count(*) FROM people").fetchone()[0]
    assert people == rules["people"], (people, rules["people"])
    batches = list(statements(rules))
    posts = len(rules["post_of"])
    print(f"DuckDB {duckdb.__version__}, one thread: {people} people × {posts} posts ({len(rules['posts'])} different)")
    print(f"  {len(rules['parts'])} parts, {len(rules['tests'])} tests, {sum(map(len, batches)) >> 20} MiB of SQL")
    print("  worked out beforehand and given as columns: days of service, whether a study is the highest,")
    print("  beginnings of major codes, areas without their filling zeros, first and last day of every date")

    wall, cpu, counts = [], [], []
    while not wall or len(wall) < most:
        counts, at, used = [], time.perf_counter(), time.process_time()
        for sql in batches:
            row = db.execute(sql).fetchone()
            counts.extend(zip(row[::2], row[1::2]))
        wall.append((time.perf_counter() - at) * 1e3)
        cpu.append((time.process_time() - used) * 1e3)
        if sum(wall) > 120_000:
            break
    wrong = [
        (i, counts[which], ours)
        for i, (which, *ours) in enumerate(zip(rules["post_of"], rules["yes"], rules["unknown"]))
        if list(counts[which]) != ours
    ]
    if wrong:
        print(f"DIFFERENT for {len(wrong)} of {posts} posts; post, DuckDB (yes, cannot tell), screening:")
        for line in wrong[:10]:
            print(" ", *line)
        sys.exit(1)
    print(f"  the same counts of yes and of cannot tell for each of the {posts} posts")
    if most == 0:
        return
    pairs = people * posts
    wall, cpu, runs = statistics.median(wall), statistics.median(cpu), len(wall)
    print(f"  median of {runs}: {wall:.1f} ms by the clock, {cpu:.1f} ms on the processor, {cpu * 1e6 / pairs:.2f} ns for each pair")
    at = time.process_time()
    for sql in batches:
        db.execute("EXPLAIN " + sql).fetchall()
    print(f"  of which {(time.process_time() - at) * 1e3:.1f} ms reading and planning the statements")
    print(f"  screening of the same {people} people × {posts} posts: {rules['cpu_ms']:.1f} ms on the processor")
    print(f"RATIO, the same work: {cpu / rules['cpu_ms']:.1f} on the processor, {wall / rules['wall_ms']:.1f} by the clock")
    print(f"RATIO for each pair, against the screening of every post (not the same work): {cpu * 1e6 / pairs / rules['full_ns_per_pair']:.1f}")


main()
