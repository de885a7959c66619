//! How long a sentence takes: the whole of it, and one more word while somebody speaks.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ganita_spoken::{Context, Listener, convert};

const ENGLISH: &str = "solve x squared minus five x plus six equals zero and find the value of x";
const HINDI: &str = "x का वर्ग घटा पाँच x जमा छह बराबर शून्य को हल करो और बताओ";
const AMBIGUOUS: &str = "a plus b over c minus the square root of x plus one over two times y";
const READER: &str = "StartFraction 2 x Over x squared minus 5 x minus 14 EndFraction equals f left parenthesis x right parenthesis";

fn whole(criterion: &mut Criterion) {
    let context = Context::default();
    for (name, words) in
        [("english", ENGLISH), ("hindi", HINDI), ("ambiguous", AMBIGUOUS), ("reader", READER)]
    {
        criterion.bench_function(&format!("convert {name}"), |bencher| {
            bencher.iter(|| convert(black_box(words), &context));
        });
    }
}

fn one_more_word(criterion: &mut Criterion) {
    let mut listener = Listener::new(Context::default());
    listener
        .replace_tail(0, "solve x squared minus five x plus six equals zero and find the value");
    let count = 14;
    criterion.bench_function("one more word", |bencher| {
        bencher.iter(|| listener.replace_tail(black_box(count), black_box("x")));
    });
}

criterion_group!(benches, whole, one_more_word);
criterion_main!(benches);
