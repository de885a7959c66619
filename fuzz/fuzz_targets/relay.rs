#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Err(why) = ganita_hostile::relay::any(data) {
        panic!("{why}");
    }
});
