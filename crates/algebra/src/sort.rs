//! One stable sort for all there is to sort: the standard one is compiled anew for every order, which made a tenth of the
//! browser's download.

use std::cmp::Ordering;

/// Up to so many items are inserted one by one.
const FEW: usize = 20;

/// Sorts; what is equal stays in its order.
#[cfg_attr(hot, optimize(speed))]
pub(crate) fn by<T>(items: &mut [T], order: &mut dyn FnMut(&T, &T) -> Ordering) {
    if items.len() <= FEW {
        for next in 1..items.len() {
            let mut place = next;
            while place > 0 && order(&items[place], &items[place - 1]) == Ordering::Less {
                items.swap(place, place - 1);
                place -= 1;
            }
        }
        return;
    }
    let mut from = merged(items.len(), &mut |a, b| order(&items[a], &items[b]));
    // The permutation, cycle by cycle.
    for start in 0..items.len() {
        let mut place = start;
        loop {
            let source = std::mem::replace(&mut from[place], place);
            if source == start {
                break;
            }
            items.swap(place, source);
            place = source;
        }
    }
}

/// Which item comes at each place; merged from runs of one, two, four, …
fn merged(count: usize, order: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..count).collect();
    let mut next = Vec::with_capacity(count);
    let mut run = 1;
    while run < count {
        for start in (0..count).step_by(2 * run) {
            let middle = (start + run).min(count);
            let end = (middle + run).min(count);
            let (mut left, mut right) = (start, middle);
            while left < middle && right < end {
                if order(from[right], from[left]) == Ordering::Less {
                    next.push(from[right]);
                    right += 1;
                } else {
                    next.push(from[left]);
                    left += 1;
                }
            }
            next.extend_from_slice(&from[left..middle]);
            next.extend_from_slice(&from[right..end]);
        }
        std::mem::swap(&mut from, &mut next);
        next.clear();
        run *= 2;
    }
    from
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(items in prop::collection::vec(0u8..30, 0..90)) {
            let mut numbered: Vec<(u8, usize)> = items.into_iter().zip(0..).collect();
            let mut expected = numbered.clone();
            expected.sort_by_key(|item| item.0);
            super::by(&mut numbered, &mut |a, b| a.0.cmp(&b.0));
            prop_assert_eq!(numbered, expected);
        }
    }
}
