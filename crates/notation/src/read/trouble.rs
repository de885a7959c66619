//! Why LaTeX could not be read, in words: English and Hindi side by side.

use crate::language::{Language, filled};

/// What is wrong at the place where reading stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each is told in words below")]
pub enum Trouble {
    Empty,
    Unfinished,
    NotHere,
    TooDeep,
    TooLong,
    Expected(char),
    ExpectedLetter,
    NeverOpened,
    OpenBracket,
    OpenSet,
    OpenNorm,
    LoneBar,
    EmptyBracket,
    LeftAlone,
    TwoSigns,
    TwoPowers,
    OneSide,
    NothingToRaise,
    NoArgument,
    Choose,
    Integrand,
    LimitWhere,
    RaggedMatrix,
    CannotStand(String),
    UnknownSign(char),
    /// The command, and a known one that is a slip away.
    UnknownCommand(String, Option<&'static str>),
    UnknownEnvironment(String),
    OpenEnvironment(String),
    OtherEnd(String),
}

impl Trouble {
    /// What is wrong, and what would probably help.
    #[must_use]
    pub fn tell(&self, language: Language) -> (String, Option<String>) {
        let (name, help) = self.names();
        let (english, hindi) = self.templates();
        let (message, suggestion) = match language {
            Language::English => english,
            Language::Hindi => hindi,
        };
        let mut helpless = false;
        let mut of = |place: &str| match place {
            "name" => Some(name.clone()),
            "help" => {
                helpless |= help.is_empty();
                Some(help.clone())
            }
            _ => None,
        };
        let (message, suggestion) = (filled(message, &mut of), filled(suggestion, &mut of));
        let suggestion = if helpless {
            let other = match language {
                Language::English => "leave it out, or write it with signs from the keyboard",
                Language::Hindi => "इसे हटाइए, या कीबोर्ड के चिह्नों से लिखिए",
            };
            Some(other.to_owned())
        } else {
            Some(suggestion).filter(|text| !text.is_empty())
        };
        (message, suggestion)
    }

    fn names(&self) -> (String, String) {
        match self {
            Trouble::Expected(c) | Trouble::UnknownSign(c) => (c.to_string(), String::new()),
            Trouble::UnknownCommand(name, near) => {
                (name.clone(), near.map(str::to_owned).unwrap_or_default())
            }
            Trouble::CannotStand(name)
            | Trouble::UnknownEnvironment(name)
            | Trouble::OpenEnvironment(name)
            | Trouble::OtherEnd(name) => (name.clone(), String::new()),
            _ => (String::new(), String::new()),
        }
    }

