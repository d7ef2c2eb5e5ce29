//! Pages with the text of the files that they include, as site generators join them before they read
//! Markdown.
//!
//! 1. A page without an include is itself, at the cost of one search.
//! 2. Each include is looked for by the rules of its syntax, in the text as included so far.
//! 3. The lines it asks for stand in its place, and what they include in theirs.
//! 4. Each byte of the result knows the file it comes from, so that findings stand where people mend them.
//! 5. What leads nowhere stays as it is written, and is listed.

mod mapped;

mod blocks;
mod docusaurus;
mod mdbook;
mod myst;
mod snippets;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use source::files::{self, Files, Found};
use source::{Place, Span, Text};

use crate::{Includes, Site};
use mapped::{At, Map, Mapped};

/// How many bytes of other files a page may have; a book printed on one page stays below it.
pub const MAX_INCLUDED: usize = 16 << 20;

/// How many bytes may be read for that: whole files, though a page includes some lines of them only.
const MAX_READ: usize = 256 << 20;

/// What an include costs besides its bytes, so that many of empty files come to an end too.
const COST: usize = 1024;

/// How deep files may include each other in mdBook (`MAX_LINK_NESTED_DEPTH`).
const MAX_DEPTH_MDBOOK: usize = 10;

/// How deep they may elsewhere, where tools end by the stack of their language.
const MAX_DEPTH: usize = 32;

/// A page with what it includes.
#[derive(Debug)]
pub struct Expanded<'a> {
    /// Its text, to be read as Markdown.
    pub text: Cow<'a, str>,
    /// The includes that lead nowhere, in the order of the text.
    pub broken: Vec<BrokenInclude>,
    /// The files that it includes, directly or not.
    pub included: BTreeSet<String>,
    /// `None` where the text is that of the page.
    map: Option<Map>,
    origins: Vec<Origin>,
}

/// An include that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenInclude {
    /// What names the file, on the page or in a file that it includes.
    pub place: Place,
    /// What is written there.
    pub written: String,
    /// The file that it would be, where it can be told.
    pub path: Option<String>,
    /// What is wrong.
    pub why: IncludeError,
}

/// Why an include leads nowhere. Reads on after the file as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IncludeError {
    /// There is no such file.
    Missing,
    /// The path leaves the root of the files, or the folders that may be included from.
    Outside,
    /// It is a folder.
    Folder,
    /// The file has no anchor or section, or no text, of that name.
    NoPart {
        /// What is looked for.
        name: String,
        /// The name in the file that is most like it.
        nearest: Option<String>,
    },
    /// The file ends before the first line.
    NoLines {
        /// How many lines it has.
        count: usize,
    },
    /// The file includes itself.
    Cycle,
    /// Files include each other too deep.
    TooDeep {
        /// How deep they may.
        limit: usize,
    },
    /// The file is no text.
    NotUtf8,
    /// The page becomes too large.
    TooLarge {
        /// How many bytes may be included.
        limit: usize,
    },
    /// The file cannot be read.
    Unreadable(String),
}

impl fmt::Display for IncludeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("does not exist"),
            Self::Outside => f.write_str("lies outside of what may be included"),
            Self::Folder => f.write_str("is a folder"),
            Self::NoPart { name, .. } => write!(f, "has no part `{name}`"),
            Self::NoLines { count } => write!(f, "ends at line {count}"),
            Self::Cycle => f.write_str("includes itself"),
            Self::TooDeep { limit } => write!(f, "is included more than {limit} files deep"),
            Self::NotUtf8 => f.write_str("is not UTF-8"),
            Self::TooLarge { limit } => write!(f, "makes the page include more than {limit} bytes"),
            Self::Unreadable(error) => f.write_str(error),
        }
    }
}

impl BrokenInclude {
    /// The file beside the one that is missing which is most like it.
    #[must_use]
    pub fn nearest(&self, files: &impl Files) -> Option<String> {
        match self.why {
            IncludeError::Missing | IncludeError::Folder => files::nearest(files, self.path.as_deref()?, Found::File),
            IncludeError::Outside
            | IncludeError::NoPart { .. }
            | IncludeError::NoLines { .. }
            | IncludeError::Cycle
            | IncludeError::TooDeep { .. }
            | IncludeError::NotUtf8
            | IncludeError::TooLarge { .. }
            | IncludeError::Unreadable(_) => None,
        }
    }
}

