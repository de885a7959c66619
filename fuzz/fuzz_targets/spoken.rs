#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Err(why) = ganita_hostile::spoken::any(data) {
        panic!("{why}");
    }
});
