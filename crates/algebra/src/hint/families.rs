//! What the first hints say: rules that have a question in common, kinds of problems, shapes of pieces.

use crate::parts;
use crate::task::Kind;
use ganita_notation::{Function, Node};

/// What rules have in common, as a question or a nudge.
pub(super) struct Family {
    pub(super) rules: &'static [&'static str],
    pub(super) english: &'static str,
    pub(super) hindi: &'static str,
}

const fn f(rules: &'static [&'static str], english: &'static str, hindi: &'static str) -> Family {
    Family { rules, english, hindi }
}

pub(super) const FAMILIES: &[Family] = &[
    f(&["multiply out", "expand"], "How do you get rid of the brackets?", "कोष्ठक कैसे हटाएँगे?"),
    f(&["collect"], "Which terms are alike?", "कौन-से पद समान हैं?"),
    f(
        &["cancel", "factor fraction", "cancel in limit"],
        "Do numerator and denominator have a factor in common?",
        "क्या अंश और हर में कोई उभयनिष्ठ गुणनखंड है?",
    ),
    f(
        &[
            "common factor",
            "split middle term",
            "group",
            "difference of squares",
            "perfect square",
            "cube of a sum",
            "sum of cubes",
            "difference of cubes",
            "factor",
            "factor equation",
        ],
        "Can it be written as a product?",
        "क्या इसे गुणनफल के रूप में लिखा जा सकता है?",
    ),
    f(
        &["partial fractions", "unknown numerators", "factor denominator"],
        "What are the factors of the denominator?",
        "हर के गुणनखंड क्या हैं?",
    ),
    f(
        &["transpose", "all to one side", "one side"],
        "Bring the terms to the side where they belong.",
        "पदों को उचित पक्ष में लाइए।",
    ),
    f(
        &["divide both sides", "divide inequality", "less in every part", "divide and turn"],
        "What stands in front of the unknown? Undo it.",
        "अज्ञात के साथ क्या गुणा है? उसे हटाइए।",
    ),
    f(&["zero product"], "When is a product zero?", "गुणनफल शून्य कब होता है?"),
    f(
        &["quadratic formula", "discriminant", "complete square"],
        "It is a quadratic that does not factor easily: which method always works?",
        "यह ऐसा द्विघात है जिसके गुणनखंड सरल नहीं: कौन-सी विधि सदा काम करती है?",
    ),
    f(
        &["square root", "square both sides"],
        "How do you undo the power or the root?",
        "घात या मूल को कैसे हटाएँगे?",
    ),
    f(&["reject"], "Put the values back into the first line.", "मानों को पहली पंक्ति में रखकर देखिए।"),
    f(&["clear denominators"], "How do you get rid of the fractions?", "भिन्नों को कैसे हटाएँगे?"),
    f(&["cases"], "What does an absolute value mean?", "निरपेक्ष मान का क्या अर्थ है?"),
    f(
        &["eliminate", "eliminate by numbers", "one unknown", "back substitution", "solve system"],
        "Can one unknown be made to disappear?",
        "क्या किसी एक अज्ञात को हटाया जा सकता है?",
    ),
    f(&["sign chart", "interval"], "Where does the sign change?", "चिह्न कहाँ बदलता है?"),
    f(
        &["sum rule", "constant factor", "power rule", "basic derivative", "derivative once"],
        "Which derivatives do you know by heart?",
        "कौन-से अवकलज आपको याद हैं?",
    ),
    f(
        &["product rule"],
        "It is a product: which rule is for that?",
        "यह गुणनफल है: इसके लिए कौन-सा नियम है?",
    ),
    f(
        &["quotient rule"],
        "It is a quotient: which rule is for that?",
        "यह भागफल है: इसके लिए कौन-सा नियम है?",
    ),
    f(
        &["chain rule"],
        "One function is inside another: which rule is for that?",
        "एक फलन दूसरे के भीतर है: इसके लिए कौन-सा नियम है?",
    ),
    f(
        &["logarithmic"],
        "The unknown is in base and exponent: take logarithms.",
        "अज्ञात आधार और घात दोनों में है: लघुगणक लीजिए।",
    ),
    f(
        &["implicit"],
        "Differentiate both sides, and remember that y depends on x.",
        "दोनों पक्षों का अवकलन कीजिए; ध्यान रहे कि y, x पर निर्भर है।",
    ),
    f(
        &["integral sum", "standard integrals", "integrate"],
        "Which standard integrals are these?",
        "ये कौन-से मानक समाकल हैं?",
    ),
    f(
        &["put in integral", "put back in integral"],
        "Is the derivative of one part there as a factor? Substitute.",
        "क्या किसी भाग का अवकलज गुणनखंड के रूप में उपस्थित है? प्रतिस्थापन कीजिए।",
    ),
    f(
        &["by parts"],
        "It is a product of two kinds of functions: which method is for that?",
        "यह दो प्रकार के फलनों का गुणनफल है: इसके लिए कौन-सी विधि है?",
    ),
    f(
        &["rewrite integrand"],
        "Write the integrand in another form first.",
        "पहले समाकल्य को दूसरे रूप में लिखिए।",
    ),
    f(
        &["put limits", "definite value", "limit of the bound"],
        "Find the antiderivative, then think of the limits.",
        "प्रतिअवकलज ज्ञात कीजिए, फिर सीमाओं पर ध्यान दीजिए।",
    ),
    f(
        &["put in", "limit value", "l'hospital", "no limit"],
        "What happens when you put the value in?",
        "मान रखने पर क्या मिलता है?",
    ),
    f(
        &["in sines and cosines", "multiple angles", "pythagoras", "both sides equal"],
        "Which side is the more complicated one? Begin there.",
        "कौन-सा पक्ष अधिक जटिल है? वहीं से आरंभ कीजिए।",
    ),
    f(
        &["conjugate below", "rationalise", "conjugate of the denominator", "rationalise in limit"],
        "By what must the fraction be multiplied above and below, so that the denominator becomes simple?",
        "अंश और हर को किससे गुणा करें कि हर सरल हो जाए?",
    ),
    f(
        &["roots taken out"],
        "Which square numbers are factors under the roots?",
        "मूलों के भीतर कौन-सी पूर्ण वर्ग संख्याएँ गुणनखंड हैं?",
    ),
    f(
        &["prime factors"],
        "By which prime numbers can it be divided?",
        "यह किन अभाज्य संख्याओं से विभाज्य है?",
    ),
    f(
        &["join logarithms"],
        "Which law of logarithms makes one logarithm of several?",
        "लघुगणक का कौन-सा नियम कई लघुगणकों को एक बनाता है?",
    ),
    f(
        &["meaning of a logarithm"],
        "What does the logarithm say as a power?",
        "यह लघुगणक घात के रूप में क्या कहता है?",
    ),
    f(
        &["general solution", "angles", "branch of angles", "equal angles", "in the interval"],
        "Which angle has this value? Then think of all the others that have it.",
        "किस कोण का यह मान है? फिर वे सभी कोण सोचिए जिनका यही मान है।",
    ),
    f(
        &["derivative over function"],
        "Is the numerator the derivative of the denominator?",
        "क्या अंश हर का अवकलज है?",
    ),
    f(
        &["king's rule", "period", "even part"],
        "Which property of definite integrals helps?",
        "निश्चित समाकलों का कौन-सा गुणधर्म सहायक है?",
    ),
    f(
        &["divide by power"],
        "Which is the highest power of the letter below?",
        "हर में चर की सबसे बड़ी घात कौन-सी है?",
    ),
    f(
        &["factor theorem"],
        "Which small number makes it zero?",
        "कौन-सी छोटी संख्या रखने पर यह शून्य होता है?",
    ),
    f(&["bars"], "What does an absolute value mean?", "निरपेक्ष मान का क्या अर्थ है?"),
    f(
        &["isolate and substitute", "solve for parts", "express one unknown", "substitute"],
        "Can one unknown be written by the other?",
        "क्या एक अज्ञात को दूसरे के पदों में लिखा जा सकता है?",
    ),
    f(
        &["separate the variables"],
        "Can all y be brought to one side and all x to the other?",
        "क्या सभी y एक ओर तथा सभी x दूसरी ओर लाए जा सकते हैं?",
    ),
    f(
        &["slope alone", "standard linear form", "integrating factor"],
        "Of what form is the equation: separable, homogeneous or linear?",
        "समीकरण किस रूप का है: पृथक्करणीय, समघातीय या रैखिक?",
    ),
    f(
        &["put y = vx"],
        "Are all terms of one degree? Then y/x is a good new letter.",
        "क्या सभी पदों की घात समान है? तब y/x नया चर लीजिए।",
    ),
    f(
        &["determinant of two rows", "expand along a row", "minors", "determinant"],
        "How is a determinant expanded?",
        "सारणिक का प्रसरण कैसे करते हैं?",
    ),
    f(
        &["rows times columns"],
        "What is multiplied with what in a product of matrices?",
        "आव्यूहों के गुणन में किसे किससे गुणा करते हैं?",
    ),
    f(
        &["entry by entry", "multiply by numbers", "component by component"],
        "Go entry by entry.",
        "एक-एक अवयव लीजिए।",
    ),
    f(
        &["call it", "adjoint", "inverse"],
        "What is needed for the inverse: the determinant and the adjoint.",
        "व्युत्क्रम के लिए क्या चाहिए: सारणिक और सहखंडज।",
    ),
    f(
        &["dot product", "angle between", "projection"],
        "What is the dot product of the two?",
        "दोनों का अदिश गुणनफल क्या है?",
    ),
    f(
        &["arithmetic progression", "term of an AP", "sum of an AP"],
        "What are the first term and the common difference?",
        "प्रथम पद और सार्व अंतर क्या हैं?",
    ),
    f(
        &["geometric progression", "term of a GP", "sum of a GP", "sum of an endless GP"],
        "What are the first term and the common ratio?",
        "प्रथम पद और सार्व अनुपात क्या हैं?",
    ),
    f(
        &["sums of powers", "write out the terms"],
        "Which sums do you know: of n, of n², of n³?",
        "कौन-से योग आप जानते हैं: n का, n² का, n³ का?",
    ),
    f(
        &["square of a sum", "cube of a sum"],
        "Which identity has such a square or cube of a sum?",
        "किस सर्वसमिका में योग का ऐसा वर्ग या घन आता है?",
    ),
    f(
        &["binomial theorem", "general term", "exponent of the general term"],
        "What does the binomial theorem say of each term?",
        "द्विपद प्रमेय प्रत्येक पद के बारे में क्या कहता है?",
    ),
    f(&["factorials", "equal combinations"], "Write it with factorials.", "इसे क्रमगुणित में लिखिए।"),
    f(
        &["first derivative", "critical points", "second derivative"],
        "Where is the slope zero, and how does it change there?",
        "प्रवणता कहाँ शून्य है, और वहाँ कैसे बदलती है?",
    ),
    f(
        &["point of contact", "slope of the tangent"],
        "What are the point and the slope there?",
        "वह बिंदु और वहाँ की प्रवणता क्या हैं?",
    ),
    f(
        &["where they meet", "area as an integral"],
        "Where do the curves meet, and which lies above?",
        "वक्र कहाँ मिलते हैं, और कौन-सा ऊपर है?",
    ),
    f(
        &[
            "distance of points",
            "midpoint",
            "section formula",
            "slope of a line",
            "area of a triangle",
        ],
        "Which formula of coordinate geometry is for that?",
        "निर्देशांक ज्यामिति का कौन-सा सूत्र इसके लिए है?",
    ),
    f(
        &["no solution", "always true"],
        "Bring the terms with the unknown to one side: what happens?",
        "अज्ञात वाले पदों को एक ओर लाइए: क्या होता है?",
    ),
    f(
        &["mean", "mean of a table", "variance", "mean deviation"],
        "What is the sum of the values, and how many are there?",
        "मानों का योग क्या है, और वे कितने हैं?",
    ),
    f(
        &["median of an odd number", "median of an even number"],
        "Put the values in order first.",
        "पहले मानों को क्रम में रखिए।",
    ),
    f(&["mode"], "Which value comes most often?", "कौन-सा मान सबसे अधिक बार आता है?"),
];

