//! Scalars → values: the core schema of YAML 1.2.2, section 10.3.

use granit_parser::Tag;
use serde_json::Number;
use source::{Code, Diagnostic};

use crate::Value;
use crate::words::{quote_it, quoted};

/// Why a scalar has no value.
#[derive(Debug)]
pub(crate) enum Problem {
    /// Infinite or not a number.
    NotFinite(String),
    /// An integer beyond 64 bits, or a float beyond `f64`.
    TooLarge(String),
    /// A tag that the text does not fit.
    Unfit { tag: &'static str, needs: &'static str, found: String },
    /// A tag for another kind of node.
    WrongKind { tag: &'static str, found: &'static str },
}

impl Problem {
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::NotFinite(_) | Self::TooLarge(_) => Code::YamlNumber,
            Self::Unfit { .. } | Self::WrongKind { .. } => Code::YamlTag,
        }
    }

    pub(crate) fn message(&self) -> String {
        match self {
            Self::NotFinite(text) => format!("{} is not a finite number, and JSON has no other", quoted(text)),
            Self::TooLarge(text) => format!("the number {} does not fit in 64 bits", quoted(text)),
            Self::Unfit { tag, needs, found } => format!("the tag `!!{tag}` needs {needs}, found {}", quoted(found)),
            Self::WrongKind { tag, found } => format!("the tag `!!{tag}` does not fit {found}"),
        }
    }

    /// Adds what to do.
    pub(crate) fn explain(&self, finding: Diagnostic) -> Diagnostic {
        match self {
            Self::NotFinite(text) | Self::TooLarge(text) => {
                finding.help(format!("if it is a name, {}", quote_it(text)))
            }
            Self::Unfit { .. } | Self::WrongKind { .. } => finding.help("remove the tag, or write a value of its type"),
        }
    }
}

/// The value of a plain scalar without tag.
pub(crate) fn plain(text: &str) -> Result<Value, Problem> {
    // Nearly every scalar is a string, and its first byte says so.
    match text.as_bytes().first() {
        None => Ok(Value::Null),
        Some(b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F') => {
            Ok(null(text).or_else(|| boolean(text)).unwrap_or_else(|| Value::String(text.to_owned())))
        }
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => Ok(number(text)?.unwrap_or_else(|| Value::String(text.to_owned()))),
        Some(_) => Ok(Value::String(text.to_owned())),
    }
}

/// The value of a scalar with a tag. A tag that is not of the core schema says that its text means
/// something to somebody else: it stays text.
pub(crate) fn tagged(text: &str, tag: &Tag) -> Result<Value, Problem> {
    let unfit = |tag, needs| Problem::Unfit { tag, needs, found: text.to_owned() };
    match tag.core_suffix() {
        Some("null") => null(text).ok_or_else(|| unfit("null", "`null` or nothing")),
        Some("bool") => boolean(text).ok_or_else(|| unfit("bool", "`true` or `false`")),
        Some("int") => match number(text)? {
            Some(Value::Number(number)) if !number.is_f64() => Ok(Value::Number(number)),
            _ => Err(unfit("int", "an integer")),
        },
        Some("float") => match number(text)? {
            Some(Value::Number(number)) => {
                Ok(number.as_f64().and_then(Number::from_f64).map_or(Value::Null, Value::Number))
            }
            _ => Err(unfit("float", "a number")),
        },
        Some("seq") => Err(Problem::WrongKind { tag: "seq", found: "a scalar" }),
        Some("map") => Err(Problem::WrongKind { tag: "map", found: "a scalar" }),
        _ => Ok(Value::String(text.to_owned())),
    }
}

/// Whether a collection may have a tag: its own core tag, or one that is not of the core schema.
pub(crate) fn collection_tag(tag: &Tag, is_sequence: bool) -> Result<(), Problem> {
    let found = if is_sequence { "a sequence" } else { "a mapping" };
    let wrong = |tag| Err(Problem::WrongKind { tag, found });
    match (tag.core_suffix(), is_sequence) {
        (Some("seq"), false) => wrong("seq"),
        (Some("map"), true) => wrong("map"),
        (Some("str"), _) => wrong("str"),
        (Some("int"), _) => wrong("int"),
        (Some("float"), _) => wrong("float"),
        (Some("bool"), _) => wrong("bool"),
        (Some("null"), _) => wrong("null"),
        _ => Ok(()),
    }
}

/// `null | Null | NULL | ~` or nothing.
fn null(text: &str) -> Option<Value> {
    matches!(text, "" | "~" | "null" | "Null" | "NULL").then_some(Value::Null)
}

/// `true | True | TRUE | false | False | FALSE`.
fn boolean(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// The number that a text is, if it is one.
fn number(text: &str) -> Result<Option<Value>, Problem> {
    let too_large = || Problem::TooLarge(text.to_owned());
    let radix = [("0o", 8), ("0x", 16)].into_iter().find_map(|(prefix, base)| Some((text.strip_prefix(prefix)?, base)));
    if let Some((digits, base)) = radix {
        if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
            return Ok(None);
        }
        let number = u64::from_str_radix(digits, base).map_err(|_| too_large())?;
        return Ok(Some(Value::Number(number.into())));
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        let signed = text.strip_prefix('+').unwrap_or(text);
        let number = signed.parse::<i64>().map(Number::from).or_else(|_| signed.parse::<u64>().map(Number::from));
        return number.map(|number| Some(Value::Number(number))).map_err(|_| too_large());
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(Problem::NotFinite(text.to_owned()));
    }
    if !is_float(unsigned) {
        return Ok(None);
    }
    let float = text.parse::<f64>().ok().and_then(Number::from_f64);
    float.map(|number| Some(Value::Number(number))).ok_or_else(too_large)
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) =
        text.split_once(['e', 'E']).map_or((text, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let mantissa = match mantissa.split_once('.') {
        None => digits(mantissa),
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
    };
    mantissa && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}
