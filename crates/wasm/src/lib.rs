//! Spoken mathematics, algebra, notation and the live session for the page.
