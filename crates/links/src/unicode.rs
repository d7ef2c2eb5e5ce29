//! What the tools know of characters. The only file that knows the crates with the tables of Unicode.
//!
//! The categories are those of Unicode 16; a character that came later is no letter here.

use unicode_general_category::{GeneralCategory as Category, get_general_category};
use unicode_normalization::UnicodeNormalization as _;

/// Whether GitHub keeps a character: Alphabetic, Mark, decimal digit, letter number, connector
/// punctuation, `-` or a space.
pub(crate) fn is_github_word(character: char) -> bool {
    use Category::{ConnectorPunctuation, DecimalNumber, LetterNumber};
    let category = get_general_category(character);
    is_letter(category)
        || is_mark(category)
        || matches!(category, DecimalNumber | LetterNumber | ConnectorPunctuation)
        || is_alphabetic_symbol(character)
        || matches!(character, '-' | ' ')
}

/// `\w` of Python: `str.isalnum` or `_`. Marks are no part of words there.
pub(crate) fn is_python_word(character: char) -> bool {
    use Category::{DecimalNumber, LetterNumber, OtherNumber};
    let category = get_general_category(character);
    character == '_' || is_letter(category) || matches!(category, DecimalNumber | LetterNumber | OtherNumber)
}

/// `\s` of Python: white space, and the four separators of ASCII.
pub(crate) fn is_python_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// Punctuation and symbols, as micromark counts them (`unicodePunctuation`).
pub(crate) fn is_punctuation(character: char) -> bool {
    use Category::{
        ClosePunctuation, ConnectorPunctuation, CurrencySymbol, DashPunctuation, FinalPunctuation, InitialPunctuation,
        MathSymbol, ModifierSymbol, OpenPunctuation, OtherPunctuation, OtherSymbol,
    };
    matches!(
        get_general_category(character),
        ClosePunctuation
            | ConnectorPunctuation
            | CurrencySymbol
            | DashPunctuation
            | FinalPunctuation
            | InitialPunctuation
            | MathSymbol
            | ModifierSymbol
            | OpenPunctuation
            | OtherPunctuation
            | OtherSymbol
    )
}

/// Compatibility decomposition, of which the ASCII characters stay.
pub(crate) fn ascii(text: &str) -> String {
    text.nfkd().filter(char::is_ascii).collect()
}

/// Canonical composition.
pub(crate) fn composed(text: &str) -> String {
    text.nfc().collect()
}

fn is_letter(category: Category) -> bool {
    use Category::{LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter, UppercaseLetter};
    matches!(category, LowercaseLetter | ModifierLetter | OtherLetter | TitlecaseLetter | UppercaseLetter)
}

fn is_mark(category: Category) -> bool {
    use Category::{EnclosingMark, NonspacingMark, SpacingMark};
    matches!(category, EnclosingMark | NonspacingMark | SpacingMark)
}

/// The symbols with the property `Other_Alphabetic`: letters in circles and squares (`PropList.txt`).
fn is_alphabetic_symbol(character: char) -> bool {
    matches!(character, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}')
}
