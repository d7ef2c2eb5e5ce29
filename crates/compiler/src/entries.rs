//! Reads entries: finds their files, takes them out by the kind's layout, validates them, and keeps
//! what the later stages need: the value with its defaults, its config, and what it links to.

mod extract;
mod fill;
mod links;

use std::collections::BTreeMap;

use globset::{Glob, GlobMatcher};
use serde_json::Value;
use source::{Code, Diagnostic, Findings, Span, Text};
use yaml::{Document, Limits, Node, Pointer};

use crate::files::{Files, Found};
use crate::kinds::{self, Kind, check_samples};
use crate::own_format;
use crate::profile::{self, Lowering, Model, Reference};
use crate::project::Project;
use crate::schema::{self, Located, Schema};

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
    /// Where the entry stands in its document.
    pub at: Pointer,
    /// The entry's properties without its key, with defaults filled in.
    pub value: Value,
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
    /// The config of another entry.
    Config {
        /// The reference that names the other entry; `None` when there is nothing where the kind says.
        owner: Option<Owner>,
        /// The pointer as the kind gives it.
        pointer: String,
        /// The given config.
        value: Node,
    },
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
}

/// Reads all entries of all kinds.
pub fn load(files: &impl Files, project: &Project, kinds: &[Kind], findings: &mut Findings) -> Entries {
    let mut entries = Entries::default();
    let mut seen = vec![0_usize; kinds.len()];
    // A kind that was left out for a mistake would have read some of the files.
    let is_whole = kinds::declared(files, project).len() == kinds.len();
    for (content, members) in kinds_by_content(project, kinds) {
        if content.starts_with('$') && files.what_is(content) != Found::Folder {
            // The project's check has said that the variable names no folder; nothing more can be said.
            for (kind, _) in members {
                seen[kind] += 1;
            }
            continue;
        }
        let paths = files.list(content).unwrap_or_else(|error| {
            findings.push(own_format::unreadable(&error));
            Vec::new()
        });
        for path in paths {
            let below = below(content, &path);
            if below.starts_with("kinds/") && below.ends_with(".schema.yaml") {
                continue;
            }
            let readers: Vec<usize> = members.iter().filter(|(_, glob)| glob.is_match(below)).map(|(kind, _)| *kind).collect();
            if readers.is_empty() {
                findings.extend(unread(project, content, &path, &members, kinds).filter(|_| is_whole));
                continue;
            }
            entries.files += 1;
            let Some(text) = own_format::read(files, &path, findings) else {
                // The file is there and has been complained about; its kind is not empty on top of that.
                for kind in readers {
                    seen[kind] += 1;
                }
                continue;
            };
            let before = findings.len();
            let documents = yaml::parse(&text, &Limits::default(), findings);
            let broken = findings.len() > before;
            for kind in readers {
                let taken = read_file(&text, &documents, kind, &kinds[kind], &mut entries.list, findings);
                seen[kind] += taken + usize::from(broken);
            }
        }
    }
    for (kind, _) in kinds.iter().zip(&seen).filter(|(_, count)| **count == 0) {
        let glob = &kind.block.entries;
        let message = format!("no {} found: `{glob}` holds none", kind.noun());
        findings.push(Diagnostic::new(Code::NothingToCheck, kind.file.at(kind.block_span), message).path("/x-registry/entries"));
    }
    entries.list.sort_by_key(|entry| entry.kind);
    entries
}

/// A YAML file that lies among the definitions and says nothing to anyone; most often its name is wrong.
fn unread(project: &Project, content: &str, path: &str, readers: &Readers, kinds: &[Kind]) -> Option<Diagnostic> {
    let stem = path.strip_suffix(".yaml").or_else(|| path.strip_suffix(".yml"))?;
    let elsewhere = |folder: &str| folder != content && path.starts_with(&format!("{folder}/"));
    let is_foreign = content.starts_with('$')
        || path.split('/').any(|segment| segment.starts_with('.'))
        || project.registries.iter().any(|registry| elsewhere(&registry.folder));
    if is_foreign || path == project.file.name() {
        return None;
    }
    let place = Text::new(path, "").at(Span::default());
    let finding = Diagnostic::new(Code::UnreadFile, place, format!("`{path}` is read by no kind"));
    if below(content, path).starts_with("kinds/") {
        let renamed = format!("{}.schema.yaml", stem.trim_end_matches(".schema"));
        return Some(finding.help(format!("a kind file is called `{renamed}`")));
    }
    let right = format!("{stem}.yaml");
    if right != path && readers.iter().any(|(_, glob)| glob.is_match(below(content, &right))) {
        return Some(finding.help(format!("mv {path} {right}")));
    }
    let globs: Vec<&str> = readers.iter().map(|(kind, _)| kinds[*kind].block.entries.as_str()).collect();
    Some(finding.note(format!("the kinds of this registry read {}", schema::listed(&globs))))
}

fn below<'a>(folder: &str, path: &'a str) -> &'a str {
    path.strip_prefix(folder).unwrap_or(path).trim_start_matches('/')
}

