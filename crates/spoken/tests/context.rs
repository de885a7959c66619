//! What is known besides the words: pauses, letters on the board; and how the words are spelt in Unicode.

use ganita_notation::write_latex;
use ganita_spoken::{Context, Listener, convert};

#[track_caller]
fn check(words: &str, context: &Context, expected: &str) {
    assert_eq!(write_latex(&convert(words, context).tree), expected, "{words}");
    // Heard word by word it comes to the same.
    let mut listener = Listener::new(context.clone());
    for (count, word) in words.split_whitespace().enumerate() {
        listener.replace_tail(count, word);
    }
    assert_eq!(write_latex(&listener.finish().tree), expected, "{words}, word by word");
}

fn paused(pauses_ms: &[u32]) -> Context {
    Context { pauses_ms: pauses_ms.to_vec(), ..Context::default() }
}

#[test]
fn a_pause_groups_what_was_said_before_it() {
    let words = "x plus one over two";
    check(words, &paused(&[]), r"x + \frac{1}{2}");
    check(words, &paused(&[0, 0, 0, 400, 0]), r"\frac{x + 1}{2}");
    // Shorter than a breath it is no pause.
    check(words, &paused(&[0, 0, 0, 120, 0]), r"x + \frac{1}{2}");
    let words = "x जमा एक बटा दो";
    check(words, &paused(&[]), r"x + \frac{1}{2}");
    check(words, &paused(&[0, 0, 0, 500, 0]), r"\frac{x + 1}{2}");
}

#[test]
fn a_pause_inside_a_number_is_hesitation() {
    check("x equals twenty five", &paused(&[0, 0, 0, 600]), "x = 25");
}

#[test]
fn times_that_are_missing_say_nothing() {
    check("x plus one over two", &paused(&[0, 0]), r"x + \frac{1}{2}");
    check("x", &paused(&[900, 900, 900]), "x");
}

#[test]
fn letters_on_the_board_are_likelier_heard() {
    let sure = |variables: &[&str]| {
        let variables = variables.iter().map(|name| (*name).to_owned()).collect();
        let context = Context { variables, ..Context::default() };
        convert("tea plus two equals five", &context).confidence
    };
    check("t plus two equals five", &Context::default(), "t + 2 = 5");
    assert!(sure(&["t"]) > sure(&[]), "{} and {}", sure(&["t"]), sure(&[]));
    assert!((sure(&["y"]) - sure(&[])).abs() < f32::EPSILON, "another letter changes nothing");
}

#[test]
fn composed_and_decomposed_spellings_are_one() {
    for (composed, decomposed, expected) in [
        ("डे\u{95d} जमा x", "डे\u{922}\u{93c} जमा x", "1.5 + x"),
        ("सा\u{95d}े तीन", "सा\u{922}\u{93c}े तीन", "3.5"),
        ("x जो\u{95c} दो", "x जो\u{921}\u{93c} दो", "x + 2"),
        ("दो ह\u{95b}ार", "दो ह\u{91c}\u{93c}ार", "2000"),
    ] {
        check(composed, &Context::default(), expected);
        check(decomposed, &Context::default(), expected);
    }
}

#[test]
fn a_sign_can_be_all_of_a_script() {
    check("x to the power of star", &Context::default(), r"x^{\ast}");
    check("v sub perpendicular", &Context::default(), r"v_{\perp}");
}

#[test]
fn chemical_formulas_are_left_alone() {
    let context = Context::default();
    check("2Na + Cl2 -> 2NaCl", &context, r"2\text{Na} + \text{Cl}_{2} \to 2\text{NaCl}");
    check("CaCO3 + 2HCl", &context, r"\text{CaCO}_{3} + 2\text{HCl}");
    check("गैस CO2", &context, r"\text{गैस}CO_{2}");
}
