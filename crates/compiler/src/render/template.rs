//! Templates: how values are written in each language, and what is wrong with a template at its place.
//!
//! A value is escaped for the language of what is written, unless its type or a filter says that it is in
//! that language already. An undefined variable is an error at its place.

mod missed;
mod write;

use std::collections::BTreeMap;

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};
use serde::Serialize;
use source::{Code, Diagnostic, Findings, Span, Text, nearest};

use self::missed::Missed;
use crate::profile;
use crate::project::Language;
use crate::render::prose;
use crate::schema::listed;

/// So many steps may a template take for one file. A line for each of 100,000 entries takes about five million.
const FUEL: u64 = 30_000_000;

/// Templates, ready to render.
pub(super) struct Templates<'f> {
    environment: Environment<'static>,
    /// The texts of all templates, by name; those of the built-in ones are no files of the project.
    sources: BTreeMap<String, Text>,
    pub(super) findings: &'f mut Findings,
}

impl<'f> Templates<'f> {
    /// No templates yet; all write `language`.
    pub(super) fn new(language: Language, findings: &'f mut Findings) -> Self {
        let environment = environment(language != Language::None, move |value| write::value(language, value));
        Self { environment, sources: BTreeMap::new(), findings }
    }

    /// No templates yet; they write paths.
    pub(super) fn of_paths(findings: &'f mut Findings) -> Self {
        Self { environment: environment(true, write::in_path), sources: BTreeMap::new(), findings }
    }

    /// Adds a template, and whether that went well; one that is none is a finding.
    pub(super) fn add(&mut self, name: &str, text: Text) -> bool {
        let added = self.try_add(name, text);
        added.map_err(|failure| self.report(name, &failure.error, None)).is_ok()
    }

    /// The same, for those who say themselves what is wrong.
    pub(super) fn try_add(&mut self, name: &str, text: Text) -> Result<(), Failure> {
        let added = self.environment.add_template_owned(name.to_owned(), text.content().to_owned());
        self.sources.insert(name.to_owned(), text);
        added.map_err(|error| Failure { error, missed: None })
    }

    /// Looks templates that another names up relative to its folder.
    pub(super) fn relative(&mut self) {
        self.environment.set_path_join_callback(|name, parent| {
            crate::files::join(crate::files::parent(parent), name).unwrap_or_else(|| name.to_owned()).into()
        });
    }

    /// The names of all templates, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(String::as_str)
    }

    /// What a template gives; `None` where it failed, which is a finding.
    pub(super) fn render(&mut self, name: &str, data: &impl Serialize) -> Option<String> {
        self.try_render(name, data).map_err(|failure| self.report_failure(&failure)).ok()
    }

    /// The same, for those who can do something about the failure.
    pub(super) fn try_render(&self, name: &str, data: &impl Serialize) -> Result<String, Failure> {
        let template = self.environment.get_template(name).map_err(|error| Failure { error, missed: None })?;
        template.render(Serde(data)).map_err(|error| {
            let is_undefined = innermost(&error).kind() == ErrorKind::UndefinedError;
            // Once more, by way of data that notes which name was asked for in vain.
            let missed = is_undefined.then(|| missed::watched(data, |data| drop(template.render(data)))).flatten();
            Failure { error, missed }
        })
    }

    /// A finding for a template that failed.
    pub(super) fn report_failure(&mut self, failure: &Failure) {
        let error = innermost(&failure.error);
        // One that could not be added has been reported then.
        if unknown_template(error).is_some_and(|name| self.sources.contains_key(&name)) {
            return;
        }
        self.report(error.name().unwrap_or_default(), error, failure.missed.as_ref());
    }

    fn report(&mut self, name: &str, error: &Error, missed: Option<&Missed>) {
        let text = self.sources.get(name).cloned().unwrap_or_else(|| Text::new(name, ""));
        let finding = Diagnostic::new(Code::TemplateError, text.at(place(&text, error)), sentence(error));
        let written = text.slice(place(&text, error));
        let finding = match missed.filter(|missed| written.contains(&missed.name)) {
            Some(missed) => missed.explain(finding),
            None => finding,
        };
        let named = unknown_template(error);
        let near = named.as_deref().and_then(|named| nearest(named, self.names()));
        let finding = match (named, near) {
            (None, _) => finding,
            (Some(_), Some(near)) => finding.help(format!("did you mean `{near}`?")),
            (Some(_), None) => finding.note(format!("there are {}", listed(&self.names().collect::<Vec<_>>()))),
        };
        self.findings.push(finding);
    }
}

/// A template that could not be rendered.
pub(super) struct Failure {
    error: Error,
    missed: Option<Missed>,
}

