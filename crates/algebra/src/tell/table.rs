//! The wordings. `{name}` is replaced by a step's parameter. A Hindi-medium teacher can read and correct the third column.

/// A rule's words, and a problem whose solution uses it: for the tests that walk the tables, not for the download.
#[cfg(test)]
pub(crate) struct Wording {
    pub(crate) rule: &'static str,
    pub(crate) hindi: &'static str,
    /// Kind, LaTeX.
    pub(crate) example: (&'static str, &'static str),
}

/// A table of wordings: all rules in one text, all sentences of a language in another. A place in memory for each of
/// them would be longer than many are.
pub(crate) struct Wordings {
    pub(super) rules: &'static str,
    pub(super) english: &'static str,
    pub(super) hindi: &'static str,
    /// Bytes of rule, English and Hindi.
    pub(super) lengths: &'static [[u16; 3]],
    #[cfg(test)]
    pub(super) examples: &'static [(&'static str, &'static str)],
}

impl Wordings {
    /// The sentences of a rule, in English and Hindi. Only of rules whose names are as long anything is read.
    pub(super) fn sentences(&self, rule: &str) -> Option<(&'static str, &'static str)> {
        let mut from = [0; 3];
        for lengths in self.lengths {
            let mut to = from;
            to.iter_mut().zip(lengths).for_each(|(to, &length)| *to += usize::from(length));
            if to[0] - from[0] == rule.len() && self.rules.get(from[0]..to[0]) == Some(rule) {
                return self.english.get(from[1]..to[1]).zip(self.hindi.get(from[2]..to[2]));
            }
            from = to;
        }
        None
    }

    #[cfg(test)]
    pub(crate) fn rows(&'static self) -> impl Iterator<Item = Wording> {
        let mut left = [self.rules, self.english, self.hindi];
        let mut examples = self.examples.iter();
        self.lengths.iter().map(move |lengths| {
            let mut texts = [""; 3];
            for ((text, left), length) in texts.iter_mut().zip(&mut left).zip(lengths) {
                (*text, *left) = left.split_at_checked(usize::from(*length)).unwrap_or_default();
            }
            let [rule, _, hindi] = texts;
            Wording { rule, hindi, example: *examples.next().expect("one a row") }
        })
    }
}

macro_rules! wordings {
    ($table:ident = [$(
        w($rule:literal, ($kind:literal, $latex:literal $(,)?), $english:literal, $hindi:literal $(,)?)
    ),* $(,)?]) => {
        pub(crate) static $table: $crate::tell::table::Wordings = $crate::tell::table::Wordings {
            rules: concat!($($rule),*),
            english: concat!($($english),*),
            hindi: concat!($($hindi),*),
            lengths: &[$([$rule.len() as u16, $english.len() as u16, $hindi.len() as u16]),*],
            #[cfg(test)]
            examples: &[$(($kind, $latex)),*],
        };
    };
}
pub(super) use wordings;

