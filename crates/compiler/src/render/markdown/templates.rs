//! The templates of the pages, and those that take their place.
//!
//! A file of the project's folder of templates takes the place of the template that it is called after; under
//! `rollbook/` each is there as it was, for those that extend it.

use minijinja::value::Value;
use serde::Serialize;
use source::{Code, Diagnostic, Findings, Span, Text, nearest};

use crate::files::Files;
use crate::own_format::{self, unreadable};
use crate::project::{Language, Written};
use crate::render::{Artifact, bears_header, header, template};
use crate::schema::listed;

/// The templates by name. A page is one of them; the others are parts.
const TEMPLATES: [(&str, &str); 7] = [
    ("kind.md", include_str!("../../../templates/kind.md")),
    ("group.md", include_str!("../../../templates/group.md")),
    ("coordination.md", include_str!("../../../templates/coordination.md")),
    ("index.md", include_str!("../../../templates/index.md")),
    ("entry.md", include_str!("../../../templates/entry.md")),
    ("header.md", include_str!("../../../templates/header.md")),
    ("region.md", include_str!("../../../templates/region.md")),
];

/// Where the built-in templates are, whatever takes their place.
const BUILT_IN: &str = "rollbook/";

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
    templates: template::Templates<'f>,
    /// The templates of the project, by name.
    own: Vec<Text>,
}

impl<'f> Templates<'f> {
    /// The built-in templates, and those of the project's folder.
    pub(super) fn new(files: &impl Files, folder: Option<&Written>, findings: &'f mut Findings) -> Self {
        let own = folder.map(|folder| read(files, folder, findings)).unwrap_or_default();
        let mut templates = Self::of(&TEMPLATES, findings);
        if let Some(folder) = folder {
            for (name, content) in &TEMPLATES {
                templates.templates.add(&format!("{BUILT_IN}{name}"), built_in(name, content));
            }
            for text in &own {
                templates.templates.add(name_of(text, folder), text.clone());
            }
            templates.own = own;
        }
        templates
    }

    fn of(sources: &[(&'static str, &'static str)], findings: &'f mut Findings) -> Self {
        let mut templates = template::Templates::new(Language::Markdown, findings);
        for (name, content) in sources {
            templates.add(name, built_in(name, content));
        }
        Self { templates, own: Vec::new() }
    }

    /// A page; `None` where the template failed, which is a finding.
    pub(super) fn render(&mut self, name: &str, page: &impl Serialize) -> Option<Vec<u8>> {
        Some(tidy(&self.templates.render(name, page)?).into_bytes())
    }

    /// Where findings go.
    pub(super) fn findings(&mut self) -> &mut Findings {
        self.templates.findings
    }

    /// The names of all templates, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        self.templates.names().map(str::to_owned).collect()
    }

    /// Reports pages that templates of the project have left without the header, which nobody could replace again.
    pub(super) fn refuse_headless(&mut self, folder: &Written, artifacts: &[Artifact]) {
        for artifact in artifacts.iter().filter(|artifact| !bears_header(&artifact.content)) {
            let finding = folder.finding(Code::TemplateError, header::missing(&artifact.path));
            self.templates.findings.push(finding.note(header::WHY).help("{% include \"rollbook/header.md\" %}"));
        }
    }

    /// Reports each template of the project that takes no place and that nobody names: another template in
    /// quotes, or one of `asked`.
    pub(super) fn report_unknown(&mut self, folder: &Written, asked: &[&str]) {
        let known: Vec<&str> = TEMPLATES.iter().map(|(name, _)| *name).collect();
        for text in &self.own {
            let name = name_of(text, folder);
            let quoted = [format!("\"{name}\""), format!("'{name}'")];
            let mut others = self.own.iter().filter(|other| other.name() != text.name());
            let is_named = others.any(|other| quoted.iter().any(|quoted| other.content().contains(quoted)));
            if known.contains(&name) || asked.contains(&name) || is_named {
                continue;
            }
            let place = text.at(Span::default());
            let message =
                format!("`{}` takes the place of no template, and no template names it", source::visible(name));
            let finding = Diagnostic::new(Code::UnknownTemplate, place, message);
            let finding = finding.note(format!("templates whose place can be taken: {}", listed(&known)));
            self.templates.findings.push(match nearest(name, known.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            });
        }
    }
}

fn built_in(name: &str, content: &str) -> Text {
    Text::new(format!("templates/{name}"), content)
}

/// The name of a template: its path below the folder.
fn name_of<'t>(text: &'t Text, folder: &Written) -> &'t str {
    text.name().strip_prefix(folder.text.as_str()).unwrap_or_default().trim_start_matches('/')
}

/// The Markdown files of the folder of templates.
fn read(files: &impl Files, folder: &Written, findings: &mut Findings) -> Vec<Text> {
    let paths = files.list(&folder.text).unwrap_or_else(|error| {
        findings.push(unreadable(&error));
        Vec::new()
    });
    if paths.is_empty() {
        let message = format!("there is no template in `{}`", folder.text);
        findings.push(folder.finding(Code::MissingFile, message).help(format!("mkdir -p {}", folder.text)));
    }
    let paths = paths.iter().filter(|path| Language::of(path) == Some(Language::Markdown));
    paths.filter_map(|path| own_format::read(files, path, findings)).collect()
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
            ("\n{{ nothing }}", "templates/part.md:2:4: `nothing` is undefined"),
            ("{{ name.first }}", "templates/part.md:1:4: `name.first` is undefined"),
            ("\n\n{{ [name] }}", "templates/part.md:3:4: invalid operation: a value of type sequence is no text"),
            ("{% if name %}", "templates/part.md:1:12: syntax error: unexpected end of input, expected end of block"),
        ];
        for (template, expected) in cases {
            let found = rendered(template).expect_err(template);
            assert_eq!(found, expected, "{template}");
        }
    }

    #[test]
    fn blank_lines_and_ends_of_lines_are_tidied_outside_fences() {
        let given = "\n\na  \n\n\n\nb\n```text\n\n\nx \n```\n\n\n";
        assert_eq!(tidy(given), "a\n\nb\n```text\n\n\nx\n```\n");
    }
}
