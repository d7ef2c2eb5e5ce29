//! Reads entries: finds their files, takes them out by the kind's layout, validates them, and keeps
//! what the later stages need: the value with its defaults, its config, and what it links to.

mod sources;

mod config;
mod extract;
pub(crate) mod fill;
pub(crate) mod links;

pub(crate) use config::config_name;

use std::sync::Arc;

use serde_json::Value;
use source::{Code, Diagnostic, Findings, Severity, Span, Text};
use yaml::{Document, Limits, Node, Pointer};

use self::sources::Source;
use crate::files::Files;
use crate::kinds::{Kind, Mention};
use crate::own_format;
use crate::profile::{Chain, Model, Reference};
use crate::project::Project;
use crate::schema::{Located, Schema};

/// One member of a kind.
#[derive(Debug)]
pub struct Entry {
    /// The kind, as its place in the list of kinds.
    pub kind: usize,
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The file.
    pub file: Text,
    /// Which of the documents of the file it stands in, from 0.
    pub document: usize,
    /// Where the entry stands in its document.
    pub at: Pointer,
    /// Where it stands in the text, with its key.
    pub span: Span,
    /// The entry's properties without its key, with defaults filled in.
    pub value: Arc<Value>,
    /// The schema of its config, where the kind has configs.
    pub config: Option<Config>,
    /// What it links to.
    pub links: Vec<Linked>,
}

impl Entry {
    /// Where the key stands.
    #[must_use]
    pub fn place(&self) -> source::Place {
        self.file.at(self.key_span)
    }

    /// A property of the entry as text.
    #[must_use]
    pub fn text(&self, property: &str) -> Option<&str> {
        self.value.get(property)?.as_str()
    }
}

/// The config of an entry.
#[derive(Debug)]
pub struct Config {
    /// What a value is validated against.
    pub schema: Schema,
    /// What it is in Rust.
    pub model: Model,
    /// The references of its schema to kinds, each with its place.
    pub references: Vec<Mention>,
}

/// Something outside the entry that it names.
#[derive(Debug)]
pub struct Linked {
    /// Where in the document.
    pub at: Pointer,
    /// Where in the text.
    pub span: Span,
    /// What is named.
    pub to: Target,
}

/// What an entry can name.
#[derive(Debug)]
pub enum Target {
    /// Another entry.
    Entry {
        /// The kind, and how much a missing entry weighs.
        reference: Reference,
        /// The key.
        key: String,
    },
    /// A page and perhaps a heading of the docs.
    Doc(String),
    /// A path below the root.
    Path(String),
    /// Entries, each of which takes what the one before it gives.
    Chain {
        /// How they fit.
        chain: Chain,
        /// The kind of the entries.
        kind: String,
        /// The entries, in order, each with its place; an item that names none is left out.
        items: Vec<ChainItem>,
        /// How many items the list has.
        length: usize,
    },
    /// The config of another entry.
    Config {
        /// The reference that names the other entry; `None` when there is nothing where the kind says.
        owner: Option<Owner>,
        /// The pointer as the kind gives it.
        pointer: String,
        /// The config; empty where the entry gives none.
        value: Node,
        /// Whether the entry gives it.
        given: bool,
    },
}

/// An item of a chain.
#[derive(Debug)]
pub struct ChainItem {
    /// Its place in the list.
    pub index: usize,
    /// The entry that it names.
    pub key: String,
    /// Where in the text.
    pub span: Span,
    /// Where in the document.
    pub at: Pointer,
}

/// The entry that a config belongs to.
#[derive(Debug)]
pub struct Owner {
    /// Its kind.
    pub kind: String,
    /// Its key.
    pub key: String,
}

/// All entries of a project.
#[derive(Debug, Default)]
pub struct Entries {
    /// The entries, by kind, each kind in the order of files and places.
    pub list: Vec<Entry>,
    /// How many files were read.
    pub files: usize,
    /// For each kind, whether all that its files say is known; where it is not, a key may exist unseen.
    pub complete: Vec<bool>,
}

