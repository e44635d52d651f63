"""The rows of the bench: our solver and its peers on the same files, in processor seconds (user and system) of one thread.
Solving only is counted: neither reading files nor building a model is, for nobody. What takes less than ten seconds is done three
times, and the middle one counts. On each pure problem all costs must be equal, or the bench stops."""

import importlib.metadata
import json
import resource
import subprocess
import sys
import time

ours, work, lemon = sys.argv[1:4]
rows = sys.argv[4:]
try:
    import numpy as np
except ImportError:
    np = None
try:
    import scipy
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching
except ImportError:
    scipy = None
try:
    import ortools
    from ortools.graph.python import linear_sum_assignment, min_cost_flow
except ImportError:
    ortools = None
try:
    import highspy
except ImportError:
    highspy = None
present = [("numpy", np), ("SciPy", scipy), ("OR-tools", ortools), ("HiGHS", highspy), ("LEMON", lemon or None)]
print("absent, skipped: " + (", ".join(name for name, it in present if it is None) or "none"))
versions = [f"{name} {it.__version__}" for name, it in present if hasattr(it, "__version__")]
if highspy:
    versions.append(f"HiGHS {importlib.metadata.version('highspy')}")
print("peers: " + (", ".join(versions) or "none"))


def cpu():
    use = resource.getrusage(resource.RUSAGE_SELF)
    return use.ru_utime + use.ru_stime


