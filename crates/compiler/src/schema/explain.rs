//! The errors of the validator, said to a person at their places.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the validator's errors grow with its releases; a new one is said by the name of its keyword"
)]

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;
use source::{Code, Diagnostic, Findings, nearest};
use yaml::Pointer;

use super::properties::Properties;
use super::{Located, mend};

/// Pushes what the errors of one value say, with place, expected, found and what to write instead.
pub(super) fn explain(schema: &Value, errors: &[ValidationError<'_>], located: &Located<'_>, findings: &mut Findings) {
    let mut properties = Properties::of(schema, errors);
    for error in errors {
        let at = place(error);
        match error.kind() {
            Kind::AdditionalProperties { .. } | Kind::UnevaluatedProperties { .. } => {
                properties.unknown(error, &at, located, findings);
            }
            Kind::Required { .. } => findings.extend(properties.missing(error, &at, located)),
            Kind::Enum { options } => findings.push(not_in_enum(options, error.instance(), &at, located)),
            Kind::UniqueItems => repeated(error.instance(), &at, located, findings),
            Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
                branches(schema, error, context, located, findings);
            }
            Kind::PropertyNames { error: inner } => findings.push(wrong_name(inner, &at, located)),
            kind => {
                let (code, message) = in_a_sentence(kind, error.instance());
                let finding = located.finding(code, &at, message);
                let written = located.written(&at);
                findings.push(mend::mend(kind, error.instance(), written).into_iter().fold(finding, Diagnostic::help));
            }
        }
    }
}

fn place(error: &ValidationError<'_>) -> Pointer {
    Pointer::parse_lossy(error.instance_path().as_str())
}

/// What an error says without its place.
pub(super) fn sentence(error: &ValidationError<'_>) -> String {
    match error.kind() {
        kind @ Kind::Format { .. } => in_a_sentence(kind, error.instance()).1,
        _ => error.masked().to_string(),
    }
}

/// A key that does not satisfy `propertyNames`.
fn wrong_name(error: &ValidationError<'_>, at: &Pointer, located: &Located<'_>) -> Diagnostic {
    let message = match error.kind() {
        Kind::Pattern { pattern } => {
            format!("expected a key that matches `{pattern}`, found {}", shown(error.instance()))
        }
        kind => format!("this key cannot stand here: {}", in_a_sentence(kind, error.instance()).1),
    };
    let name = error.instance().as_str().unwrap_or_default();
    located.finding_at_key(Code::UnknownProperty, &at.join(name), message)
}

fn not_in_enum(options: &Value, found: &Value, at: &Pointer, located: &Located<'_>) -> Diagnostic {
    let options: Vec<String> = options.as_array().into_iter().flatten().map(shown).collect();
    let found = shown(found);
    let message = format!("expected one of {}, found {found}", listed_raw(&options));
    let finding = located.finding(Code::NotInEnum, at, message);
    match nearest(found.trim_matches('`'), options.iter().map(|option| option.trim_matches('`'))) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    }
}

