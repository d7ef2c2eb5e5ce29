//! Checks the links of all pages: what each leads to, and what of a page no link can use.

use std::collections::{BTreeMap, BTreeSet};

use source::files::Files;
use source::{Code, Diagnostic, Findings, Place, Span, Text};

use crate::address::{Address, Local};
use crate::built::{At, BuiltSite};
use crate::near::nearest_key;
use crate::pages::{Pages, ReadPage};
use crate::resolve::{Instead, Leads, Nowhere, Unknown};
use crate::site::is_markdown;
use crate::suggest::{Broken, Suggester, Suggestion};
use crate::{BrokenInclude, How, IncludeError, Knowledge, Link, Origin};

/// What a check looked at, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookedAt {
    /// Pages.
    pub pages: usize,
    /// Links, images and addresses in HTML; those to other sites are not looked at.
    pub links: usize,
    /// Links of which it is certain that they lead somewhere.
    pub ok: usize,
    /// Links that lead nowhere.
    pub broken: usize,
    /// Links of which the sources do not tell.
    pub unknown: usize,
}

/// A change of a page that mends a finding, where only one is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub place: Place,
    /// What stands there then.
    pub replacement: String,
}

/// What came of a check.
#[derive(Debug, Default)]
pub struct Checked {
    /// What is wrong, each with the change that mends it where only one is right.
    pub findings: Vec<(Diagnostic, Option<Fix>)>,
    /// What was looked at.
    pub looked_at: LookedAt,
    /// The links of which the sources do not tell, and why.
    pub unknown: Vec<(Place, Unknown)>,
}

impl Checked {
    /// The findings alone.
    #[must_use]
    pub fn into_findings(self) -> Findings {
        let mut findings = Findings::new();
        findings.extend(self.findings.into_iter().map(|(finding, _)| finding));
        findings
    }
}

/// Checks the pages of which `wanted` says so; all pages count as what links lead to.
pub fn check<F: Files>(files: &F, pages: &Pages<'_>, wanted: impl Fn(&str) -> bool) -> Checked {
    checked(files, pages, None, wanted)
}

/// The same with what was built of one of the sites: it settles the links of that site of which sources do
/// not tell, and it is believed on anchors where it says something else than the sources.
pub fn check_built<F: Files>(
    files: &F,
    pages: &Pages<'_>,
    built: &BuiltSite,
    wanted: impl Fn(&str) -> bool,
) -> Checked {
    checked(files, pages, Some(built), wanted)
}

fn checked<F: Files>(
    files: &F,
    pages: &Pages<'_>,
    built: Option<&BuiltSite>,
    wanted: impl Fn(&str) -> bool,
) -> Checked {
    let suggester = Suggester::new(files, pages);
    let mut checker = Checker { files, pages, built, suggester, said: BTreeSet::new(), checked: Checked::default() };
    for (path, page) in pages.iter().filter(|(path, _)| wanted(path)) {
        checker.checked.looked_at.pages += 1;
        checker.page(page);
        for link in &page.contents.links {
            checker.link(path, page, link);
        }
    }
    for error in &pages.unreadable {
        let place = Text::new(error.path.as_str(), "").at(Span::default());
        checker.checked.findings.push((Diagnostic::new(Code::UnreadableFile, place, error.to_string()), None));
    }
    checker.checked
}

/// A link that leads somewhere here, or nowhere.
struct Led<'a> {
    path: &'a str,
    page: &'a ReadPage,
    link: &'a Link,
    local: Local,
}

impl Led<'_> {
    fn place(&self) -> Place {
        self.page.place(self.link.span)
    }

    fn broken(&self) -> Broken<'_> {
        Broken {
            page: self.path,
            from: self.page.link_from(self.link),
            site: self.page.site,
            link: self.link,
            local: &self.local,
        }
    }
}

struct Checker<'a, F> {
    files: &'a F,
    pages: &'a Pages<'a>,
    built: Option<&'a BuiltSite>,
    suggester: Suggester<'a, F>,
    /// What was said of files that pages include.
    said: BTreeSet<(Code, String)>,
    checked: Checked,
}

