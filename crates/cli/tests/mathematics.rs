//! `ganita latex` and `ganita solve`, run as programs.

#![allow(clippy::disallowed_methods, reason = "the program is what is tested")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn ganita<const N: usize>(arguments: [&str; N], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ganita"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it was asked for");
    // A program that refuses its arguments does not wait for its input.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

#[track_caller]
fn rows<const N: usize>(arguments: [&str; N], input: &str) -> Vec<Value> {
    let output = ganita(arguments, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON row")).collect()
}

#[test]
fn words_become_latex() {
    for (lang, words) in
        [("en", "x squared plus one"), ("auto", "x squared plus one"), ("hi", "x का वर्ग धन एक")]
    {
        let output = ganita(["latex", words, "--lang", lang], "");
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stdout), "x^{2} + 1\n", "{lang}");
    }
    let output = ganita(["latex", "x", "squared", "plus", "one"], "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "x^{2} + 1\n", "quotes are not needed");
}

#[test]
fn rows_of_words_become_rows_of_latex() {
    let input = "{\"id\": \"a\", \"spoken\": \"x squared plus one\", \"lang\": \"en\", \"latex\": \"ignored\"}\n\
                 \n{\"id\": 7, \"spoken\": \"x का वर्ग\"}\n";
    let rows = rows(["latex", "--jsonl"], input);
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (&rows[0]["id"], &rows[0]["predicted"]),
        (&Value::from("a"), &Value::from("x^{2} + 1"))
    );
    assert!(rows[0]["alternatives"].as_array().is_some_and(|list| list.len() <= 3));
    assert!(
        rows[0]["confidence"].as_f64().is_some_and(|confidence| (0.0..=1.0).contains(&confidence))
    );
    assert!(rows[0]["micros"].is_u64());
    assert_eq!((&rows[1]["id"], &rows[1]["predicted"]), (&Value::from(7), &Value::from("x^{2}")));
}

#[test]
fn a_problem_becomes_an_answer_with_steps() {
    let output = ganita(["solve", "x^2 - 5x + 6 = 0"], "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.lines().count() > 3, "{text}");
    let answer = text.lines().last().expect("an answer");
    assert!(answer.contains('2') && answer.contains('3'), "{answer}");
}

#[test]
fn a_logarithm_is_read_as_in_the_class() {
    let last = |arguments: &[&str]| {
        let (command, rest) = arguments.split_first().expect("a command");
        let output = match rest {
            [one] => ganita([*command, one], ""),
            [one, two, three] => ganita([*command, one, two, three], ""),
            [one, two, three, four] => ganita([*command, one, two, three, four], ""),
            other => panic!("{other:?}"),
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).expect("text");
        text.lines().last().expect("a line").trim().to_owned()
    };
    assert_eq!(last(&["solve", r"\log x = 2", "--class", "9"]), "x = 100");
    assert_eq!(last(&["solve", r"\log x = 2"]), "x = e^{2}");
    let check = ["check-work", r"\log x = 2", "x = 100", "--class"];
    assert!(last(&[&check[..], &["10"]].concat()).starts_with("equivalent"));
    assert!(last(&[&check[..], &["11"]].concat()).starts_with("wrong"));
    assert!(!last(&["hint", r"\log x = 2", "--class", "9"]).is_empty());
    assert!(last(&["practice", r"\log x = 2", "--class", "9"]).contains(r"\log_{10}"));
    let rows = rows(
        ["solve", "--jsonl", "--class", "12"],
        "{\"id\": 1, \"input_latex\": \"\\\\log x = 2\", \"class\": 9}\n{\"id\": 2, \"input_latex\": \"\\\\log x = 2\"}\n",
    );
    assert_eq!(
        (&rows[0]["answer_latex"], &rows[1]["answer_latex"]),
        (&"x = 100".into(), &"x = e^{2}".into())
    );
}

#[test]
fn an_answer_comes_in_decimals_and_a_short_view_leaves_arithmetic_out() {
    let output = ganita(["solve", "x^2 = 2", "--decimals", "5"], "");
    let text = String::from_utf8(output.stdout).expect("text");
    let last = text.lines().last().expect("a line");
    assert!(last.contains("1.41421") && last.contains(r"\pm 0.5 \times 10^{-5}"), "{text}");
    let lines = |level| {
        let output = ganita(["solve", "|x-1| + |x+2| = 5", "--level", level], "");
        String::from_utf8(output.stdout).expect("text").lines().count()
    };
    assert!(lines("1") < lines("3"));
    let output = ganita(["solve", "x^2 = 2", "--decimals", "51"], "");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn rows_of_problems_become_rows_of_answers() {
    let input = "{\"id\": \"q\", \"kind\": \"solve\", \"input_latex\": \"2x + 3 = 7\", \"variable\": \"x\"}\n\
                 {\"id\": \"s\", \"kind\": \"solve\", \"input_latex\": \"2x = 4\", \"variable\": [\"x\"]}\n\
                 {\"id\": \"r\", \"kind\": \"solve\", \"input_latex\": \"x^\", \"variable\": \"x\"}\n\
                 {\"id\": \"u\", \"kind\": \"juggle\", \"input_latex\": \"x\", \"variable\": null}\n";
    let rows = rows(["solve", "--jsonl"], input);
    assert_eq!(rows.len(), 4);
    for row in &rows[..2] {
        assert!(row["answer_latex"].as_str().is_some_and(|answer| answer.ends_with('2')), "{row}");
        assert!(row["time_us"].is_u64());
        let steps = row["steps"].as_array().expect("steps");
        assert!(!steps.is_empty());
        for step in steps {
            for key in ["before", "after", "rule", "relation"] {
                assert!(step[key].is_string(), "{key} in {step}");
            }
        }
    }
    for (row, reason) in rows[2..].iter().zip(["not_read", "unknown_kind"]) {
        assert!(row["answer_latex"].is_null(), "{row}");
        assert_eq!(row["reason"], reason);
        assert!(row["refusal"].as_str().is_some_and(|text| !text.is_empty()));
    }
}

#[test]
fn a_bad_row_is_named() {
    for (command, line, why) in [
        ("latex", "{\"id\": 1}", "missing field `spoken`"),
        ("latex", "hello", "expected value"),
        ("solve", "{\"id\": 1, \"kind\": \"solve\"}", "missing field `input_latex`"),
    ] {
        let output = ganita([command, "--jsonl"], &format!("\n{line}\n"));
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).expect("text");
        assert_eq!(said, format!("ganita: standard input, line 2: {why}\n"));
    }
}

#[test]
fn what_cannot_be_solved_is_said() {
    let output = ganita(["solve", "x^2 +"], "");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(said.starts_with("ganita: x^2 +: ") && said.lines().count() == 1, "{said}");
}

#[test]
fn a_students_lines_are_checked_and_the_mistake_is_named() {
    let output = ganita(["check-work", "2x + 3 = 7", "2x = 10", "--lang", "hi"], "");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success());
    assert!(text.contains("wrong (transposed without sign)"), "{text}");
    assert!(text.contains("चिह्न"), "{text}");
    let piped = ganita(["check-work"], "2x + 3 = 7\n2x = 4\nx = 2\n");
    let text = String::from_utf8_lossy(&piped.stdout);
    assert_eq!(text.matches("equivalent").count(), 2, "{text}");
}

