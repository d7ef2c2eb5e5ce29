//! Reads the entries that somebody hands in, and checks each against its kind before anything is edited.

use std::collections::HashMap;

use serde_json::Value;
use source::{Code, Diagnostic, EntryName, Findings, Span, Text};
use yaml::{Document, Limits, Node, Pointer};

use crate::entries::{self, Entry};
use crate::kinds::{Kind, Layout};
use crate::schema::{described, focus};

/// An entry that was handed in.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) key: String,
    /// Where it stands: its text, the key in it, the entry in its document, and the entry itself.
    pub(super) text: Text,
    pub(super) key_span: Span,
    pub(super) at: Pointer,
    pub(super) node: Node,
    /// What is to be written: with its key, where that is a property.
    pub(super) value: Value,
}

/// All entries of all texts.
pub(super) fn read(texts: &[Text], number: usize, kind: &Kind, findings: &mut Findings) -> Vec<Given> {
    let mut all: Vec<Given> = Vec::new();
    for text in texts {
        let before = findings.len();
        let (text, documents) = parse(text, findings);
        if findings.iter().skip(before).any(|finding| finding.code.severity() == source::Severity::Error) {
            continue;
        }
        if let Some(keyless) = documents.iter().find_map(|document| without_key(&text, document, kind)) {
            findings.push(keyless);
            continue;
        }
        let read = entries::given(&text, &documents, number, kind, findings);
        name(&read, kind, findings.iter_mut().skip(before));
        if read.is_empty() && findings.len() == before {
            let message = format!("expected {}, found nothing", kind.a_noun());
            findings.push(Diagnostic::new(Code::WrongLayout, text.at(Span::default()), message));
        }
        all.extend(read.into_iter().map(|entries::Given { entry, node }| Given {
            value: node.to_json(),
            node: node.clone(),
            key: entry.key,
            text: entry.file,
            key_span: entry.key_span,
            at: entry.at,
        }));
    }
    refuse_twice(&all, kind, findings);
    all
}

/// Reads a text as YAML. What is JSON all the same, such as one with characters in two escapes, is read as that.
fn parse(text: &Text, findings: &mut Findings) -> (Text, Vec<Document>) {
    let mut mistakes = Findings::new();
    let documents = yaml::parse(text, &Limits::default(), &mut mistakes);
    let is_no_yaml = mistakes.iter().any(|mistake| mistake.code == Code::YamlSyntax);
    if let Some(json) = is_no_yaml.then(|| serde_json::from_str::<Value>(text.content()).ok()).flatten() {
        let text = Text::new(text.name(), json.to_string());
        let documents = yaml::parse(&text, &Limits::default(), findings);
        return (text, documents);
    }
    findings.append(mistakes);
    (text.clone(), documents)
}

/// One entry where a mapping from keys to entries is needed.
fn without_key(text: &Text, document: &Document, kind: &Kind) -> Option<Diagnostic> {
    let mapping = document.root.as_mapping().filter(|_| kind.block.layout == Layout::Map)?;
    let fields = kind.model.object()?;
    let is_field = |key: &str| fields.iter().any(|field| field.name == key);
    let pair = mapping.iter().find(|pair| pair.value.as_mapping().is_none() && is_field(&pair.key))?;
    let noun = kind.noun();
    let message =
        format!("expected a mapping from key to {noun}, found {} at `{}`", described(&pair.value.to_json()), pair.key);
    let finding = Diagnostic::new(Code::WrongLayout, text.at(pair.key_span), message).path(format!("/{}", pair.key));
    Some(finding.help(format!("put the key around the {noun}: `<key>: {{ {}: … }}`", pair.key)))
}

/// Says of each finding which of the entries it is about.
fn name<'f>(read: &[entries::Given<'_>], kind: &Kind, findings: impl Iterator<Item = &'f mut Diagnostic>) {
    for finding in findings {
        let place = finding.primary.place.span;
        let around = |entry: &Entry| entry.span.start <= place.start && place.end <= entry.span.end;
        let entry = read.iter().map(|given| &given.entry).find(|entry| around(entry));
        finding.entry = entry.map(|entry| EntryName { kind: kind.id.clone(), key: entry.key.clone() });
    }
}

/// A key that is given twice has no one value.
fn refuse_twice(all: &[Given], kind: &Kind, findings: &mut Findings) {
    let mut first: HashMap<&str, &Given> = HashMap::with_capacity(all.len());
    for given in all {
        let Some(other) = first.insert(&given.key, given) else { continue };
        let message = format!("two of the given {} have the key `{}`", kind.nouns(), given.key);
        let finding = Diagnostic::new(Code::DuplicateKey, given.text.at(given.key_span), message);
        findings.push(
            finding
                .path(given.at.to_string())
                .also(other.text.at(other.key_span), "the other one")
                .help("give each key once"),
        );
    }
}

impl Given {
    /// The place of a value inside it; of what is not there, the nearest value around it.
    pub(super) fn place_of(&self, below: &Pointer) -> source::Place {
        let mut node = &self.node;
        for segment in below.segments() {
            match node.at(&Pointer::from_iter([segment])) {
                Some(child) => node = child,
                None => break,
            }
        }
        self.text.at(focus(node))
    }
}
