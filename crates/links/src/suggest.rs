//! What a broken link may have meant.

use source::files::{parent, relative};

use crate::address::Local;
use crate::pages::{Pages, ReadPage};
use crate::resolve::{Instead, Nowhere};
use crate::{Flavour, Link, Page};

/// What is said of a broken link besides that it is broken.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Suggestion {
    pub(crate) notes: Vec<String>,
    pub(crate) help: Vec<String>,
    /// The address that is right, where only one can be.
    pub(crate) fix: Option<String>,
}

/// What an address may have meant that leads nowhere.
pub(crate) fn address(pages: &Pages<'_>, from: &str, link: &Link, local: &Local, nowhere: &Nowhere) -> Suggestion {
    let written = |path: &str| with_rest(&relative(parent(from), path), &link.address);
    match &nowhere.instead {
        Instead::OtherCase(path) | Instead::Page(path) => {
            let fix = written(path);
            Suggestion { help: vec![fix.clone()], fix: Some(fix), ..Suggestion::default() }
        }
        Instead::Index(path) => {
            let fix = written(&format!("{}/index.md", parent(path)));
            Suggestion { help: vec![fix.clone()], fix: Some(fix), ..Suggestion::default() }
        }
        Instead::NoChapter(_) => Suggestion::default(),
        Instead::Nothing => {
            let _ = local;
            let known = pages.iter().map(|(path, _)| path);
            let near = source::nearest(&nowhere.looked_for, known);
            let help = near.map(|path| format!("did you mean `{}`?", written(path)));
            Suggestion { help: help.into_iter().collect(), ..Suggestion::default() }
        }
    }
}

/// What an anchor may have meant that its page does not have.
pub(crate) fn anchor(
    pages: &Pages<'_>,
    _from: &str,
    to: &str,
    target: &ReadPage,
    address: &str,
    wrong: &str,
) -> Suggestion {
    let written = |anchor: &str| format!("{}#{anchor}", address.split('#').next().unwrap_or_default());
    let flavour = pages.site(target).flavour;
    for other in Flavour::ALL.iter().filter(|other| other.as_str() != flavour.as_str()) {
        let _ = (other, Page::read("", *other), to);
    }
    let near = pages.anchors(target).nearest_anchor(wrong);
    let help = near.map(|near| format!("did you mean `{}`?", written(near)));
    Suggestion { help: help.into_iter().collect(), ..Suggestion::default() }
}

/// A path with the query and the fragment of the address that it takes the place of.
fn with_rest(path: &str, address: &str) -> String {
    let rest = address.find(['?', '#']).map_or("", |at| &address[at..]);
    format!("{}{rest}", path.replace(' ', "%20"))
}
