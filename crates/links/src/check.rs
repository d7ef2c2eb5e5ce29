//! Checks the links of all pages: what each leads to, and what of a page no link can use.

use std::collections::{BTreeMap, BTreeSet};

use source::files::Files;
use source::{Code, Diagnostic, Findings, Place, Span, Text};

use crate::address::{Address, Local};
use crate::built::{At, BuiltSite};
use crate::near::nearest_key;
use crate::pages::{Pages, ReadPage};
use crate::resolve::{Instead, Leads, Nowhere, Resolver, Unknown};
use crate::site::is_markdown;
use crate::suggest::{Broken, Suggester, Suggestion};
use crate::{How, Link, Origin};

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
    let mut checker = Checker { files, pages, built, suggester, checked: Checked::default() };
    let mut led = Vec::new();
    for (path, page) in pages.iter().filter(|(path, _)| wanted(path)) {
        checker.checked.looked_at.pages += 1;
        checker.page(page);
        led.extend(page.contents.links.iter().filter_map(|link| checker.link(path, page, link)));
    }
    let asked: BTreeSet<String> = led.iter().filter_map(|led| led.anchor_of().map(str::to_owned)).collect();
    pages.prepare_anchors(&asked);
    for led in led {
        checker.judge(&led);
    }
    for error in &pages.unreadable {
        let place = Text::new(error.path.as_str(), "").at(Span::default());
        checker.checked.findings.push((Diagnostic::new(Code::UnreadableFile, place, error.to_string()), None));
    }
    checker.checked
}

/// A link whose page is known, and whose anchor was not looked for yet.
struct Led<'a> {
    path: &'a str,
    page: &'a ReadPage,
    link: &'a Link,
    local: Local,
    leads: Leads,
}

impl Led<'_> {
    /// The page whose anchors the link asks for.
    fn anchor_of(&self) -> Option<&str> {
        match (&self.leads, &self.local.fragment) {
            (Leads::Page(path), Some(_)) => Some(path),
            _ => None,
        }
    }
}

impl Led<'_> {
    fn broken(&self) -> Broken<'_> {
        Broken { from: self.path, site: self.page.site, link: self.link, local: &self.local }
    }
}

struct Checker<'a, F> {
    files: &'a F,
    pages: &'a Pages<'a>,
    built: Option<&'a BuiltSite>,
    suggester: Suggester<'a, F>,
    checked: Checked,
}

impl<'a, F: Files> Checker<'a, F> {
    /// What is wrong with a page itself.
    fn page(&mut self, page: &ReadPage) {
        for definition in page.contents.definitions.iter().filter(|definition| !definition.is_used) {
            let message = format!("no link uses the definition `[{}]`", shown(&definition.label));
            let place = page.place(definition.span);
            self.checked
                .findings
                .push((Diagnostic::new(Code::UnusedDefinition, place, message).help("remove it"), None));
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
            self.checked.findings.push((finding, None));
        }
        // Only ids that people write can be made unique by them.
        if page.text.content().contains(['#', '=']) {
            self.duplicates(page);
        }
    }

    fn duplicates(&mut self, page: &ReadPage) {
        let anchors = self.pages.anchors(page);
        for anchor in anchors.duplicates().filter(|anchor| anchor.origin != Origin::Auto) {
            let message =
                format!("the page has the anchor `#{}` twice, and links lead to the first", shown(&anchor.id));
            let first = anchors.anchors().iter().find(|other| other.id == anchor.id).map(|other| other.span);
            let mut finding = Diagnostic::new(Code::DuplicateAnchor, page.place(anchor.span), message);
            if let Some(first) = first {
                finding = finding.also(page.place(first), "the first one");
            }
            self.checked.findings.push((finding.help("give it another id"), None));
        }
    }

