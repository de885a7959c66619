//! What quantities are called, in English, Hindi and Hindi in Latin letters.

/// Of what a quantity is found.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// Numbers in a row.
    Numbers,
    /// So many points, whose coordinates stand one after the other.
    Points(usize),
    /// Two vectors.
    Two,
    /// The first terms of a progression; which term, or the sum of how many, stands in the quantity's own words.
    Terms,
    /// A curve, and behind "at" where.
    At,
    /// A power, and behind "in" of what it is the coefficient.
    In,
    /// Curves and lines, each with what it is called before it.
    Sides,
    /// Any formula.
    Whole,
    /// A formula in which i, j and k are the axes.
    Vector,
    /// The numbers themselves, as arguments of the function of this name.
    Arguments,
}

/// The solver's names, and how people say them, longer names before those they begin with. In Hindi the name stands behind what it is of.
pub(super) const QUANTITIES: &[(&str, Form, &str)] = &[
    ("mean_deviation", Form::Numbers, "mean deviation"),
    ("mean", Form::Numbers, "mean/average/arithmetic mean/माध्य/औसत/madhya/ausat"),
    ("median", Form::Numbers, "median/माध्यिका/माध्यक/madhyika"),
    ("mode", Form::Numbers, "mode/बहुलक/bahulak"),
    ("standard_deviation", Form::Numbers, "standard deviation/मानक विचलन/manak vichalan"),
    ("variance", Form::Numbers, "variance/प्रसरण/prasaran"),
    ("lcm", Form::Arguments, "lcm/l c m/लघुत्तम समापवर्त्य/एलसीएम"),
    ("gcd", Form::Arguments, "hcf/h c f/gcd/महत्तम समापवर्तक/एचसीएफ"),
    ("distance", Form::Points(2), "distance/दूरी/duri/doori"),
    ("midpoint", Form::Points(2), "midpoint/mid point/मध्य बिंदु/मध्यबिंदु/madhya bindu"),
    ("slope", Form::Points(2), "slope/gradient/ढाल/प्रवणता/dhal"),
    (
        "line_through",
        Form::Points(2),
        "equation of the line/equation of line/equation of a line/equation of the straight line/रेखा का समीकरण/line ka equation/rekha ka samikaran",
    ),
    (
        "triangle_area",
        Form::Points(3),
        "area of the triangle/area of triangle/area of a triangle/त्रिभुज का क्षेत्रफल/triangle ka area",
    ),
    (
        "area_between",
        Form::Sides,
        "area bounded/area enclosed/area between/area of the region/area under/घिरे क्षेत्र का क्षेत्रफल",
    ),
    ("circle", Form::Whole, "centre and radius/center and radius/केंद्र और त्रिज्या"),
    ("conic", Form::Whole, "focus/foci/eccentricity/नाभि"),
    ("angle", Form::Two, "angle/कोण"),
    (
        "extrema",
        Form::Whole,
        "maxima and minima/maximum and minimum values/local maxima and minima/extreme values/उच्चिष्ठ और निम्निष्ठ",
    ),
    (
        "monotonic",
        Form::Whole,
        "intervals in which/intervals where/interval in which/where/वर्धमान और ह्रासमान अंतराल",
    ),
    ("unit_vector", Form::Vector, "unit vector/मात्रक सदिश"),
    ("direction_cosines", Form::Vector, "direction cosines/दिक् कोसाइन"),
    ("order_and_degree", Form::Whole, "order and degree/कोटि और घात"),
    ("polar", Form::Whole, "polar form"),
    ("general_term", Form::Whole, "general term/व्यापक पद"),
    ("tangent", Form::At, "equation of the tangent/equation of tangent/tangent"),
    ("normal", Form::At, "equation of the normal/equation of normal"),
    ("coefficient", Form::In, "coefficient"),
];