/// Errors that one sentence says whole.
fn in_a_sentence(kind: &Kind, instance: &Value) -> (Code, String) {
    let found = shown(instance);
    let count = length(instance);
    let characters = |limit: u64| counted(limit, "character");
    match kind {
        Kind::Type { kind } => (Code::WrongType, format!("expected {}, found {}", types(kind), described(instance))),
        Kind::Constant { expected_value } => {
            (Code::NotInEnum, format!("expected {}, found {found}", shown(expected_value)))
        }
        Kind::Pattern { pattern } => {
            (Code::WrongFormat, format!("expected a string that matches `{pattern}`, found {found}"))
        }
        Kind::Format { format } if format == "regex" => {
            let why = instance.as_str().and_then(no_regex).map_or_else(String::new, |why| format!(": {why}"));
            (Code::WrongFormat, format!("{found} is not a regular expression{why}"))
        }
        Kind::Format { format } => {
            (Code::WrongFormat, format!("expected a string in the format `{format}`, found {found}"))
        }
        Kind::MinLength { limit } => {
            (Code::WrongFormat, format!("expected at least {}, found {}", characters(*limit), measured(instance)))
        }
        Kind::MaxLength { limit } => {
            (Code::WrongFormat, format!("expected at most {}, found {}", characters(*limit), measured(instance)))
        }
        Kind::Minimum { limit } => (Code::OutOfRange, format!("expected at least {limit}, found {found}")),
        Kind::Maximum { limit } => (Code::OutOfRange, format!("expected at most {limit}, found {found}")),
        Kind::ExclusiveMinimum { limit } => (Code::OutOfRange, format!("expected more than {limit}, found {found}")),
        Kind::ExclusiveMaximum { limit } => (Code::OutOfRange, format!("expected less than {limit}, found {found}")),
        Kind::MultipleOf { multiple_of } => {
            (Code::OutOfRange, format!("expected a multiple of {multiple_of}, found {found}"))
        }
        Kind::MinItems { limit } => {
            (Code::WrongCount, format!("expected at least {}, found {count}", counted(*limit, "item")))
        }
        Kind::MaxItems { limit } => {
            (Code::WrongCount, format!("expected at most {}, found {count}", counted(*limit, "item")))
        }
        Kind::MinProperties { limit } => {
            (Code::WrongCount, format!("expected at least {}, found {count}", counted(*limit, "property")))
        }
        Kind::MaxProperties { limit } => {
            (Code::WrongCount, format!("expected at most {}, found {count}", counted(*limit, "property")))
        }
        Kind::OneOfMultipleValid { .. } => {
            (Code::NoVariant, format!("{found} fits several of the shapes allowed here, exactly one is expected"))
        }
        Kind::FalseSchema => (Code::SchemaViolation, format!("no value is allowed here, found {found}")),
        other => (Code::SchemaViolation, format!("{found} does not satisfy `{}` of its schema", other.keyword())),
    }
}

/// Explains the branch that the value was meant for: the only one whose type and constants it fits.
fn branches(
    schema: &Value,
    error: &ValidationError<'_>,
    context: &[Vec<ValidationError<'static>>],
    located: &Located<'_>,
    findings: &mut Findings,
) {
    let here = error.instance_path().as_str();
    let is_about_the_shape = |inner: &ValidationError<'_>| {
        let path = inner.instance_path().as_str();
        let direct = path == here;
        let discriminator = path.strip_prefix(here).is_some_and(|rest| rest.matches('/').count() == 1);
        let is_type = matches!(inner.kind(), Kind::Type { .. });
        let is_constant = matches!(inner.kind(), Kind::Constant { .. });
        direct && is_type || (direct || discriminator) && is_constant
    };
    let meant: Vec<_> = context.iter().filter(|errors| !errors.iter().any(is_about_the_shape)).collect();
    if let [errors] = meant[..] {
        return explain(schema, errors, located, findings);
    }
    if let Some(finding) = no_tag(schema, error, located) {
        return findings.push(finding);
    }
    let constants: Vec<String> = context
        .iter()
        .flatten()
        .filter_map(|inner| {
            let Kind::Constant { expected_value } = inner.kind() else { return None };
            Some((inner.instance_path().as_str(), shown(expected_value)))
        })
        .filter(|(path, _)| *path == here || path.strip_prefix(here).is_some_and(|rest| rest.matches('/').count() == 1))
        .map(|(_, constant)| constant)
        .collect();
    let expected: Vec<String> = context
        .iter()
        .flatten()
        .filter(|inner| inner.instance_path().as_str() == here)
        .filter_map(|inner| {
            let Kind::Type { kind } = inner.kind() else { return None };
            Some(types(kind))
        })
        .collect();
    let at = place(error);
    let found = described(error.instance());
    let finding = if !constants.is_empty() {
        let at_constant = context.iter().flatten().find(|inner| matches!(inner.kind(), Kind::Constant { .. }));
        let at = at_constant.map_or(at, place);
        let found = at_constant.map_or(found, |inner| shown(inner.instance()));
        let finding =
            located.finding(Code::NotInEnum, &at, format!("expected one of {}, found {found}", listed_raw(&constants)));
        match nearest(found.trim_matches('`'), constants.iter().map(|constant| constant.trim_matches('`'))) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding,
        }
    } else if expected.is_empty() {
        located.finding(Code::NoVariant, &at, format!("{found} fits none of the shapes allowed here"))
    } else {
        let mut expected = expected;
        expected.dedup();
        located.finding(Code::NoVariant, &at, format!("expected {}, found {found}", expected.join(" or ")))
    };
    findings.push(finding);
}

