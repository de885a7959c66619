"""Three hundred things a student says at a board, by construct, each with the formula it means.

The formulas follow from the rules of the language and the slots; nothing here has been through a converter. The same seed
gives the same phrases, whatever the Python.
"""

NUMBERS = {
    2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven",
    12: "twelve", 15: "fifteen", 16: "sixteen", 20: "twenty", 24: "twenty four", 30: "thirty", 45: "forty five",
    60: "sixty", 75: "seventy five", 100: "one hundred",
}
VARIABLES = ["x", "y", "z", "t", "n"]
ANGLES = [("theta", r"\theta"), ("x", "x"), ("alpha", r"\alpha"), ("t", "t")]
FUNCTIONS = [("sine", r"\sin"), ("cosine", r"\cos"), ("tangent", r"\tan")]

# Slots: {A} {B} {C} number words, {a} {b} {c} their digits; {v} {w} two variables; {G} {g} an angle; {F} {f} a function;
# {P} an ordinal's plural and {p} its number.
TEMPLATES = {
    "arithmetic": [
        ("{A} plus {B} times {C}", r"{a} + {b} \times {c}"),
        ("{A} minus {B} equals {C}", r"{a} - {b} = {c}"),
        ("{A} into {B} is equal to {C}", r"{a} \times {b} = {c}"),
        ("{A} divided by {B} plus {C}", r"\frac{{{a}}}{{{b}}} + {c}"),
        ("{A} percent", r"{a}\%"),
        ("{A} point {B} plus {C}", r"{a}.{b} + {c}"),
    ],
    "linear": [
        ("{A} {v} plus {B} equals {C}", r"{a}{v} + {b} = {c}"),
        ("solve {A} {v} minus {B} equals {C}", r"{a}{v} - {b} = {c}"),
        ("{v} plus {w} equals {A}", r"{v} + {w} = {a}"),
        ("{A} {v} minus {B} {w} equals {C}", r"{a}{v} - {b}{w} = {c}"),
        ("{v} equals {A} {w} plus {B}", r"{v} = {a}{w} + {b}"),
        ("{A} {v} plus {B} is greater than {C}", r"{a}{v} + {b} > {c}"),
        ("{v} minus {A} is less than or equal to {B}", r"{v} - {a} \le {b}"),
    ],
    "quadratic": [
        ("{v} squared minus {A} {v} plus {B} equals zero", r"{v}^2 - {a}{v} + {b} = 0"),
        ("solve {v} squared plus {A} {v} minus {B} equals zero", r"{v}^2 + {a}{v} - {b} = 0"),
        ("{A} {v} squared plus {B} {v} plus {C} equals zero", r"{a}{v}^2 + {b}{v} + {c} = 0"),
        ("factorise {v} squared minus {A}", r"{v}^2 - {a}"),
        ("{v} cubed minus {A} {v} squared plus {B}", r"{v}^3 - {a}{v}^2 + {b}"),
        ("{v} squared plus {w} squared equals {A}", r"{v}^2 + {w}^2 = {a}"),
    ],
    "power": [
        ("{v} to the power of {A}", r"{v}^{{{a}}}"),
        ("{A} to the power {v}", r"{a}^{{{v}}}"),
        ("{v} plus {A} whole squared", r"({v} + {a})^2"),
        ("{v} minus {w} whole cubed", r"({v} - {w})^3"),
        ("e to the power of {v}", r"e^{{{v}}}"),
        ("{A} {v} cubed times {w} squared", r"{a}{v}^3 \times {w}^2"),
    ],
    "fraction": [
        ("{v} over {A} plus {w} over {B}", r"\frac{{{v}}}{{{a}}} + \frac{{{w}}}{{{b}}}"),
        ("{A} over {v} equals {B}", r"\frac{{{a}}}{{{v}}} = {b}"),
        ("{v} plus {A} all over {B}", r"\frac{{{v} + {a}}}{{{b}}}"),
        ("{v} squared over {A} minus {B}", r"\frac{{{v}^2}}{{{a}}} - {b}"),
        ("two {P} of {v}", r"\frac{{2}}{{{p}}} {v}"),
    ],
    "root": [
        ("the square root of {v}", r"\sqrt{{{v}}}"),
        ("the square root of {A} equals {v}", r"\sqrt{{{a}}} = {v}"),
        ("the cube root of {A}", r"\sqrt[3]{{{a}}}"),
        ("under root {v} squared plus {w} squared", r"\sqrt{{{v}^2 + {w}^2}}"),
        ("the square root of {v} plus {A}", r"\sqrt{{{v} + {a}}}"),
    ],
    "trigonometry": [
        ("{F} squared {G} plus cosine squared {G} equals one", r"{f}^2 {g} + \cos^2 {g} = 1"),
        ("{F} of {G} equals one over {A}", r"{f} {g} = \frac{{1}}{{{a}}}"),
        ("{F} {A} {G}", r"{f} {a}{g}"),
        ("{A} {F} {G} plus {B}", r"{a} {f} {g} + {b}"),
        ("{F} of {A} degrees", r"{f} {a}^{{\circ}}"),
    ],
    "logarithm": [
        ("log of {v} equals {A}", r"\log {v} = {a}"),
        ("log {A} plus log {B}", r"\log {a} + \log {b}"),
        ("log {v} to the base {A} equals {B}", r"\log_{{{a}}} {v} = {b}"),
        ("natural log of {v}", r"\ln {v}"),
    ],
    "calculus": [
        ("the integral of {v} squared with respect to {v}", r"\int {v}^2 \, d{v}"),
        ("the integral from zero to {A} of {v} d {v}", r"\int_0^{{{a}}} {v} \, d{v}"),
        ("the integral of {F} {v} d {v}", r"\int {f} {v} \, d{v}"),
        ("the limit as {v} tends to zero of {F} {v} over {v}", r"\lim_{{{v} \to 0}} \frac{{{f} {v}}}{{{v}}}"),
        ("differentiate {v} cubed plus {A} {v} with respect to {v}", r"{v}^3 + {a}{v}"),
        ("d y by d x equals {A} x", r"\frac{{dy}}{{dx}} = {a}x"),
        ("the limit as {v} approaches infinity of one over {v}", r"\lim_{{{v} \to \infty}} \frac{{1}}{{{v}}}"),
    ],
    "brackets": [
        ("open bracket {v} plus {A} close bracket times {B}", r"({v} + {a}) \times {b}"),
        ("{A} into bracket {v} minus {B} bracket close", r"{a}({v} - {b})"),
        ("f of {v} equals {v} squared plus {A}", r"f({v}) = {v}^2 + {a}"),
        ("the absolute value of {v} minus {A}", r"|{v} - {a}|"),
        ("{A} factorial", r"{a}!"),
    ],
    "sums and sets": [
        ("the sum from n equals one to {A} of n squared", r"\sum_{{n = 1}}^{{{a}}} n^2"),
        ("{v} is not equal to {A}", r"{v} \neq {a}"),
        ("a union b equals c", r"A \cup B = C"),
        ("a sub {A} plus a sub {B}", r"a_{{{a}}} + a_{{{b}}}"),
        ("pi r squared", r"\pi r^2"),
    ],
}