type Readers = Vec<(usize, GlobMatcher)>;

fn kinds_by_content<'a>(project: &'a Project, kinds: &[Kind]) -> BTreeMap<&'a str, Readers> {
    let mut folders: BTreeMap<&str, Readers> = BTreeMap::new();
    for (index, kind) in kinds.iter().enumerate() {
        let registry = project.registries.iter().find(|registry| registry.name == kind.registry);
        // A kind with a wrong glob has been left out before.
        let (Some(registry), Ok(glob)) = (registry, Glob::new(&kind.block.entries)) else { continue };
        folders.entry(&registry.content).or_default().push((index, glob.compile_matcher()));
    }
    folders
}

/// Reads the entries of one kind in one file, and says how many there were, sound or not.
fn read_file(
    text: &Text,
    documents: &[Document],
    kind_index: usize,
    kind: &Kind,
    list: &mut Vec<Entry>,
    findings: &mut Findings,
) -> usize {
    let mut count = 0;
    for document in documents {
        for found in extract::entries(text, document, kind, findings) {
            count += 1;
            let Some(raw) = found else { continue };
            list.push(read_entry(text, &raw, kind_index, kind, findings));
        }
    }
    count
}

fn read_entry(text: &Text, raw: &extract::Raw<'_>, kind_index: usize, kind: &Kind, findings: &mut Findings) -> Entry {
    let located = Located { text, node: raw.node, base: &raw.at };
    let mut value = raw.node.to_json();
    let mut sound = kind.schema.check(&value, &located, findings);
    sound &= check_texts(&located, raw, findings);
    sound &= check_version(&located, raw, kind, findings);
    let config = match &kind.config {
        Some(property) => match raw.node.get(property) {
            Some(node) => {
                let at = raw.at.join(property.as_str());
                let config = read_config(text, node, &at, &raw.key, kind, findings);
                sound &= config.is_some();
                config
            }
            None => None,
        },
        None => None,
    };
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
        at: raw.at.clone(),
        // An unsound entry stays known by its key, so that references to it are not reported too.
        value: if sound { value } else { Value::Null },
        config,
        links,
    }
}

/// A config is a schema of the profile, or a list of parameters that stands for one.
fn read_config(text: &Text, node: &Node, at: &Pointer, key: &str, kind: &Kind, findings: &mut Findings) -> Option<Config> {
    let mut mistakes = Findings::new();
    let parameters = node.as_sequence().map(|_| extract::parameters(text, node, at, &mut mistakes));
    let node = parameters.as_ref().unwrap_or(node);
    let located = Located { text, node, base: at };
    if !schema::check_meta(&node.to_json(), &located, &mut mistakes) {
        findings.append(mistakes);
        return None;
    }
    let name = config_name(key);
    let lowering =
        Lowering { text, schema: node, base: at, name: &format!("{name}Config"), prefix: &name, taken: &[format!("{name}Ports")] };
    let model = profile::lower(&lowering, &mut mistakes);
    if !matches!(model.root, profile::Type::Item(id) if matches!(model.item(id).shape, profile::Shape::Struct(_))) && mistakes.is_empty() {
        let message = "a config is an object, so its schema has `type: object` and `properties`";
        mistakes.push(located.finding(Code::UnsupportedSchema, &Pointer::root(), message).help("type: object"));
    }
    check_samples(&located, &mut mistakes);
    let schema = Schema::compile(profile::strict(node.to_json()));
    if let (Err(error), true) = (&schema, mistakes.is_empty()) {
        let at = error.at.parse().unwrap_or_default();
        mistakes.push(located.finding(Code::InvalidSchema, &at, error.message.clone()));
    }
    let broken = mistakes.has_errors();
    let _ = kind;
    findings.append(mistakes);
    schema.ok().filter(|_| !broken).map(|schema| Config { schema, model })
}

/// What the types of a config begin with: the key without its namespace, `gate.idempotency` → `Idempotency`.
#[must_use]
pub(crate) fn config_name(key: &str) -> String {
    let own = key.split_once('.').map_or(key, |(_, own)| own);
    profile::variant(own).unwrap_or_default()
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
    control || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
}

fn check_version(located: &Located<'_>, raw: &extract::Raw<'_>, kind: &Kind, findings: &mut Findings) -> bool {
    let numbered = |key: &str| {
        let version = key.rsplit_once('@').filter(|(name, _)| !name.is_empty() && !name.contains('@'));
        version.is_some_and(|(_, number)| number.parse::<u32>().is_ok_and(|number| number > 0) && !number.starts_with(['0', '+']))
    };
    if !kind.block.versioned || numbered(&raw.key) {
        return true;
    }
    let message = format!("expected a key with a version, `name@N`, found `{}`", raw.key);
    let finding = Diagnostic::new(Code::WrongFormat, located.text.at(raw.key_span), message);
    findings.push(finding.path(located.base.to_string()).help(format!("{}@1", raw.key.split('@').next().unwrap_or_default())));
    false
}
