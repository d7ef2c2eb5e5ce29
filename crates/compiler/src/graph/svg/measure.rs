//! Measures texts, so that they can be cut before they leave their box.

/// The widths of the characters from space to `~` in thousandths of the letter size, as in `DejaVu Sans`.
/// Verdana has nearly the same, and the usual fonts without serifs are narrower than both.
const WIDTHS: [u16; 95] = [
    318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, 637, 637, 637, 637, 637, 637, 637,
    637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656, 558, 863,
    749, 788, 604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500, 500, 613, 635, 550, 635,
    616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, 635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637,
    337, 637, 838,
];

/// Other letters of Europe are no wider than this, but for a handful.
const WIDE: i64 = 900;
/// Signs of East Asia and emoji are square.
const SQUARE: i64 = 1_000;
/// The few that are wider than a square, `︙` and ligatures of Arabic.
const WIDEST: i64 = 2_500;

/// The width of a text in pixels at a letter size, rounded up.
pub(super) fn width(text: &str, size: i64) -> i64 {
    let thousandths: i64 = source::visible(text).chars().map(of).sum();
    (thousandths * size + 999) / 1_000
}

/// The text, or as much of its beginning as fits with an ellipsis behind it.
pub(super) fn fitted(text: &str, size: i64, most: i64) -> String {
    let shown = source::visible(text);
    if width(&shown, size) <= most {
        return shown;
    }
    let mut left = most * 1_000 / size - of('…');
    let fits = |character: &char| {
        left -= of(*character);
        left >= 0
    };
    let mut cut: String = shown.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

fn of(character: char) -> i64 {
    let place = usize::try_from(u32::from(character)).ok().and_then(|code| code.checked_sub(32));
    if let Some(width) = place.and_then(|place| WIDTHS.get(place)) {
        return i64::from(*width);
    }
    match u32::from(character) {
        // The multiplication sign and the ellipsis, which we write ourselves.
        0xd7 => 838,
        0..=0x58f => WIDE,
        0xfb50..=0xfdff => WIDEST,
        _ => SQUARE,
    }
}