impl Failure {
    /// The template that names one that is not there, and what it names, if that is the failure.
    pub(super) fn unknown_template(&self) -> Option<(String, String)> {
        let error = innermost(&self.error);
        Some((error.name().unwrap_or_default().to_owned(), unknown_template(error)?))
    }

    /// What is wrong, in a sentence.
    pub(super) fn sentence(&self) -> String {
        sentence(innermost(&self.error))
    }

    /// A finding with what is known of names that are not there.
    pub(super) fn explain(&self, finding: Diagnostic) -> Diagnostic {
        self.missed.as_ref().map_or(finding.clone(), |missed| missed.explain(finding))
    }
}

/// The name in an error about a template that is not there; minijinja has it in the words of the error only.
fn unknown_template(error: &Error) -> Option<String> {
    let detail = error.detail().filter(|_| error.kind() == ErrorKind::TemplateNotFound)?;
    let (_, quoted) = detail.split_once(['"', '\''])?;
    Some(quoted.rsplit_once(['"', '\''])?.0.to_owned())
}

fn sentence(error: &Error) -> String {
    if let Some(name) = unknown_template(error) {
        return format!("there is no template `{}`", source::visible(&name));
    }
    let text = match error.detail() {
        // It says which one.
        Some(detail) if error.kind() == ErrorKind::UndefinedError => detail.to_owned(),
        Some(detail) => format!("{}: {detail}", error.kind()),
        None => error.kind().to_string(),
    };
    source::visible(&text)
}

/// Where in its template an error is: the expression, else the line.
fn place(text: &Text, error: &Error) -> Span {
    if let Some(range) = error.range().filter(|range| !range.is_empty() && text.content().get(range.clone()).is_some())
    {
        return Span::new(range.start, range.end);
    }
    let line = u32::try_from(error.line().unwrap_or(1)).unwrap_or(1);
    let end = text.line_start(line + 1) as usize;
    let start = (text.line_start(line) as usize).min(end);
    Span::new(start, start + text.content()[start..end].trim_end().len())
}

/// The error in the template that failed, and not in those that include it.
fn innermost(error: &Error) -> &Error {
    let mut inner = error;
    while let Some(source) = std::error::Error::source(inner).and_then(|source| source.downcast_ref()) {
        inner = source;
    }
    inner
}

/// What writes a value in the language of a template.
type Written = Result<String, Error>;

fn environment(escapes: bool, written: impl Fn(&Value) -> Written + Send + Sync + 'static) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Errors name what is undefined, in builds of every sort.
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    let mut syntax = environment.syntax().to_builder();
    let syntax = syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.expect("only the handling of blanks differs from the default"));
    let escape = if escapes { AutoEscape::Custom("the language of the output".into()) } else { AutoEscape::None };
    environment.set_auto_escape_callback(move |_| escape.clone());
    environment.set_formatter(move |out, state, value| {
        if !matches!(state.auto_escape(), AutoEscape::Custom(_)) || value.is_safe() || value.is_undefined() {
            return minijinja::escape_formatter(out, state, value);
        }
        Ok(out.write_str(&written(value)?)?)
    });
    environment.add_filter("markdown", |text: &str| Value::from_safe_string(prose::markdown(text)));
    environment.add_filter("inline", |text: &str| Value::from_safe_string(prose::markdown_inline(text)));
    environment.add_filter("code", |text: &str| Value::from_safe_string(prose::code(text)));
    environment.add_filter("code_cell", |text: &str| Value::from_safe_string(prose::code_cell(text)));
    environment.add_filter("json", |value: &Value| write::json(value).map(Value::from_safe_string));
    environment.add_filter("type_name", |text: &str| rust_name(text, profile::variant));
    environment.add_filter("field_name", |text: &str| rust_name(text, profile::field));
    environment.add_filter("const_name", |text: &str| rust_name(text, profile::constant));
    environment.add_filter("doc_comment", |text: &str| Value::from_safe_string(doc_comment(text)));
    environment
}

fn rust_name(text: &str, named: fn(&str) -> Option<String>) -> Result<Value, Error> {
    let refused = || Error::new(ErrorKind::InvalidOperation, format!("`{text}` cannot be a name in Rust"));
    named(text).map(Value::from_safe_string).ok_or_else(refused)
}

/// A text as lines of `///`.
fn doc_comment(text: &str) -> String {
    let markdown = prose::rustdoc(text);
    let lines = markdown.lines().map(|line| if line.is_empty() { "///".to_owned() } else { format!("/// {line}") });
    lines.collect::<Vec<_>>().join("\n")
}
