//! Number words → numerals: English and Hindi, thousands, lakhs and crores, decimals, fractions, साढ़े and डेढ़.

use std::cell::Cell;

use crate::among::one_of;
use crate::lexicon::{self, NumberWord};
use crate::words::{Pause, Words};

/// A number as it will be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// Digits, perhaps with a point.
    Numeral(String),
    /// `1/2` said as a fraction word.
    Fraction(String, String),
    /// `2 1/3`.
    Mixed(String, String, String),
}

/// No number said aloud needs more; beyond it digits are read on as a new number.
const LARGEST: u64 = 100_000_000_000_000_000;

/// The value of digits; one reader of them for all, since the module is downloaded over slow lines.
#[inline(never)]
pub(crate) fn whole_number(digits: &str) -> Option<u64> {
    digits.parse().ok()
}

struct Scan<'a> {
    words: &'a Words,
    ids: &'a [u32],
    /// How many leading words were looked at, one more than there are where the end was seen.
    reach: Cell<usize>,
}

impl<'a> Scan<'a> {
    fn see(&self, at: usize) {
        self.reach.set(self.reach.get().max(at + 1));
    }

    fn kinds(&self, at: usize) -> &'a [NumberWord] {
        self.see(at);
        self.ids.get(at).map_or(&[], |id| lexicon::number(*id))
    }

    fn unit(&self, at: usize) -> Option<u64> {
        self.kinds(at).iter().find_map(|kind| match kind {
            NumberWord::Unit(value) => Some(u64::from(*value)),
            _ => None,
        })
    }

    fn ten(&self, at: usize) -> Option<u64> {
        self.kinds(at).iter().find_map(|kind| match kind {
            NumberWord::Ten(value) => Some(u64::from(*value)),
            _ => None,
        })
    }

    fn scale(&self, at: usize) -> Option<u32> {
        if self.pause(at) != Pause::None || self.so_follows_english(at) {
            return None;
        }
        self.kinds(at).iter().find_map(|kind| match kind {
            NumberWord::Scale(value) => Some(u32::from(*value)),
            _ => None,
        })
    }

    /// "x square equals sixteen so x equals four": a hundred is "so" only behind Hindi, "ek so".
    fn so_follows_english(&self, at: usize) -> bool {
        let hindi =
            "ek do teen tin char chaar paanch panch chhe chhah che chah saat sat aath ath nau";
        at < self.words.len()
            && self.words.says(at, "so")
            && !(at > 0 && self.words.says(at - 1, hindi))
    }

    fn part(&self, at: usize) -> Option<u16> {
        self.kinds(at).iter().find_map(|kind| match kind {
            NumberWord::Part(value) => Some(*value),
            _ => None,
        })
    }

    fn ordinal(&self, at: usize) -> Option<u16> {
        self.kinds(at).iter().find_map(|kind| match kind {
            NumberWord::Ordinal(value) => Some(*value),
            _ => None,
        })
    }

    fn is(&self, at: usize, kind: NumberWord) -> bool {
        self.kinds(at).contains(&kind)
    }

    fn pause(&self, at: usize) -> Pause {
        self.see(at);
        // A breath between the words of a number is hesitation.
        match self.words.words.get(at).map_or(Pause::Long, |word| word.pause) {
            Pause::Breath => Pause::None,
            pause => pause,
        }
    }

    fn literal(&self, at: usize) -> Option<&'a str> {
        self.see(at);
        if at >= self.words.len() {
            return None;
        }
        let text = self.words.text(at);
        text.bytes().next().is_some_and(|byte| byte.is_ascii_digit()).then_some(text)
    }

    /// A number below a hundred.
    fn below_hundred(&self, at: usize) -> Option<(usize, u64)> {
        if let Some(ten) = self.ten(at) {
            let joined = self.pause(at + 1) == Pause::None;
            return Some(match self.unit(at + 1) {
                Some(unit @ 1..=9)
                    if joined && !self.words.text(at + 1).starts_with(|c: char| !c.is_ascii()) =>
                {
                    (at + 2, ten + unit)
                }
                _ => (at + 1, ten),
            });
        }
        if let Some(unit) = self.unit(at) {
            return Some((at + 1, unit));
        }
        let digits = self.literal(at)?;
        let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
        if digits.contains('.') || plain.len() > 12 {
            return None;
        }
        whole_number(&plain).map(|value| (at + 1, value))
    }

    /// "सौ", "हज़ार", "log of hundred": India counts one of them without saying so.
    fn scale_alone(&self, at: usize) -> bool {
        self.scale(at).is_some() && {
            let said = self.words.text(at);
            !said.is_ascii() || one_of(said, "sau hazar hazaar hajar hundred thousand lakh crore")
        }
    }

    /// "one eighty", "three sixty five": where such a number ends whose hundreds are said as a digit, and nothing else.
    fn hundreds_unsaid(&self, start: usize) -> Option<usize> {
        let spelt = |at: usize| self.words.text(at).is_ascii() && self.literal(at).is_none();
        let tens = start + 1;
        self.unit(start).filter(|unit| (1..10).contains(unit) && spelt(start))?;
        self.ten(tens).filter(|_| self.pause(tens) == Pause::None && spelt(tens))?;
        let (end, _) = self.below_hundred(tens)?;
        // "log base two sixty four", "one two twenty": a digit by itself.
        let listed = |at: usize| {
            !self.kinds(at).is_empty() || self.words.says(at, "base sub matrix determinant set")
        };
        let before = start.checked_sub(1).is_some_and(listed);
        let part = self.part(end - 1).filter(|_| end > tens + 1).is_some()
            || self.part(end).is_some()
            || self.ordinal(end).is_some();
        let more = self.scale(end).is_some() || self.unit(end).is_some() || self.ten(end).is_some();
        (!before && !part && !more).then_some(end)
    }

    /// A whole number with its scales. Twice the value is not needed: quarters are kept apart.
    fn whole(&self, start: usize) -> Option<(usize, u64)> {
        let alone = || self.scale_alone(start).then_some((start, 1));
        let (mut at, first) = self.below_hundred(start).or_else(alone)?;
        let literal = self.literal(start).is_some();
        if literal && self.scale(at).is_none() {
            return None;
        }
        if let Some(end) = self.hundreds_unsaid(start) {
            let rest = self.below_hundred(start + 1).map_or(0, |(_, value)| value);
            return Some((end, first * 100 + rest));
        }
        let (mut total, mut group, mut last_scale) = (0_u64, first, u32::MAX);
        let mut hundred = false;
        loop {
            if let Some(power) = self.scale(at) {
                if power == 2 {
                    if hundred || group == 0 || group > 99 {
                        break;
                    }
                    group *= 100;
                    hundred = true;
                    at += 1;
                } else {
                    if power >= last_scale || group == 0 {
                        break;
                    }
                    let Some(value) = group.checked_mul(10_u64.pow(power)) else { break };
                    if value > LARGEST - total {
                        break;
                    }
                    total += value;
                    group = 0;
                    hundred = false;
                    last_scale = power;
                    at += 1;
                    // "दो लाख करोड़" is lakhs of crores; rare, and not said in school.
                }
                // "and", or a comma before a smaller group.
                let mut next = at;
                let paused = self.pause(next) != Pause::None;
                let and = self.is(next, NumberWord::And);
                if and {
                    next += 1;
                }
                let Some((end, value)) = self.below_hundred(next) else {
                    // "three hundred thousand": the scale itself comes next.
                    if power == 2 && !and && self.scale(at).is_some_and(|scale| scale > 2) {
                        continue;
                    }
                    break;
                };
                if self.literal(next).is_some() && !literal {
                    break;
                }
                let scale = self.scale(end);
                let room = if hundred {
                    value < 100 && scale.is_none_or(|scale| scale != 2)
                } else {
                    true
                };
                let smaller = scale.is_none_or(|scale| scale < last_scale);
                // "पाँच सौ, तेरह हज़ार": who counts in lakhs says no hundreds of thousands; these are two numbers.
                let lakhs = hundred
                    && scale == Some(3)
                    && (!self.words.text(end).is_ascii()
                        || self.words.says(end, "hazar hazaar hajar"));
                // "two hundred and three x" adds; "one thousand, five" lists.
                let joined = !paused || scale.is_some();
                let and_fits =
                    !and || (self.pause(next) == Pause::None && self.part(end).is_none());
                if !(room && smaller && joined && and_fits) || lakhs {
                    break;
                }
                group += value;
                at = end;
                continue;
            }
            break;
        }
        Some((at, total + group))
    }

    /// Digits after the point, each word by itself: "three point one four one five nine".
    fn decimals(&self, mut at: usize) -> Option<(usize, String)> {
        let mut digits = String::new();
        loop {
            if !digits.is_empty() && self.pause(at) != Pause::None {
                break;
            }
            if let Some(text) = self.literal(at) {
                if !digits.is_empty() && text.len() > 1 {
                    break;
                }
                digits.extend(text.chars().filter(char::is_ascii_digit));
                at += 1;
            } else if let Some((end, value)) = self.below_hundred(at) {
                // "point twenty five hundred" is not said; a scale ends the decimals before it.
                digits.push_str(&value.to_string());
                at = end;
            } else {
                break;
            }
            if digits.len() > 60 {
                break;
            }
        }
        (!digits.is_empty()).then_some((at, digits))
    }

    fn denominator(&self, at: usize, numerator: u64) -> Option<(usize, String)> {
        if self.pause(at) != Pause::None {
            return None;
        }
        self.see(at + 2);
        // "six hundred eleventh power", "टेन पांचवाँ घातांक": the place of an exponent.
        let exponent = |at: usize| at < self.words.len() && self.words.says(at, "power घातांक");
        if numerator > 9 && (exponent(at + 1) || exponent(at + 2)) {
            return None;
        }
        if let Some(part) = self.part(at) {
            // "two third" is Indian for "two thirds"; but "x to the fourth" never comes here.
            return Some((at + 1, part.to_string()));
        }
        // "एक सोलहवाँ अंश": an ordinal and the word for part.
        if at + 1 < self.words.len()
            && self.words.says(at + 1, "अंश")
            && let Some(part) = self.kinds(at).iter().find_map(|kind| match kind {
                NumberWord::Ordinal(value) => Some(*value),
                _ => None,
            })
        {
            return Some((at + 2, part.to_string()));
        }
        // "4 12ths": digits with a suffix.
        if let Some(text) = self.literal(at)
            && self.is(at + 1, NumberWord::Suffix)
            && self.words.text(at + 1).is_ascii()
            && (numerator == 1 || self.words.length(at + 1) > 2)
            && !(at + 2 < self.words.len() && self.words.says(at + 2, "row column"))
        {
            return Some((at + 2, text.to_owned()));
        }
        // "twenty fifths", "one hundred twenty fifths": a ten and a part.
        if let Some(ten) = self.ten(at)
            && let Some(part @ 1..=9) = self.part(at + 1).or_else(|| self.ordinal(at + 1))
            && numerator > 0
            && self.pause(at + 1) == Pause::None
        {
            return Some((at + 2, (ten + u64::from(part)).to_string()));
        }
        None
    }
}

