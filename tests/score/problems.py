"""Problems nobody has seen, with answers that were known before the question: rows for the judge of the algebra.

usage: problems.py N [SEED]     (N of each sort; needs mathematics_dataset, numpy < 2, sympy 1.5)
Some sorts come from DeepMind's generator (mathematics_dataset), some are made here from their answers: an equation from
its roots, an integral from its antiderivative, an inequality from its sign changes, a system from its solution.
"""
import json
import random
import re
import sys

import numpy as np

np.object = object  # the generator was written for an older numpy
import sympy as sp
from mathematics_dataset.modules import modules

COUNT = int(sys.argv[1])
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
random.seed(SEED)
np.random.seed(SEED)
x, y, z = sp.symbols("x y z", real=True)


def flat():
    out = {}
    for area, entries in modules.train(lambda entropy: entropy).items():
        for name, make in entries.items():
            out[f"{area}__{name}"] = make
    return out


def expression(text):
    names = set(re.findall(r"[a-zA-Z]+", text)) - {"sqrt"}
    return sp.sympify(text, locals={name: sp.Symbol(name) for name in names})


def written(text):
    """The question as it was asked, in LaTeX."""
    text = re.sub(r"sqrt\(([^()]*)\)", r"\\sqrt{\1}", text)
    return re.sub(r"\*\*(\d+)", r"^{\1}", text).replace("*", r" \cdot ")


def latex(e):
    return sp.latex(e, mul_symbol=None)


def equation(text):
    return written(text)


def linear_1d(question, answer):
    match = re.fullmatch(r"Solve (.+) for (\w)\.", question)
    if match:
        return {"kind": "solve", "input_latex": equation(match[1]), "variable": match[2], "expected": [answer]}


def linear_2d(question, answer):
    match = re.fullmatch(r"Solve (.+), (.+) for (\w)\.", question)
    if not match:
        return None
    sides = [[expression(side) for side in row.split(" = ")] for row in (match[1], match[2])]
    letters = sorted({s for pair in sides for e in pair for s in e.free_symbols}, key=str)
    found = sp.solve([a - b for a, b in sides], letters, dict=True)
    if len(letters) != 2 or len(found) != 1:
        return None
    rows = r" \\ ".join(written(row) for row in (match[1], match[2]))
    return {
        "kind": "solve_system", "input_latex": r"\begin{cases}" + rows + r"\end{cases}",
        "variable": ",".join(map(str, letters)),
        "expected": [{str(letter): str(found[0][letter]) for letter in letters}],
    }


def polynomial_roots(question, answer):
    if question.startswith("Factor "):
        e = expression(question[7:-1])
        return {"kind": "factor", "input_latex": written(question[7:-1]), "variable": str(min(e.free_symbols, key=str)), "expected": answer}
    match = re.search(r"([-\w*+/() ]+ = 0)[.?,]", question)
    letters = re.findall(r"\b([a-z])\b", match[1]) if match else []
    if match and letters:
        text = re.sub(r"^(Suppose|Let|in|that) ", "", match[1].strip().split(" given that ")[-1])
        text = re.sub(r"^.*\b(?:Suppose|Let|in|that|Solve|What is \w in) ", "", text)
        return {"kind": "solve", "input_latex": equation(text), "variable": letters[-1], "expected": answer.split(", ")}


def differentiate(question, answer):
    match = re.search(r"^What is the derivative of (.+?)(?: wrt (\w))?\?$", question) or re.search(
        r"^(?:Find|Differentiate) (?:the derivative of )?(.+?) (?:wrt|with respect to) (\w)\.$", question)
    if not match or "derivative" in match[1]:
        return None
    e = expression(match[1])
    variable = match[2] or str(min(e.free_symbols, key=str))
    return {"kind": "diff", "input_latex": r"\frac{d}{d%s}\left(%s\right)" % (variable, written(match[1])), "variable": variable, "expected": answer}


