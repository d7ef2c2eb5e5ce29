//! Headings whose anchors are equal in every flavour and unique on their page.
//!
//! The rule: the anchor of an entry depends on its key, and changes only when another key comes to share it.
//!
//! * A heading is the key as code where all flavours make one anchor of it: [`anchor`].
//! * Else, and where two keys have one anchor, it is the words of the key and the beginning of its hash:
//!   `a bc 5d41402a`.
//! * Groups end in the kind's plural, and the page begins with `Available`. Keys whose anchors look like
//!   one of these three forms are written in the second, so no heading meets one of another sort.

use std::collections::{BTreeMap, HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_128;

use crate::render::prose;

/// A heading and the anchor that every flavour gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// The heading as Markdown.
    pub(super) markdown: String,
    /// Its anchor.
    pub(super) anchor: String,
    /// Whether it is the name that was asked for, and not other words for it.
    pub(super) is_name: bool,
}

/// The first word of the title of a kind's page.
pub(super) const AVAILABLE: &str = "Available";

/// The headings of entries with these keys, all of one kind.
pub(super) fn entries<'a>(keys: impl Iterator<Item = &'a str>, plural: &str) -> Vec<Heading> {
    let ending = format!("-{}", slug(&plural_words(plural)));
    let own = |key: &str| anchor(key).filter(|anchor| !is_reserved(anchor, &ending));
    let keys: Vec<(&str, Option<String>)> = keys.map(|key| (key, own(key))).collect();
    let mut uses: HashMap<&str, usize> = HashMap::with_capacity(keys.len());
    for anchor in keys.iter().filter_map(|(_, anchor)| anchor.as_deref()) {
        *uses.entry(anchor).or_default() += 1;
    }
    let mut others = HashSet::new();
    let headings = keys.iter().map(|(key, anchor)| match anchor {
        Some(anchor) if uses.get(anchor.as_str()) == Some(&1) => {
            Heading { markdown: prose::code(key), anchor: anchor.clone(), is_name: true }
        }
        Some(_) | None => {
            let heading = in_words(key, "", HASH);
            if others.insert(heading.anchor.clone()) { heading } else { in_words(key, "", WHOLE_HASH) }
        }
    });
    headings.collect()
}

/// The headings of groups with these names, each once. An empty name is the group of what has none.
pub(super) fn groups(names: &[&str], plural: &str, nameless: &str) -> Vec<Heading> {
    let plural = plural_words(plural);
    let shown: Vec<&str> = names.iter().map(|name| if name.is_empty() { nameless } else { name }).collect();
    let mut uses: BTreeMap<String, usize> = BTreeMap::from([(slug(AVAILABLE), 1)]);
    for name in &shown {
        *uses.entry(slug(name)).or_default() += 1;
    }
    let headings = shown.iter().zip(names).map(|(shown, name)| {
        let is_sure = is_plain(shown) && uses.get(&slug(shown)) == Some(&1) && !ends_in_hash(&slug(shown));
        if is_sure || name.is_empty() {
            let text = format!("{shown} {plural}");
            Heading { anchor: slug(&text), markdown: prose::plain(&text), is_name: true }
        } else {
            in_words(shown, &plural, HASH)
        }
    });
    headings.collect()
}

/// The headings of the index over all kinds, from the titles and names of registries. The page has two of its own.
pub(super) fn titles(registries: &[(&str, &str)]) -> Vec<Heading> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::from([("registry".to_owned(), 1), ("relations".to_owned(), 1)]);
    for (title, _) in registries {
        *uses.entry(slug(&words(title))).or_default() += 1;
    }
    let headings = registries.iter().map(|(title, name)| {
        let anchor = slug(title);
        let is_sure = is_plain(title) && uses.get(&slug(&words(title))) == Some(&1) && !ends_in_hash(&anchor);
        if is_sure {
            Heading { markdown: prose::plain(title), anchor, is_name: true }
        } else {
            in_words(&format!("{title} {name}"), "", HASH)
        }
    });
    headings.collect()
}

