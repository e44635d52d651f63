"""The scheme of crates/scoring/examples/bench_scoring.rs in polars and in DuckDB, on the same facts, in integers: figures, ranks and
grades must be the same, to the last digit. All get their columns in memory, and take turns, so that what else the machine does
meets all of them. Ratios are of wall time and, since that depends on who else computes, of processor time.
Usage: peers.py FOLDER BENCH PEOPLE GROUPS RUSTC"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time

import duckdb
import numpy as np
import polars as pl

folder, bench, people, groups, rustc = sys.argv[1:]
scoring = subprocess.Popen([bench, folder, people, groups], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def told():
    line = scoring.stdout.readline()
    return json.loads(line) if line else sys.exit("our side broke off")


def ask(what):
    print(what, file=scoring.stdin, flush=True)
    return told()


ours = told()
n = ours["people"]
NONE = -(2**31)
HUNDRED = 100_000_000  # points in units of the sixth decimal


def column(name):
    return np.fromfile(f"{folder}/{name}.i32", dtype=np.int32)


names = [f"rec{i}" for i in range(8)] + [f"{k}{i}" for i in range(8) for k in ("done", "due")]
names += [f"grade{i}" for i in range(8)] + [f"rank{i}" for i in range(6)] + [f"score{i}" for i in range(5)] + ["leader", "absent", "group"]
votes = [f"vote{i}.{c}.o{o}" for i in range(5) for c in "ABC" for o in range(4)]
frame = pl.DataFrame({name: column(name) for name in names + votes})
gaps = ["rec0", "grade0", "grade1"]
frame = frame.with_columns(pl.when(pl.col(c) != NONE).then(pl.col(c)).alias(c) for c in gaps)

# ---- one description of the arithmetic, written out for each engine
half = lambda x, d: f"(({x}) + ({d}) // 2) // ({d})"  # all quotients here are of numbers not below 0
POINTS = [100, 85, 70, 40]


def sql():
    """The query for DuckDB: a step per stage, so that each figure is computed once."""
    cap = lambda x: f"least(greatest({x}, 0), {HUNDRED})"
    first, leafs = [], {}
    for i in range(8):
        # greatest() passes over NULL, so that cap() would make what is not recorded 0
        leafs[f"record{i}"] = f"CASE WHEN rec{i} IS NOT NULL THEN {cap(half(f'rec{i}::BIGINT * 10000000', '400'))} END"
        leafs[f"target{i}"] = cap(half(f"done{i}::BIGINT * {HUNDRED}", f"due{i}"))
        leafs[f"inspect{i}"] = f"CASE grade{i} WHEN 0 THEN 100000000 WHEN 1 THEN 85000000 WHEN 2 THEN 70000000 WHEN 3 THEN 40000000 END::BIGINT"
    for i in range(6):
        r = f'rank() OVER (PARTITION BY "group" ORDER BY rank{i} DESC)'
        first.append(f"{r} AS r{i}")
        leafs[f"ranked{i}"] = f"CASE WHEN members = 1 THEN 80000000 ELSE {half(f'{HUNDRED} * 2 * (members - r{i})', '2 * (members - 1)')} END"
    first.append('count(*) OVER (PARTITION BY "group") AS members')
    for i in range(5):
        over, under = [], []
        for c, w in (("A", 4000), ("B", 3500), ("C", 2500)):
            v = [f'"vote{i}.{c}.o{o}"::BIGINT' for o in range(4)]
            first.append(f"{v[0]} + {v[1]} + {v[2]} + {v[3]} AS n{i}{c}")
            first.append(f"({v[0]} * 100 + {v[1]} * 80 + {v[2]} * 60) * 1000000 AS s{i}{c}")
            over.append(f"CASE WHEN n{i}{c} >= 5 THEN {w} * ({half(f's{i}{c}', f'n{i}{c}')}) ELSE 0 END")
            under.append(f"CASE WHEN n{i}{c} >= 5 THEN {w} ELSE 0 END")
        over, under = " + ".join(over), " + ".join(under)
        leafs[f"ballot{i}"] = f"CASE WHEN ({under}) > 0 THEN {half(over, under)} END"
        # 4 * 8_000_000^2 * d^2 // v does not fit 64 bits: 128
        first.append(f"(rn * score{i}::BIGINT - rs{i}) AS d{i}")
        root = f"(256000000000000::HUGEINT * d{i} * d{i}) // v{i}"
        first_root = f"floor(sqrt(q{i}::DOUBLE))::BIGINT"
        exact = f"({first_root} + CASE WHEN ({first_root} + 1)::HUGEINT * ({first_root} + 1) <= q{i} THEN 1 ELSE 0 END - CASE WHEN {first_root}::HUGEINT * {first_root} > q{i} THEN 1 ELSE 0 END)"
        leafs[f"leader{i}"] = cap(f"CASE WHEN rn < 5 THEN score{i}::BIGINT * 100000 WHEN v{i} = 0 THEN 80000000 WHEN d{i} < 0 THEN 80000000 - ({exact} + 1) // 2 ELSE 80000000 + ({exact} + 1) // 2 END")
        leafs[f"q{i}"] = f"CASE WHEN v{i} > 0 THEN {root} END"
    sums = ", ".join(f"sum(score{i})::BIGINT AS rs{i}, (count(*) * sum(score{i}::BIGINT * score{i}) - sum(score{i})::HUGEINT * sum(score{i}))::BIGINT AS v{i}" for i in range(5))
    roots = ", ".join(f"{leafs.pop(f'q{i}')} AS q{i}" for i in range(5))
    weights = {
        "records": (2000, [(f"record{i}", 1250) for i in range(8)]),
        "targets": (2000, [(f"target{i}", 1250) for i in range(8)]),
        "inspection": (2000, [(f"inspect{i}", 1250) for i in range(8)]),
        "ranks": (1000, [(f"ranked{i}", 1667 if i < 4 else 1666) for i in range(6)]),
        "votes": (1500, [(f"ballot{i}", 2000) for i in range(5)]),
        "leaders": (1500, [(f"leader{i}", 2000) for i in range(5)]),
    }
    may_miss = {"record0", "inspect0", "inspect1", *(f"ballot{i}" for i in range(5))}

    def mean(of):
        over = " + ".join(f"coalesce({x}, 0) * {w}" if x in may_miss or x == "votes" else f"{x} * {w}" for x, w in of)
        under = " + ".join(f"CASE WHEN {x} IS NULL THEN 0 ELSE {w} END" if x in may_miss or x == "votes" else f"{w}" for x, w in of)
        return over, under

    branches = []
    for b, (_, of) in weights.items():
        over, under = mean(of)
        branches.append(f"CASE WHEN ({under}) > 0 THEN {half(over, under)} END AS {b}")
    over, under = mean([(b, w) for b, (w, _) in weights.items()])
    total = f"(({over}) + ({under}) * 5000) // (({under}) * 10000) * 10000"
    return f"""
    WITH raters AS (SELECT leader AS rater, count(*) AS rn, {sums} FROM frame GROUP BY leader),
    a AS (SELECT frame.*, raters.*, {", ".join(first)} FROM frame JOIN raters ON frame.leader = raters.rater),
    q AS (SELECT *, {roots} FROM a),
    l AS (SELECT row, "group", absent, {", ".join(f"{e} AS {k}" for k, e in leafs.items())} FROM q),
    b AS (SELECT row, "group", absent, {", ".join(branches)} FROM l),
    t AS (SELECT row, "group", absent > 183 AS away, {total} AS figure FROM b),
    k AS (SELECT *, CASE WHEN away THEN 0 ELSE rank() OVER (PARTITION BY "group", away ORDER BY figure DESC) END AS place,
        CASE WHEN away THEN 10 WHEN figure >= 62000000 THEN 0 WHEN figure >= 50000000 THEN 1 ELSE 2 END AS g,
        sum(CASE WHEN away THEN 0 ELSE 1 END) OVER (PARTITION BY "group") AS graded FROM t),
    m AS (SELECT *, rank() OVER (PARTITION BY "group", g ORDER BY figure DESC) + count(*) OVER (PARTITION BY "group", g, figure) - 1 AS last FROM k)
    SELECT row, figure, place, CASE WHEN g = 0 AND last > graded * 2000 // 10000 THEN 1 ELSE g END AS grade FROM m ORDER BY row"""


