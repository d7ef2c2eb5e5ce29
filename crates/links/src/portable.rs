//! Links and headings that do not mean the same in some flavours.
//!
//! 1. The site of a page is looked at as if each flavour built it: the flavour that does with its own
//!    settings, the others without settings, from the same folder; MyST with anchors of all headings.
//! 2. A link is a finding where one flavour follows it and another does not, or to another place. One that
//!    leads nowhere in all of them is broken, which is not said here; and what sources do not tell is no finding.
//! 3. A heading is a finding where two flavours make different anchors of it. One of which a flavour makes
//!    no anchor is a finding only at the links to it, as titles have none in some flavours.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use source::files::{Files, parent, relative};
use source::{Code, Diagnostic, Span};
use unicode_normalization::UnicodeNormalization;

use crate::address::{Address, Local};
use crate::check::{is_directive, shown};
use crate::pages::{Pages, ReadPage};
use crate::places::Places;
use crate::resolve::{Leads, Resolver};
use crate::site::is_markdown;
use crate::suggest::{and, encoded, encoded_anchor};
use crate::{Flavour, Link, Myst, Origin, Page, Site};

/// What of the pages of which `wanted` says so does not mean the same in all of `flavours`.
///
/// Each finding names what every flavour makes of it, and helps with what means the same in all where
/// there is such a thing. One flavour agrees with itself.
///
/// ```
/// use links::{Flavour, Pages, Site, Sites, portable};
/// use source::files::Memory;
///
/// let files = Memory::from_listing("-- docs/a.md --\n# A\n\n## Inputs & outputs\n");
/// let sites = Sites::new(vec![Site::new(Flavour::MKDOCS, "docs")]);
/// let pages = Pages::read(&files, &sites, |_| true);
/// let findings = portable(&files, &pages, &[Flavour::MKDOCS, Flavour::Github], |_| true);
/// assert_eq!(findings[0].message, "this heading is `#inputs-outputs` in mkdocs and `#inputs--outputs` in github");
/// assert_eq!(findings[0].help, ["## Inputs and outputs"]);
/// ```
pub fn portable<F: Files>(
    files: &F,
    pages: &Pages<'_>,
    flavours: &[Flavour],
    wanted: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut compared: BTreeMap<usize, Compared<'_, F>> = BTreeMap::new();
    for (path, page) in pages.iter().filter(|(path, _)| wanted(path)) {
        let compared = compared.entry(page.site).or_insert_with(|| Compared::new(files, pages, page.site, flavours));
        let headings = compared.headings(path, page).into_iter().map(|heading| heading.finding(page, flavours));
        findings.extend(headings);
        findings.extend(page.contents.links.iter().filter_map(|link| compared.link(path, page, link)));
    }
    findings
}

/// A site as each flavour builds it.
struct Compared<'a, F> {
    files: &'a F,
    pages: &'a Pages<'a>,
    built: Vec<(Site, Places)>,
    /// The anchors of each page, by flavour.
    anchors: RefCell<BTreeMap<String, Rc<Vec<Page>>>>,
}

/// Where a link leads in a flavour, as far as it can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    /// To a page or a file, and to what starts at this byte of it.
    To(String, Option<u32>),
    /// To a page without that anchor.
    NoAnchor(String),
    Nowhere,
    Unknown,
}

impl Meaning {
    fn leads(&self) -> bool {
        matches!(self, Self::To(..))
    }

    /// Reads on after "it leads ".
    fn said(&self, fragment: Option<&str>) -> String {
        match (self, fragment) {
            (Self::To(path, Some(_)), Some(fragment)) => format!("to a heading `#{}` of `{path}`", shown(fragment)),
            (Self::To(path, _), _) => format!("to `{path}`"),
            (Self::NoAnchor(path), _) => format!("to no heading of `{path}`"),
            (Self::Nowhere | Self::Unknown, _) => "nowhere".to_owned(),
        }
    }
}

/// A heading whose anchors differ.
struct Differing {
    span: Span,
    /// What each flavour makes of it.
    ids: Vec<Option<String>>,
    /// The heading as all flavours make the same anchor of it.
    help: Option<String>,
}