/// The anchor that GitHub, mdBook, MkDocs, MyST and Docusaurus all give to a heading that is `key` as code;
/// `None` where they differ (measured in `docs-links.md`, section 2).
pub(super) fn anchor(key: &str) -> Option<String> {
    let mut anchor = String::with_capacity(key.len());
    for byte in key.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => anchor.push(char::from(byte)),
            b'A'..=b'Z' => anchor.push(char::from(byte.to_ascii_lowercase())),
            b' ' => anchor.push('-'),
            b'.' | b'/' | b'@' | b':' | b'+' | b',' | b'=' => {}
            _ => return None,
        }
    }
    // MkDocs collapses hyphens, and mdBook and MkDocs trim.
    let is_plain = !anchor.is_empty() && !anchor.starts_with('-') && !anchor.ends_with('-') && !anchor.contains("--");
    is_plain.then_some(anchor)
}

fn is_reserved(anchor: &str, ending: &str) -> bool {
    let title = AVAILABLE.to_ascii_lowercase();
    let is_title = anchor.strip_prefix(&title).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    is_title || ends_in_hash(anchor) || anchor.ends_with(ending)
}

/// So many hex digits of the hash are written; all of them where that does not tell two names apart.
const HASH: usize = 8;
const WHOLE_HASH: usize = 32;

fn ends_in_hash(slug: &str) -> bool {
    let last = slug.rsplit('-').next().unwrap_or_default();
    let is_hex = last.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hex && (last.len() == HASH || last.len() == WHOLE_HASH)
}

/// Other words for a name that cannot be a heading itself.
fn in_words(name: &str, plural: &str, digits: usize) -> Heading {
    let parts = [words(name), hash(name, digits), plural.to_owned()];
    let text = parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
    Heading { anchor: slug(&text), markdown: prose::plain(&text), is_name: false }
}

/// A name for a file or folder that is safe on every system: the name itself where it is, else its words
/// and the beginning of its hash. Two names never get one file, on a disk that ignores case either.
pub(in crate::render) fn file_name(name: &str) -> String {
    /// Names that sites or systems treat in a way of their own.
    const TAKEN: [&str; 6] = ["index", "readme", "con", "prn", "aux", "nul"];
    let is_sure = anchor(name).as_deref() == Some(name)
        && !name.starts_with('_')
        && name.len() < 100
        && !TAKEN.contains(&name)
        && !(name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt")))
        && !ends_in_hash(name);
    if is_sure { name.to_owned() } else { in_words(name, "", HASH).anchor }
}

/// The beginning of the XXH3 hash of a name.
fn hash(name: &str, digits: usize) -> String {
    let mut hex = format!("{:032x}", xxh3_128(name.as_bytes()));
    hex.truncate(digits);
    hex
}

fn plural_words(plural: &str) -> String {
    let plural = if is_plain(plural) { plural.to_owned() } else { words(plural) };
    if plural.is_empty() { "entries".to_owned() } else { plural }
}

/// The ASCII words of a text, with single spaces between them.
fn words(text: &str) -> String {
    /// A heading longer than this is no heading.
    const LONGEST: usize = 60;
    let mut words = String::new();
    for word in text.split(|character: char| !character.is_ascii_alphanumeric() && character != '_') {
        let word = word.trim_matches('_');
        if word.is_empty() {
            continue;
        }
        if words.len() + word.len() >= LONGEST {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// Whether a text is ASCII words with single spaces or hyphens between them. A hyphen within a word is no harm:
/// all flavours keep it.
fn is_plain(text: &str) -> bool {
    words(text) == text.replace('-', " ")
}

/// The anchor of words.
fn slug(words: &str) -> String {
    words.to_ascii_lowercase().replace(' ', "-")
}