/// Reads all entries of all kinds.
pub fn load(files: &impl Files, project: &Project, kinds: &[Kind], findings: &mut Findings) -> Entries {
    let found = sources::find(files, project, kinds, findings);
    let mut entries = Entries { list: Vec::new(), files: found.files.len(), complete: vec![true; kinds.len()] };
    let mut counts = vec![0_usize; kinds.len()];
    for kind in found.unknown {
        entries.complete[kind] = false;
    }
    for Source { path, readers } in &found.files {
        let Some(text) = own_format::read(files, path, findings) else {
            for kind in readers {
                entries.complete[*kind] = false;
            }
            continue;
        };
        let mut of_yaml = Findings::new();
        let documents = yaml::parse(&text, &Limits::default(), &mut of_yaml);
        let unread: Vec<Span> = errors(&of_yaml).collect();
        findings.append(of_yaml);
        let mut of_entries = Findings::new();
        for kind in readers {
            let read = read_file(&text, &documents, *kind, &kinds[*kind], &mut entries.list, &mut of_entries);
            counts[*kind] += read.entries;
            entries.complete[*kind] &= read.complete && unread.is_empty();
        }
        // What YAML could not read is not judged on top of that.
        let is_judged = |finding: &Diagnostic| !unread.iter().any(|span| span.touches(finding.primary.place.span));
        findings.extend(of_entries.into_iter().filter(is_judged));
    }
    for (index, kind) in kinds.iter().enumerate().filter(|(index, _)| counts[*index] == 0) {
        if entries.complete[index] {
            findings.push(nothing(kind, &found.files, index));
        }
        entries.complete[index] = false;
    }
    entries.list.sort_by_key(|entry| entry.kind);
    entries
}

fn errors(findings: &Findings) -> impl Iterator<Item = Span> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).map(|finding| finding.primary.place.span)
}

fn nothing(kind: &Kind, files: &[Source], index: usize) -> Diagnostic {
    let glob = &kind.block.entries;
    let message = match files.iter().find(|source| source.readers.contains(&index)) {
        Some(source) => format!("there are no {}: `{}` has no entry", kind.nouns(), source.path),
        None => format!("there are no {}: `{glob}` matches no file", kind.nouns()),
    };
    let place = kind.place_of("entries");
    Diagnostic::new(Code::NothingToCheck, place, message).path("/x-registry/entries")
}

/// What came of a file for one kind.
struct Read {
    /// How many entries there were, sound or not.
    entries: usize,
    /// Whether each of them has a key that is known now.
    complete: bool,
}

fn read_file(
    text: &Text,
    documents: &[Document],
    kind_index: usize,
    kind: &Kind,
    list: &mut Vec<Entry>,
    findings: &mut Findings,
) -> Read {
    let mut read = Read { entries: 0, complete: true };
    for (number, document) in documents.iter().enumerate() {
        for found in extract::entries(text, document, kind, findings) {
            read.entries += 1;
            match found {
                Some(raw) => {
                    let entry = read_entry(text, &raw, kind_index, kind, findings);
                    list.push(Entry { document: number, ..entry });
                }
                None => read.complete = false,
            }
        }
    }
    read
}

/// An entry as people hand it in, outside of any file of entries.
pub(crate) struct Given<'a> {
    /// The entry.
    pub(crate) entry: Entry,
    /// What was given, without the key where that is no property.
    pub(crate) node: &'a Node,
}

/// The entries of a text that somebody hands in, each checked against its kind: a mapping is one entry and
/// a sequence several; with `layout: map`, a mapping from key to entry.
pub(crate) fn given<'a>(
    text: &Text,
    documents: &'a [Document],
    kind_index: usize,
    kind: &Kind,
    findings: &mut Findings,
) -> Vec<Given<'a>> {
    let mut entries = Vec::new();
    for document in documents {
        for raw in extract::given(text, document, kind, findings).into_iter().flatten() {
            entries.push(Given { entry: read_entry(text, &raw, kind_index, kind, findings), node: raw.node });
        }
    }
    entries
}