/// One opening of a file: the page, or a file where it is included.
#[derive(Debug)]
struct Origin {
    text: Text,
    /// The include; `None` for the page.
    included_at: Option<At>,
    links: Links,
}

/// From where the links of a file lead that is included.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Links {
    /// From the page.
    Page,
    /// From the file itself.
    File,
    /// From the file itself where they begin so, and images too where that is said; else from the page.
    Some { prefix: Option<String>, images: bool },
}

impl Expanded<'_> {
    /// The same, without what it borrows.
    pub(crate) fn into_owned(self) -> Expanded<'static> {
        let Self { text, broken, included, map, origins } = self;
        // The text of a page without includes is that of its file, which nobody needs twice.
        let text = if map.is_some() { text.into_owned() } else { String::new() };
        Expanded { text: Cow::Owned(text), broken, included, map, origins }
    }

    /// Whether it is the page as its file has it, and nothing is to be said of its includes.
    pub(crate) fn is_plain(&self) -> bool {
        self.map.is_none() && self.broken.is_empty()
    }

    /// The text to be read as Markdown, which may be that of the file.
    pub(crate) fn text_of<'s>(&'s self, file: &'s Text) -> &'s str {
        if self.map.is_some() { &self.text } else { file.content() }
    }

    /// Where a span of the text comes from.
    ///
    /// Where it begins in one file and ends in another, the place has what is of the first. Text that no
    /// file has, such as an indent, has the place of the include that it comes with.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let at = self.at(span);
        self.place_at(at)
    }

    /// The includes by which what stands at a byte of the text came to the page, from the innermost
    /// to that on the page; none for what the page has itself.
    #[must_use]
    pub fn included_at(&self, offset: u32) -> Vec<Place> {
        let at = self.at(Span { start: offset, end: offset });
        let mut places = Vec::new();
        let mut include = self.origins[at.origin as usize].included_at;
        while let Some(at) = include {
            places.push(self.place_at(at));
            include = self.origins[at.origin as usize].included_at;
        }
        places
    }

    /// The file from which a relative link at a byte of the text leads.
    #[must_use]
    pub fn link_from(&self, offset: u32, address: &str) -> &str {
        self.from(offset, |links| match links {
            Links::Page => false,
            Links::File => true,
            Links::Some { prefix, .. } => prefix.as_ref().is_some_and(|prefix| address.starts_with(prefix)),
        })
    }

    /// The file from which a relative address of an image at a byte of the text leads.
    #[must_use]
    pub fn image_from(&self, offset: u32) -> &str {
        self.from(offset, |links| match links {
            Links::Page => false,
            Links::File => true,
            Links::Some { images, .. } => *images,
        })
    }

    fn from(&self, offset: u32, is_own: impl Fn(&Links) -> bool) -> &str {
        let at = self.at(Span { start: offset, end: offset });
        let origin = &self.origins[at.origin as usize];
        let origin = if is_own(&origin.links) { origin } else { &self.origins[0] };
        origin.text.name()
    }

    fn at(&self, span: Span) -> At {
        match &self.map {
            Some(map) => map.at(span, self.text.len()),
            None => At { origin: 0, span },
        }
    }

    fn place_at(&self, at: At) -> Place {
        self.origins[at.origin as usize].text.at(at.span)
    }
}