def expand(question, answer):
    match = re.fullmatch(r"Expand (.+)\.", question)
    if match:
        e = expression(match[1])
        letters = sorted(map(str, e.free_symbols))
        return {"kind": "expand", "input_latex": written(match[1]), "variable": letters[0] if letters else "x", "expected": answer}


def collect(question, answer):
    match = re.fullmatch(r"Collect the terms in (.+)\.", question)
    if match:
        e = expression(match[1])
        letters = sorted(map(str, e.free_symbols))
        return {"kind": "simplify", "input_latex": written(match[1]), "variable": letters[0] if letters else "x", "expected": answer}


def arithmetic(question, answer):
    match = re.fullmatch(r"(?:What is (?:the value of )?|Evaluate |Calculate |Simplify )(.+?)[.?](?: Assume.*)?", question)
    if match and re.fullmatch(r"[-\d+*/() sqrt]+", match[1]):
        return {"kind": "evaluate", "input_latex": written(match[1]), "variable": "x", "expected": answer}


DEEPMIND = [
    ("algebra__linear_1d", linear_1d), ("algebra__linear_2d", linear_2d), ("algebra__polynomial_roots", polynomial_roots),
    ("calculus__differentiate", differentiate), ("polynomials__expand", expand), ("polynomials__collect", collect),
    ("arithmetic__mixed", arithmetic), ("arithmetic__simplify_surd", arithmetic),
]


def number(low=-9, high=9):
    return sp.Integer(random.choice([n for n in range(low, high + 1) if n]))


def rational():
    return sp.Rational(int(number()), random.choice([1, 1, 2, 3, 4]))


def atom():
    a, b = number(1, 4), sp.Integer(random.randint(-3, 3))
    return random.choice([
        lambda: x ** random.randint(1, 4), lambda: sp.sin(a * x + b), lambda: sp.cos(a * x), lambda: sp.exp(a * x),
        lambda: sp.log(x + abs(b) + 1), lambda: sp.sqrt(a * x + abs(b) + 1), lambda: 1 / (x + abs(b) + 1), lambda: sp.atan(x / a),
        lambda: sp.tan(x), lambda: 1 / (x ** 2 + a),
    ])()


def composite():
    f = random.choice([lambda: number() * atom(), lambda: atom() * atom(), lambda: atom() + number() * atom() * atom(), lambda: atom() ** 2])()
    return f if f.has(x) else x


def integral():
    f = sp.diff(composite(), x)
    return {"kind": "integrate", "input_latex": r"\int %s \, dx" % bracketed(f), "variable": "x", "integrand": str(f), "expected": ""}


def bracketed(f):
    return r"\left(%s\right)" % latex(f) if f.is_Add else latex(f)


def derivative():
    f = random.choice([composite, lambda: composite() / atom(), lambda: composite().subs(x, atom())])()
    return {"kind": "diff", "input_latex": r"\frac{d}{dx}\left(%s\right)" % latex(f), "variable": "x", "expected": str(sp.diff(f, x))}


def area():
    F = sp.integrate(sp.expand((x + number()) * (x - number())), x) + random.choice([sp.sin(x), sp.exp(x), sp.log(x), sp.sqrt(x), 0 * x])
    low, high = sorted(random.sample(range(1, 8), 2))
    f = sp.diff(F, x)
    value = F.subs(x, high) - F.subs(x, low)
    return {"kind": "definite", "input_latex": r"\int_{%d}^{%d} %s \, dx" % (low, high, bracketed(f)), "variable": "x", "expected": str(value)}


def limit():
    # A common factor that vanishes, and what is left has the value.
    a, top, bottom = number(), x ** 2 + number() * x + number(), x + number()
    if bottom.subs(x, a) == 0:
        return None
    f = sp.expand((x - a) * top) / sp.expand((x - a) * bottom)
    return {"kind": "limit", "input_latex": r"\lim_{x \to %s} %s" % (latex(a), latex(f)), "variable": "x", "expected": str((top / bottom).subs(x, a))}


