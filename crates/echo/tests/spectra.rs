//! The loops that stand in for sonora-simd's, against sums by hand.

use sonora_simd::detect_backend;

/// (1 + 2i) · (3 + 4i) = −5 + 10i; with the first one's conjugate 11 − 2i.
#[test]
fn complex_products_are_added() {
    let backend = detect_backend();
    let (mut re, mut im) = ([1.0; 5], [1.0; 5]);
    let one = |value| [value; 5];
    backend.complex_multiply_accumulate_standard(
        &one(1.0),
        &one(2.0),
        &one(3.0),
        &one(4.0),
        &mut re,
        &mut im,
    );
    assert_eq!((re, im), ([-4.0; 5], [11.0; 5]));
    backend.complex_multiply_accumulate(
        &one(1.0),
        &one(2.0),
        &one(3.0),
        &one(4.0),
        &mut re,
        &mut im,
    );
    assert_eq!((re, im), ([7.0; 5], [9.0; 5]));
}

#[test]
fn the_others_go_element_by_element() {
    let backend = detect_backend();
    let mut out = [0.0; 3];
    backend.elementwise_max(&[1.0, 5.0, -2.0], &[3.0, 2.0, -1.0], &mut out);
    assert_eq!(out, [3.0, 5.0, -1.0]);
    backend.power_spectrum(&[3.0, 0.0, 1.0], &[4.0, 2.0, 1.0], &mut out);
    assert_eq!(out, [25.0, 4.0, 2.0]);
    backend.elementwise_sqrt(&mut out);
    assert_eq!(out[..2], [5.0, 2.0]);
    backend.elementwise_accumulate(&[1.0, 1.0, 1.0], &mut out);
    assert_eq!(out[..2], [6.0, 3.0]);
    assert_eq!(backend.convolve_sinc(&[1.0, 2.0], &[3.0, 4.0], &[5.0, 6.0], 0.5), 14.0);
}
