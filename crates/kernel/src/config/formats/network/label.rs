//! Labels of host names in Unicode: decodes Punycode, then checks the characters.

use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// Whether what follows `xn--` in a label stands for a label in Unicode.
pub(super) fn is_encoded(text: &str) -> bool {
    decode(text).is_some_and(|label| is_sound(&label))
}

/// RFC 3492, section 6.2, with the parameters of section 5; `None` where nothing encodes to such a text.
fn decode(text: &str) -> Option<Vec<char>> {
    let (plain, encoded) = match text.rsplit_once('-') {
        Some((plain, encoded)) if !plain.is_empty() => (plain, encoded),
        _ => ("", text),
    };
    let mut label: Vec<char> = plain.chars().collect();
    let mut digits = encoded.chars();
    let (mut code_point, mut at, mut bias) = (128_u32, 0_u32, 72);
    while !digits.as_str().is_empty() {
        let delta = delta(&mut digits, bias)?;
        let places = u32::try_from(label.len()).ok()? + 1;
        bias = adapted(delta, places, label.len() == plain.len());
        at = at.checked_add(delta)?;
        code_point = code_point.checked_add(at / places)?;
        at %= places;
        label.insert(usize::try_from(at).ok()?, char::from_u32(code_point)?);
        at += 1;
    }
    Some(label)
}

/// The next number, RFC 3492, section 3.3: digits to the base of 36, least first, each with a threshold under which
/// it is the last one.
fn delta(digits: &mut impl Iterator<Item = char>, bias: u32) -> Option<u32> {
    let (mut delta, mut weight) = (0_u32, 1_u32);
    let mut position = 36_u32;
    loop {
        let digit = digits.next().and_then(digit)?;
        delta = delta.checked_add(digit.checked_mul(weight)?)?;
        let threshold = position.saturating_sub(bias).clamp(1, 26);
        if digit < threshold {
            return Some(delta);
        }
        weight = weight.checked_mul(36 - threshold)?;
        position += 36;
    }
}

/// RFC 3492, section 5: `a` to `z` in either case are 0 to 25, `0` to `9` are 26 to 35.
fn digit(c: char) -> Option<u32> {
    let value = c.to_digit(36)?;
    Some(if value < 10 { value + 26 } else { value - 10 })
}

/// The next bias, RFC 3492, section 6.1.
fn adapted(delta: u32, places: u32, is_first: bool) -> u32 {
    let mut delta = delta / if is_first { 700 } else { 2 };
    delta += delta / places;
    let mut bias = 0;
    while delta > 35 * 26 / 2 {
        delta /= 35;
        bias += 36;
    }
    bias + 36 * delta / (delta + 38)
}

/// RFC 5891, section 4.2.3: begins with no mark, and has only characters that RFC 5892 allows where they stand.
fn is_sound(label: &[char]) -> bool {
    let around = |at: usize| (at.checked_sub(1).map(|before| label[before]), label.get(at + 1).copied());
    !label.first().is_some_and(|first| is_mark(*first))
        && label.iter().enumerate().all(|(at, c)| is_allowed(*c, around(at)))
        && has_one_kind_of_digits(label)
        && has_company(label)
}

/// RFC 5892: the rules of appendix A for a character and its neighbours, the exceptions of section 2.6, then by
/// category. ASCII was checked with the host name.
fn is_allowed(c: char, (before, after): (Option<char>, Option<char>)) -> bool {
    match c {
        ZERO_WIDTH_JOINER => before.is_some_and(|before| VIRAMAS.contains(before)),
        '\u{B7}' => (before, after) == (Some('l'), Some('l')),
        '\u{375}' => after.is_some_and(|after| ('\u{370}'..='\u{3FF}').contains(&after)),
        '\u{5F3}' | '\u{5F4}' => before.is_some_and(|before| ('\u{590}'..='\u{5FF}').contains(&before)),
        '\u{200C}' | '\u{6FD}' | '\u{6FE}' | '\u{F0B}' | '\u{3007}' => true,
        '\u{640}' | '\u{7FA}' | '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}' => false,
        _ => c.is_ascii() || is_japanese(c) || is_letter_mark_or_digit(c),
    }
}