    /// Message and suggestion, in English and in Hindi.
    #[rustfmt::skip]
    fn templates(&self) -> ((&'static str, &'static str), (&'static str, &'static str)) {
        match self {
            Trouble::Empty => (("there is nothing to read", "write a formula"),
                ("पढ़ने के लिए कुछ नहीं है", "कोई सूत्र लिखिए")),
            Trouble::Unfinished => (("something is missing at the end", "finish the formula"),
                ("अंत में कुछ छूटा है", "सूत्र पूरा कीजिए")),
            Trouble::NotHere => (("this cannot be read here", ""),
                ("यह यहाँ पढ़ा नहीं जा सकता", "")),
            Trouble::TooDeep => (("brackets are nested too deeply", "write the formula in parts"),
                ("कोष्ठक बहुत गहरे हैं", "सूत्र को भागों में लिखिए")),
            Trouble::TooLong => (("the formula is longer than anybody can read", "write it in parts"),
                ("सूत्र बहुत लंबा है", "उसे भागों में लिखिए")),
            Trouble::Expected(_) => (("expected {name}", "add the missing {name}"),
                ("यहाँ {name} होना चाहिए", "छूटा हुआ {name} जोड़िए")),
            Trouble::ExpectedLetter => (("expected a letter", "write a letter such as x"),
                ("यहाँ कोई अक्षर होना चाहिए", "x जैसा कोई अक्षर लिखिए")),
            Trouble::NeverOpened => (("this bracket was never opened", "remove it, or open it earlier"),
                ("यह कोष्ठक कभी खोला नहीं गया", "इसे हटाइए या पहले खोलिए")),
            Trouble::OpenBracket => (("this bracket is not closed", "add the closing bracket"),
                ("यह कोष्ठक बंद नहीं है", "बंद करने वाला कोष्ठक जोड़िए")),
            Trouble::OpenSet => (("this set is not closed", "add \\}"),
                ("यह समुच्चय बंद नहीं है", "\\} जोड़िए")),
            Trouble::OpenNorm => (("this norm is not closed", "add \\|"),
                ("यह मानक बंद नहीं है", "\\| जोड़िए")),
            Trouble::LoneBar => (("this bar has no partner", "close |…|"),
                ("इस रेखा का जोड़ा नहीं है", "|…| को बंद कीजिए")),
            Trouble::EmptyBracket => (("something is missing before this bracket", "write what stands in the bracket"),
                ("इस कोष्ठक से पहले कुछ छूटा है", "कोष्ठक के भीतर का भाग लिखिए")),
            Trouble::LeftAlone => (("\\left needs a bracket after it", "write \\left("),
                ("\\left के बाद कोष्ठक चाहिए", "\\left( लिखिए")),
            Trouble::TwoSigns => (("two signs stand together", "put brackets around the second"),
                ("दो चिह्न साथ-साथ हैं", "दूसरे को कोष्ठक में लिखिए")),
            Trouble::OneSide => (("one side is missing", "write both sides"),
                ("एक पक्ष छूटा है", "दोनों पक्ष लिखिए")),
            Trouble::TwoPowers => (("two powers stand one after the other", "put braces around what belongs together, as in x^{2^{3}} or (x^{2})^{3}"),
                ("दो घात एक के बाद एक हैं", "जो साथ है उसे धनु कोष्ठक में लिखिए, जैसे x^{2^{3}} या (x^{2})^{3}")),
            Trouble::NothingToRaise => (("there is nothing to raise or index", "write the base first"),
                ("घात या अनुक्रमांक से पहले कुछ नहीं है", "पहले आधार लिखिए")),
            Trouble::NoArgument => (("the function has no argument", "write what it is applied to, as in \\sin x"),
                ("फलन का कोणांक या चर नहीं है", "लिखिए कि फलन किस पर लगता है, जैसे \\sin x")),
            Trouble::Choose => (("the lower or upper number of a choice is missing", "write {}^{n}C_{r}"),
                ("संचय या क्रमचय की कोई संख्या छूटी है", "{}^{n}C_{r} लिखिए")),
            Trouble::Integrand => (("the integrand cannot be read here", "write it between \\int and dx"),
                ("समाकल्य यहाँ पढ़ा नहीं जा सकता", "इसे \\int और dx के बीच लिखिए")),
            Trouble::LimitWhere => (("the limit does not say where", "write \\lim_{x \\to 0}"),
                ("सीमा का बिंदु नहीं लिखा है", "\\lim_{x \\to 0} लिखिए")),
            Trouble::RaggedMatrix => (("the rows of the matrix differ in length", "fill every place"),
                ("आव्यूह की पंक्तियों की लंबाई भिन्न है", "हर स्थान भरिए")),
            Trouble::CannotStand(_) => (("\\{name} cannot stand here", "check the spelling of the command"),
                ("\\{name} यहाँ नहीं आ सकता", "आदेश की वर्तनी जाँचिए")),
            Trouble::UnknownSign(_) => (("the sign {name} is not known here", "use another sign"),
                ("चिह्न {name} यहाँ ज्ञात नहीं है", "कोई दूसरा चिह्न लिखिए")),
            Trouble::UnknownCommand(..) => (("the command \\{name} is not known here", "did you mean \\{help}?"),
                ("आदेश \\{name} यहाँ ज्ञात नहीं है", "क्या आपका आशय \\{help} था?")),
            Trouble::UnknownEnvironment(_) => (("the environment {name} is not known here", "use cases, pmatrix or aligned"),
                ("परिवेश {name} यहाँ ज्ञात नहीं है", "cases, pmatrix या aligned लिखिए")),
            Trouble::OpenEnvironment(_) => (("\\begin has no \\end", "add \\end{{name}}"),
                ("\\begin का \\end नहीं है", "\\end{{name}} जोड़िए")),
            Trouble::OtherEnd(_) => (("\\begin and \\end name different things", "write \\end{{name}}"),
                ("\\begin और \\end के नाम भिन्न हैं", "\\end{{name}} लिखिए")),
        }
    }
}