def from_roots():
    roots = sorted({rational() for _ in range(random.randint(2, 4))})
    f = sp.expand(sp.prod([(r.q * x - r.p) for r in roots]) * number(1, 5))
    return {"kind": "solve", "input_latex": latex(f) + " = 0", "variable": "x", "expected": [str(r) for r in roots]}


def rational_equation():
    a, b, r = number(), number(), rational()
    if r in (a, b) or a == b:
        return None
    c = 1 / (r - a) + 1 / (r - b)
    f = 1 / (x - a) + 1 / (x - b)
    roots = sorted(set(sp.solve(sp.numer(sp.together(f - c)), x)), key=str)
    return {"kind": "solve", "input_latex": f"{latex(f)} = {latex(c)}", "variable": "x", "expected": [str(r) for r in roots]}


def radical_equation():
    r, a = number(1, 9), number(1, 5)
    b = random.randint(1, 9)
    side = sp.sqrt(a * r ** 2 + b)
    f, g = sp.sqrt(a * x ** 2 + b), x - r + side
    roots = [s for s in sp.solve(sp.expand(f ** 2 - g ** 2), x) if abs(sp.N(f.subs(x, s) - g.subs(x, s))) < 1e-12]
    return {"kind": "solve", "input_latex": f"{latex(f)} = {latex(g)}", "variable": "x", "expected": [str(s) for s in roots]}


def power_equation():
    base, r, s = random.choice([2, 3, 5]), random.randint(1, 3), random.randint(0, 4)
    if r == s:
        return None
    p, q = base ** r, base ** s
    text = f"{base}^{{2x}} - {p + q} \\cdot {base}^{{x}} + {p * q} = 0"
    return {"kind": "solve", "input_latex": text, "variable": "x", "expected": [str(r), str(s)]}


def bars():
    a, b, c = number(1, 5), number(), number(1, 9)
    roots = sorted({(c - b) / a, (-c - b) / a})
    return {"kind": "solve", "input_latex": r"\left|%s\right| = %s" % (latex(a * x + b), c), "variable": "x", "expected": [str(r) for r in roots]}


RELATIONS = {"<": "<", ">": ">", r"\le": "<=", r"\ge": ">="}


def set_of(f, points, sign, poles=()):
    """Where f is > 0, >= 0, < 0 or <= 0, from the signs between the points, as SymPy writes it."""
    closed = sign.endswith("=")
    want = 1 if sign[0] == ">" else -1
    points = sorted(points)
    ends = [-sp.oo] + points + [sp.oo]
    parts = []
    for low, high in zip(ends, ends[1:]):
        middle = 0 if low == -sp.oo and high == sp.oo else high - 1 if low == -sp.oo else low + 1 if high == sp.oo else (low + high) / 2
        if f.subs(x, middle) * want > 0:
            parts.append(sp.Interval(low, high, not closed or low in poles, not closed or high in poles))
    if closed:
        parts += [sp.FiniteSet(p) for p in points if p not in poles]
    return str(sp.Union(*parts)) if parts else "EmptySet"


def polynomial_inequality():
    roots = sorted({rational() for _ in range(random.randint(1, 4))})
    f = sp.expand(number() * sp.prod([r.q * x - r.p for r in roots]))
    shown, sign = random.choice(list(RELATIONS.items()))
    return {"kind": "inequality", "input_latex": f"{latex(f)} {shown} 0", "variable": "x", "expected": set_of(f, roots, sign)}


def rational_inequality():
    zero, pole, c = rational(), rational(), sp.Integer(random.randint(-3, 3))
    if zero == pole:
        return None
    f = (zero.q * x - zero.p) / (pole.q * x - pole.p) * number()
    top = sp.numer(sp.together(f - c))
    points = set(sp.solve(top, x)) if top.has(x) else set()
    shown, sign = random.choice(list(RELATIONS.items()))
    return {"kind": "inequality", "input_latex": f"{latex(f)} {shown} {c}", "variable": "x", "expected": set_of(f - c, points | {pole}, sign, {pole})}


