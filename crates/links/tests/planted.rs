//! Trees of pages whose links are all right, and one mistake planted in each: it is found at its place,
//! nothing else is, and what can be fixed is right once it is.

mod random;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use links::{Flavour, Myst, Page, Pages, Site, Sites, check, fixed};
use random::Random;
use source::Code;
use source::files::{Memory, parent, relative};

/// How many trees are made.
const ROUNDS: u64 = 300;

fn flavours() -> [Flavour; 5] {
    let myst = Flavour::Myst(Myst { heading_anchors: 3, ..Myst::DEFAULT });
    [Flavour::Github, Flavour::MDBOOK, Flavour::MKDOCS, myst, Flavour::DOCUSAURUS]
}

/// Headings of which flavours make different anchors, and texts that only look like links.
const HEADINGS: &[&str] = &[
    "Setup",
    "Inputs & outputs",
    "Über uns",
    "Before - after",
    "`--dry-run` flag",
    "What is this?",
    "a--b",
    "Setup",
    "Version 1.2.3",
    "max_retry_count",
    "Press **Ctrl** now",
    "中文 title",
    "Don't",
    "The *end*",
    "Overview",
];

/// What is no link, or one that is right.
const FILLERS: &[&str] = &[
    "Some text with `[code](no.md)` in it, and a\\[0\\](no.md) in brackets.\n\n",
    "```text\n[no](no.md)\n## No heading\n[no]: no.md\n```\n\n",
    "> A quote, and a [site](https://example.com/no.md#no).\n\n",
    "    [indented](no.md)\n\n",
    "- [ ] a task, x[i][j] and [brackets] alone\n- <https://example.com>\n\n",
    "Umlauts äöü and 漢字 before what comes.\n\n",
];

/// What an address of a page leads to.
#[derive(Clone, Debug)]
struct Slot {
    page: usize,
    /// Which piece of the page it is.
    piece: usize,
    how: How,
    anchor: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Inline,
    Definition,
    Image,
    /// No address, but `[text][label]`.
    Use,
    /// No address, but a heading to which one link leads.
    Heading,
}

/// A tree of pages, each in pieces.
struct Tree {
    paths: Vec<String>,
    pieces: Vec<Vec<String>>,
    slots: Vec<Slot>,
}

impl Tree {
    fn new(random: &mut Random, flavour: Flavour) -> Self {
        let folders = ["", "guide/", "guide/deep/", "ref/", "with space/"];
        let mut paths: Vec<String> =
            (0..20).map(|number| format!("docs/{}page-{number}.md", random.pick(&folders))).collect();
        "docs/index.md".clone_into(&mut paths[0]);
        let headings: Vec<Vec<String>> = paths.iter().map(|path| headings(random, path)).collect();
        let skeletons: Vec<Page> = headings.iter().map(|lines| Page::read(&lines.concat(), flavour)).collect();
        let mut tree = Self { pieces: vec![Vec::new(); paths.len()], paths, slots: Vec::new() };
        for (page, headings) in headings.iter().enumerate() {
            let mut definitions = Vec::new();
            for heading in headings {
                tree.pieces[page].push(heading.clone());
                tree.pieces[page].push((*random.pick(FILLERS)).to_owned());
                tree.paragraph(random, page, &skeletons, &mut definitions);
            }
            // A heading of its own, and one link to that of the page before.
            tree.slot(page, How::Heading, None, ["", &format!("## Lone heading {page}\n"), "\n"]);
            let previous = (page + tree.paths.len() - 1) % tree.paths.len();
            tree.link(page, previous, How::Inline, Some(format!("lone-heading-{previous}")), ["[lone](", ")\n\n"]);
            for (label, target, anchor) in definitions {
                let title = *random.pick(&["", " \"a title\"", "\n  'a title'"]);
                let ends = [format!("[{label}]: "), format!("{title}\n")];
                tree.link(page, target, How::Definition, anchor, [&ends[0], &ends[1]]);
            }
        }
        tree
    }