def middle(values):
    return sorted(values)[len(values) // 2]


def bench(kind, people, seed=1, steps=400, trials=12000, write=False, extra=()):
    def once(write):
        files = f"{work}/files" if write else "-"
        command = [ours, kind, str(people), str(seed), str(steps), str(trials), files, *map(str, extra)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    lines = [once(write)]
    if lines[0].get("absent"):
        return None
    while len(lines) < 3 and lines[0]["cpu"] < 10:
        lines.append(once(False))
    lines.sort(key=lambda line: line["cpu"])
    line = lines[len(lines) // 2]
    print(f"  ours     {line}", flush=True)
    return line


def timed(solve):
    """The answer and the middle of up to three times."""
    seconds = []
    while len(seconds) < 3:
        begun = cpu()
        answer = solve()
        seconds.append(cpu() - begun)
        if seconds[0] > 10:
            break
    return answer, middle(seconds)


def read():
    return {k: np.fromfile(f"{work}/files/{k}.i64", dtype=np.int64) for k in ("starts", "posts", "costs", "bench", "quota")}


def peer(name, cost, seconds, line):
    same = "equal" if cost == line["cost"] else f"NOT EQUAL to {line['cost']}"
    ratio = seconds / max(line["cpu"], 0.005)
    print(f"  {name:24} cost {cost} ({same}), {seconds:.3f} s: {ratio:.1f} times ours", flush=True)
    if cost != line["cost"]:
        sys.exit("an exact peer has another cost")


def assignment(line, with_scipy=True):
    if np is None:
        return
    f = read()
    n = len(f["bench"])
    if ortools is not None:
        people = np.repeat(np.arange(n, dtype=np.int32), np.diff(f["starts"]))

        def build():
            solver = linear_sum_assignment.SimpleLinearSumAssignment()
            solver.add_arcs_with_cost(people, f["posts"].astype(np.int32), f["costs"])
            return solver

        solvers = [build() for _ in range(3)]
        cost, seconds = timed(lambda: (s := solvers.pop(), s.solve(), s.optimal_cost())[2])
        peer("LinearSumAssignment", cost, seconds, line)
    if scipy is not None and with_scipy:
        # costs of 0 are no entries there: all are one higher, which everybody pays once
        matrix = csr_matrix((f["costs"] + 1, f["posts"], f["starts"]), shape=(n, n))
        pairs, seconds = timed(lambda: min_weight_full_bipartite_matching(matrix))
        peer("SciPy LAPJVsp", int(matrix[pairs[0], pairs[1]].sum()) - n, seconds, line)


def flow(line):
    if np is not None and ortools is not None:
        f = read()
        n, p = len(f["bench"]), len(f["quota"])
        people = np.repeat(np.arange(n, dtype=np.int32), np.diff(f["starts"]))

        def build():
            solver = min_cost_flow.SimpleMinCostFlow()
            add = solver.add_arcs_with_capacity_and_unit_cost
            one = np.ones(len(people), dtype=np.int64)
            add(people, (n + f["posts"]).astype(np.int32), one, f["costs"])
            add(np.arange(n, n + p, dtype=np.int32), np.full(p, n + p, dtype=np.int32), f["quota"], np.zeros(p, dtype=np.int64))
            may = np.nonzero(f["bench"] >= 0)[0].astype(np.int32)
            if len(may):
                add(may, np.full(len(may), n + p, dtype=np.int32), np.ones(len(may), dtype=np.int64), f["bench"][may])
            supply = np.concatenate([np.ones(n), np.zeros(p), [-n]]).astype(np.int64)
            solver.set_nodes_supplies(np.arange(n + p + 1, dtype=np.int32), supply)
            return solver

        solvers = [build() for _ in range(3)]
        cost, seconds = timed(lambda: (s := solvers.pop(), s.solve(), s.optimal_cost())[2])
        peer("SimpleMinCostFlow", cost, seconds, line)
    if lemon:
        out = subprocess.run([lemon, f"{work}/files"], check=True, capture_output=True, text=True).stdout
        for found in out.split("\n"):
            if found:
                name, cost, seconds = found.split()
                peer(f"LEMON {name}", int(cost), float(seconds), line)


def rows_of_model():
    f = read()
    side = {k: np.fromfile(f"{work}/files/side_{k}.i64", dtype=np.int64) for k in ("starts", "choices", "sense", "figure", "price")}
    return f, side


def highs(line, integer, limit, presolve_off=False):
    """The full model: arcs, then each person's place without a post, then the shortfalls of soft rules."""
    if highspy is None or np is None:
        return
    from scipy.sparse import csc_matrix

    f, s = rows_of_model()
    n, p, m, r = len(f["bench"]), len(f["quota"]), len(f["posts"]), len(s["figure"])
    people = np.repeat(np.arange(n), np.diff(f["starts"]))
    soft = np.nonzero(s["price"] >= 0)[0]
    side = np.repeat(np.arange(r), np.diff(s["starts"]))
    at = np.concatenate([people, np.arange(n), n + f["posts"], n + p + side, n + p + soft])
    of = np.concatenate([np.arange(m), m + np.arange(n), np.arange(m), s["choices"], m + n + np.arange(len(soft))])
    value = np.concatenate([np.ones(m + n + m + len(side)), -s["sense"][soft]]).astype(float)
    matrix = csc_matrix((value, (at, of)), shape=(n + p + r, m + n + len(soft)))
    inf = highspy.kHighsInf
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = matrix.shape[1], matrix.shape[0]
    lp.col_cost_ = np.concatenate([f["costs"], f["bench"], s["price"][soft]]).astype(float)
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.concatenate([np.ones(m), (f["bench"] >= 0).astype(float), np.full(len(soft), inf)])
    lp.row_lower_ = np.concatenate([np.ones(n), np.full(p, -inf), np.where(s["sense"] > 0, -inf, s["figure"])]).astype(float)
    lp.row_upper_ = np.concatenate([np.ones(n), f["quota"], np.where(s["sense"] > 0, s["figure"], inf)]).astype(float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    if integer:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    h = highspy.Highs()
    for name, setting in [("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("time_limit", float(limit))]:
        h.setOptionValue(name, setting)
    if integer:
        # with presolve it has called a feasible model infeasible
        h.setOptionValue("presolve", "off" if presolve_off else "choose")
    h.passModel(lp)
    begun = cpu()
    h.run()
    seconds, info = cpu() - begun, h.getInfo()
    status, value = h.modelStatusToString(h.getModelStatus()), info.objective_function_value
    bound = f", bound {info.mip_dual_bound:.1f}" if integer else ""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    name = "HiGHS MIP" if integer else "HiGHS LP"
    print(f"  {name:24} {status}: {value:.2f}{bound}, {seconds:.2f} s: {seconds / max(line['cpu'], 0.005):.1f} times ours, {peak} MB", flush=True)


if "1" in rows:
    for people in (100_000, 500_000):
        print(f"1. a post for each of {people} people")
        assignment(bench("perm", people, write=True), people <= 100_000)
if "2" in rows:
    for kind in ("uniform", "low", "product"):
        print(f"2. {kind} costs at random, 100,000 people")
        assignment(bench(kind, 100_000, write=True), False)
if "3" in rows:
    for people in (100_000, 500_000):
        print(f"3. posts with quotas, {people} people")
        flow(bench("quota", people, write=True))
if "4" in rows:
    print("4. the bound with all rules, 10,000 people")
    # without cuts, which the linear programme does not have
    highs(bench("full", 10_000, steps=600, trials=0, write=True, extra=(1, 0, 0)), False, 300)
if "5" in rows:
    for kind in ("full", "ex65"):
        print(f"5. all rules, 10,000 people, {'exchanges of 4 %' if kind == 'full' else 'exchanges of 6.5 %'}")
        # a part is good enough at 0.04 %
        line = bench(kind, 10_000, trials=30_000, write=True, extra=(1, 0, 5, 400))
        highs(line, True, max(10, 2 * line["cpu"]))
if "6" in rows:
    for seed in range(1, 6):
        print(f"6. all rules, 1,000 people, seed {seed}, proof asked for")
        highs(bench("full", 1_000, seed=seed, write=True, extra=(1, 3000)), True, 60)
if "7" in rows:
    for people in (100_000, 1_000_000):
        print(f"7. all rules, {people} people")
        bench("full", people, trials=4_000 if people < 1_000_000 else 3_000)
if "8" in rows:
    print("8. locks one at a time on a finished plan, 10,000 people")
    bench("locks", 10_000)
if "9" in rows:
    print("9. people on the posts of a published table with its quotas, who is eligible by its requirements")
    line = bench("published", 4_000, write=True)
    if line:
        flow(line)
    else:
        print("  the table is not in ../shared/data: skipped")