/// For a rule that is in no family.
pub(super) fn of_kind(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Solve | Kind::SolveSystem => (
            "What has to be undone so that the unknown stands alone?",
            "अज्ञात को अकेला करने के लिए क्या हटाना होगा?",
        ),
        Kind::Inequality => ("Where does the sign change?", "चिह्न कहाँ बदलता है?"),
        Kind::Diff | Kind::ImplicitDiff => {
            ("Which rule of differentiation fits?", "अवकलन का कौन-सा नियम लगेगा?")
        }
        Kind::Integrate | Kind::Definite => {
            ("Which method of integration fits?", "समाकलन की कौन-सी विधि लगेगी?")
        }
        Kind::Limit => ("What happens when you put the value in?", "मान रखने पर क्या मिलता है?"),
        Kind::TrigIdentity => (
            "Which side is the more complicated one? Begin there.",
            "कौन-सा पक्ष अधिक जटिल है? वहीं से आरंभ कीजिए।",
        ),
        Kind::Textbook(topic) => of_topic(topic.name()),
        _ => ("What can be worked out or made shorter?", "किसे सरल किया जा सकता है?"),
    }
}

fn of_topic(topic: &str) -> (&'static str, &'static str) {
    match topic {
        "set" => (
            "What do the signs between the sets ask for: in either, in both, or in one only?",
            "समुच्चयों के बीच के चिह्न क्या पूछते हैं: किसी एक में, दोनों में, या केवल एक में?",
        ),
        "circle" => (
            "Complete the squares: how does the equation show centre and radius?",
            "पूर्ण वर्ग बनाइए: समीकरण से केंद्र और त्रिज्या कैसे दिखते हैं?",
        ),
        "conic" => (
            "Which standard form is this: parabola, ellipse or hyperbola?",
            "यह कौन-सा मानक रूप है: परवलय, दीर्घवृत्त या अतिपरवलय?",
        ),
        "complex" => (
            "Calculate as with other brackets, and remember i² = −1.",
            "अन्य कोष्ठकों की तरह हल कीजिए, और याद रखिए i² = −1।",
        ),
        "magnitude" => ("The length is the root of what sum?", "लंबाई किस योग का वर्गमूल है?"),
        "vector" => (
            "Write the components of the vectors: which operation stands between them?",
            "सदिशों के घटक लिखिए: उनके बीच कौन-सी संक्रिया है?",
        ),
        "distance" => (
            "Which formula gives this distance, and what has to be put into it?",
            "यह दूरी किस सूत्र से मिलती है, और उसमें क्या रखना है?",
        ),
        _ => ("What can be worked out or made shorter?", "किसे सरल किया जा सकता है?"),
    }
}

