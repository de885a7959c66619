//! A short run of what `cargo xtask fuzz` and `cargo fuzz` run for as long as wanted.

use ganita_hostile::dice::Dice;
use ganita_hostile::{latex, relay, spoken};

/// A program's main thread has as much; the tests' own threads have a quarter, and frames that nobody optimised are large.
const STACK_BYTES: usize = 8 << 20;

fn run<T: std::fmt::Debug>(
    runs: usize,
    make: impl Fn(&mut Dice) -> T + Send + 'static,
    check: impl Fn(&T) -> Result<(), String> + Send + 'static,
) {
    let feed = move || {
        let mut dice = Dice::new(7);
        for _ in 0..runs {
            let input = make(&mut dice);
            if let Err(why) = check(&input) {
                panic!("{input:?}: {why}");
            }
        }
    };
    let fed = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(feed);
    fed.expect("a thread can be started").join().expect("the input above holds");
}

#[test]
fn any_words_give_a_formula_that_is_whole() {
    run(2_000, spoken::made, |words| spoken::check(words).map(|_| ()));
}

#[test]
fn any_words_take_time_in_proportion_and_are_heard_word_by_word() {
    run(200, spoken::made, |words| spoken::thoroughly(words));
}

#[test]
fn any_latex_is_read_or_refused() {
    run(5_000, latex::made, |latex| latex::check(latex).map(|_| ()));
}

#[test]
fn any_frame_is_read_or_refused() {
    run(5_000, relay::made, |frame| relay::any(frame));
}

/// Twice as many words cost twice as many steps, not four times as many.
#[test]
fn steps_grow_with_the_words_and_no_faster() {
    for unit in [
        "x plus one over two ",
        "open bracket x plus ",
        "square root of ",
        "sine of x squared equals ",
        "if x then ",
        "x to the power of ",
        "StartFraction x Over ",
        "का वर्ग ",
    ] {
        let [once, twice] = [400, 800].map(|count| ganita_spoken::steps(&unit.repeat(count)));
        assert!(twice <= 3 * once, "{unit}: {once} steps, then {twice}");
    }
}

#[test]
fn every_phrase_may_come_first_and_last() {
    for words in spoken::every_phrase() {
        spoken::check(&words).unwrap_or_else(|why| panic!("{words}: {why}"));
    }
}
