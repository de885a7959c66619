//! The mistakes students are known for: a name, lines that show it, how it is made, and what a teacher says.
//! Found by making each of them on the line before and comparing with what the student wrote. The order is the strategy:
//! what is special comes before what is general. The last ones are made by nobody: they are seen in the solutions.

use super::{calculus, equations, fractions, laws, powers, slopes, spots};
use Make::{Line, Spot, Undo, UndoLine};
use ganita_notation::Node;

/// How a mistake is looked for.
pub(super) enum Make {
    /// Made at one place of the line before.
    Spot(fn(&Node) -> Vec<Node>),
    /// Made on the whole line before; the second is the student's line, which may narrow the choice.
    Line(fn(&Node, &Node) -> Vec<Node>),
    /// Undone at one place of the student's line.
    Undo(fn(&Node) -> Vec<Node>),
    /// Undone on the whole of the student's line.
    UndoLine(fn(&Node) -> Vec<Node>),
}

pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) makes: &'static [Make],
    pub(super) english: &'static str,
    pub(super) hindi: &'static str,
    /// Lines of which the last shows the mistake: for the test that walks the table, not for the download.
    #[cfg(test)]
    pub(super) example: &'static [&'static str],
}

/// Rows of name, ways to make it, lines that show it, English, Hindi.
macro_rules! rules {
    ($($name:expr, [$($make:expr),*], [$($line:literal),+], $english:literal, $hindi:literal;)*) => {
        &[$(Rule {
            name: $name,
            makes: &[$($make),*],
            english: $english,
            hindi: $hindi,
            #[cfg(test)]
            example: &[$($line),+],
        }),*]
    };
}

pub(super) const CONSTANT: &str = "constant of integration";
pub(super) const QUADRATIC: &str = "quadratic formula";
pub(super) const FACTORS: &str = "prime factors";
pub(super) const SUMS: &str = "sum of zeros";
pub(super) const FORMULA: &str = "formula";
pub(super) const DIVIDED: &str = "divided by zero";
pub(super) const ROOT_SIGN: &str = "root sign";
pub(super) const LOST: &str = "lost root";
pub(super) const EXTRANEOUS: &str = "extraneous root";
pub(super) const SQUARE: &str = "square inequality";
pub(super) const BARS: &str = "absolute value";
pub(super) const TOO_MANY: &str = "too many values";
pub(super) const UNKNOWN_SIGN: &str = "unknown sign";
pub(super) const GENERAL: &str = "general solution";
pub(super) const ELIMINATED: &str = "wrong elimination";
pub(super) const BY_ZERO: &str = "zero below";
pub(super) const LIMITS: &str = "limits not changed";
pub(super) const DIFFERENTIAL: &str = "differential";
pub(super) const NEGATIVE: &str = "negative root";
pub(super) const QUADRANT: &str = "quadrant";
pub(super) const SETS: &str = "sets";
pub(super) const ZEROS: &str = "sum and product of roots";