/// The blocks of Hiragana, Katakana and Han.
fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}')
}

/// RFC 5892, section 2.1, with upper case, as `jsonschema` has it.
fn is_letter_mark_or_digit(c: char) -> bool {
    matches!(
        get_general_category(c),
        Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
            | Category::NonspacingMark
            | Category::SpacingMark
            | Category::DecimalNumber
    )
}

fn is_mark(c: char) -> bool {
    matches!(get_general_category(c), Category::NonspacingMark | Category::SpacingMark | Category::EnclosingMark)
}

/// RFC 5892, appendix A.7: a middle dot of Katakana stands beside Hiragana, Katakana or Han.
fn has_company(label: &[char]) -> bool {
    const MIDDLE_DOT: char = '\u{30FB}';
    !label.contains(&MIDDLE_DOT) || label.iter().any(|c| *c != MIDDLE_DOT && is_japanese(*c))
}

/// RFC 5892, appendices A.8 and A.9: the digits of Arabic and its extended ones do not mix.
fn has_one_kind_of_digits(label: &[char]) -> bool {
    let has = |digits: std::ops::RangeInclusive<char>| label.iter().any(|c| digits.contains(c));
    !(has('\u{660}'..='\u{669}') && has('\u{6F0}'..='\u{6F9}'))
}

const ZERO_WIDTH_JOINER: char = '\u{200D}';

/// After these a zero-width joiner may stand: RFC 5892, appendix A.2, and the combining class 9 of Unicode, in the
/// selection of `jsonschema`.
const VIRAMAS: &str = "\
    \u{94D}\u{9CD}\u{A4D}\u{ACD}\u{B4D}\u{BCD}\u{C4D}\u{CCD}\u{D4D}\u{DCA}\u{E3A}\u{F84}\
    \u{1039}\u{1714}\u{1734}\u{17D2}\u{1A60}\u{1B44}\u{1BAA}\u{1BF2}\u{1BF3}\u{2D7F}\u{A806}\u{A8C4}\
    \u{A953}\u{ABED}\u{10A3F}\u{11046}\u{1107F}\u{110B9}\u{11133}\u{111C0}\u{11235}\u{112EA}\u{1134D}\u{11442}\
    \u{114C2}\u{115BF}\u{1163F}\u{116B6}\u{1172B}\u{11839}\u{119E0}\u{11A34}\u{11A47}\u{11A99}\u{11C3F}\u{11D44}\
    \u{11D45}\u{11D97}";

#[cfg(test)]
mod tests {
    use super::is_encoded;

    #[test]
    fn decodes_the_samples_of_rfc_3492() {
        // Section 7.1: (B) and (D) Chinese and Czech, (O) Japanese with ASCII.
        for text in ["ihqwcrb4cv8a8dqg056pqjye", "Proprostnemluvesky-uyb24dma41a", "2-u9tlzr9756bt3uc0v"] {
            assert!(is_encoded(text), "{text}");
        }
        // (A) Arabic: it ends in a question mark, which is no letter.
        assert!(!is_encoded("egbpdaj6bu4bxfgehfvwxn"));
    }

    #[test]
    fn neighbours_matter() {
        for (sound, unsound) in [
            ("ll-0ea", "al-0ea"),              // l·l, a·l
            ("11b2ezcw70k", "11b2er09f"),      // क्‍ष with a virama before the joiner, and without one
            ("78j2ayab5gu8a", "ab-3n4a"),      // はじめての・, a・b
            ("rvaap4v", "a-jib"),              // ͰͰ͵α, ͵a
            ("2-u9tlzr9756bt3uc0v", "8hb20a"), // the digits ٠ and ۰ together
        ] {
            assert!(is_encoded(sound) && !is_encoded(unsound), "{sound} {unsound}");
        }
    }

    #[test]
    fn refuses_what_no_label_encodes_to() {
        assert!(["-", "a", "é", "99999999", "a-ubb"].into_iter().all(|text| !is_encoded(text)));
    }
}
