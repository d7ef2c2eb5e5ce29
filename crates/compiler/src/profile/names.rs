//! Names of the definitions as names in Rust: one rule each, never luck.
//!
//! A name is split into words at every character that is no ASCII letter or digit and at each change
//! from lower to upper case; the words are joined in the case that Rust wants. A name that begins with
//! a digit gets a leading `_`. A keyword is written raw (`r#type`); the four that cannot be raw get a
//! trailing `_`. Two names that meet in one Rust name are for the caller to refuse.

/// The words of a name, in lower case; `None` where it holds anything but ASCII letters, digits and
/// the separators `. _ - @ / : #`, space, or where it has no word.
#[must_use]
pub fn words(name: &str) -> Option<Vec<String>> {
    const SEPARATORS: &str = "._-@/:# ";
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut before = ' ';
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            let new_word = !open || (before.is_ascii_lowercase() && character.is_ascii_uppercase());
            if new_word {
                words.push(String::new());
            }
            words.last_mut()?.push(character.to_ascii_lowercase());
            open = true;
        } else if SEPARATORS.contains(character) {
            open = false;
        } else {
            return None;
        }
        before = character;
    }
    (!words.is_empty()).then_some(words)
}

/// `gate.idempotency` → `GateIdempotency`, the name of a type or variant.
#[must_use]
pub fn variant(name: &str) -> Option<String> {
    let pascal: String = words(name)?.iter().map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
    Some(usable(pascal))
}

/// A name that begins with one and ends with another: `Gate`, `Mode` → `GateMode`. What made each usable by
/// itself is left out inside.
#[must_use]
pub fn join(first: &str, second: &str) -> String {
    usable(format!("{}{}", first.trim_matches('_'), second.trim_matches('_')))
}

/// `gate.idempotency` → `gate_idempotency`, the name of a field or method.
#[must_use]
pub fn field(name: &str) -> Option<String> {
    Some(usable(words(name)?.join("_")))
}

/// The name of a module: that of a field, with a trailing `_` where paths of the catalog begin with it.
#[must_use]
pub fn module(name: &str) -> Option<String> {
    let name = field(name)?;
    Some(if matches!(name.as_str(), "std" | "kernel") { format!("{name}_") } else { name })
}

/// Whether a type of that name would hide one that the catalog uses.
#[must_use]
pub fn hides(name: &str) -> bool {
    matches!(name, "Option" | "String" | "Vec" | "Box" | "Result" | "Some" | "None" | "Ok" | "Err" | "Self_")
}

/// `gate.idempotency` → `GATE_IDEMPOTENCY`, the name of a constant.
#[must_use]
pub fn constant(name: &str) -> Option<String> {
    Some(usable(words(name)?.join("_").to_ascii_uppercase()))
}

fn usable(name: String) -> String {
    /// Strict and reserved keywords of Rust 2024, from the reference's chapter on keywords.
    const KEYWORDS: [&str; 51] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
        "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
        "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type",
        "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "union", "default", "auto",
    ];
    const NEVER_RAW: [&str; 4] = ["self", "Self", "super", "crate"];
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("_{name}")
    } else if NEVER_RAW.contains(&name.as_str()) {
        format!("{name}_")
    } else if KEYWORDS[..48].contains(&name.as_str()) {
        // The last three are keywords in a few places only and plain names everywhere else.
        format!("r#{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_one_rule() {
        let cases = [
            ("gate.idempotency", "GateIdempotency", "gate_idempotency", "GATE_IDEMPOTENCY"),
            ("AttemptWithKeys", "AttemptWithKeys", "attempt_with_keys", "ATTEMPT_WITH_KEYS"),
            ("text.llm@1", "TextLlm1", "text_llm_1", "TEXT_LLM_1"),
            ("type", "Type", "r#type", "TYPE"),
            ("self", "Self_", "self_", "SELF"),
            ("crate", "Crate", "crate_", "CRATE"),
            ("2fa", "_2fa", "_2fa", "_2FA"),
            ("a--b", "AB", "a_b", "A_B"),
        ];
        assert_eq!(
            [join("Self_", "River"), join("Alpha", "_2fa"), join("_2fa", "Config")],
            ["SelfRiver", "Alpha2fa", "_2faConfig"]
        );
        assert_eq!(join("", "Self_"), "Self_");
        assert_eq!(module("std"), Some("std_".into()));
        for (name, pascal, snake, screaming) in cases {
            let made = (variant(name), field(name), constant(name));
            assert_eq!(made, (Some(pascal.into()), Some(snake.into()), Some(screaming.into())), "{name}");
        }
    }

    #[test]
    fn a_name_that_rust_cannot_hold_has_no_name() {
        for name in ["", "...", "a\"b", "naïve", "a\nb", "a{b}", "a\u{202e}b", "*/"] {
            assert_eq!(words(name), None, "{name:?}");
        }
    }
}