impl<'a, F: Files> Checker<'a, F> {
    /// Adds a finding at a part of a page; where that is included, with the includes.
    fn push(&mut self, page: &ReadPage, span: Span, finding: Diagnostic, fix: Option<Fix>) {
        let including = page.included_at(span).into_iter();
        let finding = including.fold(finding, |finding, include| finding.also(include, "included here"));
        // A file that several pages include has its mistakes once.
        if finding.secondary.is_empty() || self.said.insert((finding.code, finding.primary.place.to_string())) {
            self.checked.findings.push((finding, fix));
        }
    }

    /// What is wrong with a page itself.
    fn page(&mut self, page: &ReadPage) {
        for include in page.broken_includes() {
            self.include(include);
        }
        for definition in page.contents.definitions.iter().filter(|definition| !definition.is_used) {
            let message = format!("no link uses the definition `[{}]`", shown(&definition.label));
            let finding = Diagnostic::new(Code::UnusedDefinition, page.place(definition.span), message);
            self.push(page, definition.span, finding.help("remove it"), None);
        }
        let labels: BTreeMap<String, Span> = match page.contents.undefined.as_slice() {
            [] => BTreeMap::new(),
            _ => {
                page.contents.definitions.iter().map(|definition| (definition.label.clone(), definition.span)).collect()
            }
        };
        for link in &page.contents.undefined {
            let label = shown(&link.label);
            let message = format!("the page has no definition `[{label}]`, so this is text and no link");
            let finding = Diagnostic::new(Code::UndefinedLink, page.place(link.span), message);
            let finding = match nearest_key(&labels, &link.label) {
                Some(near) => finding.help(format!("did you mean `[{near}]`?")),
                None => finding.help(format!("[{label}]: <address>")),
            };
            self.push(page, link.span, finding, None);
        }
        // Only ids that people write can be made unique by them.
        for anchor in page.anchors.duplicates().filter(|anchor| anchor.origin != Origin::Auto) {
            let id = shown(&anchor.id);
            let message = format!("the page has the anchor `#{id}` twice, and links lead to the first");
            let first = page.anchors.anchors().iter().find(|other| other.id == anchor.id).map(|other| other.span);
            let finding = Diagnostic::new(Code::DuplicateAnchor, page.place(anchor.span), message);
            let finding = match first {
                Some(first) => finding.also(page.place(first), "the first one"),
                None => finding,
            };
            self.push(page, anchor.span, finding.help("give it another id"), None);
        }
    }

    fn include(&mut self, include: &BrokenInclude) {
        // What lies outside of the files is not known.
        if include.why == IncludeError::Outside {
            self.checked.looked_at.links += 1;
            self.checked.looked_at.unknown += 1;
            self.checked.unknown.push((include.place.clone(), Unknown::Outside));
            return;
        }
        let path = shown(include.path.as_deref().unwrap_or(&include.written));
        let message = format!("`{path}` cannot be included: {}", include.why);
        let finding = Diagnostic::new(Code::MissingInclude, include.place.clone(), message);
        let near = include.nearest(self.files).map(|near| format!("did you mean `{near}`?"));
        if self.said.insert((finding.code, finding.primary.place.to_string())) {
            self.checked.findings.push((near.into_iter().fold(finding, Diagnostic::help), None));
        }
    }

    /// The verdict on a link; none where it leads to another site.
    fn link(&mut self, path: &'a str, page: &'a ReadPage, link: &'a Link) {
        let local = match Address::parse(&link.address) {
            Ok(Address::Here(local)) => local,
            Ok(Address::Elsewhere) => return,
            Err(error) => {
                self.checked.looked_at.links += 1;
                self.checked.looked_at.broken += 1;
                let message = format!("`{}` leads nowhere: {error}", shown(&link.address));
                let finding = Diagnostic::new(Code::BrokenLink, page.place(link.span), message);
                return self.push(page, link.span, finding, None);
            }
        };
        self.checked.looked_at.links += 1;
        let resolver = self.pages.resolver(self.files, page.site);
        let leads = resolver.leads(path, page.link_from(link), &local, link.how);
        let led = Led { path, page, link, local };
        match leads {
            Leads::File(_) => self.checked.looked_at.ok += 1,
            Leads::Unknown(why) => match self.settled(&led, Some(why)) {
                Settled::Ok => self.checked.looked_at.ok += 1,
                Settled::Broken(finding) => self.broken(&led, *finding, None),
                Settled::No => self.unknown(&led, why),
            },
            Leads::Nowhere(_) if matches!(self.settled(&led, None), Settled::Ok) => self.checked.looked_at.ok += 1,
            Leads::Nowhere(nowhere) => {
                let (finding, fix) = self.nowhere(&led, &nowhere);
                self.broken(&led, finding, fix);
            }
            Leads::Page(to) => self.anchor(&led, &to),
        }
    }