/// Points at the second of two equal items, and at the first.
fn repeated(items: &Value, at: &Pointer, located: &Located<'_>, findings: &mut Findings) {
    let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
    for (index, item) in items.iter().enumerate() {
        let Some(first) = items[..index].iter().position(|earlier| earlier == item) else { continue };
        let place = |index: usize| {
            let mut at = at.clone();
            at.push(index.to_string());
            located.finding(Code::WrongCount, &at, format!("{} stands twice, each item may stand once", shown(item)))
        };
        let first = place(first).primary.place;
        findings.push(place(index).also(first, "first here"));
    }
}

/// The property that tells the shapes of an object apart, where the object does not have it.
fn no_tag(schema: &Value, error: &ValidationError<'_>, located: &Located<'_>) -> Option<Diagnostic> {
    let object = error.instance().as_object()?;
    let members = schema.pointer(error.schema_path().as_str())?.as_array()?;
    let constant = |member: &Value, tag: &str| member.get("properties")?.get(tag)?.get("const").map(shown);
    let first = members.first()?.get("properties")?.as_object()?;
    let (tag, constants) = first.keys().find_map(|tag| {
        let constants: Option<Vec<String>> = members.iter().map(|member| constant(member, tag)).collect();
        Some((tag, constants?))
    })?;
    if object.contains_key(tag) {
        return None;
    }
    let (at, message) = (place(error), format!("`{tag}` is missing, expected one of {}", listed_raw(&constants)));
    Some(match nearest(tag, object.keys().map(String::as_str)) {
        Some(near) => {
            located.finding_at_key(Code::NoVariant, &at.join(near), message).help(format!("did you mean `{tag}`?"))
        }
        None => {
            located.finding(Code::NoVariant, &at, message).help(format!("{tag}: {}", constants[0].trim_matches('`')))
        }
    })
}

fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => with_article(one.as_str()),
        TypeKind::Multiple(several) => {
            let names: Vec<String> = several.iter().map(|one| with_article(one.as_str())).collect();
            names.join(" or ")
        }
    }
}

fn with_article(name: &str) -> String {
    match name {
        "null" => "null".to_owned(),
        "integer" | "array" | "object" => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

/// A value and its type, short enough for a message.
pub(crate) fn described(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(flag) => format!("the boolean `{flag}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(_) => format!("the string {}", shown(value)),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// A value as people write it, in backticks, cut where it is long.
pub(crate) fn shown(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = match value {
        Value::String(text) if text.is_empty() => return "an empty string".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(_) => return "an array".to_owned(),
        Value::Object(_) => return "an object".to_owned(),
        Value::Null => return "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    if text.chars().count() > LONGEST {
        let cut: String = text.chars().take(LONGEST).collect();
        return format!("`{cut}…`");
    }
    format!("`{text}`")
}

/// A string after its length.
fn measured(value: &Value) -> String {
    match value.as_str().map(|text| text.chars().count()) {
        None | Some(0) => shown(value),
        Some(length) => format!("{length}: {}", shown(value)),
    }
}

/// Why a text is no regular expression, in one line.
pub(crate) fn no_regex(pattern: &str) -> Option<String> {
    match regex_syntax::Parser::new().parse(pattern).err()? {
        regex_syntax::Error::Parse(error) => Some(error.kind().to_string()),
        regex_syntax::Error::Translate(error) => Some(error.kind().to_string()),
        _ => None,
    }
}

fn length(value: &Value) -> usize {
    value.as_array().map(Vec::len).or_else(|| value.as_object().map(serde_json::Map::len)).unwrap_or_default()
}

fn counted(count: u64, noun: &str) -> String {
    let plural = noun.strip_suffix('y').map_or_else(|| format!("{noun}s"), |stem| format!("{stem}ies"));
    if count == 1 { format!("1 {noun}") } else { format!("{count} {plural}") }
}

/// Names in backticks, in their order, at most twenty.
pub(crate) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    listed_raw(&quoted)
}

fn listed_raw(names: &[String]) -> String {
    const MOST: usize = 20;
    let shown = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MOST { format!("{shown} and {} more", names.len() - MOST) } else { shown }
}
