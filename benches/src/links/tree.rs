//! Makes a tree of Markdown pages that link to each other, the same bytes each time, and plants broken links.
//!
//! 25 folders of 10 folders of 10 pages. A page has a title, headings whose anchors are the same in every flavour,
//! and 20 links: to pages beside it and in other folders, to their headings and its own, inline and by reference.

use std::fmt::Write as _;

use crate::words::{Random, sentence};

/// So many pages there are.
pub(crate) const PAGES: usize = 2_500;

/// So many links a page has.
pub(crate) const LINKS: usize = 20;

/// So many sections a page has, each with as many of the links.
const SECTIONS: usize = 5;

/// A page has a broken link once in so many.
const BROKEN: usize = 8;

const SEED: u64 = 1;

/// A link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Planted {
    /// The page that it stands on, relative to the tree.
    pub(crate) page: String,
    /// The line of the link, from 1.
    pub(crate) line: usize,
    /// The line that has its address, which is another one for a reference.
    pub(crate) address: usize,
    /// What is wrong with it.
    pub(crate) what: &'static str,
}

/// Hands on the path and the text of each page, and gives what is broken in them, in that order.
///
/// # Errors
/// `put` fails.
pub(crate) fn pages(put: &mut dyn FnMut(&str, &str) -> Result<(), String>) -> Result<Vec<Planted>, String> {
    let mut planted = Vec::new();
    for index in 0..PAGES {
        let (text, broken) = page(index);
        put(&path(index), &text)?;
        planted.extend(broken);
    }
    Ok(planted)
}

fn path(index: usize) -> String {
    format!("part{}/chapter{}/page{index}.md", index / 100, index / 10 % 10)
}

/// The headings of a page; they do not depend on what other pages say.
fn headings(index: usize) -> Vec<String> {
    let mut random = Random::new(SEED.wrapping_add(u64::try_from(index).expect("it is small").wrapping_mul(7919)));
    let heading = |section: usize| format!("{section} {}", sentence(&mut random).trim_end_matches('.'));
    (1..=SECTIONS).map(heading).collect()
}

/// The anchor of a heading of words and spaces.
fn anchor(heading: &str) -> String {
    heading.to_lowercase().replace(' ', "-")
}

fn page(index: usize) -> (String, Option<Planted>) {
    let mut random = Random::new(SEED.wrapping_mul(31).wrapping_add(u64::try_from(index).expect("it is small")));
    let broken = random.once_in(BROKEN).then(|| random.below(LINKS));
    let mut planted = None;
    let mut text = format!("# Page {index}\n\n{}\n", sentence(&mut random));
    let mut definitions: Vec<(String, Option<usize>)> = Vec::new();
    for (section, heading) in headings(index).iter().enumerate() {
        let _ = write!(text, "\n## {heading}\n\n{}\n", sentence(&mut random));
        for link in 0..LINKS / SECTIONS {
            let is_broken = broken == Some(section * (LINKS / SECTIONS) + link);
            let (address, what) = address(index, is_broken, &mut random);
            let line = text.lines().count() + 1;
            let found = || Planted { page: path(index), line, address: line, what };
            // Every fifth is a reference.
            if random.once_in(5) {
                let _ = writeln!(text, "See [the {link}. link][{}] for more.", definitions.len());
                definitions.push((address, is_broken.then_some(line)));
            } else {
                let _ = writeln!(text, "See [the {link}. link]({address}) for more.");
            }
            if is_broken {
                planted = Some(found());
            }
        }
    }
    text.push('\n');
    for (number, (address, is_broken)) in definitions.iter().enumerate() {
        if let Some(planted) = planted.as_mut().filter(|_| is_broken.is_some()) {
            planted.address = text.lines().count() + 1;
        }
        let _ = writeln!(text, "[{number}]: {address}");
    }
    (text, planted)
}

/// An address on a page, and what is wrong with it if it is to be broken.
fn address(from: usize, is_broken: bool, random: &mut Random) -> (String, &'static str) {
    let to = match random.below(4) {
        0 => from,
        // A page of the same folder.
        1 => from / 10 * 10 + random.below(10),
        _ => random.below(PAGES),
    };
    let headings = headings(to);
    let anchor = anchor(&headings[random.below(headings.len())]);
    let folder =
        if to / 10 == from / 10 { String::new() } else { format!("../../part{}/chapter{}/", to / 100, to / 10 % 10) };
    let file = format!("{folder}page{to}.md");
    match (is_broken, random.below(4)) {
        (false, _) if to == from => (format!("#{anchor}"), ""),
        (false, 0) => (file, ""),
        (false, _) => (format!("{file}#{anchor}"), ""),
        (true, 0) => (format!("#{anchor}-too"), "wrong anchor of the page itself"),
        (true, 1) => (format!("{folder}page{to}-too.md"), "wrong file"),
        (true, 2) => (format!("../chapter10/page{to}.md#{anchor}"), "wrong folder"),
        (true, _) => (format!("{file}#{anchor}-too"), "wrong anchor of a page"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn what_is_planted_leads_nowhere_and_all_else_somewhere() {
        let mut texts = BTreeMap::new();
        let planted = pages(&mut |path, text| {
            texts.insert(path.to_owned(), text.to_owned());
            Ok(())
        });
        let planted = planted.expect("memory takes everything");
        assert!(texts.len() == PAGES && (200..500).contains(&planted.len()), "{}", planted.len());
        let anchors: BTreeMap<&str, BTreeSet<String>> = texts
            .iter()
            .map(|(path, text)| {
                (path.as_str(), text.lines().filter_map(|line| line.strip_prefix("## ")).map(anchor).collect())
            })
            .collect();
        let (mut links, mut broken) = (0, Vec::new());
        for (path, text) in &texts {
            let folder: Vec<&str> = path.split('/').collect();
            for (index, line) in text.lines().enumerate() {
                let inline = line.split_once("](").and_then(|(_, rest)| Some(rest.split_once(')')?.0));
                let Some(address) = inline.or_else(|| Some(line.split_once("]: ")?.1)) else { continue };
                links += 1;
                let (file, anchor) = address.split_once('#').unwrap_or((address, ""));
                let file = match file.strip_prefix("../../") {
                    _ if file.is_empty() => path.clone(),
                    Some(file) => file.to_owned(),
                    None => format!("{}/{}/{file}", folder[0], folder[1])
                        .replace(&format!("{}/..", folder[1]), "")
                        .replace("//", "/"),
                };
                let there = anchors.get(file.as_str());
                if there.is_none_or(|anchors| !anchor.is_empty() && !anchors.contains(anchor)) {
                    broken.push((path.clone(), index + 1));
                }
            }
        }
        assert_eq!(links, PAGES * LINKS);
        let mut meant: Vec<_> = planted.iter().map(|planted| (planted.page.clone(), planted.address)).collect();
        meant.sort();
        broken.sort();
        assert_eq!(broken, meant);
        let kinds: BTreeSet<&str> = planted.iter().map(|planted| planted.what).collect();
        assert_eq!(kinds.len(), 4, "{kinds:?}");
        assert!(planted.iter().any(|planted| planted.line != planted.address), "no reference is broken");
    }
}