    /// A paragraph with some links.
    fn paragraph(
        &mut self,
        random: &mut Random,
        page: usize,
        skeletons: &[Page],
        definitions: &mut Vec<(String, usize, Option<String>)>,
    ) {
        const AROUND: &[[&str; 2]] =
            &[["A [link](", "), and"], ["**[*a* `b`](", ")** "], ["[Text](", " \"title\").\n"], ["(See [c](", ")) "]];
        self.pieces[page].push((*random.pick(&["", "> ", "- ", "1. "])).to_owned());
        for _ in 0..random.below(4) {
            let target = random.below(self.paths.len());
            let anchors = skeletons[target].anchors();
            let anchor = (!anchors.is_empty() && !random.once_in(3)).then(|| random.pick(anchors).id.clone());
            match random.below(4) {
                0 => {
                    self.link(page, page, How::Image, None, ["![image](", ") "]);
                }
                1 => {
                    let label = format!("Label {page} {}", definitions.len());
                    for text in ["One", "other"] {
                        self.slot(page, How::Use, None, ["a ", &format!("[{text}][{label}]"), " b "]);
                    }
                    definitions.push((label, target, anchor));
                }
                _ => self.link(page, target, How::Inline, anchor, *random.pick(AROUND)),
            }
        }
        self.pieces[page].push("end.\n\n".to_owned());
    }

    fn link(&mut self, page: usize, target: usize, how: How, anchor: Option<String>, around: [&str; 2]) {
        let path = if how == How::Image { "docs/img/logo.png" } else { &self.paths[target] };
        let mut address = relative(parent(&self.paths[page]), path).replace(' ', "%20");
        if let Some(anchor) = &anchor {
            // The page itself needs no path.
            let is_same = page == target;
            address = format!("{}#{anchor}", if is_same { "" } else { &address });
        }
        self.slot(page, how, anchor, [around[0], &address, around[1]]);
    }

    fn slot(&mut self, page: usize, how: How, anchor: Option<String>, pieces: [&str; 3]) {
        let piece = self.pieces[page].len() + 1;
        self.pieces[page].extend(pieces.map(str::to_owned));
        self.slots.push(Slot { page, piece, how, anchor });
    }

    fn files(&self) -> Memory {
        let pages = self.paths.iter().zip(&self.pieces);
        let mut files: BTreeMap<String, Vec<u8>> =
            pages.map(|(path, pieces)| (path.clone(), pieces.concat().into_bytes())).collect();
        files.insert("docs/img/logo.png".to_owned(), b"PNG".to_vec());
        Memory(files)
    }

    fn address(&mut self, slot: &Slot) -> &mut String {
        &mut self.pieces[slot.page][slot.piece]
    }

    fn pick(&self, random: &mut Random, wanted: impl Fn(&Slot) -> bool) -> Option<Slot> {
        let slots: Vec<&Slot> = self.slots.iter().filter(|slot| wanted(slot)).collect();
        (!slots.is_empty()).then(|| (*random.pick(&slots)).clone())
    }
}

/// The lines of the headings of a page: its title, and some more.
fn headings(random: &mut Random, path: &str) -> Vec<String> {
    let mut headings = vec![format!("# Title of {}\n\n", path.rsplit('/').next().unwrap_or(path))];
    for _ in 0..2 + random.below(5) {
        headings.push(format!("{} {}\n\n", random.pick(&["##", "###"]), random.pick(HEADINGS)));
    }
    headings
}

/// What is to be found: where, and what.
struct Planted {
    slot: Slot,
    code: Code,
    /// Whether only one fix is right, which gives back what stood there.
    is_fixed: bool,
}

