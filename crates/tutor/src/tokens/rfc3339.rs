//! `2026-11-22T23:00:00Z`, as protobuf's JSON writes times.

/// Seconds since 1970; nothing when it is no such time.
pub(super) fn seconds_since_1970(text: &str) -> Option<f64> {
    let (date, time) = text.split_once('T')?;
    let (time, offset) = match time.strip_suffix('Z') {
        Some(time) => (time, 0.0),
        None => {
            let sign = time.rfind(['+', '-'])?;
            let (hours, minutes) = time.get(sign + 1..)?.split_once(':')?;
            let seconds = f64::from(number(hours)? * 3600 + number(minutes)? * 60);
            (&time[..sign], if time.as_bytes()[sign] == b'-' { -seconds } else { seconds })
        }
    };
    let mut date = date.splitn(3, '-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let mut clock = time.splitn(3, ':');
    let (hour, minute) = (number(clock.next()?)?, number(clock.next()?)?);
    let second: f64 = clock.next()?.parse().ok()?;
    let is_sound = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && (0.0..61.0).contains(&second);
    let seconds = f64::from(days(year, month, day)) * 86_400.0
        + f64::from(hour * 3600 + minute * 60)
        + second;
    is_sound.then_some(seconds - offset)
}

fn number(digits: &str) -> Option<i32> {
    let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then(|| digits.parse().ok()).flatten()
}

/// Days since 1970 (H. Hinnant, "chrono-compatible low-level date algorithms", 2013).
fn days(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::seconds_since_1970 as read;

    #[test]
    fn known_moments() {
        // From `date -u -d … +%s`.
        assert_eq!(read("1970-01-01T00:00:00Z"), Some(0.0));
        assert_eq!(read("2000-02-29T12:34:56Z"), Some(951_827_696.0));
        assert_eq!(read("2026-11-22T23:00:00.250Z"), Some(1_795_388_400.25));
        assert_eq!(read("2026-11-23T04:30:00+05:30"), Some(1_795_388_400.0));
        for wrong in ["", "2026-11-22", "2026-13-01T00:00:00Z", "2026-11-22T24:00:00Z", "T:Z"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