def in_polars(df):
    col, when = pl.col, pl.when
    h = lambda x, d: (x + d // 2) // d
    wide = lambda name: col(name).cast(pl.Int64)
    cap = lambda x: x.clip(0, HUNDRED)
    raters = df.lazy().group_by("leader").agg(
        pl.len().cast(pl.Int64).alias("rn"),
        *(e for i in range(5) for e in (wide(f"score{i}").sum().alias(f"rs{i}"), (wide(f"score{i}") * wide(f"score{i}")).sum().alias(f"rq{i}"))),
    )
    f = df.lazy().join(raters, on="leader", how="left", maintain_order="left")
    parts = {}
    members = pl.len().over("group").cast(pl.Int64)
    step, leaf = [members.alias("members")], []
    for i in range(8):
        leaf.append(cap(h(wide(f"rec{i}") * 10_000_000, pl.lit(400, pl.Int64))).alias(f"record{i}"))
        leaf.append(cap(h(wide(f"done{i}") * HUNDRED, wide(f"due{i}"))).alias(f"target{i}"))
        leaf.append(col(f"grade{i}").replace_strict([0, 1, 2, 3], [p * 1_000_000 for p in POINTS], return_dtype=pl.Int64).alias(f"inspect{i}"))
    for i in range(6):
        step.append(col(f"rank{i}").rank("min", descending=True).over("group").cast(pl.Int64).alias(f"r{i}"))
        leaf.append(when(col("members") == 1).then(80_000_000).otherwise(h(2 * HUNDRED * (col("members") - col(f"r{i}")), 2 * (col("members") - 1).clip(1))).alias(f"ranked{i}"))
    for i in range(5):
        over = under = pl.lit(0, pl.Int64)
        for c, w in (("A", 4000), ("B", 3500), ("C", 2500)):
            v = [wide(f"vote{i}.{c}.o{o}") for o in range(4)]
            count, total = v[0] + v[1] + v[2] + v[3], (v[0] * 100 + v[1] * 80 + v[2] * 60) * 1_000_000
            over = over + when(count >= 5).then(w * h(total, count.clip(1))).otherwise(0)
            under = under + when(count >= 5).then(w).otherwise(0)
        leaf.append(when(under > 0).then(h(over, under.clip(1))).alias(f"ballot{i}"))
        d = col("rn") * wide(f"score{i}") - col(f"rs{i}")
        v = col("rn") * col(f"rq{i}") - col(f"rs{i}") * col(f"rs{i}")
        q = (256_000_000_000_000 * (d.cast(pl.Int128) * d.cast(pl.Int128))) // v.clip(1).cast(pl.Int128)
        r = q.cast(pl.Float64).sqrt().floor().cast(pl.Int128)
        r = (r + ((r + 1) * (r + 1) <= q).cast(pl.Int128) - (r * r > q).cast(pl.Int128)).cast(pl.Int64)
        k = (r + 1) // 2
        leaf.append(cap(when(col("rn") < 5).then(wide(f"score{i}") * 100_000).when(v == 0).then(80_000_000).when(d < 0).then(80_000_000 - k).otherwise(80_000_000 + k)).alias(f"leader{i}"))

    def mean(of, to=1):
        over = sum((col(x).fill_null(0) * w for x, w in of), pl.lit(0, pl.Int64))
        under = sum((col(x).is_not_null().cast(pl.Int64) * w for x, w in of), pl.lit(0, pl.Int64))
        return when(under > 0).then(h(over, under.clip(1) * to) * to)

    tree = {
        "records": [(f"record{i}", 1250) for i in range(8)],
        "targets": [(f"target{i}", 1250) for i in range(8)],
        "inspection": [(f"inspect{i}", 1250) for i in range(8)],
        "ranks": [(f"ranked{i}", 1667 if i < 4 else 1666) for i in range(6)],
        "votes": [(f"ballot{i}", 2000) for i in range(5)],
        "leaders": [(f"leader{i}", 2000) for i in range(5)],
    }
    top = list(zip(tree, (2000, 2000, 2000, 1000, 1500, 1500)))
    f = f.with_columns(step).select("group", "absent", *leaf).select("group", "absent", *(mean(of).alias(b) for b, of in tree.items()))
    f = f.select("group", (col("absent") > 183).alias("away"), mean(top, 10_000).alias("figure"))
    f = f.with_columns(
        when(col("away")).then(0).otherwise(col("figure").rank("min", descending=True).over("group", "away")).cast(pl.Int64).alias("place"),
        when(col("away")).then(10).when(col("figure") >= 62_000_000).then(0).when(col("figure") >= 50_000_000).then(1).otherwise(2).cast(pl.Int64).alias("g"),
        (~col("away")).sum().over("group").cast(pl.Int64).alias("graded"),
    )
    f = f.with_columns(col("figure").rank("max", descending=True).over("group", "g").cast(pl.Int64).alias("last"))
    return f.select("figure", "place", when((col("g") == 0) & (col("last") > col("graded") * 2000 // 10000)).then(1).otherwise(col("g")).alias("grade")).collect()


def measure(run):
    wall, used = time.perf_counter(), time.process_time()
    out = run()
    return {"wall": time.perf_counter() - wall, "processor": time.process_time() - used}, out


def median(runs, of):
    return statistics.median(run[of] for run in runs)


mine = np.fromfile(f"{folder}/ours.i64", dtype=np.int64).reshape(-1, 3)
# who has no figure by our rule (too little recorded, or one source too strong) is left out of the comparison, and counted
kept = mine[:, 0] >= 0


def differing(theirs):
    return int((mine[kept] != theirs[kept]).any(axis=1).sum())


db = duckdb.connect(config={"threads": 2})
db.register("arrow_frame", frame.with_row_index("row").to_arrow())
db.execute("CREATE TABLE frame AS SELECT * FROM arrow_frame")
query = sql()
runs = {"one": [], "two": [], "polars": [], "duckdb": [], "read": []}
differ = {}
for turn in range(5):
    runs["one"].append(ask("1"))
    runs["two"].append(ask("2"))
    took, out = measure(lambda: in_polars(frame))
    runs["polars"].append(took)
    differ["polars"] = differing(out.to_numpy())
    if turn < 3:  # it takes long
        took, out = measure(lambda: db.sql(query).to_arrow_table())
        runs["duckdb"].append(took)
        differ["duckdb"] = differing(np.column_stack([out[c].to_numpy() for c in ("figure", "place", "grade")]).astype(np.int64))
    runs["two"].append(ask("2"))
    runs["read"].append({"wall": ask("read")})
changed = ask("changes")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

wall = {name: median(of, "wall") for name, of in runs.items()}
used = {name: median(of, "processor") for name, of in runs.items() if name != "read"}
least = {name: min(run["wall"] for run in of) for name, of in runs.items()}
print(f"{n:,} people, {ours['groups']:,} peer groups, {ours['indicators']} indicators, {ours['columns']} columns, {ours['bytes'] / 1e6:.0f} MB of facts")
print(f"versions: {rustc}; polars {pl.__version__} ({pl.thread_pool_size()} threads); DuckDB {duckdb.__version__} (2 threads); {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
print(f"ours, one thread  {wall['one']:8.3f} s wall (least {least['one']:.3f}), {used['one']:6.2f} s of processor")
print(f"ours, two threads {wall['two']:8.3f} s wall (least {least['two']:.3f}), {used['two']:6.2f} s of processor; peak {changed['peak']} with facts and results")
for name in ("polars", "duckdb"):
    print(f"{name:17} {wall[name]:8.3f} s wall (least {least[name]:.3f}), {used[name]:6.2f} s of processor: {wall[name] / wall['two']:.1f} × ours by wall, {least[name] / least['two']:.1f} × by the least, {used[name] / used['two']:.1f} × by processor; {differ[name]} of {int(kept.sum()):,} results differ")
print(f"reading the columns once, two threads: {least['read']:.3f} s ({ours['bytes'] / 1e9 / least['read']:.1f} GB/s); ours takes {least['two'] / least['read']:.1f} × that")
print(f"one changed fact: {changed['plain_us']:.0f} µs with its peer group; of a levelled score, with the groups of all whom the leader scored: {changed['levelled_us']:.0f} µs")
print(f"without a figure by our rule: {n - int(kept.sum()):,}; medians of 3 to 10 runs in turns; the peers' process peaks at {peak / 1e6:.2f} GB")
if any(differ.values()):
    sys.exit("the figures differ")