/// Plants a mistake of a class; `None` where the tree has no place for it.
fn plant(tree: &mut Tree, random: &mut Random, class: u64, flavour: Flavour) -> Option<Planted> {
    let path_of = |slot: &Slot, tree: &Tree| !tree.pieces[slot.page][slot.piece].starts_with('#');
    let found = |slot, code, is_fixed| Some(Planted { slot, code, is_fixed });
    match class {
        // A wrong file.
        0 => {
            let slot = tree.pick(random, |slot| slot.how == How::Inline && path_of(slot, tree))?;
            let address = tree.address(&slot);
            *address = address.replacen(".md", "-qqqqqqqqqqqqqqqqqqqqqq.md", 1);
            found(slot, Code::BrokenLink, false)
        }
        1 => {
            let slot = tree.pick(random, |slot| slot.how == How::Image)?;
            tree.address(&slot).push_str("qqqqqqqqqq");
            found(slot, Code::BrokenLink, false)
        }
        // A wrong anchor.
        2 | 3 => {
            let how = if class == 2 { How::Inline } else { How::Definition };
            let slot = tree.pick(random, |slot| slot.how == how && slot.anchor.is_some())?;
            tree.address(&slot).push_str("-qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq");
            found(slot, Code::MissingAnchor, false)
        }
        // A wrong case.
        4 => {
            let is_address = |slot: &Slot| matches!(slot.how, How::Inline | How::Definition);
            let slot = tree.pick(random, |slot| is_address(slot) && path_of(slot, tree))?;
            let address = tree.address(&slot);
            *address = address.replacen("page-", "Page-", 1).replacen("index", "Index", 1);
            found(slot, Code::WrongCase, true)
        }
        5 if flavour != Flavour::Github => {
            let has_letter = |anchor: &String| anchor.starts_with(|letter: char| letter.is_ascii_lowercase());
            let slot = tree.pick(random, |slot| slot.anchor.as_ref().is_some_and(has_letter))?;
            let address = tree.address(&slot);
            let at = address.find('#')? + 1;
            address[at..=at].make_ascii_uppercase();
            found(slot, Code::MissingAnchor, true)
        }
        // A label without a definition.
        6 => {
            let slot = tree.pick(random, |slot| slot.how == How::Use)?;
            let text = tree.address(&slot);
            *text = text.replace("Label", "Lable");
            found(slot, Code::UndefinedLink, false)
        }
        // A heading that is gone.
        _ => {
            let heading = tree.pick(random, |slot| slot.how == How::Heading)?;
            tree.address(&heading).clear();
            let anchor = format!("lone-heading-{}", heading.page);
            let slot = tree.pick(random, |slot| slot.anchor.as_ref() == Some(&anchor))?;
            found(slot, Code::MissingAnchor, false)
        }
    }
}

#[test]
fn a_planted_mistake_is_found_at_its_place_and_nothing_else_is() {
    let (mut planted_of, mut mended) = (BTreeMap::<(u64, &str), u32>::new(), 0);
    for round in 0..ROUNDS {
        let random = &mut Random::new(round);
        let flavour = flavours()[usize::try_from(round % 5).expect("below 5")];
        let docs = Sites::new(vec![Site::new(flavour, "docs")]);
        let mut tree = Tree::new(random, flavour);
        let right = tree.files();
        let clean = check(&right, &Pages::read(&right, &docs, |_| true), |_| true);
        assert!(clean.findings.is_empty(), "round {round}, {flavour}: {:#?}", clean.findings);
        assert_eq!(clean.looked_at.ok, clean.looked_at.links, "round {round}, {flavour}: nothing is unknown");

        let class = (round / 5) % 8;
        let Some(planted) = plant(&mut tree, random, class, flavour) else { continue };
        *planted_of.entry((class, flavour.as_str())).or_default() += 1;
        let mut files = tree.files();
        let checked = check(&files, &Pages::read(&files, &docs, |_| true), |_| true);
        let [(finding, fix)] = checked.findings.as_slice() else {
            panic!("round {round}, {flavour}, class {class}: {:#?}", checked.findings)
        };
        let path = &tree.paths[planted.slot.page];
        let pieces = &tree.pieces[planted.slot.page];
        let start = pieces[..planted.slot.piece].concat().len();
        let place = (path.as_str(), start..start + pieces[planted.slot.piece].len());
        let found = (finding.primary.place.text.name(), finding.primary.place.span.range());
        assert_eq!((found, finding.code), (place, planted.code), "round {round}, {flavour}: {}", finding.message);
        if planted.is_fixed {
            let fix = fix.as_ref().unwrap_or_else(|| panic!("round {round}, {flavour}: {finding:#?}"));
            let text = fixed(&fix.place.text, std::slice::from_ref(fix), flavour).expect("the fix can be written");
            files.0.insert(path.clone(), text.into_bytes());
            let left = check(&files, &Pages::read(&files, &docs, |_| true), |_| true).findings;
            assert!(left.is_empty(), "round {round}, {flavour}: {left:#?}");
            mended += 1;
        }
    }
    assert!(planted_of.len() >= 39 && mended > 50, "few were planted: {planted_of:?}, {mended} fixed");
}

