//! Headings whose anchors are equal in every flavour and unique on their page.
//!
//! The rule: the anchor of an entry depends on its key, and changes only when another key comes to share it.
//!
//! * A heading is the key as code where all flavours make one anchor of it: [`anchor`].
//! * Else, and where two keys have one anchor, it is the words of the key and the beginning of its hash:
//!   `a bc 5d41402a`.
//! * Groups end in the kind's plural, and the page begins with `Available`. Keys whose anchors look like
//!   one of these three forms are written in the second, so no heading meets one of another sort.
//! * An option carries the key of its entry: `size` of `a.b`. Where another heading has that anchor, it is
//!   the option that is written in words.

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

/// What a group of entries is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum GroupName<'a> {
    /// By what its entries share.
    Of(&'a str),
    /// What shares nothing, where other entries do.
    Other,
    /// Everything.
    All,
    /// Everything that may be used.
    Current,
    /// What nothing new should use.
    Deprecated,
}

impl<'a> GroupName<'a> {
    /// The name that definitions give to the group; empty where none does.
    pub(super) fn declared(self) -> &'a str {
        match self {
            Self::Of(name) => name,
            Self::Other | Self::All | Self::Current | Self::Deprecated => "",
        }
    }

    fn shown(self) -> &'a str {
        match self {
            Self::Of(name) => name,
            Self::Other => "Other",
            Self::All => "All",
            Self::Current => "Current",
            Self::Deprecated => "Deprecated",
        }
    }
}

/// The headings of groups with these names, each once.
pub(super) fn groups(names: &[GroupName<'_>], plural: &str) -> Vec<Heading> {
    let plural = plural_words(plural);
    let mut uses: BTreeMap<String, usize> = BTreeMap::from([(slug(AVAILABLE), 1)]);
    for name in names {
        *uses.entry(slug(name.shown())).or_default() += 1;
    }
    let headings = names.iter().map(|name| {
        let shown = name.shown();
        let is_sure = is_plain(shown) && uses.get(&slug(shown)) == Some(&1) && !ends_in_hash(&slug(shown));
        if is_sure || !matches!(name, GroupName::Of(_)) {
            let text = format!("{shown} {plural}");
            Heading { anchor: slug(&text), markdown: prose::plain(&text), is_name: true }
        } else {
            in_words(shown, &plural, HASH)
        }
    });
    headings.collect()
}

/// An entry and its options, for their headings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Options<'a> {
    /// The key of the entry.
    pub(super) key: &'a str,
    /// The heading of the entry.
    pub(super) entry: &'a Heading,
    /// The names of the options.
    pub(super) names: &'a [&'a str],
}

/// The headings of the options of entries, and for each entry with options one more, for what is related to
/// it. `others` are all other headings of the kind.
pub(super) fn options(entries: &[Options<'_>], plural: &str, others: &[&[Heading]]) -> Vec<Vec<Heading>> {
    let title = slug(&format!("{AVAILABLE} {}", plural_words(plural)));
    let mut taken: HashSet<String> = HashSet::from([title]);
    taken.extend(others.iter().copied().flatten().map(|heading| heading.anchor.clone()));
    let sure = |options: &Options<'_>| -> Vec<Option<Heading>> {
        let name = |name: &str| {
            let anchor = format!("{}-of-{}", anchor(name)?, options.entry.anchor);
            let markdown = format!("{} of {}", prose::code(name), options.entry.markdown);
            Some(Heading { markdown, anchor, is_name: true })
        };
        let related = Heading {
            markdown: format!("Related to {}", options.entry.markdown),
            anchor: format!("related-to-{}", options.entry.anchor),
            is_name: true,
        };
        let names = options.names.iter().map(|option| name(option).filter(|_| options.entry.is_name));
        names.chain((!options.names.is_empty()).then_some(Some(related))).collect()
    };
    let all: Vec<Vec<Option<Heading>>> = entries.iter().map(sure).collect();
    let mut uses: HashMap<String, usize> = HashMap::new();
    for heading in all.iter().flatten().flatten() {
        *uses.entry(heading.anchor.clone()).or_default() += 1;
    }
    let is_free = |heading: &Heading| uses.get(&heading.anchor) == Some(&1) && !taken.contains(&heading.anchor);
    let mut in_hash = HashSet::new();
    let mut headings = Vec::with_capacity(entries.len());
    for (options, sure) in entries.iter().zip(all) {
        let names = options.names.iter().map(|name| format!("{name} of")).chain(["Related to".to_owned()]);
        let own = sure.into_iter().zip(names).map(|(heading, name)| {
            heading.filter(is_free).unwrap_or_else(|| {
                let heading = in_words(&format!("{name} {}", options.key), "", HASH);
                let is_new = !taken.contains(&heading.anchor) && in_hash.insert(heading.anchor.clone());
                // A NUL stands in no name, so two names and two keys are never joined to one text.
                let whole = || in_words(&format!("{name}\0{}", options.key), "", WHOLE_HASH);
                if is_new { heading } else { whole() }
            })
        });
        headings.push(own.collect());
    }
    headings
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
