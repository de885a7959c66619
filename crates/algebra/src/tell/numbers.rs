//! The wordings of arithmetic. `{name}` is replaced by a step's parameter.

use super::table::wordings;

wordings! { NUMBERS = [
    w("law", ("evaluate", r"2^3\cdot2^4"), "Use {by}.", "{by} का प्रयोग कीजिए।"),
    w("write as", ("evaluate", r"\sqrt{144}"), "Write {by}.", "{by} लिखिए।"),
    w(
        "mixed numbers",
        ("evaluate", r"2\frac12+1\frac13"),
        "Write the mixed numbers as improper fractions.",
        "मिश्रित भिन्नों को विषम भिन्नों में बदलिए।",
    ),
    w(
        "per cent",
        ("evaluate", r"15\%\times200"),
        "Per cent means out of a hundred.",
        "प्रतिशत का अर्थ है प्रति सौ।",
    ),
    w(
        "decimals as fractions",
        ("evaluate", r"0.25+\frac12"),
        "Write the decimals as fractions.",
        "दशमलव संख्याओं को भिन्नों में लिखिए।",
    ),
    w(
        "brackets first",
        ("evaluate", r"20-(3+4)\times2"),
        "Work out the brackets first.",
        "पहले कोष्ठक के भीतर का मान निकालिए।",
    ),
    w(
        "multiply first",
        ("evaluate", r"2+3\cdot4"),
        "Multiply and divide before adding and subtracting.",
        "जोड़ने और घटाने से पहले गुणा और भाग कीजिए।",
    ),
    w(
        "prime powers",
        ("evaluate", r"\gcd(12,18)"),
        "Write the numbers as products of primes.",
        "संख्याओं को अभाज्य गुणनखंडों के गुणनफल के रूप में लिखिए।",
    ),
    w(
        "common primes",
        ("evaluate", r"\gcd(12,18)"),
        "HCF: the smallest power of each common prime factor.",
        "HCF: प्रत्येक उभयनिष्ठ अभाज्य गुणनखंड की सबसे छोटी घात।",
    ),
    w(
        "all primes",
        ("evaluate", r"\operatorname{lcm}(12,18)"),
        "LCM: the greatest power of each prime factor.",
        "LCM: प्रत्येक अभाज्य गुणनखंड की सबसे बड़ी घात।",
    ),
    w(
        "known values",
        ("evaluate", r"\sin30^\circ+\cos60^\circ"),
        "Put in the known values.",
        "ज्ञात मान रखिए।",
    ),
    w(
        "reciprocal",
        ("evaluate", r"\frac23\div\frac49"),
        "To divide by a number, multiply by its reciprocal.",
        "किसी संख्या से भाग देने के लिए उसके व्युत्क्रम से गुणा कीजिए।",
    ),
    w(
        "multiply fractions",
        ("evaluate", r"\frac23\times\frac94"),
        "Multiply the numerators and multiply the denominators.",
        "अंशों का गुणा तथा हरों का गुणा कीजिए।",
    ),
    w(
        "lowest terms",
        ("evaluate", r"\frac{4}{52}"),
        "Divide numerator and denominator by {by}.",
        "अंश और हर को {by} से भाग दीजिए।",
    ),
    w(
        "common denominator",
        ("evaluate", r"\frac34+\frac56"),
        "The LCM of the denominators is {by}: write every fraction with it.",
        "हरों का LCM {by} है: प्रत्येक भिन्न को इस हर के साथ लिखिए।",
    ),
    w(
        "add numerators",
        ("evaluate", r"\frac34+\frac56"),
        "The denominators are equal: add or subtract the numerators.",
        "हर समान हैं: अंशों को जोड़िए या घटाइए।",
    ),
] }