/// Characters that begin or end something in Markdown.
const PARTS: &[&str] = &[
    "[", "]", "(", ")", "![", "](", "]: ", "<", ">", "<a href=", "\"", "'", "`", "```", "\n", "\n\n", "#", "## ", "\\",
    "&amp;", "%ff", "%2", "{#x}", "{", "}", "> ", "- ", "|", "a", "b.md", "É", "漢", "\u{feff}", "\r\n", "\t", "---",
    ":::", "(x)=", "<!--", "-->", "[^1]", "[^1]: ", "https://", "?", "\0",
];

#[test]
fn any_text_is_a_page_and_its_places_are_on_characters() {
    for round in 0..1000 {
        let random = &mut Random::new(round);
        let content: String = (0..random.below(60)).map(|_| *random.pick(PARTS)).collect();
        for flavour in flavours() {
            let contents = links::Contents::read(&content, flavour);
            let spans = contents.links.iter().map(|link| link.span);
            let spans = spans.chain(contents.definitions.iter().map(|definition| definition.span));
            let spans = spans.chain(contents.undefined.iter().map(|link| link.span));
            let spans = spans.chain(contents.code.iter().map(|code| code.span));
            for span in spans.chain(contents.fences.iter().map(|fence| fence.span)) {
                assert!(content.get(span.range()).is_some(), "round {round}, {flavour}: {span:?} in {content:?}");
            }
            for fence in &contents.fences {
                let end = u32::try_from(fence.text.len()).expect("a short text");
                let whole = fence.on_page(source::Span { start: 0, end });
                assert!(content.get(whole.range()).is_some(), "round {round}, {flavour}: {whole:?} in {content:?}");
            }
            let mut files = Memory::from_listing("-- docs/b.md --\n# B\n");
            files.0.insert("docs/a.md".to_owned(), content.clone().into_bytes());
            let sites = Sites::new(vec![Site::new(flavour, "docs")]);
            let checked = check(&files, &Pages::read(&files, &sites, |_| true), |_| true);
            let mending: Vec<_> = checked.findings.into_iter().filter_map(|(_, fix)| fix).collect();
            if let Some(first) = mending.first() {
                // It is written or refused, and says which.
                _ = fixed(&first.place.text, &mending, flavour);
            }
        }
    }
}

#[test]
fn pages_that_are_made_to_take_long_do_not() {
    let many = 500;
    let numbered = |text: &str| {
        (0..many).fold(String::new(), |mut all, number| {
            _ = write!(all, "{}", text.replace('N', &number.to_string()));
            all
        })
    };
    let pages = [
        "[".repeat(many),
        "![".repeat(many),
        "[a](".repeat(many),
        "<a ".repeat(many),
        "<a href=\"".repeat(many),
        "[a](<".repeat(many),
        "> ".repeat(many),
        "[a]: ".repeat(many),
        format!("[a]({})", "(".repeat(many)),
        format!("[{}]: b.md", "a".repeat(many)),
        format!("[a](b.md#{})", "a".repeat(many)),
        format!("[a](../{}.md)", "a".repeat(many)),
        format!("[a]({}b.md)", "../".repeat(many)),
        format!("[a]: {}\n\n{}", "b".repeat(many), "[a]".repeat(many)),
        numbered("[a][label N]\n"),
        numbered("[label N]: b.md#heading-N\n"),
        numbered("[a](wrong-N.md)\n"),
        format!("{}{}", numbered("## Heading N\n"), numbered("[a](#heating-N)\n")),
        format!("{}{}", numbered("[label N]: b.md\n"), numbered("[a][lable N]\n")),
        numbered("[![a](b.png)](c-N.md) "),
    ];
    for flavour in flavours() {
        for page in &pages {
            let mut files = Memory::from_listing("-- docs/b.md --\n# B\n");
            files.0.insert("docs/a.md".to_owned(), page.clone().into_bytes());
            let sites = Sites::new(vec![Site::new(flavour, "docs")]);
            let checked = check(&files, &Pages::read(&files, &sites, |_| true), |_| true);
            assert_eq!(checked.looked_at.pages, 2, "{flavour}");
        }
    }
}