/// A page of a site with what it includes. The name of the text is the path of the page.
#[must_use]
pub fn expand<'a>(files: &impl Files, site: &Site, text: &'a Text) -> Expanded<'a> {
    let page = Origin { text: text.clone(), included_at: None, links: Links::Page };
    let mut run = Run::new(files, site, page);
    let content = text.content();
    let path = text.name();
    let input = |run: &mut Run<'_, _>, is_in_itself: bool| {
        run.open.extend(is_in_itself.then(|| (path.to_owned(), String::new())));
        Mapped::whole(content, 0)
    };
    let expanded = match &site.includes {
        Includes::Mdbook if content.contains("{{") => {
            let input = input(&mut run, true);
            Some(mdbook::expand(&mut run, &input, path))
        }
        // A page may include itself once, or a section of itself.
        Includes::Snippets { folders } if content.contains(snippets::MARK) => {
            let input = input(&mut run, false);
            Some(snippets::expand(&mut run, &input, folders))
        }
        Includes::Myst if content.contains("include}") => {
            let input = input(&mut run, true);
            Some(myst::expand(&mut run, &input, path))
        }
        Includes::Docusaurus if content.contains("import") => {
            let input = input(&mut run, true);
            Some(docusaurus::expand(&mut run, &input, path))
        }
        Includes::None | Includes::Mdbook | Includes::Snippets { .. } | Includes::Myst | Includes::Docusaurus => None,
    };
    run.end(content, expanded)
}

/// What an include asks for.
struct Wanted<'a> {
    /// The whole include.
    include: At,
    /// What names the file.
    at: At,
    written: &'a str,
    /// `None` where it leads outside.
    path: Option<String>,
    /// Which part of the file, as it is written.
    part: &'a str,
    links: Links,
}

/// A file that an include opened.
struct Opened {
    path: String,
    text: Text,
    origin: u32,
}

/// What was read, what is open, and what was found so far.
struct Run<'a, F> {
    files: &'a F,
    site: &'a Site,
    texts: BTreeMap<String, Result<Text, IncludeError>>,
    origins: Vec<Origin>,
    /// The files that are being included, and which parts of them.
    open: Vec<(String, String)>,
    broken: Vec<BrokenInclude>,
    /// The places of what is broken, as a file that is included twice says all of it twice.
    said: BTreeSet<(String, Span)>,
    included: BTreeSet<String>,
    bytes_included: usize,
    bytes_read: usize,
    is_full: bool,
}

impl<'a, F: Files> Run<'a, F> {
    fn new(files: &'a F, site: &'a Site, page: Origin) -> Self {
        Self {
            files,
            site,
            texts: BTreeMap::new(),
            origins: vec![page],
            open: Vec::new(),
            broken: Vec::new(),
            said: BTreeSet::new(),
            included: BTreeSet::new(),
            bytes_included: 0,
            bytes_read: 0,
            is_full: false,
        }
    }