wordings! { WORDINGS = [
    w(
        "already",
        ("simplify", "x"),
        "This is already in its simplest form.",
        "यह पहले से ही सरलतम रूप में है।",
    ),
    w("calculate", ("evaluate", r"2+3\cdot 4"), "Calculate.", "गणना कीजिए।"),
    w("simplify", ("simplify", r"2x+3x"), "Simplify.", "सरल कीजिए।"),
    w("collect", ("expand", r"(x+1)(x+2)"), "Collect like terms.", "समान पदों को एकत्र कीजिए।"),
    w(
        "square of a sum",
        ("expand", "(2x+5)^2"),
        "Use (a ± b)² = a² ± 2ab + b².",
        "(a ± b)² = a² ± 2ab + b² का प्रयोग कीजिए।",
    ),
    w(
        "cube of a sum",
        ("expand", "(2x-3)^3"),
        "Use (a ± b)³ = a³ ± 3a²b + 3ab² ± b³.",
        "(a ± b)³ = a³ ± 3a²b + 3ab² ± b³ का प्रयोग कीजिए।",
    ),
    w(
        "multiply out",
        ("expand", r"(x+1)(x+2)"),
        "Multiply out the brackets.",
        "कोष्ठक खोलकर गुणा कीजिए।",
    ),
    w(
        "integral to a bound",
        ("diff", r"\frac{d}{dx}\int_{0}^{x^2} \sin t \, dt"),
        "The derivative of an integral is the integrand at each bound times the bound's derivative: f(b)·b′ − f(a)·a′.",
        "समाकल का अवकलज = प्रत्येक सीमा पर समाकल्य × उस सीमा का अवकलज: f(b)·b′ − f(a)·a′।",
    ),
    w("expand", ("expand", r"(x+1)^7"), "Expand.", "प्रसार कीजिए।"),
    w(
        "cancel",
        ("simplify", r"\frac{x^2-1}{x-1}"),
        "Cancel the common factor {factor}.",
        "उभयनिष्ठ गुणनखंड {factor} काटिए।",
    ),
    w(
        "factor fraction",
        ("simplify", r"\frac{x^2-1}{x-1}"),
        "Factor numerator and denominator.",
        "अंश और हर के गुणनखंड कीजिए।",
    ),
    w(
        "common factor",
        ("factor", r"6x^2+9x"),
        "Take out the common factor {factor}.",
        "उभयनिष्ठ गुणनखंड {factor} बाहर लीजिए।",
    ),
    w(
        "split middle term",
        ("factor", r"x^2+5x+6"),
        "Split the middle term: {p} and {q} add up to {b} and multiply to {ac}.",
        "मध्य पद को विभक्त करने पर: {p} और {q} का योग {b} तथा गुणनफल {ac} है।",
    ),
    w(
        "group",
        ("factor", r"x^2+5x+6"),
        "Take out the common factor of each pair.",
        "प्रत्येक युग्म से उभयनिष्ठ गुणनखंड बाहर लीजिए।",
    ),
    w(
        "difference of squares",
        ("factor", r"x^2-9"),
        "Use a² − b² = (a + b)(a − b) with a = {a}, b = {b}.",
        "a² − b² = (a + b)(a − b) का प्रयोग कीजिए, जहाँ a = {a}, b = {b}।",
    ),
    w(
        "cube of a sum",
        ("factor", r"8a^3+b^3+12a^2b+6ab^2"),
        "This is a cube: (a + b)³ = a³ + 3a²b + 3ab² + b³.",
        "यह एक पूर्ण घन है: (a + b)³ = a³ + 3a²b + 3ab² + b³।",
    ),
    w(
        "sum of cubes",
        ("factor", r"27x^3+8"),
        "Use a³ + b³ = (a + b)(a² − ab + b²) with a = {a}, b = {b}.",
        "a³ + b³ = (a + b)(a² − ab + b²) का प्रयोग कीजिए, जहाँ a = {a}, b = {b}।",
    ),
    w(
        "difference of cubes",
        ("factor", r"27x^3-8"),
        "Use a³ − b³ = (a − b)(a² + ab + b²) with a = {a}, b = {b}.",
        "a³ − b³ = (a − b)(a² + ab + b²) का प्रयोग कीजिए, जहाँ a = {a}, b = {b}।",
    ),
    w(
        "conjugate below",
        ("simplify", r"\frac{5+2i}{1-2i}"),
        "Multiply above and below by the conjugate {by}, so that the denominator is real.",
        "अंश और हर को संयुग्मी {by} से गुणा कीजिए, जिससे हर वास्तविक हो जाए।",
    ),
    w(
        "roots taken out",
        ("evaluate", r"\sqrt{45}-3\sqrt{20}+4\sqrt5"),
        "Take the perfect powers out of the roots.",
        "करणियों में से पूर्ण घात बाहर निकालिए।",
    ),
    w(
        "prime factors",
        ("factor", "5005"),
        "Divide by primes, the smallest first, until 1 is left.",
        "सबसे छोटी अभाज्य संख्या से आरंभ कर 1 बचने तक भाग दीजिए।",
    ),
    w(
        "constant inside",
        ("definite", r"4\int_0^3 x\,dx"),
        "A constant may stand under the integral.",
        "अचर को समाकल के भीतर लिखा जा सकता है।",
    ),
    w("perfect square", ("factor", r"x^2+6x+9"), "This is a perfect square.", "यह एक पूर्ण वर्ग है।"),
    w("factor", ("factor", r"x^3-6x^2+11x-6"), "Factor.", "गुणनखंड कीजिए।"),
    w(
        "unknown numerators",
        ("partial_fractions", r"\frac{1}{x^2-1}"),
        "Put it equal to {form} (partial fractions). Comparing the numerators gives {values}.",
        "इसे {form} के बराबर रखिए (आंशिक भिन्न)। अंशों की तुलना से {values}।",
    ),
    w(
        "partial fractions",
        ("integrate", r"\int\frac{dx}{x^6+1}"),
        "Write it as a sum of partial fractions.",
        "आंशिक भिन्नों के योग के रूप में लिखिए।",
    ),
    w(
        "factor denominator",
        ("partial_fractions", r"\frac{1}{x^2-1}"),
        "Factor the denominator.",
        "हर के गुणनखंड कीजिए।",
    ),
    w(
        "transpose",
        ("solve", r"2x+3=7"),
        "Bring the terms with {x} to one side and the rest to the other (transposing).",
        "{x} वाले पदों को एक ओर तथा शेष को दूसरी ओर ले जाइए (पक्षांतरण)।",
    ),
    w(
        "divide both sides",
        ("solve", r"2x=6"),
        "Divide both sides by {by}.",
        "दोनों पक्षों को {by} से भाग दीजिए।",
    ),
    w(
        "all to one side",
        ("solve", r"x^2=5x-6"),
        "Bring all terms to one side.",
        "सभी पदों को एक ओर ले जाइए।",
    ),
    w(
        "zero product",
        ("solve", r"x^2-5x+6=0"),
        "A product is zero when one of its factors is zero.",
        "गुणनफल शून्य तब होता है जब उसका कोई एक गुणनखंड शून्य हो।",
    ),
    w(
        "factor equation",
        ("solve", r"x^2-5x+6=0"),
        "Factor the left side.",
        "बाएँ पक्ष के गुणनखंड कीजिए।",
    ),
    w(
        "quadratic formula",
        ("solve", r"x^2-3x+1=0"),
        "Use the quadratic formula with a = {a}, b = {b}, c = {c}; the discriminant b² − 4ac is {d}.",
        "द्विघात सूत्र का प्रयोग कीजिए: a = {a}, b = {b}, c = {c}; विविक्तकर b² − 4ac = {d} है।",
    ),
    w(
        "square root",
        ("solve", r"x^2=5"),
        "Take the square root of both sides.",
        "दोनों पक्षों का वर्गमूल लीजिए।",
    ),
    w(
        "clear denominators",
        ("solve", r"\frac{1}{x}+\frac{1}{x+1}=1"),
        "Multiply both sides by {by} to clear the denominators.",
        "हर हटाने के लिए दोनों पक्षों को {by} से गुणा कीजिए।",
    ),
    w("solve it", ("solve", r"x\ln x=0"), "Solve.", "हल कीजिए।"),
    w(
        "equal combinations",
        ("solve", r"{}^{n}C_{8}={}^{n}C_{2}"),
        "Choosing {a} of {n} things is the same as leaving out the other {n} - {a}. {a} and {b} differ, so {n} = {a} + {b}.",
        "{n} वस्तुओं में से {a} चुनना शेष {n} - {a} छोड़ने के समान है। {a} और {b} भिन्न हैं, अतः {n} = {a} + {b}।",
    ),
    w(
        "square both sides",
        ("solve", r"\sqrt{x}=x-2"),
        "Square both sides; this may bring in roots that do not belong.",
        "दोनों पक्षों का वर्ग कीजिए; इससे बाह्य मूल आ सकते हैं।",
    ),
    w(
        "reject",
        ("solve", r"\sqrt{x}=x-2"),
        "Check in the original equation: it is not satisfied by {roots}, which we reject.",
        "मूल समीकरण में रखकर जाँचिए: {roots} से यह संतुष्ट नहीं होता, अतः इसे छोड़ दीजिए।",
    ),
    w(
        "cases",
        ("solve", r"|x-1|=3"),
        "The absolute value gives two cases.",
        "निरपेक्ष मान से दो स्थितियाँ बनती हैं।",
    ),
    w(
        "parts of the line",
        ("solve", r"|x-1|+|x+2|=5"),
        "The expressions in the bars change sign at {points}: look at each part of the number line by itself.",
        "निरपेक्ष मान के व्यंजकों का चिह्न {points} पर बदलता है: संख्या रेखा के प्रत्येक भाग को अलग-अलग देखिए।",
    ),
    w(
        "in the case",
        ("solve", r"|x-1|+|x+2|=5"),
        "Here the bars can be dropped, with a minus where the inside is negative.",
        "यहाँ निरपेक्ष मान का चिह्न हट जाता है; जहाँ भीतर का मान ऋणात्मक है, वहाँ ऋण चिह्न लगता है।",
    ),
    w(
        "solutions of the case",
        ("solve", r"|x-1|+|x+2|=5"),
        "Solve; this belongs to the case.",
        "हल कीजिए; यह इस स्थिति में मान्य है।",
    ),
    w(
        "whole case",
        ("solve", r"|x-1|+|x+2|=3"),
        "This is true everywhere, so every number of the case is a solution.",
        "यह सर्वत्र सत्य है, अतः इस स्थिति की प्रत्येक संख्या हल है।",
    ),
    w(
        "not in the case",
        ("solve", r"|x-1|+|x+2|=3"),
        "Nothing that solves this lies in the case.",
        "इसका कोई भी हल इस स्थिति में नहीं आता।",
    ),
    w(
        "equal angles",
        ("solve", r"\cos 5x=\sin 3x"),
        "Write both sides by the same function (sin θ = cos(π/2 − θ)); equal cosines have angles that are equal or opposite, up to full turns.",
        "दोनों पक्षों को एक ही फलन में लिखिए (sin θ = cos(π/2 − θ)); समान कोज्या वाले कोण, पूर्ण चक्करों को छोड़कर, समान या विपरीत होते हैं।",
    ),
    w(
        "equal complex numbers",
        ("solve_system", r"(x+iy)(2-3i)=4+i"),
        "Complex numbers are equal when their real parts and their imaginary parts are: bring all to one side and write the two equations.",
        "दो सम्मिश्र संख्याएँ तभी समान होती हैं जब उनके वास्तविक भाग और काल्पनिक भाग समान हों: सब कुछ एक पक्ष में लाकर दोनों समीकरण लिखिए।",
    ),
    w(
        "function of both sides",
        ("solve", r"\tan^{-1}2x+\tan^{-1}3x=\frac{\pi}{4}"),
        "Take the same trigonometric function of both sides and use the addition formulas; roots that come in by this are rejected below.",
        "दोनों पक्षों का एक ही त्रिकोणमितीय फलन लीजिए और योग सूत्र लगाइए; इससे आए बाह्य मूल आगे अस्वीकृत होंगे।",
    ),
    w(
        "join logarithms",
        ("solve", r"\log_2(x-1)+\log_2(x+1)=3"),
        "Join the logarithms (log a + log b = log ab) and write the equation without them.",
        "लघुगणकों को मिलाइए (log a + log b = log ab) और समीकरण को बिना लघुगणक के लिखिए।",
    ),
    w(
        "meaning of a logarithm",
        ("solve", r"\log_2(x+1)=3"),
        "logₐ u = c means u = aᶜ: write the equation without the logarithm.",
        "logₐ u = c का अर्थ u = aᶜ है: समीकरण को बिना लघुगणक के लिखिए।",
    ),
    w(
        "rationalise",
        ("simplify", r"\frac{1}{7+3\sqrt2}"),
        "Multiply above and below by {by}, so that no root is left in the denominator (rationalising).",
        "अंश और हर को {by} से गुणा कीजिए, जिससे हर में कोई मूल न रहे (परिमेयीकरण)।",
    ),
    w(
        "factor theorem",
        ("factor", r"x^3-23x^2+142x-120"),
        "At {x} = {zero} the polynomial is zero, so {factor} is a factor; divide by it.",
        "{x} = {zero} पर बहुपद शून्य है, अतः {factor} एक गुणनखंड है; इससे भाग दीजिए।",
    ),
    w(
        "derivative over function",
        ("integrate", r"\int\frac{2x}{1+x^2}dx"),
        "The numerator is, up to a constant, the derivative of {u}: ∫ f′/f dx = ln |f| + C.",
        "अंश, एक अचर गुणांक को छोड़कर, {u} का अवकलज है: ∫ f′/f dx = ln |f| + C।",
    ),
    w(
        "exponential and derivative",
        ("integrate", r"\int e^x\left(\frac1x-\frac1{x^2}\right)dx"),
        "This is ∫ eˣ(f + f′) dx = eˣ f + C with f = {u}.",
        "यह ∫ eˣ(f + f′) dx = eˣ f + C के रूप में है, जहाँ f = {u}।",
    ),
    w(
        "complete the square in integral",
        ("integrate", r"\int\sqrt{x^2+4x+6}\,dx"),
        "Complete the square: {h} = {square}.",
        "पूर्ण वर्ग बनाइए: {h} = {square}।",
    ),
    w(
        "split numerator",
        ("integrate", r"\int\frac{x+2}{\sqrt{x^2+2x+3}}dx"),
        "The derivative of {h} is {slope}: write the numerator {top} as A({slope}) + B with A = {a}, B = {b}.",
        "{h} का अवकलज {slope} है: अंश {top} को A({slope}) + B के रूप में लिखिए, जहाँ A = {a}, B = {b}।",
    ),
    w(
        "parts of the interval",
        ("definite", r"\int_{-1}^{2}|x^3-x|dx"),
        "The sign changes at {points}: integrate over each part by itself.",
        "चिह्न {points} पर बदलता है: प्रत्येक भाग पर अलग-अलग समाकलन कीजिए।",
    ),
    w(
        "limit of the bound",
        ("definite", r"\int_1^\infty\frac{1}{x^2}dx"),
        "Put t for the infinite limit and let t tend to it; an antiderivative is {f}.",
        "अनंत सीमा के स्थान पर t रखिए और फिर t की सीमा लीजिए; एक प्रतिअवकलज {f} है।",
    ),
    w(
        "branch of angles",
        ("solve", r"\sin 2x=\frac{1}{2}"),
        "One branch of angles, repeated every full turn.",
        "कोणों की एक शाखा, जो प्रत्येक पूर्ण चक्कर पर दोहराई जाती है।",
    ),
    w(
        "angles",
        ("solve", r"2\sin x=1"),
        "The principal solutions are those with 0 ≤ {x} < 2π.",
        "मुख्य हल वे हैं जिनमें 0 ≤ {x} < 2π है।",
    ),
    w(
        "in the interval",
        ("solve", r"\tan x=-1, 0\le x\le 2\pi"),
        "Keep the values with {bounds}.",
        "{bounds} वाले मान रखिए।",
    ),
    w(
        "general solution",
        ("solve", r"2\sin x=1"),
        "The general solution; n is any integer.",
        "व्यापक हल; n कोई पूर्णांक है।",
    ),
    w(
        "products of choices",
        ("solve", r"{}^{n}P_{5}=42\cdot{}^{n}P_{3}"),
        "Write ⁿPᵣ = n(n − 1)…(n − r + 1) and ⁿCᵣ = ⁿPᵣ/r!, for whole n ≥ r.",
        "पूर्णांक n ≥ r के लिए ⁿPᵣ = n(n − 1)…(n − r + 1) तथा ⁿCᵣ = ⁿPᵣ/r! लिखिए।",
    ),
    w(
        "multiply above and below",
        ("integrate", r"\int\sec x\,dx"),
        "Multiply above and below by {by}: what stands above is then the derivative of what stands below.",
        "अंश और हर को {by} से गुणा कीजिए: तब अंश, हर का अवकलज हो जाता है।",
    ),
    w(
        "cardano",
        ("solve", "x^3+x+1=0"),
        "No rational number is a root, and D = q²/4 + p³/27 of {y}³ + p{y} + q is {d}: positive, so one root is real, {y} = ∛(−q/2 + √D) + ∛(−q/2 − √D) (Cardano).",
        "कोई परिमेय संख्या मूल नहीं है, और {y}³ + p{y} + q का D = q²/4 + p³/27 = {d} धनात्मक है: अतः एक मूल वास्तविक है, {y} = ∛(−q/2 + √D) + ∛(−q/2 − √D) (कार्डानो)।",
    ),
    w(
        "three cosines",
        ("solve", "x^3-3x+1=0"),
        "No rational number is a root, and D = q²/4 + p³/27 of {y}³ + p{y} + q is {d}: negative, so three roots are real, {y} = 2√(−p/3) cos((θ − 2πk)/3) for k = 0, 1, 2 with cos θ = (3q/2p)√(−3/p).",
        "कोई परिमेय संख्या मूल नहीं है, और {y}³ + p{y} + q का D = q²/4 + p³/27 = {d} ऋणात्मक है: अतः तीन मूल वास्तविक हैं, {y} = 2√(−p/3) cos((θ − 2πk)/3), k = 0, 1, 2, जहाँ cos θ = (3q/2p)√(−3/p)।",
    ),
    w(
        "put power",
        ("solve", r"9^x+6^x=2\cdot 4^x"),
        "Put {expression} = {letter}.",
        "{expression} = {letter} रखिए।",
    ),
    w(
        "by inspection",
        ("solve", "3^x+4^x=5^x"),
        "{x} = {root} is seen to be a solution. {f} only rises, or only falls, as {x} grows, so there is no other.",
        "देखने से {x} = {root} एक हल है। {x} के बढ़ने पर {f} केवल बढ़ता है या केवल घटता है, अतः कोई अन्य हल नहीं है।",
    ),
    w(
        "logarithms of both sides",
        ("solve", r"x^{\log_{10}x}=100x"),
        "Take the logarithm of both sides.",
        "दोनों पक्षों का लघुगणक लीजिए।",
    ),
    w(
        "out of range",
        ("solve", r"\sin x=2"),
        "{part} takes only values in {range}, and {value} is none of them: there is no solution.",
        "{part} के मान केवल {range} में होते हैं और {value} उनमें नहीं है: अतः कोई हल नहीं है।",
    ),
    w(
        "factor out of range",
        ("solve", r"2\cos^2x+3\sin x=0"),
        "{part} takes only values in {range}, so {part} = {value} is impossible; the other factor is left.",
        "{part} के मान केवल {range} में होते हैं, अतः {part} = {value} असंभव है; दूसरा गुणनखंड बचता है।",
    ),
    w(
        "no solution",
        ("solve", r"x=x+1"),
        "This cannot be true, so there is no solution.",
        "यह सत्य नहीं हो सकता, अतः कोई हल नहीं है।",
    ),
    w(
        "simplest angle",
        ("simplify", r"\tan^{-1}\frac{\sqrt{1+x^2}-1}{x}"),
        "Put a ratio of an angle for x, so that the inverse function gives the angle back; the two are compared at points where both have values.",
        "x के स्थान पर किसी कोण का अनुपात रखिए, जिससे प्रतिलोम फलन वह कोण लौटा दे; दोनों की तुलना उन बिंदुओं पर की गई है जहाँ दोनों के मान हैं।",
    ),
    w(
        "equal choices",
        ("solve", r"{}^{15}C_{3r}={}^{15}C_{r+3}"),
        "ⁿCₐ = ⁿC_b holds where the lower numbers are the same, or add up to n.",
        "ⁿCₐ = ⁿC_b तब होता है जब नीचे की संख्याएँ समान हों या उनका योग n हो।",
    ),
    w(
        "always true",
        ("solve", r"x+1=x+1"),
        "This is true for every value.",
        "यह प्रत्येक मान के लिए सत्य है।",
    ),
    w(
        "eliminate",
        ("solve_system", r"\begin{cases}x+y+z=6\\x-y+z=2\\2x+y-z=1\end{cases}"),
        "Eliminate {x} from the other equations.",
        "अन्य समीकरणों से {x} का विलोपन कीजिए।",
    ),
    w(
        "back substitution",
        ("solve_system", r"\begin{cases}x+y=3\\x-y=1\end{cases}"),
        "Put what is known back into the equations.",
        "ज्ञात मान समीकरणों में रखिए।",
    ),
    w(
        "solve system",
        ("solve_system", r"\begin{cases}xy=6\\x+y=5\end{cases}"),
        "Solve for the unknowns.",
        "अज्ञात राशियाँ ज्ञात कीजिए।",
    ),
    w(
        "sign chart",
        ("inequality", r"x^2-5x+6<0"),
        "Mark the points {points} on the number line and look at the sign in each interval.",
        "संख्या रेखा पर बिंदु {points} अंकित कीजिए और प्रत्येक अंतराल में चिह्न देखिए।",
    ),
    w(
        "signs in a period",
        ("inequality", r"2\sin x>1"),
        "This repeats after {period}. In one period its truth can change only at {points}: look at each part between them. n is any integer.",
        "यह {period} के बाद दोहराता है। एक आवर्त में इसकी सत्यता केवल {points} पर बदल सकती है: इनके बीच का प्रत्येक भाग देखिए। n कोई पूर्णांक है।",
    ),
    w(
        "one side",
        ("inequality", r"x^2-5x+6<0"),
        "Bring everything to one side and factor.",
        "सब कुछ एक ओर ले जाकर गुणनखंड कीजिए।",
    ),
    w(
        "less in every part",
        ("inequality", r"-3\le 2x+1<5"),
        "Subtract {by} from every part.",
        "प्रत्येक भाग में से {by} घटाइए।",
    ),
    w(
        "change signs",
        ("solve", r"7-x=3"),
        "Multiply both sides by −1: every sign changes.",
        "दोनों पक्षों को −1 से गुणा कीजिए: प्रत्येक चिह्न बदल जाता है।",
    ),
    w(
        "one fraction",
        ("trig_identity", r"\frac{\sin x}{1+\cos x}+\frac{1+\cos x}{\sin x}=2\csc x"),
        "Bring each side to one fraction.",
        "प्रत्येक पक्ष को एक भिन्न के रूप में लिखिए।",
    ),
    w(
        "more in every part",
        ("inequality", r"-3\le 2x-1<5"),
        "Add {by} to every part.",
        "प्रत्येक भाग में {by} जोड़िए।",
    ),
    w(
        "multiply inequality",
        ("inequality", r"1<\frac{x}{3}<2"),
        "Multiply every part by {by}.",
        "प्रत्येक भाग को {by} से गुणा कीजिए।",
    ),
    w(
        "logarithms first",
        ("diff", r"\sqrt{\frac{(x-1)(x-2)}{(x-3)(x-4)}}"),
        "Put y for it and take logarithms: ln y = {sum}. Since y′/y is the derivative of ln y, y′ = y (ln y)′.",
        "इसे y मानकर दोनों पक्षों का लघुगणक लीजिए: ln y = {sum}। y′/y, ln y का अवकलज है, अतः y′ = y (ln y)′।",
    ),
    w(
        "eliminate by numbers",
        ("solve_system", r"\begin{cases}3x+4y=10\\2x-2y=2\end{cases}"),
        "Eliminate {x}: take {way}, where (1) and (2) are the equations.",
        "{x} का विलोपन कीजिए: {way} लीजिए, जहाँ (1) और (2) दोनों समीकरण हैं।",
    ),
    w(
        "inverse in a triangle",
        ("diff", r"\sin(\tan^{-1}x)"),
        "Write it without the inverse function, as a right triangle shows: sin(tan⁻¹ u) = u/√(1 + u²) and the like.",
        "समकोण त्रिभुज की सहायता से इसे प्रतिलोम फलन के बिना लिखिए: sin(tan⁻¹ u) = u/√(1 + u²) आदि।",
    ),
    w(
        "one unknown",
        ("solve_system", r"\begin{cases}3x+4y=10\\2x-2y=2\end{cases}"),
        "Only {x} is left in one equation: solve it.",
        "एक समीकरण में केवल {x} बचा है: उसे हल कीजिए।",
    ),
    w("divide inequality", ("inequality", r"2x+1<5"), "Divide by {by}.", "{by} से भाग दीजिए।"),
    w(
        "divide and turn",
        ("inequality", r"-2x<4"),
        "Divide by {by}; since it is negative, the sign of the inequality turns.",
        "{by} से भाग दीजिए; यह ऋणात्मक है, अतः असमिका का चिह्न बदल जाता है।",
    ),
    w(
        "interval",
        ("inequality", r"2x+1<5"),
        "Write the solutions as intervals.",
        "हल को अंतराल के रूप में लिखिए।",
    ),
    w(
        "sum rule",
        ("diff", r"\frac{d}{dx}(x^2+\sin x)"),
        "Differentiate term by term.",
        "पदशः अवकलन कीजिए।",
    ),
    w(
        "product rule",
        ("diff", r"\frac{d}{dx}(x^2\sin x)"),
        "Product rule: (uv)′ = u′v + uv′.",
        "गुणनफल नियम: (uv)′ = u′v + uv′।",
    ),
    w(
        "quotient rule",
        ("diff", r"\frac{d}{dx}\frac{x}{x^2+1}"),
        "Quotient rule: (u/v)′ = (u′v − uv′)/v².",
        "भागफल नियम: (u/v)′ = (u′v − uv′)/v²।",
    ),
    w(
        "chain rule",
        ("diff", r"\frac{d}{dx}\sin(x^2)"),
        "Chain rule, with u = {u}: the outer derivative times u′.",
        "शृंखला नियम, u = {u}: बाहरी अवकलज गुणा u′।",
    ),
    w(
        "logarithmic",
        ("diff", r"\frac{d}{dx}(x^x)"),
        "Logarithmic differentiation: (uᵛ)′ = uᵛ (v ln u)′.",
        "लघुगणकीय अवकलन: (uᵛ)′ = uᵛ (v ln u)′।",
    ),
    w(
        "derivatives",
        ("diff", r"\frac{d}{dx}(x^2\sin x)"),
        "Put in the derivatives.",
        "अवकलज रखिए।",
    ),
    w(
        "constant factor",
        ("diff", r"\frac{d}{dx}(3\sin(x^2))"),
        "A constant factor stays.",
        "अचर गुणांक बाहर रहता है।",
    ),
    w(
        "power rule",
        ("diff", r"\frac{d}{dx}(x^5)"),
        "Power rule: (xⁿ)′ = n xⁿ⁻¹.",
        "घात नियम: (xⁿ)′ = n xⁿ⁻¹।",
    ),
    w("basic derivative", ("diff", r"\frac{d}{dx}\sin x"), "A standard derivative.", "मानक अवकलज।"),
    w(
        "derivative once",
        ("diff", r"\frac{d^2}{dx^2}(x^4)"),
        "Differentiate once.",
        "एक बार अवकलन कीजिए।",
    ),
    w(
        "implicit",
        ("implicit_diff", r"x^2+y^2=25"),
        "Differentiate both sides with respect to {x}; {y} depends on {x}.",
        "दोनों पक्षों का {x} के सापेक्ष अवकलन कीजिए; {y}, {x} पर निर्भर है।",
    ),
    w(
        "integral sum",
        ("integrate", r"\int (x^2+\sin x)dx"),
        "Integrate term by term.",
        "पदशः समाकलन कीजिए।",
    ),
    w(
        "known integrals",
        ("integrate", r"\int (x^2+\sin x^3)\,dx"),
        "These integrals are known; what is left is still to be integrated.",
        "ये समाकल ज्ञात हैं; जो बचा है उसका समाकलन अभी शेष है।",
    ),
    w(
        "standard integrals",
        ("integrate", r"\int 2x\cos(x^2)dx"),
        "Use the standard integrals; C is an arbitrary constant.",
        "मानक समाकलों का प्रयोग कीजिए; C एक स्वेच्छ अचर है।",
    ),
    w(
        "rewrite integrand",
        ("integrate", r"\int \sin^2x\,dx"),
        "Rewrite the integrand.",
        "समाकल्य को दूसरे रूप में लिखिए।",
    ),
    w(
        "put in integral",
        ("integrate", r"\int 2x\cos(x^2)dx"),
        "Put {expression} = {letter}, so that d{letter} = {slope} d{x}.",
        "{expression} = {letter} रखने पर d{letter} = {slope} d{x}।",
    ),
    w(
        "put shifted in integral",
        ("integrate", r"\int x\sqrt{x+2}\,dx"),
        "Put {expression} = {letter}, so that d{letter} = d{x}.",
        "{expression} = {letter} रखने पर d{letter} = d{x}।",
    ),
    w(
        "same integral again",
        ("integrate", r"\int e^x\sin x\,dx"),
        "On the right stands I, the integral we began with: bring it to the left and solve for I.",
        "दाईं ओर I अर्थात् वही समाकल है जिससे आरंभ किया था: इसे बाईं ओर ले जाकर I ज्ञात कीजिए।",
    ),
    w(
        "put limits in parts",
        ("definite", r"\int_{-5}^{5}|x+2|\,dx"),
        "Integrate each part and put in its limits.",
        "प्रत्येक भाग का समाकलन करके उसकी सीमाएँ रखिए।",
    ),
    w(
        "put back in integral",
        ("integrate", r"\int 2x\cos(x^2)dx"),
        "Put {expression} back for {letter}.",
        "{letter} के स्थान पर {expression} रखिए।",
    ),
    w(
        "by parts",
        ("integrate", r"\int xe^xdx"),
        "Integrate by parts with u = {u} and v′ = {v}: ∫uv′ = uv − ∫u′v.",
        "खंडशः समाकलन: u = {u}, v′ = {v}: ∫uv′ = uv − ∫u′v।",
    ),
    w(
        "integrate",
        ("integrate", r"\int \frac{1}{x^2+4}dx"),
        "Integrate; C is an arbitrary constant.",
        "समाकलन कीजिए; C एक स्वेच्छ अचर है।",
    ),
    w(
        "put limits",
        ("definite", r"\int_0^1x^2dx"),
        "The integral without limits is F = {f}. Put in the limits: F(b) − F(a).",
        "बिना सीमाओं का समाकल F = {f} है। सीमाएँ रखिए: F(b) − F(a)।",
    ),
    w(
        "odd",
        ("definite", r"\int_{-1}^1x^3dx"),
        "The integrand is odd and the interval symmetric, so the integral is 0.",
        "समाकल्य विषम है और अंतराल सममित, अतः समाकल 0 है।",
    ),
    w(
        "king's rule",
        ("definite", r"\int_0^{\pi/2}\frac{\sqrt{\sin x}}{\sqrt{\sin x}+\sqrt{\cos x}}dx"),
        "Put {turn} for x (∫ₐᵇ f(x) dx = ∫ₐᵇ f(a + b − x) dx) and add: the two integrands together are {sum}.",
        "x के स्थान पर {turn} रखकर (∫ₐᵇ f(x) dx = ∫ₐᵇ f(a + b − x) dx) जोड़िए: दोनों समाकल्यों का योग {sum} है।",
    ),
    w(
        "put tangent",
        ("definite", r"\int_0^1\frac{\ln(1+x)}{1+x^2}dx"),
        "Put {x} = tan θ, so that d{x} = sec²θ dθ.",
        "{x} = tan θ रखने पर d{x} = sec²θ dθ।",
    ),
    w(
        "sum to product",
        ("solve", r"\sin 5x+\sin 3x=0"),
        "Write the sums of sines and cosines as products.",
        "ज्या और कोज्या के योग को गुणनफल के रूप में लिखिए।",
    ),
    w(
        "product to sum",
        ("trig_identity", r"\sin 10^\circ\sin 50^\circ\sin 70^\circ=\frac{1}{8}"),
        "Write the products of sines and cosines as sums.",
        "ज्या और कोज्या के गुणनफलों को योग के रूप में लिखिए।",
    ),
    w(
        "even part",
        ("definite", r"\int_{-2}^{2}\left(x^3\cos x+x^2\right)dx"),
        "Odd terms give 0 over an interval that is symmetric about 0: they go.",
        "0 के सापेक्ष सममित अंतराल पर विषम पदों का समाकल 0 है: वे हट जाते हैं।",
    ),
    w(
        "period",
        ("definite", r"\int_0^{10\pi}|\sin x|dx"),
        "The integrand repeats after {period}: take {count} times the integral over one period.",
        "समाकल्य {period} के बाद दोहराता है: एक आवर्त के समाकल का {count} गुना लीजिए।",
    ),
    w(
        "solve for parts",
        ("solve_system", r"\begin{cases}2\sqrt x+3\sqrt y=13\\5\sqrt x-4\sqrt y=-2\end{cases}"),
        "The equations are linear in {parts}: solve for these first.",
        "समीकरण {parts} में रैखिक हैं: पहले इनके मान ज्ञात कीजिए।",
    ),
    w(
        "put for parts",
        (
            "solve_system",
            r"\begin{cases}\frac{2}{x}+\frac{3}{y}=13\\\frac{5}{x}-\frac{4}{y}=-2\end{cases}",
        ),
        "Put {put}: the equations become linear.",
        "{put} रखिए: समीकरण रैखिक हो जाते हैं।",
    ),
    w(
        "turn parts round",
        (
            "solve_system",
            r"\begin{cases}\frac{2}{x}+\frac{3}{y}=13\\\frac{5}{x}-\frac{4}{y}=-2\end{cases}",
        ),
        "Since {put}, take the reciprocals.",
        "{put} है, अतः व्युत्क्रम लीजिए।",
    ),
    w(
        "isolate and substitute",
        ("solve_system", r"\begin{cases}xy=6\\x+y=5\end{cases}"),
        "One equation gives {x} = {value}. Put this into the other.",
        "एक समीकरण से {x} = {value} मिलता है। इसे दूसरे समीकरण में रखिए।",
    ),
    w(
        "bars",
        ("inequality", r"|x-1|<3"),
        "|u| < c means −c < u < c; |u| > c means u < −c or u > c.",
        "|u| < c का अर्थ −c < u < c है; |u| > c का अर्थ u < −c या u > c है।",
    ),
    w(
        "isolate",
        ("solve", r"2\ln x-6=0"),
        "Bring {part} alone to one side.",
        "{part} को अकेले एक ओर लाइए।",
    ),
    w(
        "express",
        ("solve_system", r"\begin{cases}x+y=2\\2x+2y=4\end{cases}"),
        "The equations are not independent: express some unknowns by the others.",
        "समीकरण स्वतंत्र नहीं हैं: कुछ अज्ञात राशियों को शेष के पदों में लिखिए।",
    ),
    w(
        "free unknowns",
        ("solve_system", r"\begin{cases}x+y=2\\2x+2y=4\end{cases}"),
        "Put {names}: every real number gives a solution, so there are infinitely many.",
        "{names} रखिए: प्रत्येक वास्तविक संख्या एक हल देती है, अतः अनंत हल हैं।",
    ),
    w(
        "never",
        ("inequality", r"x^2+1<0"),
        "The two sides are never equal, and at any one value of {x} this is false: it is false for all.",
        "दोनों पक्ष कभी समान नहीं होते, और {x} के किसी एक मान पर यह असत्य है: अतः सबके लिए असत्य है।",
    ),
    w(
        "ever",
        ("inequality", r"x^2+1>0"),
        "The two sides are never equal, and at any one value of {x} this is true: it is true for all.",
        "दोनों पक्ष कभी समान नहीं होते, और {x} के किसी एक मान पर यह सत्य है: अतः सबके लिए सत्य है।",
    ),
    w(
        "solve for slope",
        ("implicit_diff", r"x^2+y^2=25"),
        "Solve for the derivative.",
        "अवकलज के लिए हल कीजिए।",
    ),
    w(
        "put and integrate",
        ("integrate", r"\int \sin(ax+b)\cos^2(ax+b)dx"),
        "Put {expression} = {letter}: the integral becomes {integral}. Integrate and put {expression} back.",
        "{expression} = {letter} रखने पर समाकल {integral} हो जाता है। समाकलन करके {expression} वापस रखिए।",
    ),
    w("one side only", ("limit", r"\lim_{x\to0}\frac{1}{x}"), "From one side.", "एक ओर से।"),
    w(
        "one to infinity",
        ("limit", r"\lim_{x\to0}(1+2x)^{1/x}"),
        "The base tends to 1 and the exponent to infinity: lim uᵛ = exp(lim v(u − 1)).",
        "आधार 1 की ओर और घातांक अनंत की ओर जाता है: lim uᵛ = exp(lim v(u − 1))।",
    ),
    w(
        "rationalise in limit",
        ("limit", r"\lim_{x\to0}\frac{\sqrt{x+4}-2}{x}"),
        "Multiply above and below by the conjugate (rationalising).",
        "अंश और हर को संयुग्मी से गुणा कीजिए (परिमेयीकरण)।",
    ),
    w(
        "common denominator in limit",
        ("limit", r"\lim_{x\to0}\left(\frac{1}{x}-\frac{1}{\sin x}\right)"),
        "Bring it to one fraction.",
        "इसे एक भिन्न के रूप में लिखिए।",
    ),
    w(
        "divide by power",
        ("limit", r"\lim_{x\to\infty}\frac{2x+1}{x+3}"),
        "Divide numerator and denominator by {power}.",
        "अंश और हर को {power} से भाग दीजिए।",
    ),
    w(
        "oscillates",
        ("limit", r"\lim_{x\to\infty}\sin x"),
        "The values keep swinging between two bounds and settle nowhere.",
        "मान दो सीमाओं के बीच दोलन करते रहते हैं और कहीं स्थिर नहीं होते।",
    ),
    w(
        "runs away",
        ("definite", r"\int_1^\infty\frac{1}{x}dx"),
        "The integral without limits is {f}; at this end it has no finite limit.",
        "बिना सीमाओं का समाकल {f} है; इस सिरे पर इसकी सीमा परिमित नहीं है।",
    ),
    w(
        "diverges",
        ("definite", r"\int_1^\infty\frac{1}{x}dx"),
        "The integral does not converge.",
        "समाकल अभिसारी नहीं है।",
    ),
    w("definite value", ("definite", r"\int_0^1x^2dx"), "Work out the value.", "मान ज्ञात कीजिए।"),
    w("put in", ("limit", r"\lim_{x\to2}(x^2+1)"), "Put {x} = {target}.", "{x} = {target} रखिए।"),
    w(
        "cancel in limit",
        ("limit", r"\lim_{x\to1}\frac{x^2-1}{x-1}"),
        "Cancel the factor that tends to zero.",
        "शून्य की ओर जाने वाले गुणनखंड को काटिए।",
    ),
    w(
        "l'hospital",
        ("limit", r"\lim_{x\to0}\frac{x-\sin x}{x^3}"),
        "Both tend to 0 or to infinity: differentiate numerator and denominator (L'Hospital).",
        "दोनों 0 या अनंत की ओर जाते हैं: अंश और हर का अवकलन कीजिए (एल'हॉस्पिटल नियम)।",
    ),
    w("limit value", ("limit", r"\lim_{x\to\infty}e^{-x}"), "Take the limit.", "सीमा लीजिए।"),
    w(
        "no limit",
        ("limit", r"\lim_{x\to0}\frac{1}{x}"),
        "The two sides differ, so the limit does not exist.",
        "दोनों ओर की सीमाएँ भिन्न हैं, अतः सीमा का अस्तित्व नहीं है।",
    ),
    w(
        "in sines and cosines",
        ("trig_identity", r"\tan x\cos x=\sin x"),
        "Write everything in sines and cosines.",
        "सब कुछ sin और cos में लिखिए।",
    ),
    w(
        "roots of squares",
        ("trig_identity", r"\sqrt{\frac{1+\sin A}{1-\sin A}}=\sec A+\tan A"),
        "Make a perfect square under each root and take its root: for acute angles it is positive.",
        "प्रत्येक मूल के भीतर पूर्ण वर्ग बनाकर उसका मूल लीजिए: न्यून कोणों के लिए वह धनात्मक है।",
    ),
    w(
        "same derivative",
        ("trig_identity", r"\sin^{-1}x+\cos^{-1}x=\frac{\pi}{2}"),
        "Both sides have the same derivative, {slope}, and the same value at one {x}: they are equal.",
        "दोनों पक्षों का अवकलज समान ({slope}) है और {x} के एक मान पर मान भी समान है: अतः वे बराबर हैं।",
    ),
    w(
        "by exponentials",
        ("trig_identity", r"\cosh^2x-\sinh^2x=1"),
        "Write sinh u = (eᵘ − e⁻ᵘ)/2 and cosh u = (eᵘ + e⁻ᵘ)/2.",
        "sinh u = (eᵘ − e⁻ᵘ)/2 तथा cosh u = (eᵘ + e⁻ᵘ)/2 लिखिए।",
    ),
    w(
        "double angles",
        ("trig_identity", r"\frac{1-\cos 2x}{\sin 2x}=\tan x"),
        "Use sin 2A = 2 sin A cos A and cos 2A = 2cos²A − 1 = 1 − 2sin²A.",
        "sin 2A = 2 sin A cos A तथा cos 2A = 2cos²A − 1 = 1 − 2sin²A का प्रयोग कीजिए।",
    ),
    w(
        "multiple angles",
        ("trig_identity", r"\sin 2x=2\sin x\cos x"),
        "Use the formulas for sums and multiples of angles.",
        "योग तथा गुणज कोणों के सूत्र लगाइए।",
    ),
    w(
        "pythagoras",
        ("trig_identity", r"\sin^2x+\cos^2x=1"),
        "With sin² + cos² = 1 both sides come to the same.",
        "sin² + cos² = 1 से दोनों पक्ष समान हो जाते हैं।",
    ),
    w(
        "in one function",
        ("solve", r"2\cos^2x+3\sin x=0"),
        "Use sin² + cos² = 1, so that only one function is left.",
        "sin² + cos² = 1 का प्रयोग कीजिए, जिससे केवल एक फलन रहे।",
    ),
    w(
        "both sides equal",
        ("trig_identity", r"\tan x\cos x=\sin x"),
        "Both sides are the same, which proves the identity.",
        "दोनों पक्ष समान हैं, अतः सर्वसमिका सिद्ध हुई।",
    ),
] }