impl Differing {
    fn finding(self, page: &ReadPage, flavours: &[Flavour]) -> Diagnostic {
        let said: Vec<String> = self
            .ids
            .iter()
            .map(|id| id.as_ref().map_or("no anchor".to_owned(), |id| format!("`#{}`", shown(id))))
            .collect();
        let (first, other) = unlike(&said);
        let message = format!(
            "this heading is {} in {} and {} in {}",
            said[first], flavours[first], said[other], flavours[other]
        );
        let mut finding = Diagnostic::new(Code::NotPortable, page.place(self.span), message);
        finding.notes.extend(table(flavours, &said));
        finding.help(
            self.help.unwrap_or_else(|| "use other words: ASCII letters and digits, and once on the page".to_owned()),
        )
    }
}

impl<'a, F: Files> Compared<'a, F> {
    fn new(files: &'a F, pages: &'a Pages<'a>, at: usize, flavours: &[Flavour]) -> Self {
        let own = &pages.sites[at];
        let built = |flavour: &Flavour| {
            let site = match flavour {
                _ if flavour.as_str() == own.flavour.as_str() => own.clone(),
                // Where nobody asks for anchors, MyST makes none, and no link to a heading could agree.
                Flavour::Myst(settings) if settings.heading_anchors == 0 => {
                    Site::new(Flavour::Myst(Myst { heading_anchors: 6, ..*settings }), &own.pages)
                }
                // GitHub shows the whole repository.
                Flavour::Github => Site::new(*flavour, ""),
                Flavour::Mdbook(_) | Flavour::Mkdocs(_) | Flavour::Myst(_) | Flavour::Docusaurus(_) => {
                    Site::new(*flavour, &own.pages)
                }
            };
            let places = pages.places_as(files, at, &site);
            (site, places)
        };
        Self { files, pages, built: flavours.iter().map(built).collect(), anchors: RefCell::default() }
    }

    /// The anchors of a page in each flavour.
    fn anchors(&self, path: &str, page: &ReadPage) -> Rc<Vec<Page>> {
        if let Some(known) = self.anchors.borrow().get(path) {
            return Rc::clone(known);
        }
        let read = |(site, _): &(Site, Places)| Page::read(page.content(), site.flavour_of(path));
        let anchors: Rc<Vec<Page>> = Rc::new(self.built.iter().map(read).collect());
        self.anchors.borrow_mut().insert(path.to_owned(), Rc::clone(&anchors));
        anchors
    }

    /// The headings of a page of which two flavours make different anchors.
    fn headings(&self, path: &str, page: &ReadPage) -> Vec<Differing> {
        if !page.content().contains(['#', '=', '-', '<']) {
            return Vec::new();
        }
        let anchors = self.anchors(path, page);
        let mut headings: BTreeMap<u32, (Span, Vec<Option<String>>)> = BTreeMap::new();
        for (flavour, read) in anchors.iter().enumerate() {
            for anchor in read.anchors().iter().filter(|a| matches!(a.origin, Origin::Auto | Origin::Explicit)) {
                let none = || (anchor.span, vec![None; anchors.len()]);
                let (_, ids) = headings.entry(anchor.span.start).or_insert_with(none);
                ids[flavour].get_or_insert_with(|| anchor.id.clone());
            }
        }
        let differs = |ids: &[Option<String>]| {
            let mut made = ids.iter().flatten();
            made.next().is_some_and(|first| made.any(|id| id != first))
        };
        let differing = headings.into_values().filter(|(_, ids)| differs(ids));
        differing
            .map(|(span, ids)| Differing {
                span,
                help: self.reworded(page.content().get(span.range()).unwrap_or_default()),
                ids,
            })
            .collect()
    }

    /// A heading of almost the same words, of which all flavours make the same anchor; with an id of its own if
    /// no words do.
    fn reworded(&self, heading: &str) -> Option<String> {
        let line = heading.lines().next()?.trim_end();
        let marks = line.len() - line.trim_start_matches('#').len();
        let text = line[marks..].trim().trim_end_matches('#').trim_end();
        if marks == 0 || text.is_empty() {
            return None;
        }
        let text = without_attribute(text);
        let words = portable_words(text).unwrap_or_default();
        let slug: String =
            words.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let slug = slug.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
        if slug.is_empty() {
            return None;
        }
        let forms = [format!("{} {words}", &line[..marks]), format!("{} {text} {{#{slug}}}", &line[..marks])];
        forms.into_iter().find(|form| *form != line && self.is_portable(form))
    }