/// The longest number that begins at `start`, and how many leading words that rests on: one more than there are where
/// more words could change it.
pub(crate) fn number_at(
    words: &Words,
    ids: &[u32],
    start: usize,
) -> (Option<(usize, Value)>, usize) {
    let scan = Scan { words, ids, reach: Cell::new(start + 1) };
    let number = number(&scan, start);
    (number, scan.reach.get())
}

fn number(scan: &Scan<'_>, start: usize) -> Option<(usize, Value)> {
    let words = scan.words;
    if let Some(found) = quarters(scan, start) {
        return Some(found);
    }
    if let Some(found) = repeated(scan, start) {
        return Some(found);
    }
    let literal = scan.literal(start);
    let article = words.says(start, "a");
    if literal.is_none()
        && scan.kinds(start).is_empty()
        && !words.text(start).starts_with('.')
        && !article
    {
        return None;
    }
    if words.text(start).starts_with('.')
        && words.length(start) > 1
        && !words.text(start).ends_with('.')
    {
        return Some((start + 1, Value::Numeral(format!("0{}", words.text(start)))));
    }
    // "a half", "a third".
    if words.says(start, "a")
        && let Some(part) = scan.part(start + 1)
        && scan.pause(start + 1) == Pause::None
    {
        return Some((start + 2, Value::Fraction("1".into(), part.to_string())));
    }
    // "a half" and "half": a part by itself; "third" alone is an ordinal, left to the grammar.
    if let Some(2) = scan.part(start) {
        return Some((start + 1, Value::Fraction("1".into(), "2".into())));
    }
    if scan.part(start).is_some() && scan.words.text(start).starts_with(|c: char| !c.is_ascii()) {
        if words.says(start, "तिहाइ चौथाइ पाव") {
            let part = scan.part(start).expect("just seen");
            return Some((start + 1, Value::Fraction("1".into(), part.to_string())));
        }
        return None;
    }
    let (mut at, mut text, value) = match (scan.whole(start), literal) {
        (Some((end, value)), _) => (end, value.to_string(), Some(value)),
        (None, Some(digits)) => {
            let plain: String = digits.chars().filter(|c| *c != ',').collect();
            let value = whole_number(&plain);
            (start + 1, plain, value)
        }
        (None, None) => {
            // "the point two comma three" is a place.
            let place = start > 0 && words.says(start - 1, "the a");
            if place || !scan.is(start, NumberWord::Point) {
                return None;
            }
            let (end, decimals) = scan.decimals(start + 1)?;
            return Some((end, Value::Numeral(format!("0.{decimals}"))));
        }
    };
    // Digits said one by one: "one two three" stays three numbers; the grammar writes them side by side.
    if scan.is(at, NumberWord::Point)
        && scan.pause(at) == Pause::None
        && !text.contains('.')
        && let Some((end, decimals)) = scan.decimals(at + 1)
    {
        text = format!("{text}.{decimals}");
        at = end;
        // "2 point 5 lakh".
        if let Some(power) = scan.scale(at) {
            at += 1;
            text = shift(&text, usize::try_from(power).unwrap_or(0));
        }
        return Some((at, Value::Numeral(text)));
    }
    if text.contains('.')
        && let Some(power) = scan.scale(at)
    {
        return Some((at + 1, Value::Numeral(shift(&text, usize::try_from(power).unwrap_or(0)))));
    }
    let Some(value) = value else { return Some((at, Value::Numeral(text))) };
    // "to the six hundred eleventh": the place of an exponent, no fraction.
    let exponent =
        start > 1 && value > 9 && words.says(start - 1, "the") && words.says(start - 2, "to");
    if !exponent && let Some((end, denominator)) = scan.denominator(at, value) {
        // "twenty fifth" is the ordinal 25th unless a numerator really was said.
        return Some((end, Value::Fraction(text, denominator)));
    }
    // "one hundred forty-five": a ten swallowed as numerator was handled; "two and one half", "2 and 3 fourths".
    if scan.is(at, NumberWord::And) && scan.pause(at) == Pause::None {
        let begin = at + 1;
        scan.see(begin);
        let article = begin < words.len() && words.says(begin, "a an");
        if article && let Some((end, part)) = scan.denominator(begin + 1, 1) {
            return Some((end, Value::Mixed(text, "1".into(), part)));
        }
        if let Some((end, numerator)) = scan.below_hundred(begin)
            && let Some((end, part)) = scan.denominator(end, numerator)
        {
            return Some((end, Value::Mixed(text, numerator.to_string(), part)));
        }
    }
    Some((at, Value::Numeral(text)))
}

