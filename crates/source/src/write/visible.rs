//! Shows characters that would act instead of showing: controls, bidi marks, invisible ones.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// Characters that are hidden besides the control characters.
const HIDDEN: [RangeInclusive<char>; 16] = [
    // Bidi marks, embeddings, overrides and isolates (Unicode Standard Annex #9, table 4).
    '\u{61c}'..='\u{61c}',
    '\u{200e}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2066}'..='\u{2069}',
    // Line and paragraph separators, which some viewers break at.
    '\u{2028}'..='\u{2029}',
    // Characters without a shape: soft hyphen, grapheme joiner, Mongolian vowel separator, zero-width
    // space, word joiner and invisible operators, deprecated format characters, byte order mark,
    // interlinear marks, tags.
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{180e}'..='\u{180e}',
    '\u{200b}'..='\u{200b}',
    '\u{2060}'..='\u{2065}',
    '\u{206a}'..='\u{206f}',
    '\u{feff}'..='\u{feff}',
    '\u{fff9}'..='\u{fffb}',
    '\u{e0000}'..='\u{e007f}',
    // Noncharacters (Unicode Standard, section 23.7). The human format marks its own text with one.
    '\u{fdd0}'..='\u{fdef}',
    '\u{fffe}'..='\u{ffff}',
];

/// Whether a terminal or viewer may act on the character, or show nothing for it.
///
/// Tabs count as visible. So do the joiners U+200C and U+200D: Persian, the Indic scripts and emoji
/// are written with them, and they change no order.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control() && character != '\t';
    }
    character.is_control() || HIDDEN.iter().any(|range| range.contains(&character))
}

/// On one line: line breaks and hidden characters become escapes such as `\n` and `\u{202e}`.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        push(&mut shown, character);
    }
    shown
}

/// The same, line breaks kept.
pub(super) fn lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(one_line).collect();
    lines.join("\n")
}

/// Appends a character, or its escape where it is hidden.
pub(super) fn push(shown: &mut String, character: char) {
    if is_hidden(character) {
        shown.extend(character.escape_default());
    } else {
        shown.push(character);
    }
}

/// Serialised JSON with hidden characters as JSON escapes: the same value, but nothing acts in a
/// terminal or a review.
///
/// Line breaks stay, as JSON holds them only between its tokens; so does everything else there.
#[must_use]
pub fn json(serialised: &str) -> String {
    let mut shown = String::with_capacity(serialised.len());
    for character in serialised.chars() {
        if is_hidden(character) && character != '\n' {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_become_escapes_and_others_stay() {
        let cases = [
            ("plain é 漢 e\u{301}", "plain é 漢 e\u{301}"),
            ("a\u{202e}b\u{2066}c", "a\\u{202e}b\\u{2066}c"),
            ("\u{1b}[31m", "\\u{1b}[31m"),
            ("tab\tstays", "tab\tstays"),
            ("two\r\nlines", "two\\r\\nlines"),
            ("nul\0 del\u{7f} c1\u{9b}", "nul\\u{0} del\\u{7f} c1\\u{9b}"),
            ("\u{feff}\u{ffff}\u{e0041}", "\\u{feff}\\u{ffff}\\u{e0041}"),
            ("نمی\u{200c}خواهم 👩\u{200d}💻", "نمی\u{200c}خواهم 👩\u{200d}💻"),
        ];
        for (text, shown) in cases {
            assert_eq!(one_line(text), shown);
        }
        assert_eq!(lines("a\nb\u{7}"), "a\nb\\u{7}");
    }

    #[test]
    fn json_escapes_keep_the_value() {
        let value = serde_json::json!({ "text": "a\u{202e}\u{7f}\u{e0041}\n\u{10ffff}" });
        let shown = json(&value.to_string());
        assert!(!shown.contains(is_hidden), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("still JSON"), value);
    }
}