    /// Whether all flavours that make anchors of headings at all make the same of a heading.
    fn is_portable(&self, heading: &str) -> bool {
        let page = format!("{heading}\n");
        let id = |(site, _): &(Site, Places)| {
            Page::read(&page, site.flavour).anchors().first().map(|anchor| anchor.id.clone())
        };
        let ids: Vec<String> = self.built.iter().filter_map(id).collect();
        ids.split_first().is_some_and(|(first, rest)| rest.iter().all(|id| id == first))
    }

    fn link(&self, path: &str, page: &ReadPage, link: &Link) -> Option<Diagnostic> {
        let Ok(Address::Here(local)) = Address::parse(&link.address) else { return None };
        let meanings = self.meanings(path, page, link, &local);
        let leading: Vec<usize> = (0..meanings.len()).filter(|&flavour| meanings[flavour].leads()).collect();
        let first = *leading.first()?;
        let differs = |meaning: &Meaning| *meaning != Meaning::Unknown && *meaning != meanings[first];
        let other = meanings.iter().position(differs)?;
        let fragment = local.fragment.as_deref();
        let flavours: Vec<Flavour> = self.built.iter().map(|(site, _)| site.flavour).collect();
        let said: Vec<String> = meanings.iter().map(|meaning| meaning.said(fragment)).collect();
        let other_said = match (&meanings[first], &meanings[other]) {
            (Meaning::To(..), Meaning::To(..)) if said[first] == said[other] => "to another of that name".to_owned(),
            _ => said[other].clone(),
        };
        let message = format!(
            "`{}` leads {} in {}, and {other_said} in {}",
            shown(&link.address),
            said[first],
            flavours[first],
            flavours[other]
        );
        let mut finding = Diagnostic::new(Code::NotPortable, page.place(link.span), message);
        let known: Vec<(Flavour, String)> = flavours
            .iter()
            .zip(&said)
            .zip(&meanings)
            .filter(|(_, meaning)| **meaning != Meaning::Unknown)
            .map(|((flavour, said), _)| (*flavour, said.clone()))
            .collect();
        let (flavours, said): (Vec<Flavour>, Vec<String>) = known.into_iter().unzip();
        finding.notes.extend(table(&flavours, &said));
        // A folder that one shows is the page that another makes of it.
        let is_page = |meaning: &&Meaning| matches!(meaning, Meaning::To(path, _) if is_markdown(path));
        Some(self.helped(finding, path, page, link, meanings.iter().find(is_page).unwrap_or(&meanings[first])))
    }

    /// The finding with an address that leads to the same place in all flavours, else with the heading.
    fn helped(&self, finding: Diagnostic, from: &str, page: &ReadPage, link: &Link, meant: &Meaning) -> Diagnostic {
        let Meaning::To(to, start) = meant else { return finding };
        let path = encoded(&relative(parent(page.link_from(link)), to));
        let leads_there = |address: &String| {
            let Ok(Address::Here(local)) = Address::parse(address) else { return false };
            let moved = Link { address: address.clone(), ..link.clone() };
            let meanings = self.meanings(from, page, &moved, &local);
            meanings.iter().all(|meaning| matches!(meaning, Meaning::To(path, at) if path == to && at == start))
        };
        let rest = link.address.find('#').map_or("", |at| &link.address[at..]);
        let mut addresses = vec![format!("{path}{rest}")];
        if let (Some(target), Some(start)) = (self.pages.get(to), *start) {
            let anchors = self.anchors(to, target);
            let ids = anchors.iter().flat_map(Page::anchors).filter(|anchor| anchor.span.start == start);
            addresses.extend(ids.map(|anchor| format!("{path}#{}", encoded_anchor(&anchor.id))));
        }
        match addresses.into_iter().find(leads_there) {
            Some(address) => finding.help(address),
            None => match (self.pages.get(to), *start) {
                (Some(target), Some(start)) => {
                    let heading = Span { start, end: start };
                    let end = target.content()[heading.range().start..].lines().next().map_or(0, str::len);
                    let heading = Span::new(heading.range().start, heading.range().start + end);
                    let help = self.reworded(target.content().get(heading.range()).unwrap_or_default());
                    let finding = finding.also(target.place(heading), "the heading");
                    finding.help(help.unwrap_or_else(|| "link to the page alone".to_owned()))
                }
                (None, _) | (_, None) => finding,
            },
        }
    }