/// "double five three" = 553: digits one by one, the first said twice or three times.
fn repeated(scan: &Scan<'_>, start: usize) -> Option<(usize, Value)> {
    let times = |at: usize| {
        scan.kinds(at).iter().find_map(|kind| match kind {
            NumberWord::Repeat(times) => Some(usize::from(*times)),
            _ => None,
        })
    };
    let digit = |at: usize| match scan.literal(at) {
        Some(text) if text.len() == 1 => Some(text.to_owned()),
        Some(_) => None,
        None => scan.unit(at).filter(|unit| *unit < 10).map(|unit| unit.to_string()),
    };
    times(start)?;
    let (mut at, mut digits) = (start, String::new());
    while digits.len() < 30 && (at == start || scan.pause(at) == Pause::None) {
        let (many, place) = times(at).map_or((1, at), |many| (many, at + 1));
        let Some(found) = digit(place) else { break };
        digits.push_str(&found.repeat(many));
        at = place + 1;
    }
    (!digits.is_empty()).then_some((at, Value::Numeral(digits)))
}

/// साढ़े तीन = 3.5, सवा सौ = 125, पौने दो लाख = 175000, डेढ़ हज़ार = 1500.
fn quarters(scan: &Scan<'_>, start: usize) -> Option<(usize, Value)> {
    let mut total: u64 = 0;
    let mut begin = start;
    // "आठ हज़ार सवा नौ सौ": a whole part before it.
    let offset = |at: usize| {
        scan.kinds(at).iter().find_map(|kind| match kind {
            NumberWord::Offset(quarters) => Some((Some(*quarters), 0_u8)),
            NumberWord::Quarters(quarters) => Some((None, *quarters)),
            _ => None,
        })
    };
    if offset(start).is_none() {
        let (end, value) = scan.whole(start)?;
        offset(end)?;
        total = value;
        begin = end;
    }
    let (added, fixed) = offset(begin)?;
    let (mut at, quarters) = match added {
        Some(added) => match scan.below_hundred(begin + 1) {
            Some((end, value)) => (end, i64::try_from(value * 4).ok()? + i64::from(added)),
            None => {
                // "सवा सौ" is 125, "सवा लाख" 1.25 lakh: one is meant.
                scan.scale(begin + 1)?;
                (begin + 1, 4 + i64::from(added))
            }
        },
        None => (begin + 1, i64::from(fixed)),
    };
    let quarters = u64::try_from(quarters).ok()?;
    let mut unit = 1_u64;
    let mut last = u32::MAX;
    while let Some(power) = scan.scale(at) {
        if unit > LARGEST / 1_000 || (last != u32::MAX && last != 2) {
            break;
        }
        unit *= 10_u64.checked_pow(power)?;
        last = power;
        at += 1;
    }
    let value = quarters.checked_mul(unit)?;
    if value % 4 == 0 {
        let mut sum = total + value / 4;
        // "ढाई हज़ार तीन": what follows is added while it is smaller.
        if unit > 1
            && scan.pause(at) == Pause::None
            && let Some((end, more)) = scan.whole(at)
            && more < unit
        {
            sum += more;
            at = end;
        }
        return Some((at, Value::Numeral(sum.to_string())));
    }
    let hundredths = value.checked_mul(25)?.checked_add(total * 100)?;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    Some((at, Value::Numeral(text.trim_end_matches('0').to_owned())))
}