    /// The verdict on a link to a page.
    fn anchor(&mut self, led: &Led<'_>, to: &str) {
        let Some(anchor) = led.local.fragment.as_deref().filter(|anchor| !is_directive(anchor)) else {
            self.checked.looked_at.ok += 1;
            return;
        };
        // A page that belongs to no site, or to one that was not read.
        let Some(target) = self.pages.get(to) else { return self.unknown(led, Unknown::Outside) };
        let is_here = led.local.path.is_empty();
        let is_global = is_here && self.pages.target(led.page.site, anchor).is_some();
        let has_it = is_global || target.anchors.has_anchor(anchor);
        let built = self.built.filter(|built| built.site == target.site && !is_global);
        let place = self.pages.places[target.site].pages.get(to);
        let knowledge = self.pages.site(target).anchors;
        match built.zip(place).map(|(built, place)| built.at(&place.file)) {
            Some(at @ At::Page(file, _)) if has_it && !at.has_anchor(anchor) => {
                self.broken(led, not_built(led, file, to), None);
            }
            Some(at @ At::Page(..)) if at.has_anchor(anchor) => self.checked.looked_at.ok += 1,
            _ if has_it => self.checked.looked_at.ok += 1,
            Some(At::File | At::Nothing | At::Outside) | None
                if knowledge == Knowledge::Part || (knowledge == Knowledge::OfPages && is_here) =>
            {
                self.unknown(led, Unknown::Anchors);
            }
            Some(At::Page(..) | At::File | At::Nothing | At::Outside) | None => {
                let (finding, fix) = self.no_anchor(led, to, anchor);
                self.broken(led, finding, fix);
            }
        }
    }

    fn broken(&mut self, led: &Led<'_>, finding: Diagnostic, fix: Option<Fix>) {
        self.checked.looked_at.broken += 1;
        self.push(led.page, led.link.span, finding, fix);
    }

    /// What the built site says of a link of which the sources say that it leads nowhere, or why they do not tell.
    fn settled(&self, led: &Led<'_>, unknown: Option<Unknown>) -> Settled {
        let Some(built) = self.built.filter(|built| built.site == led.page.site) else { return Settled::No };
        let place = self.pages.places[built.site].pages.get(led.path);
        // What is Markdown by its name is another plugin's to find.
        let is_source = led.link.how != How::Html && is_markdown(&led.local.path);
        let resolver = self.pages.resolver(self.files, built.site);
        let address = place.filter(|_| !is_source).and_then(|place| resolver.address(&place.folder, &led.local.path));
        let Some(address) = address else { return Settled::No };
        let anchor = led.local.fragment.as_deref().filter(|anchor| !is_directive(anchor));
        match (built.at(&address), anchor) {
            (At::Outside, _) => Settled::No,
            (At::Nothing, _) if unknown == Some(Unknown::ServerAddsHtml) => Settled::No,
            (At::Nothing, _) => {
                let message = format!("the built site has no `/{}`", shown(&address));
                Settled::Broken(Box::new(Diagnostic::new(Code::BrokenLink, led.place(), message)))
            }
            (found @ At::Page(file, _), Some(anchor)) if !found.has_anchor(anchor) => {
                let message = format!("the built page `{file}` has no `#{}`", shown(anchor));
                Settled::Broken(Box::new(Diagnostic::new(Code::MissingAnchor, led.place(), message)))
            }
            (At::Page(..) | At::File, _) => Settled::Ok,
        }
    }

    fn unknown(&mut self, led: &Led<'_>, why: Unknown) {
        self.checked.looked_at.unknown += 1;
        self.checked.unknown.push((led.place(), why));
    }