    /// Where a link leads in each flavour.
    fn meanings(&self, path: &str, page: &ReadPage, link: &Link, local: &Local) -> Vec<Meaning> {
        let one = |(at, (site, places)): (usize, &(Site, Places))| {
            let resolver = Resolver { files: self.files, site, places, others: Vec::new() };
            match resolver.leads(path, page.link_from(link), local, link.how) {
                Leads::Unknown(_) => Meaning::Unknown,
                Leads::Nowhere(_) => Meaning::Nowhere,
                Leads::File(to) => Meaning::To(to, None),
                Leads::Page(to) => self.of_page(at, to, page, local),
            }
        };
        self.built.iter().enumerate().map(one).collect()
    }

    fn of_page(&self, flavour: usize, to: String, from: &ReadPage, local: &Local) -> Meaning {
        let fragment = local.fragment.as_deref().filter(|fragment| !is_directive(fragment));
        let (Some(fragment), Some(target)) = (fragment, self.pages.get(&to)) else { return Meaning::To(to, None) };
        let anchors = &self.anchors(&to, target)[flavour];
        let is_global = local.path.is_empty() && self.pages.target(from.site, fragment).is_some();
        if is_global {
            return Meaning::Unknown;
        }
        if !anchors.has_anchor(fragment) {
            return Meaning::NoAnchor(to);
        }
        let anchor = anchors.anchors().iter().find(|anchor| anchor.id == fragment);
        // An id of raw HTML stands at its attribute in all flavours.
        let anchor =
            anchor.or_else(|| anchors.anchors().iter().find(|a| a.id.to_lowercase() == fragment.to_lowercase()));
        Meaning::To(to, anchor.map(|anchor| anchor.span.start))
    }
}

/// The first, and the first that differs from it.
fn unlike(said: &[String]) -> (usize, usize) {
    let first = said.iter().position(|text| text != "no anchor").unwrap_or(0);
    let other = said.iter().position(|text| *text != said[first] && text != "no anchor");
    (first, other.unwrap_or(first))
}

/// What is said, each with the flavours of which it is; nothing for two, which the message names.
fn table(flavours: &[Flavour], said: &[String]) -> Vec<String> {
    let mut rows: Vec<(&String, Vec<String>)> = Vec::new();
    for (flavour, text) in flavours.iter().zip(said) {
        match rows.iter_mut().find(|(known, _)| *known == text) {
            Some((_, names)) => names.push(flavour.to_string()),
            None => rows.push((text, vec![flavour.to_string()])),
        }
    }
    if flavours.len() < 3 {
        return Vec::new();
    }
    rows.into_iter().map(|(text, names)| format!("{}: {text}", and(&names))).collect()
}

/// The text of a heading without the `{#id}` at its end.
fn without_attribute(text: &str) -> &str {
    let attribute = text.ends_with('}').then(|| text.rfind('{')).flatten();
    attribute.map_or(text, |start| text[..start].trim_end())
}

/// Almost the same words without what flavours read in different ways; `None` where a letter has no ASCII
/// letter in its place.
fn portable_words(text: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match word {
            "&" | "+" => words.push("and".to_owned()),
            "/" => words.push("or".to_owned()),
            "-" | "--" | "---" | "–" | "—" => match words.last_mut() {
                Some(before) if before.ends_with(|c: char| c.is_ascii_alphanumeric()) => before.push(':'),
                Some(_) | None => {}
            },
            _ => {
                let plain: String = word.nfkd().filter(char::is_ascii).collect();
                let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
                if plain.chars().filter(char::is_ascii_alphanumeric).count() < letters {
                    return None;
                }
                if letters > 0 {
                    words.push(plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-"));
                }
            }
        }
    }
    Some(words.join(" "))
}