def bars_inequality():
    a, b, c = number(1, 5), number(), number(1, 9)
    shown, sign = random.choice(list(RELATIONS.items()))
    points = {(c - b) / a, (-c - b) / a}
    return {"kind": "inequality", "input_latex": r"\left|%s\right| %s %s" % (latex(a * x + b), shown, c), "variable": "x",
            "expected": set_of((a * x + b) ** 2 - c ** 2, points, sign)}


def system_of_three():
    values = [number() for _ in range(3)]
    rows = [[number(-5, 5) for _ in range(3)] for _ in range(3)]
    if sp.Matrix(rows).det() == 0:
        return None
    text = r" \\ ".join(
        f"{latex(sum(c * v for c, v in zip(row, (x, y, z))))} = {sum(c * v for c, v in zip(row, values))}" for row in rows)
    return {"kind": "solve_system", "input_latex": r"\begin{cases}" + text + r"\end{cases}", "variable": "x,y,z",
            "expected": [{n: str(v) for n, v in zip("xyz", values)}]}


def line_and_circle():
    a, b = number(-6, 6), number(-6, 6)
    if a == b:
        return None
    text = f"x + y = {a + b} \\\\ x^2 + y^2 = {a * a + b * b}"
    return {"kind": "solve_system", "input_latex": r"\begin{cases}" + text + r"\end{cases}", "variable": "x,y",
            "expected": [{"x": str(a), "y": str(b)}, {"x": str(b), "y": str(a)}]}


def reciprocals():
    a, b = number(1, 6), number(1, 6)
    rows = [[number(1, 6), number(1, 6)] for _ in range(2)]
    if sp.Matrix(rows).det() == 0:
        return None
    text = r" \\ ".join(
        r"\frac{%s}{x} + \frac{%s}{y} = %s" % (p, q, latex(sp.Rational(p, a) + sp.Rational(q, b))) for p, q in rows)
    return {"kind": "solve_system", "input_latex": r"\begin{cases}" + text + r"\end{cases}", "variable": "x,y",
            "expected": [{"x": str(a), "y": str(b)}]}


def product():
    f = sp.prod([random.choice([x + number(), number(1, 4) * x + number(), x ** 2 + number(1, 5)]) for _ in range(random.randint(2, 3))])
    f = sp.expand(f * number(1, 3))
    return {"kind": "factor", "input_latex": latex(f), "variable": "x", "expected": str(sp.factor(f))}


def fractions():
    a, b = number(), number()
    if a == b:
        return None
    f = sp.together(number() / (x - a) + number() / (x - b))
    return {"kind": "partial_fractions", "input_latex": latex(sp.cancel(f)), "variable": "x", "expected": str(sp.apart(f, x))}


OWN = [integral, derivative, area, limit, from_roots, rational_equation, radical_equation, power_equation, bars,
       polynomial_inequality, rational_inequality, bars_inequality, system_of_three, line_and_circle, reciprocals, product, fractions]


def write(name, make):
    made = tries = 0
    while made < COUNT and tries < 40 * COUNT:
        tries += 1
        try:
            row = make()
        except (ValueError, TypeError, AttributeError, sp.SympifyError, ZeroDivisionError):
            row = None
        # i and e are numbers to whoever reads the row.
        if row is None or re.search(r"(?<![a-z\\])[ie](?![a-z])", row["input_latex"]) and name.count("__"):
            continue
        if any(word in str(row.get("expected")) for word in ("nan", "zoo")):
            continue
        row["id"], row["source"] = f"{name}-{SEED}-{made}", name
        print(json.dumps(row))
        made += 1


if __name__ == "__main__":
    generators = flat()
    for name, convert in DEEPMIND:
        def one(name=name, convert=convert):
            problem = generators[name]()
            return convert(str(problem.question), str(problem.answer))
        write(name, one)
    for make in OWN:
        write(make.__name__, make)
