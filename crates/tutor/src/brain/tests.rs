use super::*;

fn sentences(acts: &[Act]) -> Vec<&str> {
    acts.iter()
        .filter_map(|act| if let Act::Say(line) = act { Some(line.text.as_str()) } else { None })
        .collect()
}

fn calls(acts: &[Act]) -> Vec<&BoardCall> {
    acts.iter()
        .filter_map(|act| if let Act::Call(call) = act { Some(call) } else { None })
        .collect()
}

#[test]
fn a_quadratic_is_written_then_worked() {
    let mut memory = Memory::default();
    let acts =
        think("solve x squared minus five x plus six equals zero", Language::English, &mut memory);
    let latex = "x^{2} - 5x + 6 = 0".to_owned();
    let squeeze = |text: &str| text.replace([' ', '{', '}'], "");
    match calls(&acts).as_slice() {
        [
            BoardCall::WriteEquation { latex: written, .. },
            BoardCall::ShowSteps { latex: shown, kind, .. },
        ] => {
            assert_eq!(squeeze(written), squeeze(&latex));
            assert_eq!(squeeze(shown), squeeze(&latex));
            assert_eq!(kind.as_deref(), Some("solve"));
        }
        other => panic!("{other:?}"),
    }
    let last = sentences(&acts).last().copied().unwrap_or_default().to_owned();
    assert!(last.contains('2') && last.contains('3'), "{last}");
}

#[test]
fn what_cannot_be_solved_is_written_and_the_reason_said() {
    let acts = think(
        "x to the power x equals sine x plus seven",
        Language::English,
        &mut Memory::default(),
    );
    assert!(matches!(calls(&acts).as_slice(), [BoardCall::WriteEquation { .. }]), "{acts:?}");
    assert_eq!(sentences(&acts)[0], "I have written it on the board.");
}

#[test]
fn talk_is_answered_with_what_was_understood() {
    let acts = think("the weather is lovely today", Language::English, &mut Memory::default());
    assert!(calls(&acts).is_empty());
    assert!(sentences(&acts)[0].contains("the weather is lovely today"));
}

#[test]
fn the_board_is_cleared_and_the_problem_forgotten() {
    let mut memory = Memory::default();
    let _ = think("x squared equals four", Language::English, &mut memory);
    assert!(memory.problem.is_some());
    let acts = think("clear the board", Language::English, &mut memory);
    assert_eq!(calls(&acts), [&BoardCall::ClearBoard]);
    assert_eq!(memory, Memory::default());
}

#[test]
fn what_is_asked_of_the_line_before_is_done_with_it_or_left_to_the_board() {
    let mut memory = Memory::default();
    let _ = think("simplify x squared plus three x plus x", Language::English, &mut memory);
    let acts = think("plot it", Language::English, &mut memory);
    assert!(matches!(calls(&acts).as_slice(), [BoardCall::Plot { .. }]), "{acts:?}");
    let acts = think("differentiate it", Language::English, &mut memory);
    let [BoardCall::ShowSteps { kind, .. }] = calls(&acts)[..] else { panic!("{acts:?}") };
    assert_eq!(kind.as_deref(), Some("diff"));
    for asked in
        ["give me a hint", "read it again", "solve both equations", "another question like this"]
    {
        let acts = think(asked, Language::English, &mut memory);
        assert_eq!(sentences(&acts), ["Look at the board."], "{asked}");
        assert!(calls(&acts).is_empty(), "{asked}");
    }
}

#[test]
fn hindi_is_answered_in_hindi() {
    let mut memory = Memory::default();
    let acts =
        think("एक्स का वर्ग माइनस पाँच एक्स प्लस छह बराबर शून्य हल करो", Language::Hindi, &mut memory);
    assert!(matches!(calls(&acts)[0], BoardCall::WriteEquation { .. }));
    assert!(sentences(&acts).iter().all(|text| text.contains('।')), "{acts:?}");
}

#[test]
fn of_several_ways_to_hear_a_question_the_formula_is_taken_and_talk_stays_talk() {
    let ways = |ways: &[(&str, f32)]| -> Vec<Hypothesis> {
        let way = |&(words, log_probability): &(&str, f32)| Hypothesis {
            words: words.to_owned(),
            log_probability,
        };
        ways.iter().map(way).collect()
    };
    let heard = ways(&[
        ("solve x square minus for equal zero", -2.0),
        ("solve x squared minus four equals zero", -2.6),
    ]);
    assert_eq!(likeliest(&heard, Language::English), 1);
    let heard = ways(&[("thank you that was very clear", -2.0), ("n q t plus a over c", -9.0)]);
    assert_eq!(likeliest(&heard, Language::English), 0);
    assert_eq!(likeliest(&[], Language::English), 0);
}

#[test]
fn a_method_that_is_asked_for_is_taken_if_it_fits_and_a_letter_is_kept() {
    let mut memory = Memory::default();
    let shown = |asked: &str, memory: &mut Memory| {
        let acts = think(asked, Language::English, memory);
        let method = calls(&acts).into_iter().find_map(|call| match call {
            BoardCall::ShowSteps { method, .. } => Some(method.clone()),
            _ => None,
        });
        (method, sentences(&acts)[0].to_owned())
    };
    let asked = "x squared minus five x plus six equals zero by the quadratic formula";
    let begun = "Let us work it out.".to_owned();
    assert_eq!(shown(asked, &mut memory), (Some(Some("quadratic_formula".to_owned())), begun));
    let (method, _) = shown("now solve it by completing the square", &mut memory);
    assert_eq!(method, Some(Some("completing_square".to_owned())));
    let (method, said) = shown("solve it by cramer's rule", &mut memory);
    assert_eq!(method, Some(None));
    assert_eq!(said, "This one is not solved in that way, so I take another.");
    let asked = "differentiate x squared t with respect to t";
    let acts = think(asked, Language::English, &mut memory);
    let answer = sentences(&acts).last().copied().unwrap_or_default().to_owned();
    assert_eq!(answer, "So the answer is x².");
}

#[test]
fn speech_solver_and_board_call_methods_the_same() {
    for method in Method::ALL {
        assert!(ganita_algebra::tell_method(method.name(), Language::Hindi).is_some());
        let call = BoardCall::ShowSteps {
            latex: "x".to_owned(),
            kind: None,
            variable: None,
            method: Some(method.name().to_owned()),
        };
        assert_eq!(BoardCall::read(&call.to_call("1")), Ok(call));
    }
}

#[test]
fn quantities_are_found_by_the_names_the_solver_and_the_board_know() {
    for (asked, kind, answer) in [
        ("find the mean of 2, 4 and 9", "mean", "x̄ = 5"),
        ("find the slope of the line joining (3, -2) and (-1, 4)", "slope", "m = −3/2"),
        ("find the 20th term of the AP 3, 7, 11", "nth_term", "a₂₀ = 79"),
    ] {
        let acts = think(asked, Language::English, &mut Memory::default());
        let shown = calls(&acts).into_iter().find_map(|call| match call {
            BoardCall::ShowSteps { kind, .. } => kind.clone(),
            _ => None,
        });
        assert_eq!(shown.as_deref(), Some(kind), "{asked}");
        let last = sentences(&acts).last().copied().unwrap_or_default();
        assert!(last.contains(answer), "{last}");
        let call = calls(&acts).pop().cloned().expect("a call");
        assert_eq!(BoardCall::read(&call.to_call("1")), Ok(call));
    }
}
