//! The templates, and what they are given to escape with.
//!
//! In a `.md` template every value is escaped unless a filter or its type says that it is Markdown already;
//! an undefined variable is an error at its line.

use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior};
use serde::Serialize;
use source::{Code, Diagnostic, Findings, Span, Text};

use crate::render::prose;

/// The templates by name. A page is one of them; the others are parts.
const TEMPLATES: [(&str, &str); 6] = [
    ("kind.md", include_str!("../../../templates/kind.md")),
    ("group.md", include_str!("../../../templates/group.md")),
    ("coordination.md", include_str!("../../../templates/coordination.md")),
    ("index.md", include_str!("../../../templates/index.md")),
    ("entry.md", include_str!("../../../templates/entry.md")),
    ("header.md", include_str!("../../../templates/header.md")),
];

/// Markdown that is escaped already.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(super) struct Md(Value);

impl From<String> for Md {
    fn from(markdown: String) -> Self {
        Self(Value::from_safe_string(markdown))
    }
}

impl Default for Md {
    fn default() -> Self {
        Self::from(String::new())
    }
}

/// The templates, ready to render.
pub(super) struct Templates<'f> {
    environment: Environment<'static>,
    sources: Vec<(&'static str, &'static str)>,
    findings: &'f mut Findings,
}

impl<'f> Templates<'f> {
    pub(super) fn new(findings: &'f mut Findings) -> Self {
        Self::of(&TEMPLATES, findings)
    }

    fn of(sources: &[(&'static str, &'static str)], findings: &'f mut Findings) -> Self {
        let mut templates = Self { environment: environment(), sources: sources.to_vec(), findings };
        for (name, content) in sources {
            if let Err(error) = templates.environment.add_template(name, content) {
                templates.report(name, &error);
            }
        }
        templates
    }

    /// A page; `None` where the template failed, which is a finding.
    pub(super) fn render(&mut self, name: &str, page: &impl Serialize) -> Option<Vec<u8>> {
        let rendered = self.environment.get_template(name).and_then(|template| template.render(Serde(page)));
        match rendered {
            Ok(text) => Some(tidy(&text).into_bytes()),
            Err(error) => {
                let error = innermost(&error);
                self.report(error.name().unwrap_or(name), error);
                None
            }
        }
    }

    fn report(&mut self, name: &str, error: &Error) {
        let content = self.sources.iter().find(|(source, _)| *source == name).map_or("", |(_, content)| content);
        let text = Text::new(format!("templates/{name}"), content);
        let line = u32::try_from(error.line().unwrap_or(1)).unwrap_or(1);
        let end = text.line_start(line + 1) as usize;
        let start = (text.line_start(line) as usize).min(end);
        let line = Span::new(start, start + content[start..end].trim_end().len());
        let mut message = error.kind().to_string();
        if let Some(detail) = error.detail() {
            message = format!("{message}: {detail}");
        }
        self.findings.push(Diagnostic::new(Code::TemplateError, text.at(line), message));
    }
}

/// The error in the template that failed, and not in those that include it.
fn innermost(error: &Error) -> &Error {
    let mut inner = error;
    while let Some(source) = std::error::Error::source(inner).and_then(|source| source.downcast_ref()) {
        inner = source;
    }
    inner
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut syntax = environment.syntax().to_builder();
    let syntax = syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.expect("only the handling of blanks differs from the default"));
    environment.set_auto_escape_callback(|name| {
        if name.rsplit_once('.').is_some_and(|(_, extension)| extension == "md") {
            AutoEscape::Custom("markdown".into())
        } else {
            AutoEscape::None
        }
    });
    environment.set_formatter(format);
    environment.add_filter("markdown", |text: &str| Value::from_safe_string(prose::markdown(text)));
    environment.add_filter("inline", |text: &str| Value::from_safe_string(prose::markdown_inline(text)));
    environment.add_filter("code", |text: &str| Value::from_safe_string(prose::code(text)));
    environment.add_filter("code_cell", |text: &str| Value::from_safe_string(prose::code_cell(text)));
    environment
}

/// Writes a value: Markdown as it is, texts escaped, booleans as the definitions spell them.
#[expect(clippy::wildcard_enum_match_arm, reason = "every other kind, also of later versions, is no text")]
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if !matches!(state.auto_escape(), AutoEscape::Custom(_)) || value.is_safe() {
        return minijinja::escape_formatter(out, state, value);
    }
    match value.kind() {
        ValueKind::String => out.write_str(&prose::plain(value.as_str().unwrap_or_default()))?,
        ValueKind::Bool => out.write_str(if value.is_true() { "true" } else { "false" })?,
        ValueKind::Number => write!(out, "{value}")?,
        kind => {
            let message = format!("a value of type {kind} is no text");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
    }
    Ok(())
}

/// The text without blanks at the ends of lines and without two blank lines in a row, outside fences.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(opening) if line == opening => fence = None,
            None if ticks.len() >= 3 && line.ends_with("`text") => fence = Some(ticks),
            Some(_) | None => {}
        }
        let line = line.trim_end_matches([' ', '\t']);
        if fence.is_none() && line.is_empty() && (tidy.is_empty() || tidy.ends_with("\n\n")) {
            continue;
        }
        tidy.push_str(line);
        tidy.push('\n');
    }
    tidy.truncate(tidy.trim_end_matches('\n').len());
    tidy.push('\n');
    tidy
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn rendered(template: &'static str) -> Result<String, String> {
        let mut findings = Findings::new();
        let sources = [("page.md", "# Page\n{% include \"part.md\" %}"), ("part.md", template)];
        let mut templates = Templates::of(&sources, &mut findings);
        let page = BTreeMap::from([("hostile", "# <b> {{ x }}\n| - |"), ("name", "a.b")]);
        let content = templates.render("page.md", &page);
        let found = findings.iter().map(|finding| format!("{}: {}", finding.primary.place, finding.message));
        content.map(|content| String::from_utf8_lossy(&content).into_owned()).ok_or_else(|| found.collect())
    }

    #[test]
    fn values_are_escaped_unless_a_filter_says_what_they_are() {
        assert_eq!(rendered("{{ hostile }}"), Ok("# Page\n\\# &lt;b&gt; \\{\\{ x \\}\\} &#124; - &#124;\n".to_owned()));
        assert_eq!(rendered("{{ name|code }} {{ true }} {{ 1.5 }}"), Ok("# Page\n`a.b` true 1.5\n".to_owned()));
    }

    #[test]
    fn a_template_that_fails_is_a_finding_at_its_line() {
        let cases = [
            ("\n{{ nothing }}", "templates/part.md:2:1: undefined value"),
            ("{{ name.first }}", "templates/part.md:1:1: undefined value"),
            ("\n\n{{ [name] }}", "templates/part.md:3:1: invalid operation: a value of type sequence is no text"),
            ("{% if name %}", "templates/part.md:1:1: syntax error: unexpected end of input, expected end of block"),
        ];
        for (template, expected) in cases {
            let found = rendered(template).expect_err(template);
            assert!(found.starts_with(expected), "{template}: {found}");
        }
    }

    #[test]
    fn blank_lines_and_ends_of_lines_are_tidied_outside_fences() {
        let given = "\n\na  \n\n\n\nb\n```text\n\n\nx \n```\n\n\n";
        assert_eq!(tidy(given), "a\n\nb\n```text\n\n\nx\n```\n");
    }
}