fn read_entry(text: &Text, raw: &extract::Raw<'_>, kind_index: usize, kind: &Kind, findings: &mut Findings) -> Entry {
    let located = Located { text, node: raw.node, base: &raw.at };
    let mut value = raw.node.to_json();
    let mut sound = kind.schema.check(&value, &located, findings);
    let honest = check_texts(&located, raw, findings);
    sound &= honest & check_version(&located, raw, kind, findings);
    let schema = kind.config.as_ref().and_then(|property| Some((property, raw.node.get(property)?)));
    let config = schema.filter(|_| honest).and_then(|(property, node)| {
        let config = config::read(text, node, &raw.at.join(property), &raw.key, findings);
        sound &= config.is_some();
        config
    });
    let links = links::collect(&kind.model, raw.node, &raw.at);
    if sound {
        fill::fill(&kind.model, &mut value);
    }
    if let Value::Object(properties) = &mut value {
        for property in kind.block.key_properties() {
            properties.shift_remove(&property);
        }
    }
    Entry {
        kind: kind_index,
        key: raw.key.clone(),
        key_span: raw.key_span,
        file: text.clone(),
        document: 0,
        at: raw.at.clone(),
        span: raw.key_span.to(raw.node.span),
        // An unsound entry stays known by its key, so that references to it are not reported too.
        value: Arc::new(if sound { value } else { Value::Null }),
        config,
        links,
    }
}

/// Refuses characters that make a text read otherwise than it is.
fn check_texts(located: &Located<'_>, raw: &extract::Raw<'_>, findings: &mut Findings) -> bool {
    let disguised = |text: &str| text.chars().any(is_disguise);
    // Nearly every entry ends here, without a pointer having been built.
    if !disguised(&raw.key) && !holds(raw.node, &disguised) {
        return true;
    }
    let before = findings.len();
    let mut visit = |at: &Pointer, span: Span, text: &str| {
        let Some(character) = text.chars().find(|character| is_disguise(*character)) else { return };
        let name = format!("U+{:04X}", u32::from(character));
        let message = format!("the text holds {name}, which disguises what it says");
        let finding = Diagnostic::new(Code::UnsafeText, located.text.at(span), message);
        findings.push(finding.path(located.base.concat(at).to_string()).help(format!("remove {name}")));
    };
    visit(&Pointer::root(), raw.key_span, &raw.key);
    visit_texts(located.node, &Pointer::root(), &mut visit);
    findings.len() == before
}

/// Whether a text inside a value, keys included, is such a text.
fn holds(node: &Node, is_such: &dyn Fn(&str) -> bool) -> bool {
    match &node.value {
        yaml::Value::String(text) => is_such(text),
        yaml::Value::Sequence(items) => items.iter().any(|item| holds(item, is_such)),
        yaml::Value::Mapping(mapping) => mapping.iter().any(|pair| is_such(&pair.key) || holds(&pair.value, is_such)),
        yaml::Value::Null | yaml::Value::Bool(_) | yaml::Value::Number(_) => false,
    }
}

fn visit_texts(node: &Node, at: &Pointer, visit: &mut dyn FnMut(&Pointer, Span, &str)) {
    match &node.value {
        yaml::Value::String(text) => visit(at, node.span, text),
        yaml::Value::Sequence(items) => {
            items.iter().enumerate().for_each(|(index, item)| visit_texts(item, &at.join(index.to_string()), visit));
        }
        yaml::Value::Mapping(mapping) => {
            for pair in mapping {
                let at = at.join(&pair.key);
                visit(&at, pair.key_span, &pair.key);
                visit_texts(&pair.value, &at, visit);
            }
        }
        yaml::Value::Null | yaml::Value::Bool(_) | yaml::Value::Number(_) => {}
    }
}

/// Control characters besides tab and line breaks, and those that change the direction of text
/// (Unicode Standard Annex 9; "Trojan Source", CVE-2021-42574).
pub(crate) fn is_disguise(character: char) -> bool {
    let control = character.is_control() && !matches!(character, '\t' | '\n' | '\r');
    control
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
}

fn check_version(located: &Located<'_>, raw: &extract::Raw<'_>, kind: &Kind, findings: &mut Findings) -> bool {
    let numbered = |key: &str| {
        let version = key.rsplit_once('@').filter(|(name, _)| !name.is_empty() && !name.contains('@'));
        version.is_some_and(|(_, number)| {
            number.parse::<u32>().is_ok_and(|number| number > 0) && !number.starts_with(['0', '+'])
        })
    };
    if !kind.block.versioned || numbered(&raw.key) {
        return true;
    }
    let message = format!("expected a key with a version, `name@N`, found `{}`", raw.key);
    let finding = Diagnostic::new(Code::WrongFormat, located.text.at(raw.key_span), message);
    findings.push(
        finding.path(located.base.to_string()).help(format!("{}@1", raw.key.split('@').next().unwrap_or_default())),
    );
    false
}