/// The first question about something that is to be worked out.
pub(super) fn of_sight(problem: &Node) -> Option<(&'static str, &'static str)> {
    let any = |test: &dyn Fn(&Node) -> bool| parts::any(problem, test);
    let circular = |node: &Node| match node {
        Node::Apply { function: Function::Named(name), .. } => {
            ["sin", "cos", "tan", "cot", "sec", "csc"].contains(&name.as_str())
        }
        _ => false,
    };
    if any(
        &|node| matches!(node, Node::Apply { function: Function::Named(name), .. } if name == "gcd" || name == "lcm"),
    ) {
        return Some(("Which prime factors do the numbers have?", "संख्याओं के अभाज्य गुणनखंड क्या हैं?"));
    }
    if any(&circular) {
        return Some((
            "Which values of the angles do you know by heart?",
            "किन कोणों के मान आपको याद हैं?",
        ));
    }
    if any(&|node| matches!(node, Node::Binomial(..) | Node::Choose(..) | Node::Factorial(_))) {
        return Some(("Write it with factorials.", "इसे क्रमगुणित में लिखिए।"));
    }
    if any(&|node| matches!(node, Node::Root { .. })) {
        return Some((
            "What stands under the root, and which of its factors occur in pairs or in threes?",
            "मूल के भीतर क्या है, और उसके कौन-से गुणनखंड जोड़े या त्रिक में आते हैं?",
        ));
    }
    if any(&|node| matches!(node, Node::Power(..))) {
        return Some((
            "Which law of powers, or which identity, makes this easy?",
            "घातांक का कौन-सा नियम, या कौन-सी सर्वसमिका, इसे सरल बनाती है?",
        ));
    }
    if any(
        &|node| matches!(node, Node::Sum(terms) if terms.iter().any(|(_, term)| parts::any(term, &|part| matches!(part, Node::Fraction(..))))),
    ) {
        return Some((
            "Products first; then: which denominator have the fractions in common?",
            "पहले गुणा; फिर: भिन्नों का समान हर क्या है?",
        ));
    }
    if any(&|node| matches!(node, Node::Fraction(..))) {
        return Some((
            "By what can numerator and denominator both be divided?",
            "अंश और हर दोनों किससे विभाजित होते हैं?",
        ));
    }
    any(&|node| matches!(node, Node::Sum(_) | Node::Product(_))).then_some((
        "In which order do you calculate: brackets, products, sums?",
        "किस क्रम में हल करेंगे: कोष्ठक, गुणा, योग?",
    ))
}