#[test]
fn a_hint_and_a_similar_problem_are_given() {
    let hint = |lines: &[&str]| {
        let arguments: Vec<&str> = [lines, &["--level", "3"]].concat();
        let output = match arguments.as_slice() {
            [a, b, c] => ganita(["hint", a, b, c], ""),
            [a, b, c, d] => ganita(["hint", a, b, c, d], ""),
            other => panic!("{other:?}"),
        };
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    assert!(hint(&["2x + 3 = 7"]).ends_with("2x = 7 − 3"));
    // The answer is left to the student.
    assert!(hint(&["2x + 3 = 7", "2x = 4"]).ends_with("x = □"));
    let practice = |seed: &str| {
        let output = ganita(["practice", "x^2 - 5x + 6 = 0", "--seed", seed], "");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    assert_eq!(practice("4"), practice("4"));
    let similar = practice("4");
    assert!(similar.contains("x^{2}") && similar != "x^{2} - 5x + 6 = 0", "{similar}");
    assert!(!practice("cook").contains('='), "a seed is a number");
}

/// Nothing, abuse, signs that nobody can say, a megabyte: a row for each, and of talk the words as they were.
#[test]
fn hostile_words_are_answered() {
    let long = "x plus one over two ".repeat(50_000);
    let spoken = [
        "",
        "shut up you stupid machine",
        "\u{0}\u{1}\u{fffd} \u{200d}",
        &long,
        &"( ".repeat(100_000),
    ];
    let input: String = spoken
        .iter()
        .enumerate()
        .map(|(id, spoken)| serde_json::json!({ "id": id, "spoken": spoken }).to_string() + "\n")
        .collect();
    let rows = rows(["latex", "--jsonl"], &input);
    assert_eq!(rows.len(), spoken.len());
    assert_eq!(rows[1]["predicted"], "\\text{shut up you stupid machine}");
    let written = rows[3]["predicted"].as_str().expect("a formula");
    assert!(written.starts_with("x + ") && written.len() < long.len(), "{written:.60}");
    let binary = ganita(["latex", "--jsonl"], "\u{7f}\u{0}PNG\n");
    assert_eq!(binary.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&binary.stderr).contains("line 1"));
}
