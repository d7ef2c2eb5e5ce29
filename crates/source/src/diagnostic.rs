//! One finding about user input, and the collection of all findings of a run.

use crate::{Code, Place};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The run fails.
    Error,
    /// Shown; the run goes on. `check` still exits with 1.
    Warning,
    /// Logged only.
    Record,
}

impl Severity {
    /// The word that every format prints.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Record => "record",
        }
    }
}

/// A place and what is to be seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What; may be empty on a primary label, whose message says it already.
    pub text: String,
}

/// A finding: what is wrong, where, and what to do.
///
/// ```
/// use source::{Code, Diagnostic, Span, Text};
///
/// let text = Text::new("steps/a.yaml", "prots: []\n");
/// let finding = Diagnostic::new(Code::UnknownProperty, text.at(Span::new(0, 5)), "unknown property `prots`")
///     .path("/prots")
///     .help("did you mean `ports`?");
/// assert_eq!(finding.primary.place.to_string(), "steps/a.yaml:1:1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What class of finding this is.
    pub code: Code,
    /// The code's severity, unless a definition softened it.
    pub severity: Severity,
    /// Small first letter, no final dot, code in backticks.
    pub message: String,
    /// JSON Pointer to the value at fault inside its document, where there is one.
    pub path: Option<String>,
    /// Where the mistake is.
    pub primary: Label,
    /// Other places that explain it.
    pub secondary: Vec<Label>,
    /// What was expected, what exists, or facts that a reader needs.
    pub notes: Vec<String>,
    /// What to do; each line can be typed or chosen.
    pub help: Vec<String>,
    /// A unified diff between what is and what should be; only drift has one.
    pub diff: Option<String>,
    /// The entry that the place at fault lies in, where it lies in one.
    pub entry: Option<EntryName>,
    /// The rule that the entry breaks, where a rule of the project says so.
    pub rule: Option<String>,
}

/// What an entry is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryName {
    /// Its kind, `registry.kind`.
    pub kind: String,
    /// Its key.
    pub key: String,
}

impl Diagnostic {
    /// A finding of `code` at `place`, with the code's own severity.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            path: None,
            primary: Label { place, text: String::new() },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            diff: None,
            entry: None,
            rule: None,
        }
    }

    /// With the JSON Pointer of the value at fault; the pointer of a whole document says nothing and is left out.
    #[must_use]
    pub fn path(mut self, pointer: impl Into<String>) -> Self {
        self.path = Some(pointer.into()).filter(|pointer| !pointer.is_empty());
        self
    }

    /// With a text at the carets.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// With another place.
    #[must_use]
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Self {
        self.secondary.push(Label { place, text: text.into() });
        self
    }

    /// With a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// With something to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// In an entry.
    #[must_use]
    pub fn entry(mut self, kind: impl Into<String>, key: impl Into<String>) -> Self {
        self.entry = Some(EntryName { kind: kind.into(), key: key.into() });
        self
    }

    /// Said by a rule.
    #[must_use]
    pub fn rule(mut self, rule: impl Into<String>) -> Self {
        self.rule = Some(rule.into());
        self
    }

    /// With another severity than the code's own.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// All findings of a run. Stages push; the last layer sorts and writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings(Vec<Diagnostic>);

impl Findings {
    /// No findings yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.0.push(finding);
    }

    /// Adds several findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(findings);
    }

    /// Adds all findings of another collection.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The findings, in the order of [`Findings::sort`] if that was called.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// The findings, to say more of each.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.0.iter_mut()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many have `severity`.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether an error is among them.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Orders by file, place, code and message and drops repetitions, so that output never depends
    /// on the order in which stages ran.
    pub fn sort(&mut self) {
        fn rank(finding: &Diagnostic) -> (&str, crate::Span, Code, &str) {
            let place = &finding.primary.place;
            (place.text.name(), place.span, finding.code, &finding.message)
        }
        self.0.sort_by(|a, b| rank(a).cmp(&rank(b)));
        self.0.dedup();
    }
}

impl IntoIterator for Findings {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a mut Findings {
    type Item = &'a mut Diagnostic;
    type IntoIter = std::slice::IterMut<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter_mut()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