/// Rules whose own words would be the answer, and what is said in their place.
pub(super) const SILENT: &[Family] = &[
    f(
        &["no solution", "always true", "never", "ever"],
        "The unknown disappears: is what is left true or false?",
        "अज्ञात लुप्त हो जाता है: जो बचा, वह सत्य है या असत्य?",
    ),
    f(
        &["unknown numerators"],
        "Put unknown numerators A, B, … over the factors of the denominator, and compare.",
        "हर के गुणनखंडों पर अज्ञात अंश A, B, … रखिए, और तुलना कीजिए।",
    ),
    f(
        &["odd"],
        "The integrand is odd: what do the parts left and right of 0 come to together?",
        "समाकल्य विषम है: 0 के बाईं और दाईं ओर के भाग मिलकर क्या देते हैं?",
    ),
    f(
        &["one side only", "oscillates", "diverges", "runs away"],
        "Look at it from both sides, or far out: does it come near one number?",
        "दोनों ओर से, या बहुत दूर जाकर देखिए: क्या यह किसी एक संख्या के निकट आता है?",
    ),
    f(&["no inverse"], "What does a determinant of 0 mean?", "सारणिक के 0 होने का क्या अर्थ है?"),
];

/// What is seen in a piece that is to be worked out.
pub(super) fn of_shape(part: &Node) -> Option<(&'static str, &'static str)> {
    let any = |test: &dyn Fn(&Node) -> bool| parts::any(part, test);
    if any(&|node| matches!(node, Node::Choose(..) | Node::Binomial(..) | Node::Factorial(_))) {
        return Some((
            "Use ⁿPᵣ = n!/(n − r)! and ⁿCᵣ = n!/(r!(n − r)!), and cancel before you multiply.",
            "ⁿPᵣ = n!/(n − r)! तथा ⁿCᵣ = n!/(r!(n − r)!) लगाइए, और गुणा करने से पहले काटिए।",
        ));
    }
    if any(&|node| matches!(node, Node::Apply { .. })) {
        return Some((
            "Write it with values that you know by heart, or as a sum or difference of such.",
            "इसे उन मानों से लिखिए जो आपको याद हैं, या उनके योग या अंतर के रूप में।",
        ));
    }
    if any(
        &|node| matches!(node, Node::Sum(terms) if terms.iter().any(|(_, term)| matches!(term, Node::Fraction(..)))),
    ) {
        return Some((
            "Write the fractions over one denominator: which is the least that all of them divide?",
            "भिन्नों को एक ही हर पर लिखिए: सबसे छोटी संख्या कौन-सी है जो सभी हरों से विभाज्य है?",
        ));
    }
    if any(&|node| matches!(node, Node::Power(..) | Node::Root { .. })) {
        return Some((
            "Work out the powers and roots first, or use the laws of indices.",
            "पहले घात और मूल निकालिए, या घातांक के नियम लगाइए।",
        ));
    }
    any(&|node| matches!(node, Node::Product(_))).then_some((
        "Multiply and divide before you add and subtract; split a number where that helps.",
        "जोड़ने-घटाने से पहले गुणा और भाग कीजिए; जहाँ सुविधा हो, संख्या को तोड़िए।",
    ))
}
