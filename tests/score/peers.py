"""SymPy on the problems of a corpus: answers as JSON lines, for the judge of the algebra.

usage: peers.py CORPUS JUDGE     (JUDGE: the folder of the judge, whose reader of LaTeX is used)
A row: {id, answer_latex, time_us}. A problem has ten seconds, all of them together two minutes and a half. The start and
what was cut off go to standard error.
"""
import json
import signal
import sys
import time

sys.path.insert(0, sys.argv[2])
begun = time.perf_counter()
import sympy as sp

print(f"cold start: {(time.perf_counter() - begun) * 1e3:.1f} ms natively", file=sys.stderr)
from lmath import mksym, parse, to_sympy

LIMIT_S = 10
LIMIT_OF_ALL_S = 150


def stop(*_):
    raise TimeoutError


def relation(a):
    left, right = a[1][0], a[1][1]
    return {"<": sp.Lt, ">": sp.Gt, "\\le": sp.Le, "\\ge": sp.Ge}[a[2][0]](to_sympy(left), to_sympy(right))


def solve(row):
    kind, a = row["kind"], parse(row["input_latex"])
    letters = [mksym(name.strip().lstrip("\\")) for name in row["variable"].split(",")]
    if kind == "solve":
        return [sp.latex(root) for root in sp.solve(to_sympy(a[1][0]) - to_sympy(a[1][1]), letters[0])]
    if kind == "solve_system":
        found = sp.solve([to_sympy(r[1][0]) - to_sympy(r[1][1]) for r in a[1]], letters, dict=True)
        if not found:
            return r"\emptyset"
        return r" \text{ or } ".join(", ".join(f"{k} = {sp.latex(v)}" for k, v in one.items()) for one in found)
    if kind == "inequality":
        return f"{row['variable']} \\in {sp.latex(sp.solve_univariate_inequality(relation(a), letters[0], relational=False))}"
    if kind == "trig_identity":
        difference = sp.trigsimp(sp.simplify(to_sympy(a[1][0]) - to_sympy(a[1][1])))
        return "0" if difference == 0 else None
    if kind == "implicit_diff":
        return sp.latex(sp.idiff(to_sympy(a[1][0]) - to_sympy(a[1][1]), letters[1], letters[0]))
    e = to_sympy(a)
    if kind == "integrate":
        e = to_sympy(a) if e.has(sp.Integral) else sp.Integral(e, letters[0])
    change = {"expand": sp.expand, "factor": sp.factor, "simplify": sp.simplify, "partial_fractions": lambda e: sp.apart(e, letters[0])}
    result = change.get(kind, lambda e: sp.simplify(e.doit()) if kind != "integrate" else e.doit())(e)
    return None if result.has(sp.Integral, sp.Limit, sp.Derivative) else sp.latex(result)


signal.signal(signal.SIGALRM, stop)
first, slow, unasked = time.perf_counter(), 0, 0
for line in open(sys.argv[1], encoding="utf-8"):
    if not line.strip():
        continue
    row = json.loads(line)
    started = time.perf_counter()
    if started - first > LIMIT_OF_ALL_S:
        unasked += 1
        print(json.dumps({"id": row["id"], "answer_latex": None}), flush=True)
        continue
    signal.alarm(LIMIT_S)
    try:
        answer = solve(row)
    except TimeoutError:
        answer, slow = None, slow + 1
    except Exception:  # whatever a peer raises is no answer
        answer = None
    finally:
        signal.alarm(0)
    print(json.dumps({"id": row["id"], "answer_latex": answer, "time_us": round((time.perf_counter() - started) * 1e6)}), flush=True)
print(f"cut off: {slow} problems after {LIMIT_S} s each, {unasked} not asked after {LIMIT_OF_ALL_S} s in all", file=sys.stderr)