    /// Where a link leads; `None` where it leads to another site, or is no address.
    fn link(&mut self, path: &'a str, page: &'a ReadPage, link: &'a Link) -> Option<Led<'a>> {
        let local = match Address::parse(&link.address) {
            Ok(Address::Here(local)) => local,
            Ok(Address::Elsewhere) => return None,
            Err(error) => {
                self.checked.looked_at.links += 1;
                self.checked.looked_at.broken += 1;
                let message = format!("`{}` leads nowhere: {error}", shown(&link.address));
                self.checked.findings.push((Diagnostic::new(Code::BrokenLink, page.place(link.span), message), None));
                return None;
            }
        };
        self.checked.looked_at.links += 1;
        let resolver =
            Resolver { files: self.files, site: self.pages.site(page), places: &self.pages.places[page.site] };
        let leads = resolver.leads(path, &local, link.how);
        Some(Led { path, page, link, local, leads })
    }

    /// The verdict on a link.
    fn judge(&mut self, led: &Led<'a>) {
        match &led.leads {
            Leads::File(_) => self.checked.looked_at.ok += 1,
            Leads::Unknown(why) => match self.settled(led) {
                Some(finding) => self.verdict(finding),
                None => self.unknown(led, *why),
            },
            Leads::Nowhere(nowhere) => {
                let is_built = self.settled(led).is_some_and(|finding| finding.is_none());
                let finding = (!is_built).then(|| self.nowhere(led, nowhere));
                self.verdict(finding);
            }
            Leads::Page(to) => {
                let Some(anchor) = led.local.fragment.as_deref().filter(|anchor| !is_directive(anchor)) else {
                    self.checked.looked_at.ok += 1;
                    return;
                };
                let Some(target) = self.pages.get(to) else {
                    // A file outside of the sites that were read.
                    self.unknown(led, Unknown::Outside);
                    return;
                };
                let is_global = led.local.path.is_empty() && self.pages.target(led.page.site, anchor).is_some();
                let is_there = is_global || self.pages.anchors(target).has_anchor(anchor);
                let built = self.built.filter(|built| built.site == target.site && !is_global);
                let place = self.pages.places[target.site].pages.get(to);
                let finding = match built.zip(place).map(|(built, place)| built.at(&place.file)) {
                    Some(at @ At::Page(file, _)) if is_there && !at.has_anchor(anchor) => {
                        Some(not_built(led, file, to))
                    }
                    Some(at @ At::Page(..)) if at.has_anchor(anchor) => None,
                    Some(At::Page(..) | At::File | At::Nothing | At::Outside) | None => {
                        (!is_there).then(|| self.no_anchor(led, to, anchor))
                    }
                };
                self.verdict(finding);
            }
        }
    }

    fn verdict(&mut self, finding: Option<(Diagnostic, Option<Fix>)>) {
        let looked_at = &mut self.checked.looked_at;
        *(if finding.is_some() { &mut looked_at.broken } else { &mut looked_at.ok }) += 1;
        self.checked.findings.extend(finding);
    }

    /// What the built site says of a link: what is wrong with it, or that nothing is. `None` where it does not
    /// tell either.
    #[expect(clippy::option_option, reason = "no finding is an answer, and no answer is none")]
    fn settled(&self, led: &Led<'a>) -> Option<Option<(Diagnostic, Option<Fix>)>> {
        let built = self.built.filter(|built| built.site == led.page.site)?;
        let place = self.pages.places[built.site].pages.get(led.path)?;
        // What is Markdown by its name is another plugin's to find.
        if led.link.how != How::Html && is_markdown(&led.local.path) {
            return None;
        }
        let resolver =
            Resolver { files: self.files, site: self.pages.site(led.page), places: &self.pages.places[built.site] };
        let address = resolver.address(&place.folder, &led.local.path)?;
        let at = led.page.place(led.link.span);
        let finding = match (built.at(&address), led.local.fragment.as_deref().filter(|anchor| !is_directive(anchor))) {
            (At::Outside, _) => return None,
            (At::Nothing, _) if led.leads == Leads::Unknown(Unknown::ServerAddsHtml) => return None,
            (At::Nothing, _) => {
                let message = format!("the built site has no `/{}`", shown(&address));
                Some(Diagnostic::new(Code::BrokenLink, at, message))
            }
            (found @ At::Page(file, _), Some(anchor)) if !found.has_anchor(anchor) => {
                let message = format!("the built page `{file}` has no `#{}`", shown(anchor));
                Some(Diagnostic::new(Code::MissingAnchor, at, message))
            }
            (At::Page(..) | At::File, _) => None,
        };
        Some(finding.map(|finding| (finding, None)))
    }

    fn unknown(&mut self, led: &Led<'_>, why: Unknown) {
        self.checked.looked_at.unknown += 1;
        self.checked.unknown.push((led.page.place(led.link.span), why));
    }

    fn nowhere(&self, led: &Led<'_>, nowhere: &Nowhere) -> (Diagnostic, Option<Fix>) {
        let (written, looked_for) = (shown(&led.link.address), shown(&nowhere.looked_for));
        let flavour = self.pages.site(led.page).flavour;
        let place = led.page.place(led.link.span);
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
        let finding = Diagnostic::new(Code::MissingAnchor, led.page.place(led.link.span), message);
        let suggestion = self.suggester.anchor(led.broken(), to, &led.link.address, anchor);
        mended(finding, suggestion, led)
    }
}

/// The finding on a link to an anchor that the sources have and the built page does not.
fn not_built(led: &Led<'_>, file: &str, to: &str) -> (Diagnostic, Option<Fix>) {
    let anchor = shown(led.local.fragment.as_deref().unwrap_or_default());
    let message = format!("the built page `{file}` has no `#{anchor}`, which `{to}` has");
    let finding = Diagnostic::new(Code::MissingAnchor, led.page.place(led.link.span), message);
    (finding.help("build the site again, or see what its settings change"), None)
}

/// The finding with what is suggested.
fn mended(mut finding: Diagnostic, suggestion: Suggestion, led: &Led<'_>) -> (Diagnostic, Option<Fix>) {
    finding.notes.extend(suggestion.notes);
    finding.help.extend(suggestion.help);
    let place = led.page.place(led.link.span);
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