class Dice:
    """Numerical Recipes' linear congruential generator: the same on every machine."""

    def __init__(self, seed):
        self.state = seed

    def pick(self, choices):
        self.state = (self.state * 1664525 + 1013904223) % 2**32
        return choices[(self.state >> 8) % len(choices)]


def phrases(count=300, seed=20261128):
    """`count` dictionaries id, construct, words, latex: the constructs' templates in turn, each time with other slots."""
    dice = Dice(seed)
    templates = [(construct, *template) for construct, group in TEMPLATES.items() for template in group]
    found, seen = [], set()
    turn = 0
    while len(found) < count:
        construct, words, latex = templates[turn % len(templates)]
        turn += 1
        for _ in range(20):
            a, b, c = (dice.pick(sorted(NUMBERS)) for _ in range(3))
            v = dice.pick(VARIABLES)
            w = dice.pick([other for other in VARIABLES if other != v])
            if "{A} point" in words:
                a, b = dice.pick([2, 3, 5, 12]), dice.pick([2, 4, 5, 7])
            (big_g, g), (big_f, f) = dice.pick(ANGLES), dice.pick(FUNCTIONS)
            if "cosine squared" in words:
                big_f, f = FUNCTIONS[0]
            p = dice.pick([3, 5, 7])
            slots = dict(
                A=NUMBERS[a], B=NUMBERS[b], C=NUMBERS[c], a=a, b=b, c=c, v=v, w=w, G=big_g, g=g, F=big_f, f=f,
                P={3: "thirds", 5: "fifths", 7: "sevenths"}[p], p=p,
            )
            said = words.format(**slots)
            if said not in seen:
                seen.add(said)
                found.append(dict(id=len(found), construct=construct, words=said, latex=latex.format(**slots)))
                break
    return found


if __name__ == "__main__":
    for phrase in phrases():
        print("\t".join(str(value) for value in phrase.values()))