    fn end(self, content: &str, expanded: Option<Mapped>) -> Expanded<'_> {
        let (text, map) = match expanded.map(Mapped::into_text) {
            Some((text, map)) if !(map.is_plain() && text == content) => (Cow::Owned(text), Some(map)),
            Some(_) | None => (Cow::Borrowed(content), None),
        };
        Expanded { text, broken: self.broken, included: self.included, map, origins: self.origins }
    }

    /// Opens the file of an include; what is wrong with it is listed.
    fn open(&mut self, wanted: &Wanted<'_>) -> Option<Opened> {
        if self.is_full {
            return None;
        }
        match self.try_open(wanted) {
            Ok(opened) => Some(opened),
            Err(why) => {
                self.break_at(wanted, why);
                None
            }
        }
    }

    fn try_open(&mut self, wanted: &Wanted<'_>) -> Result<Opened, IncludeError> {
        let path = wanted.path.clone().ok_or(IncludeError::Outside)?;
        let text = self.read(&path)?;
        let limit = if self.site.includes == Includes::Mdbook { MAX_DEPTH_MDBOOK } else { MAX_DEPTH };
        if self.open.iter().any(|(open, part)| *open == path && *part == wanted.part) {
            return Err(IncludeError::Cycle);
        }
        // The page is open where it may not include itself.
        if self.open.len() > limit {
            return Err(IncludeError::TooDeep { limit });
        }
        self.bytes_read = self.bytes_read.saturating_add(text.content().len());
        self.spend(COST)?;
        let origin = u32::try_from(self.origins.len()).unwrap_or(u32::MAX);
        let links = wanted.links.clone();
        self.origins.push(Origin { text: text.clone(), included_at: Some(wanted.include), links });
        Ok(Opened { path, text, origin })
    }

    /// Looks whether the file of an include is there, whatever it says.
    fn look(&mut self, wanted: &Wanted<'_>) {
        match wanted.path.as_deref().map(|path| (path, self.files.what_is(path))) {
            Some((path, Found::File)) => {
                self.included.insert(path.to_owned());
            }
            Some((_, Found::Folder)) => self.break_at(wanted, IncludeError::Folder),
            Some((_, Found::Nothing)) => self.break_at(wanted, IncludeError::Missing),
            None => self.break_at(wanted, IncludeError::Outside),
        }
    }

    /// A text of a file; each is read once.
    fn read(&mut self, path: &str) -> Result<Text, IncludeError> {
        if let Some(text) = self.texts.get(path) {
            return text.clone();
        }
        let read = match self.files.read(path) {
            Ok(Some(bytes)) if bytes.len() > MAX_INCLUDED => Err(IncludeError::TooLarge { limit: MAX_INCLUDED }),
            Ok(Some(bytes)) => {
                String::from_utf8(bytes).map(|content| Text::new(path, content)).map_err(|_| IncludeError::NotUtf8)
            }
            Ok(None) if self.files.what_is(path) == Found::Folder => Err(IncludeError::Folder),
            Ok(None) => Err(IncludeError::Missing),
            Err(error) if matches!(error.why, files::Why::Outside) => Err(IncludeError::Outside),
            Err(error) => Err(IncludeError::Unreadable(error.to_string())),
        };
        if !matches!(read, Err(IncludeError::Missing | IncludeError::Folder | IncludeError::Outside)) {
            self.included.insert(path.to_owned());
        }
        self.texts.insert(path.to_owned(), read.clone());
        read
    }

    /// Counts bytes that the page gets.
    fn spend(&mut self, bytes: usize) -> Result<(), IncludeError> {
        self.bytes_included = self.bytes_included.saturating_add(bytes);
        self.is_full = self.bytes_included > MAX_INCLUDED || self.bytes_read > MAX_READ;
        if self.is_full { Err(IncludeError::TooLarge { limit: MAX_INCLUDED }) } else { Ok(()) }
    }

    /// What `chosen` of an opened file becomes when its own includes are expanded.
    fn nest(
        &mut self,
        wanted: &Wanted<'_>,
        opened: &Opened,
        chosen: Result<Mapped, IncludeError>,
        expand: impl FnOnce(&mut Self, &Mapped) -> Mapped,
    ) -> Option<Mapped> {
        let spent = chosen.and_then(|chosen| self.spend(chosen.text().len()).map(|()| chosen));
        match spent {
            Ok(chosen) => {
                self.open.push((opened.path.clone(), wanted.part.to_owned()));
                let expanded = expand(self, &chosen);
                self.open.pop();
                Some(expanded)
            }
            Err(why) => {
                self.break_at(wanted, why);
                None
            }
        }
    }

    /// The text with an indent before each line, which counts too.
    fn indented(&mut self, text: Mapped, indent: &str, wanted: &Wanted<'_>) -> Option<Mapped> {
        if indent.is_empty() || self.is_full {
            return Some(text);
        }
        let count = text.text().split('\n').count();
        if let Err(why) = self.spend(count.saturating_mul(indent.len() + 32)) {
            self.break_at(wanted, why);
            return None;
        }
        let mut indented = Mapped::default();
        for line in mapped::lines(text.text()) {
            indented.make(indent, wanted.include);
            indented.copy(&text, line);
        }
        Some(indented)
    }

    fn break_at(&mut self, wanted: &Wanted<'_>, why: IncludeError) {
        let place = self.origins[wanted.at.origin as usize].text.at(wanted.at.span);
        if self.said.insert((place.text.name().to_owned(), place.span)) {
            self.broken.push(BrokenInclude {
                place,
                written: wanted.written.to_owned(),
                path: wanted.path.clone(),
                why,
            });
        }
    }
}