/// Moves the decimal point of `text` to the right.
fn shift(text: &str, places: usize) -> String {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let mut digits = format!("{whole}{decimals}");
    let mut point = whole.len() + places;
    while digits.len() < point {
        digits.push('0');
    }
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    let drop = zeros.min(point.saturating_sub(1));
    digits.drain(..drop);
    point -= drop;
    if digits.len() == point {
        return digits;
    }
    let decimals = digits.split_off(point);
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() { digits } else { format!("{digits}.{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::{Value, number_at};
    use crate::lexicon;
    use crate::words::Words;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let words = Words::split(source);
        let mut ids = Vec::new();
        lexicon::recognise(&words, &mut ids);
        let (end, value) = number_at(&words, &ids, 0).0.expect("a number");
        let text = match value {
            Value::Numeral(text) => text,
            Value::Fraction(a, b) => format!("{a}/{b}"),
            Value::Mixed(w, a, b) => format!("{w} {a}/{b}"),
        };
        assert_eq!((text.as_str(), end), (expected, words.len()), "{source}");
    }

    #[test]
    fn english() {
        check("zero", "0");
        check("twenty-five", "25");
        check("one hundred and sixty-eight", "168");
        check("seven thousand, five hundred and fifty-nine", "7559");
        check("seventy-three lakh, ninety-four thousand and seventy", "7394070");
        check("two million three hundred thousand", "2300000");
        check("three point one four", "3.14");
        check("2.5 lakh", "250000");
        check("2 lakh", "200000");
        check("two thirds", "2/3");
        check("one half", "1/2");
        check("two and one half", "2 1/2");
        check("seven sixths", "7/6");
        check("1,00,000", "100000");
    }

    #[test]
    fn hindi() {
        check("एक सौ अड़तालीस", "148");
        check("छिहत्तर लाख छियानवे हज़ार छः सौ पैंसठ", "7696665");
        check("अट्ठाईस करोड़ छिहत्तर लाख उन्यासी हज़ार तीन सौ सत्रह", "287679317");
        check("आठ हज़ार सवा नौ सौ", "8925");
        check("साढ़े तीन", "3.5");
        check("साढ़े तीन सौ", "350");
        check("डेढ़", "1.5");
        check("ढाई हज़ार", "2500");
        check("पौने दो लाख", "175000");
        check("सवा सौ", "125");
        check("तीन चौथाई", "3/4");
        check("आधा", "1/2");
        check("तीन दशमलव एक चार", "3.14");
        check("२५", "25");
    }

    #[test]
    fn romanised() {
        check("ek sau adatees", "138");
        check("chhah sau gyaarah", "611");
        check("do lakh paanch hazaar", "205000");
        check("teen chauthaaee", "3/4");
        check("dedh", "1.5");
    }
}
