//! School mathematics solved step by step, every step checked.