/// `{part}` is what was changed, `{became}` what it was changed to, both by the mistake.
#[rustfmt::skip]
pub(super) const RULES: &[Rule] = rules! {
    "chain rule forgotten", [Line(calculus::no_chain)], [r"\frac{d}{dx}\sin(x^2)", r"\cos(x^2)"],
        "The chain rule is missing: multiply by the derivative of the inner function.",
        "शृंखला नियम छूट गया: भीतरी फलन के अवकलज से गुणा कीजिए।";
    "quotient of derivatives", [Line(calculus::quotient)], [r"\frac{d}{dx}\frac{x}{\sin x}", r"\frac{1}{\cos x}"],
        "Use the quotient rule as it stands: (u/v)′ = (u′v − uv′)/v².",
        "भागफल नियम ठीक-ठीक लगाइए: (u/v)′ = (u′v − uv′)/v²।";
    "product of derivatives", [Line(calculus::product_of_derivatives)], [r"\frac{d}{dx}(x^2\sin x)", r"2x\cos x"],
        "The derivative of a product is not the product of the derivatives: (uv)′ = u′v + uv′.",
        "गुणनफल का अवकलज अवकलजों का गुणनफल नहीं होता: (uv)′ = u′v + uv′।";
    "power rule", [Line(calculus::power_rule)], [r"\frac{d}{dx}(x^5)", r"5x^5"],
        "Power rule: the exponent comes in front and goes down by one, (xⁿ)′ = n xⁿ⁻¹; the derivative of a constant is 0.",
        "घात नियम: घात आगे आती है और एक कम हो जाती है, (xⁿ)′ = n xⁿ⁻¹; अचर का अवकलज 0 होता है।";
    "variables not separated", [Line(slopes::not_separated)], [r"\frac{dy}{dx}=xy", r"y\,dy=x\,dx"],
        "Divide by what belongs to the other side: all y with dy, all x with dx.",
        "जो दूसरे पक्ष का है उससे भाग दीजिए: सभी y, dy के साथ और सभी x, dx के साथ।";
    "zero over zero", [Line(laws::zero_over_zero)], [r"\lim_{x\to3}\frac{x^2-9}{x-3}", "0"],
        "0/0 has no value: cancel the common factor first, then put the number in.",
        "0/0 का कोई मान नहीं होता: पहले उभयनिष्ठ गुणनखंड काटिए, फिर संख्या रखिए।";
    "slope forgotten", [Line(calculus::slope_forgotten)], ["x^2+y^2=25", "2x+2y=0"],
        "y depends on x: by the chain rule, the derivative of y² is 2y dy/dx.",
        "y, x पर निर्भर है: शृंखला नियम से y² का अवकलज 2y dy/dx है।";
    CONSTANT, [], [r"\int 2x\,dx", r"x^2"],
        "The constant of integration is missing: add C.",
        "समाकलन अचर छूट गया: C जोड़िए।";
    "differentiated instead of integrated", [Line(calculus::differentiated)], [r"\int x^3dx", r"3x^2+C"],
        "This was differentiated instead of integrated.",
        "यहाँ समाकलन के स्थान पर अवकलन किया गया है।";
    "inner coefficient", [Line(calculus::inner_coefficient)], [r"\int \cos(3x)dx", r"\sin(3x)+C"],
        "Divide by the coefficient of x inside: ∫f(ax) dx = F(ax)/a.",
        "भीतर के x के गुणांक से भाग दीजिए: ∫f(ax) dx = F(ax)/a।";
    "power of a function integrated", [Line(calculus::power_of_function)], [r"\int\sin^2x\,dx", r"\frac{\sin^3x}{3}+C"],
        "The power rule is for powers of x only, not of a function.",
        "घात नियम केवल x की घातों के लिए है, फलन की नहीं।";
    "power rule of integration", [Line(calculus::integral_power)], [r"\int x^3dx", r"x^4+C"],
        "Raise the exponent by one and divide by the new exponent: ∫xⁿ dx = xⁿ⁺¹/(n+1) + C.",
        "घात एक बढ़ाइए और नई घात से भाग दीजिए: ∫xⁿ dx = xⁿ⁺¹/(n+1) + C।";
    "logarithm of the denominator", [Line(calculus::logarithm_of_denominator)], [r"\int\frac{1}{x^2}dx", r"\ln x^2+C"],
        "∫1/u dx is a logarithm only where u is linear in x: ∫1/(ax + b) dx = (1/a) ln |ax + b| + C.",
        "∫1/u dx लघुगणक तभी है जब u, x में रैखिक हो: ∫1/(ax + b) dx = (1/a) ln |ax + b| + C।";
    "product of integrals", [Line(calculus::product_of_integrals)], [r"\int x e^xdx", r"\frac{x^2}{2}e^x+C"],
        "The integral of a product is not the product of the integrals: integrate by parts.",
        "गुणनफल का समाकल समाकलों का गुणनफल नहीं होता: खंडशः समाकलन कीजिए।";
    "constant factor", [Line(calculus::constant_factor)], [r"\int\frac{1}{x^2+4}dx", r"\tan^{-1}\frac{x}{2}+C"],
        "A constant factor is wrong: differentiate the answer and compare it with the integrand.",
        "एक अचर गुणांक ग़लत है: उत्तर का अवकलन करके समाकल्य से मिलाइए।";
    "limits exchanged", [Line(calculus::limits_exchanged)], [r"\int_1^3 2xdx", r"1-9"],
        "The limits are exchanged: it is F(upper) − F(lower).",
        "सीमाएँ उलट गईं: F(ऊपरी सीमा) − F(निचली सीमा) होना चाहिए।";
    "lower limit forgotten", [Line(calculus::lower_forgotten)], [r"\int_1^3 2xdx", "9"],
        "Subtract the value at the lower limit.",
        "निचली सीमा पर मान घटाइए।";
    "matrix product", [Spot(laws::matrix_entries)], [r"\begin{pmatrix}1&2\\3&4\end{pmatrix}\begin{pmatrix}2&0\\1&2\end{pmatrix}", r"\begin{pmatrix}2&0\\3&8\end{pmatrix}"],
        "Multiply rows of the first matrix by columns of the second, and keep the order.",
        "पहले आव्यूह की पंक्तियों को दूसरे के स्तंभों से गुणा कीजिए; क्रम भी वही रखिए।";
    "i squared", [Line(laws::i_squared)], ["(2+3i)(1-i)", "2+i-3"],
        "i² is −1, not 1.",
        "i² का मान −1 है, 1 नहीं।";
    "double angle", [Spot(laws::double_angle)], [r"\cos 2x+\cos x", r"\cos^2x-1+\cos x"],
        "Look at the formula again: sin 2x = 2 sin x cos x, cos 2x = 2cos²x − 1 = 1 − 2sin²x, tan 2x = 2tan x/(1 − tan²x).",
        "सूत्र फिर देखिए: sin 2x = 2 sin x cos x, cos 2x = 2cos²x − 1 = 1 − 2sin²x, tan 2x = 2tan x/(1 − tan²x)।";
    "table of values", [Spot(laws::wrong_row), Line(laws::wrong_rows)], [r"\sin30^\circ+\tan45^\circ", r"\frac{\sqrt3}{2}+1"],
        "Look at the table of values again: sin 30° = 1/2, cos 30° = √3/2, tan 30° = 1/√3.",
        "मानों की सारणी फिर देखिए: sin 30° = 1/2, cos 30° = √3/2, tan 30° = 1/√3।";
    "inverse functions", [Spot(laws::principal_value)], [r"\cos^{-1}\left(-\frac12\right)", r"-\cos^{-1}\frac12"],
        "Inverse functions have their principal values: cos⁻¹(−x) = π − cos⁻¹x, and sin⁻¹(sin x) = x only for −π/2 ≤ x ≤ π/2, cos⁻¹(cos x) = x only for 0 ≤ x ≤ π.",
        "प्रतिलोम फलनों के मुख्य मान होते हैं: cos⁻¹(−x) = π − cos⁻¹x; sin⁻¹(sin x) = x केवल −π/2 ≤ x ≤ π/2 के लिए, cos⁻¹(cos x) = x केवल 0 ≤ x ≤ π के लिए।";
    "products and sums", [Spot(laws::products_and_sums)], [r"2\sin5x\cos3x", r"\cos8x+\cos2x"],
        "Look at the formulas again: 2 sin A cos B = sin(A + B) + sin(A − B), 2 cos A cos B = cos(A + B) + cos(A − B), 2 sin A sin B = cos(A − B) − cos(A + B).",
        "सूत्र फिर देखिए: 2 sin A cos B = sin(A + B) + sin(A − B), 2 cos A cos B = cos(A + B) + cos(A − B), 2 sin A sin B = cos(A − B) − cos(A + B)।";
    "square completed on one side", [Line(laws::completed_on_one_side)], ["x^2+6x=7", "(x+3)^2=7"],
        "What completes the square must be added on both sides.",
        "पूर्ण वर्ग बनाने के लिए जो जोड़ा, वह दोनों पक्षों में जोड़िए।";
    "one logarithm", [Line(laws::one_logarithm)], ["e^{2x}=9", "2x=9"],
        "Whatever is done to one side is done to the other: eᵘ = c gives u = ln c, ln u = c gives u = eᶜ, and log_b u = c gives u = bᶜ.",
        "जो एक पक्ष में किया, वही दूसरे में भी कीजिए: eᵘ = c से u = ln c, ln u = c से u = eᶜ, और log_b u = c से u = bᶜ।";
    "power of a sum", [Spot(powers::power_of_sum)], ["(x+3)^2", "x^2+9"],
        "A sum is not raised to a power term by term: (a + b)² = a² + 2ab + b², (a + b)³ = a³ + 3a²b + 3ab² + b³.",
        "योग की घात पदशः नहीं ली जाती: (a + b)² = a² + 2ab + b², (a + b)³ = a³ + 3a²b + 3ab² + b³।";
    "roots added", [Spot(laws::roots_added)], [r"\sqrt9+\sqrt{16}", r"\sqrt{25}"],
        "Roots are not added under one root: √a + √b is not √(a + b).",
        "मूलों को एक ही मूल के भीतर नहीं जोड़ते: √a + √b, √(a + b) नहीं होता।";
    "inequality not turned", [UndoLine(equations::turned)], ["-2x<6", "x<-3"],
        "Dividing or multiplying by a negative number turns the inequality round.",
        "ऋणात्मक संख्या से भाग या गुणा करने पर असमिका का चिह्न उलट जाता है।";
    "minus before a bracket", [Spot(spots::minus_bracket)], ["5-(x-3)", "5-x-3"],
        "A minus before a bracket changes the sign of every term inside.",
        "कोष्ठक के आगे ऋण चिह्न भीतर के प्रत्येक पद का चिह्न बदलता है।";
    "distribution", [Spot(spots::distribution)], ["2(x+3)", "2x+3"],
        "Multiply every term in the bracket, not only one: look at {part}.",
        "कोष्ठक के प्रत्येक पद से गुणा कीजिए, केवल एक से नहीं: {part} देखिए।";
    "root of a sum", [Spot(powers::root_of_sum)], [r"\sqrt{x^2+9}", "x+3"],
        "The root of a sum is not the sum of the roots.",
        "योग का मूल मूलों का योग नहीं होता।";
    "middle term", [Line(equations::middle_term)], ["6x^2+5x-6", "6x^2+9x+4x-6"],
        "Split the middle term again: the sum is its coefficient, the product first times last.",
        "मध्य पद फिर विभक्त कीजिए: योग उसका गुणांक हो, गुणनफल प्रथम गुणा अंतिम।";
    "identity", [Spot(laws::squares)], [r"1+\tan^2x", r"\cot^2x"],
        "Look at the identities again: sin²θ + cos²θ = 1, 1 + tan²θ = sec²θ, 1 + cot²θ = cosec²θ.",
        "सर्वसमिकाएँ फिर देखिए: sin²θ + cos²θ = 1, 1 + tan²θ = sec²θ, 1 + cot²θ = cosec²θ।";
    "permutations and combinations", [Spot(laws::chosen)], [r"{}^{n}C_2", r"n(n-1)"],
        "ⁿPᵣ = n!/(n − r)! counts arrangements, ⁿCᵣ = n!/(r!(n − r)!) selections.",
        "ⁿPᵣ = n!/(n − r)! क्रमचय और ⁿCᵣ = n!/(r!(n − r)!) संचय की संख्या है।";
    "one side multiplied", [Line(equations::one_side)], [r"\frac{x}{2}+\frac{x}{3}=5", "3x+2x=5"],
        "Both sides must be multiplied by the same, not only one of them.",
        "दोनों पक्षों को एक ही राशि से गुणा करना होगा, केवल एक को नहीं।";
    QUADRATIC, [Line(equations::formula)], ["x^2-5x+6=0", r"x=\frac{-5\pm\sqrt{25-24}}{2}"],
        "Look at the quadratic formula again: x = (−b ± √(b² − 4ac))/(2a), with the signs of a, b and c.",
        "द्विघात सूत्र फिर देखिए: x = (−b ± √(b² − 4ac))/(2a); a, b और c के चिह्न भी रखिए।";
    "transposed without sign", [Line(equations::transposed)], ["x+5=12", "x=12+5"],
        "A term that goes to the other side changes its sign: look at {part}.",
        "दूसरी ओर जाने पर पद का चिह्न बदलता है: {part} देखिए।";
    "divided one term", [Line(equations::divided_one_term)], ["2x+6=10", "x+6=5"],
        "Every term on both sides must be divided by {part}.",
        "दोनों पक्षों के प्रत्येक पद को {part} से भाग दीजिए।";
    "wrong way round", [Line(equations::undone_wrongly)], ["3x=12", "x=36"],
        "The number in front of the unknown multiplies it, so divide both sides by that number.",
        "अज्ञात के आगे की संख्या उससे गुणा है, इसलिए दोनों पक्षों को उसी संख्या से भाग दीजिए।";
    "zero product", [Line(equations::zero_product)], ["(x-2)(x-3)=6", r"x-2=6 \text{ or } x-3=6"],
        "Only a product that is 0 can be split into its factors: bring everything to one side first.",
        "केवल 0 के बराबर गुणनफल को ही गुणनखंडों में बाँट सकते हैं: पहले सब कुछ एक ओर लाइए।";
    "squared term by term", [Line(equations::squared_terms)], [r"\sqrt{x}+1=3", r"x+1=9"],
        "Square the whole side, not each term: (a + b)² = a² + 2ab + b².",
        "पूरे पक्ष का वर्ग कीजिए, प्रत्येक पद का नहीं: (a + b)² = a² + 2ab + b²।";
    "root of a square", [Spot(powers::root_of_square)], [r"\sqrt{x^2}", "x"],
        "The root of a square is the absolute value: √(a²) = |a|.",
        "वर्ग का वर्गमूल निरपेक्ष मान होता है: √(a²) = |a|।";
    "cancelled terms", [Spot(fractions::cancelled_terms)], [r"\frac{x+6}{x+2}", "3"],
        "Only common factors can be cancelled, not terms of a sum.",
        "केवल उभयनिष्ठ गुणनखंड काटे जा सकते हैं, योग के पद नहीं।";
    "divided upside down", [Spot(fractions::inverted)], [r"\frac{3}{4}\div\frac{2}{5}", r"\frac{4}{3}\times\frac{2}{5}"],
        "To divide by a fraction, multiply by its reciprocal: only the second fraction is turned over.",
        "भिन्न से भाग देने के लिए उसके व्युत्क्रम से गुणा कीजिए: केवल दूसरी भिन्न उलटी जाती है।";
    "order of operations", [Spot(spots::order)], [r"2+3\times4", r"5\times4"],
        "Multiply and divide before you add and subtract: look at {part}.",
        "जोड़ने-घटाने से पहले गुणा और भाग कीजिए: {part} देखिए।";
    "sum of squares", [Spot(spots::sum_of_squares)], ["a^2+b^2", "(a+b)(a-b)"],
        "Only a difference of squares splits: a² − b² = (a + b)(a − b); a² + b² does not.",
        "केवल वर्गों का अंतर टूटता है: a² − b² = (a + b)(a − b); a² + b² नहीं टूटता।";
    "fractions added across", [Spot(fractions::fractions_added)], [r"\frac{1}{2}+\frac{1}{3}", r"\frac{2}{5}"],
        "Fractions are added over a common denominator; denominators are not added.",
        "भिन्नों को समान हर बनाकर जोड़ते हैं; हर नहीं जोड़े जाते।";
    "index law", [Spot(powers::index_law)], ["x^2x^3", "x^6"],
        "Look at the law of indices again: aᵐaⁿ = aᵐ⁺ⁿ, (aᵐ)ⁿ = aᵐⁿ, aᵐ/aⁿ = aᵐ⁻ⁿ.",
        "घातांक के नियम फिर देखिए: aᵐaⁿ = aᵐ⁺ⁿ, (aᵐ)ⁿ = aᵐⁿ, aᵐ/aⁿ = aᵐ⁻ⁿ।";
    "negative exponent", [Spot(powers::negative_exponent)], ["x^{-2}", "-x^2"],
        "A negative exponent means a reciprocal: a⁻ⁿ = 1/aⁿ.",
        "ऋणात्मक घात का अर्थ व्युत्क्रम है: a⁻ⁿ = 1/aⁿ।";
    "power of a product", [Spot(powers::power_of_product)], ["(2x)^3", "2x^3"],
        "Every factor is raised to the power: (ab)ⁿ = aⁿbⁿ.",
        "प्रत्येक गुणनखंड पर घात लगती है: (ab)ⁿ = aⁿbⁿ।";
    "logarithm law", [Spot(spots::logarithm_law), Spot(laws::logarithms_joined)], [r"\frac{\ln 8}{\ln 2}", r"\ln 4"],
        "ln a − ln b = ln(a/b) and ln a + ln b = ln(ab); a quotient of logarithms is not the logarithm of a quotient.",
        "ln a − ln b = ln(a/b) तथा ln a + ln b = ln(ab); लघुगणकों का भागफल, भागफल का लघुगणक नहीं होता।";
    "function of a sum", [Spot(spots::function_of_sum)], [r"\sin(x+y)", r"\sin x+\sin y"],
        "A function of a sum is not the sum of its values: look at {part}.",
        "योग का फलन, फलनों का योग नहीं होता: {part} देखिए।";
    "factor out of a function", [Spot(spots::factor_out_of_function)], [r"\sin(3x)", r"3\sin x"],
        "A factor inside a function cannot be taken out of it: look at {part}.",
        "फलन के भीतर का गुणांक बाहर नहीं निकाला जा सकता: {part} देखिए।";
    "power as product", [Spot(powers::power_as_product)], ["x^3", "3x"],
        "A power is repeated multiplication: {part} is not {became}.",
        "घात का अर्थ बार-बार गुणा है: {part} और {became} समान नहीं हैं।";
    "sign", [Undo(spots::sign)], ["(x-3)(x+2)", "x^2-x+6"],
        "A sign is wrong: {part} should be {became}.",
        "एक चिह्न ग़लत है: {part} के स्थान पर {became} होना चाहिए।";
    "all signs", [UndoLine(equations::negated)], [r"(x-2)(x+3)=0", r"x=-2 \text{ or } x=3"],
        "The signs are turned round.",
        "चिह्न उलटे हो गए हैं।";
    "binomial theorem", [Line(powers::binomial)], ["(x+2)^4", "x^4+8x^3+12x^2+32x+16"],
        "Binomial theorem: each term is ⁿCᵣ aⁿ⁻ʳ bʳ. Look at the coefficients, the powers of both parts and the signs.",
        "द्विपद प्रमेय: प्रत्येक पद ⁿCᵣ aⁿ⁻ʳ bʳ होता है। गुणांक, दोनों की घातें और चिह्न देखिए।";
    "forgotten term", [Spot(spots::forgotten_term)], ["(x+1)(x+2)+y", "x^2+3x+2"],
        "A term is forgotten: {part} became {became}.",
        "एक पद छूट गया: {part} से {became} रह गया।";
    "forgotten factor", [Spot(spots::forgotten_factor)], ["6(x+1)y", "6(x+1)"],
        "A factor is forgotten: {part} became {became}.",
        "एक गुणनखंड छूट गया: {part} से {became} रह गया।";
    "common factor", [UndoLine(laws::missing_factor)], ["7p^2q-14pq^2", "7p(p-2q)"],
        "A factor is missing: multiply {part} out and compare.",
        "एक गुणनखंड छूट गया: {part} का गुणा करके मिलाइए।";
    "number", [Undo(spots::number)], ["7x+5x", "13x"],
        "Check the calculation: {part} should be {became}.",
        "गणना जाँचिए: {part} के स्थान पर {became} होना चाहिए।";
    DIVIDED, [], ["x^2=3x", "x=3"],
        "Dividing by {part} loses a solution, because it may be zero. Bring everything to one side and factor.",
        "{part} से भाग देने पर एक हल छूट जाता है, क्योंकि यह शून्य हो सकता है। सब कुछ एक ओर लाकर गुणनखंड कीजिए।";
    ROOT_SIGN, [], ["x^2=9", "x=3"],
        "A square has two roots, ±: {part} is lost.",
        "वर्ग के दो मूल होते हैं, ±: {part} छूट गया।";
    LOST, [], ["(x-1)(x-2)=0", "x=1"],
        "A solution is lost: {part}.",
        "एक हल छूट गया: {part}।";
    EXTRANEOUS, [], [r"\sqrt{x+2}=x", "x+2=x^2", r"x=2 \text{ or } x=-1"],
        "Put the values back: {part} does not satisfy the first line and must be rejected.",
        "मान वापस रखकर देखिए: {part} पहली पंक्ति को संतुष्ट नहीं करता, इसे छोड़ना होगा।";
    SQUARE, [], ["x^2>9", "x>3"],
        "x² > a² means x < −a or x > a; x² < a² means −a < x < a.",
        "x² > a² का अर्थ x < −a या x > a है; x² < a² का अर्थ −a < x < a है।";
    BARS, [], ["|x+2|>3", "x+2>3"],
        "|u| > a means u < −a or u > a; |u| < a means −a < u < a. One part is lost here.",
        "|u| > a का अर्थ u < −a या u > a है; |u| < a का अर्थ −a < u < a है। यहाँ एक भाग छूट गया।";
    TOO_MANY, [], ["|x-3|<2", "x<5"],
        "This allows values that do not satisfy the first line: look again at the step where a condition was dropped.",
        "इसमें ऐसे मान भी हैं जो पहली पंक्ति को संतुष्ट नहीं करते: वह चरण फिर देखिए जहाँ एक शर्त छूट गई।";
    UNKNOWN_SIGN, [], [r"\frac{x-1}{x-2}>1", "x-1>x-2"],
        "An inequality may not be multiplied by {part}, which can be negative: bring everything to one side and look at signs.",
        "असमिका को {part} से गुणा नहीं कर सकते, क्योंकि यह ऋणात्मक हो सकता है: सब कुछ एक ओर लाकर चिह्न देखिए।";
    GENERAL, [], [r"\sin x=\frac{\sqrt3}{2}", r"x=\frac{\pi}{3}"],
        "Look at the general solution: sin x = sin α gives x = nπ + (−1)ⁿα, cos x = cos α gives x = 2nπ ± α, tan x = tan α gives x = nπ + α.",
        "व्यापक हल देखिए: sin x = sin α से x = nπ + (−1)ⁿα, cos x = cos α से x = 2nπ ± α, tan x = tan α से x = nπ + α।";
    ELIMINATED, [], [r"\begin{cases}x+y=14\\x-y=4\end{cases}", "2x=10"],
        "Add or subtract the whole equations {part} and {became}: every term, on both sides, with its sign.",
        "समीकरणों {part} और {became} को पूरा जोड़िए या घटाइए: दोनों पक्षों का प्रत्येक पद, अपने चिह्न के साथ।";
    FORMULA, [], [r"P(A)=0.5, P(B)=0.4, P(A\cap B)=0.2", r"P(A|B)=0.4"],
        "Look again at the formula and its values: {part}.",
        "सूत्र और उसके मान फिर देखिए: {part}।";
    BY_ZERO, [], [r"\frac{1+i}{1-i}", r"\frac{(1+i)^2}{1-1}"],
        "The denominator is 0 here, and nothing can be divided by 0: look at how {became} came about.",
        "यहाँ हर 0 है, और 0 से भाग नहीं दिया जा सकता: देखिए कि {became} कैसे आया।";
    LIMITS, [], [r"\int_0^1 2x(x^2+1)^3dx", "u=x^2+1", r"\int_0^1 u^3du"],
        "The letter has changed, so the limits must change, too: put the old limits into the substitution.",
        "चर बदला है, इसलिए सीमाएँ भी बदलेंगी: पुरानी सीमाएँ प्रतिस्थापन में रखिए।";
    DIFFERENTIAL, [], [r"\int x\sqrt{1+x^2}dx", "t=1+x^2", "dt=xdx"],
        "Differentiate the substitution again: with u = f(x), du = f′(x) dx.",
        "प्रतिस्थापन का अवकलन फिर कीजिए: u = f(x) हो, तो du = f′(x) dx।";
    NEGATIVE, [], ["(x-12)(x+7)=0", "x=12"],
        "{part} is a solution, too. If it is left out because a length, an age or a number of things cannot be negative, write that; else it is lost.",
        "{part} भी एक हल है। यदि इसे इसलिए छोड़ा है कि लंबाई, आयु या वस्तुओं की संख्या ऋणात्मक नहीं हो सकती, तो यह लिखिए; अन्यथा यह हल छूट गया।";
    QUADRANT, [], [r"\cos x=-\frac35", r"\sin x=\frac45"],
        "The sign is open: {became} holds in some quadrants only. Say in which quadrant the angle lies, or write ±.",
        "चिह्न निश्चित नहीं है: {became} केवल कुछ चतुर्थांशों में सत्य है। बताइए कि कोण किस चतुर्थांश में है, या ± लिखिए।";
    SETS, [], [r"A=\{1,2\}, B=\{2,3\}", r"A\cap B=\{1,2,3\}"],
        "Look at {part} again: A ∪ B has what is in A or in B, each once; A ∩ B what is in both; A − B what is in A but not in B.",
        "{part} फिर देखिए: A ∪ B में वे अवयव हैं जो A या B में हैं, प्रत्येक एक बार; A ∩ B में वे जो दोनों में हैं; A − B में वे जो A में हैं, पर B में नहीं।";
    FACTORS, [], [r"12=2^2\times 3", r"18=2\times 3^2", r"\text{HCF}=2^2\times 3^2"],
        "Look at {part} again: the HCF takes the smallest power of each prime that all have, the LCM the greatest power of each prime that any has.",
        "{part} फिर देखिए: म.स. में सभी के उभयनिष्ठ अभाज्यों की सबसे छोटी घात, और ल.स. में प्रत्येक अभाज्य की सबसे बड़ी घात ली जाती है।";
    SUMS, [], [r"\alpha+\beta=-3, \alpha\beta=2", "x^2-3x+2"],
        "The polynomial with the zeros α and β is x² − (α + β)x + αβ, or a multiple of it: look at the signs.",
        "जिस बहुपद के शून्यक α और β हैं, वह x² − (α + β)x + αβ या इसका कोई गुणज है: चिह्न देखिए।";
    ZEROS, [], ["x^2-5x+6=0", r"\alpha+\beta=-5"],
        "For ax² + bx + c = 0 the sum of the roots is α + β = −b/a and their product αβ = c/a: look at the signs and at a.",
        "ax² + bx + c = 0 के मूलों का योग α + β = −b/a तथा गुणनफल αβ = c/a होता है: चिह्न और a देखिए।";
};