    fn nowhere(&self, led: &Led<'_>, nowhere: &Nowhere) -> (Diagnostic, Option<Fix>) {
        let (written, looked_for) = (shown(&led.link.address), shown(&nowhere.looked_for));
        let flavour = self.pages.site(led.page).flavour;
        let place = led.place();
        let finding = match &nowhere.instead {
            Instead::OtherCase(path) => Diagnostic::new(
                Code::WrongCase,
                place,
                format!("there is no `{looked_for}`, only `{path}` in another case"),
            ),
            Instead::NoChapter(path) => {
                Diagnostic::new(Code::BrokenLink, place, format!("`{path}` is not part of the book"))
                    .help("list it in `SUMMARY.md`")
            }
            Instead::Index(_) => {
                Diagnostic::new(Code::BrokenLink, place, format!("{flavour} builds `{looked_for}` as `index.html`"))
            }
            Instead::Page(path) => {
                Diagnostic::new(Code::BrokenLink, place, format!("`{written}` leads nowhere in {flavour}"))
                    .note(format!("there is no `{looked_for}` on the site; the page is `{path}`"))
            }
            Instead::Nothing if led.link.how == How::Image => {
                Diagnostic::new(Code::BrokenLink, place, format!("there is no image `{looked_for}`"))
            }
            Instead::Nothing => Diagnostic::new(Code::BrokenLink, place, format!("there is no `{looked_for}`")),
        };
        let suggestion = self.suggester.address(led.broken(), nowhere);
        mended(finding, suggestion, led)
    }

    fn no_anchor(&self, led: &Led<'_>, to: &str, anchor: &str) -> (Diagnostic, Option<Fix>) {
        let message = format!("`{to}` has no heading `#{}`", shown(anchor));
        let finding = Diagnostic::new(Code::MissingAnchor, led.place(), message);
        let mut suggestion = self.suggester.anchor(led.broken(), to, &led.link.address, anchor);
        if suggestion.help.is_empty() && suggestion.notes.is_empty() {
            suggestion.notes.extend(self.pages.get(to).map(headings));
        }
        mended(finding, suggestion, led)
    }
}

/// Which anchors a page has.
fn headings(page: &ReadPage) -> String {
    /// A list longer than this is no help.
    const MOST: usize = 12;
    let ids: Vec<String> = page.anchors.anchors().iter().map(|anchor| format!("`#{}`", shown(&anchor.id))).collect();
    match ids.len() {
        0 => "the page has no heading".to_owned(),
        1..=MOST => format!("its headings are {}", ids.join(", ")),
        count => format!("its headings are {} and {} more", ids[..MOST].join(", "), count - MOST),
    }
}

/// What a built site says of a link.
enum Settled {
    Ok,
    Broken(Box<Diagnostic>),
    /// It does not tell either.
    No,
}

/// The finding on a link to an anchor that the sources have and the built page does not.
fn not_built(led: &Led<'_>, file: &str, to: &str) -> Diagnostic {
    let anchor = shown(led.local.fragment.as_deref().unwrap_or_default());
    let message = format!("the built page `{file}` has no `#{anchor}`, which `{to}` has");
    let finding = Diagnostic::new(Code::MissingAnchor, led.place(), message);
    finding.help("build the site again, or see what its settings change")
}

/// The finding with what is suggested.
fn mended(mut finding: Diagnostic, suggestion: Suggestion, led: &Led<'_>) -> (Diagnostic, Option<Fix>) {
    finding.notes.extend(suggestion.notes);
    finding.help.extend(suggestion.help);
    let place = led.place();
    let fix = suggestion.fix.filter(|_| is_written(&place, &led.link.address));
    (finding, fix.map(|replacement| Fix { place, replacement }))
}

/// Whether an address stands at its place letter for letter, so that it can be replaced there.
fn is_written(place: &Place, address: &str) -> bool {
    place.text.slice(place.span) == address
}

/// Whether a fragment is for the browser alone (`:~:text=`), or a line of a file as GitHub counts (`L10`).
pub(crate) fn is_directive(fragment: &str) -> bool {
    let is_line =
        |text: &str| text.strip_prefix('L').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    fragment.starts_with(":~:") || is_line(fragment)
}

/// A part of a page, shortened to what fits in a message.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
