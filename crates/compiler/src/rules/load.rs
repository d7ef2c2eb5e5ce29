//! Reads rules, and checks the kinds, names and expressions in them.

use std::collections::{BTreeSet, HashMap, HashSet};

use source::{Code, Diagnostic, Findings, Span, Text, nearest};
use yaml::Pointer;

use super::expression::{Refused, environment, refused_in_expression, refused_in_template, sentence};
use super::format::{RuleFile, RulesFile};
use super::forms::Form;
use super::path::{Astray, Lists, Path, Spot, follow};
use super::{FILE, Rule};
use crate::files::{self, Files};
use crate::kinds::Kind;
use crate::own_format;
use crate::profile::Type;
use crate::project::Project;
use crate::registry::Registry;
use crate::schema::{Located, listed};

pub(super) fn load(
    files: &impl Files,
    project: &Project,
    registry: &Registry,
    declared: &[String],
    findings: &mut Findings,
) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut seen: HashMap<String, source::Place> = HashMap::new();
    for place in &project.registries {
        // A link that leads nowhere is no absent file: rules that are not read are rules that are not kept.
        let there = |path: &String| !matches!(files.read(path), Ok(None));
        let Some(path) = files::join(&place.folder, FILE).filter(there) else { continue };
        let Some(text) = own_format::read(files, &path, findings) else { continue };
        let Some((RulesFile(list), document)) = own_format::parse::<RulesFile>(&text, findings) else { continue };
        let nodes = document.root.as_sequence().unwrap_or_default();
        for (index, (file, node)) in list.into_iter().zip(nodes).enumerate() {
            let at = Pointer::root().join(index.to_string());
            let located = Located { text: &text, node, base: &at };
            let id = located.finding(Code::InvalidRule, &Pointer::root().join("id"), "").primary.place;
            if let Some(first) = seen.get(&file.id) {
                let message = format!("two rules are called `{}`", file.id);
                let finding = Diagnostic::new(Code::InvalidRule, id, message).path(at.join("id").to_string());
                findings.push(finding.also(first.clone(), "the other one").help("rename one of them"));
                continue;
            }
            seen.insert(file.id.clone(), id);
            let mut checker =
                Checker { registry, declared, located, reads: BTreeSet::new(), mistakes: Findings::new() };
            let understood = checker.rule(&file);
            let Checker { reads, mistakes, .. } = checker;
            let sound = !mistakes.has_errors();
            findings.extend(mistakes.into_iter().map(|mistake| mistake.rule(file.id.as_str())));
            let Some(Understood { form, each, points_at }) = understood.filter(|_| sound) else { continue };
            let (text, node) = (text.clone(), node.clone());
            rules.push(Rule {
                registry: place.name.clone(),
                reads,
                looked_at: 0,
                text,
                node,
                at,
                form,
                each,
                points_at,
                file,
            });
        }
    }
    rules
}

/// What the words of a rule come to.
struct Understood {
    form: Form,
    each: Option<Path>,
    points_at: Option<Path>,
}

struct Checker<'a> {
    registry: &'a Registry,
    declared: &'a [String],
    located: Located<'a>,
    /// The kinds that the rule looks at.
    reads: BTreeSet<String>,
    mistakes: Findings,
}

/// What expressions know, each with what it is.
type Known<'a> = Vec<(&'static str, Spot<'a>)>;

impl<'a> Checker<'a> {
    fn rule(&mut self, file: &RuleFile) -> Option<Understood> {
        let when = self.kind("when", &file.when)?;
        let entry = Spot::Entry(when);
        let each = file.each.as_deref().map(Path::parse);
        let item = match &each {
            Some(path) => Some(self.item(path, entry)?),
            None => None,
        };
        let one: Known<'a> = std::iter::once(("entry", entry)).chain(item.map(|item| ("item", item))).collect();
        let form = self.form(file, &one)?;
        let other = match &form {
            Form::Exists { kind, .. } => Some(Spot::Entry(&self.registry.get(kind)?.kind)),
            Form::Unique(_) | Form::Overlap { .. } => Some(entry),
            Form::Assert | Form::Acyclic(_) => None,
        };
        let two: Known<'a> = one.iter().copied().chain(other.map(|other| ("other", other))).collect();
        let of_two = matches!(form, Form::Unique(_) | Form::Overlap { .. });
        let named = self.expressions(file, &one, &two, of_two);
        let points_at = match &file.at {
            Some(at) => {
                let path = Path::parse(at);
                self.path(&["at"], at, &path, &one);
                Some(path)
            }
            None if each.is_some() => Some(Path::parse("item")),
            None => form.first_path().cloned().or(named),
        };
        Some(Understood { form, each, points_at })
    }

    /// The kind that a rule names.
    fn kind(&mut self, property: &str, id: &str) -> Option<&'a Kind> {
        self.kind_at(&[property], id)
    }

    fn kind_at(&mut self, at: &[&str], id: &str) -> Option<&'a Kind> {
        if let Some(members) = self.registry.get(id) {
            return Some(&members.kind);
        }
        // A kind that was left out for a mistake has been reported.
        if !self.declared.iter().any(|declared| declared == id) {
            let known: Vec<&str> = self.declared.iter().map(String::as_str).collect();
            let help = match nearest(id, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the kinds are {}", listed(&known)),
            };
            self.mistake(at, format!("there is no kind `{id}`"), Some(help));
        }
        None
    }

    fn item(&mut self, path: &Path, entry: Spot<'a>) -> Option<Spot<'a>> {
        let text = path.names().join(".");
        match self.spot(&["each"], &text, path.names(), entry, Lists::Through)? {
            Spot::Value(model, slot) => match &slot.ty {
                Type::List(item) => Some(Spot::Value(model, item)),
                Type::Any | Type::Schema => Some(Spot::Any),
                // A list further up has many of them.
                plain if path.names().len() > 1 && !matches!(plain, Type::Map(_)) => Some(Spot::Value(model, slot)),
                Type::Bool
                | Type::Int(_)
                | Type::Float
                | Type::Str
                | Type::Key(_)
                | Type::Item(_)
                | Type::Boxed(_)
                | Type::Map(_) => {
                    self.mistake(&["each"], format!("`{text}` is no list"), None);
                    None
                }
            },
            Spot::Entry(_) | Spot::Any => Some(Spot::Any),
        }
    }

    fn form(&mut self, file: &RuleFile, known: &Known<'a>) -> Option<Form> {
        let mut forms = Vec::new();
        forms.extend(file.assert.as_ref().map(|_| Form::Assert));
        if let Some(texts) = &file.unique {
            forms.push(Form::Unique(self.paths(&["unique"], texts, known)));
        }
        if let Some(exists) = &file.exists {
            let kind = self.kind_at(&["exists", "in"], &exists.kind)?;
            self.reads.insert(exists.kind.clone());
            let mut equal = Vec::new();
            for (theirs, ours) in &exists.equal {
                let (left, right) = (Path::of_other(theirs), Path::parse(ours));
                let pointer = ["exists", "equal", theirs];
                self.spot(&pointer, theirs, left.names(), Spot::Entry(kind), Lists::Through);
                self.path(&pointer, ours, &right, known);
                equal.push((left, right));
            }
            forms.push(Form::Exists { kind: exists.kind.clone(), equal });
        }
        if let Some(texts) = &file.acyclic {
            let noun = self.registry.get(&file.when).map(|members| members.kind.a_noun()).unwrap_or_default();
            let leads_there = |ty: &Type| matches!(ty, Type::Key(reference) if reference.to == file.when);
            let what = format!("no reference to {noun}");
            let mut paths = Vec::new();
            for text in texts.as_slice() {
                paths.push(self.path_to(&["acyclic"], text, known, leads_there, &what));
            }
            forms.push(Form::Acyclic(paths));
        }
        if let Some(overlap) = &file.overlap {
            let is_text = |ty: &Type| matches!(ty, Type::Str | Type::Key(_));
            let scope = self.path_to(&["overlap", "scope"], &overlap.scope, known, is_text, "no text");
            let by = self.paths(&["overlap", "by"], &overlap.by, known);
            forms.push(Form::Overlap { scope, by });
        }
        if forms.len() == 1 {
            return forms.pop();
        }
        let message = match forms.len() {
            0 => "the rule says nothing: it has none of `assert`, `unique`, `exists`, `acyclic` and `overlap`",
            _ => {
                "the rule says several things: `assert`, `unique`, `exists`, `acyclic` and `overlap` are one rule each"
            }
        };
        self.mistake(&["id"], message.to_owned(), None);
        None
    }

    fn paths(&mut self, at: &[&str], texts: &[String], known: &Known<'a>) -> Vec<Path> {
        let mut paths = Vec::new();
        for text in texts {
            let path = Path::parse(text);
            self.path(at, text, &path, known);
            paths.push(path);
        }
        paths
    }

    /// Reads a path that leads to values of a certain type, or to lists of them.
    fn path_to(
        &mut self,
        at: &[&str],
        text: &str,
        known: &Known<'a>,
        is_right: impl Fn(&Type) -> bool,
        what: &str,
    ) -> Path {
        let path = Path::parse(text);
        let ty = self.path(at, text, &path, known).and_then(Spot::plain);
        if ty.is_some_and(|ty| !is_right(ty)) {
            self.mistake_in(at, text, format!("`{text}` is {what}"), None);
        }
        path
    }

    /// Checks a path of the entry or of the item.
    fn path(&mut self, at: &[&str], text: &str, path: &Path, known: &Known<'a>) -> Option<Spot<'a>> {
        let start = if path.is_of_item() { "item" } else { "entry" };
        let Some((_, spot)) = known.iter().find(|(name, _)| *name == start) else {
            self.mistake_in(at, text, no_item(), None);
            return None;
        };
        self.spot(at, text, path.names(), *spot, Lists::Through)
    }

    fn spot(&mut self, at: &[&str], text: &str, names: &[String], from: Spot<'a>, lists: Lists) -> Option<Spot<'a>> {
        let reads = &mut self.reads;
        let passed = &mut |kind: &'a Kind| _ = reads.insert(kind.id.clone());
        match follow(self.registry, from, names, lists, passed) {
            Ok(spot) => Some(spot),
            Err(Astray { name, message, help }) => {
                let within = if text.contains(&name) { name.as_str() } else { text };
                self.mistake_in(at, within, message, help);
                None
            }
        }
    }

    /// Checks all expressions and templates; gives the first property of the entry that `assert` names.
    fn expressions(&mut self, file: &RuleFile, one: &Known<'a>, two: &Known<'a>, of_two: bool) -> Option<Path> {
        if let Some(text) = &file.only {
            let entry: Known<'a> = one.iter().copied().filter(|(name, _)| *name == "entry").collect();
            self.expression(&["where"], text, &entry);
        }
        let mut points_at = None;
        if let Some(text) = &file.assert {
            let names = self.expression(&["assert"], text, one);
            let of_entry = names.iter().filter_map(|name| name.strip_prefix("entry.").map(|path| (name, path)));
            let first = of_entry.min_by_key(|(name, _)| text.find(name.as_str()));
            // What the entry refers to stands elsewhere; its own property is the reference.
            points_at = first.and_then(|(_, path)| path.split('.').next()).map(Path::parse);
        }
        if let Some(text) = file.exists.as_ref().and_then(|exists| exists.only.as_ref()) {
            self.expression(&["exists", "where"], text, two);
        }
        let known = if of_two { two } else { one };
        for (property, text) in [("message", &file.message), ("help", &file.help)] {
            if let Some(text) = text {
                if let Some(refused) = refused_in_template(text) {
                    self.refused(&[property], &refused);
                    continue;
                }
                let environment = environment();
                let names = environment.template_from_str(text).map(|template| template.undeclared_variables(true));
                self.names(&[property], text, names, known);
            }
        }
        points_at
    }

    fn expression(&mut self, at: &[&str], text: &str, known: &Known<'a>) -> Vec<String> {
        if let Some(refused) = refused_in_expression(text) {
            self.refused(at, &refused);
            return Vec::new();
        }
        let environment = environment();
        let names = environment.compile_expression(text).map(|expression| expression.undeclared_variables(true));
        self.names(at, text, names, known)
    }

    /// Checks the names of an expression that compiled; one that did not is a mistake.
    fn names(
        &mut self,
        at: &[&str],
        text: &str,
        names: Result<HashSet<String>, minijinja::Error>,
        known: &Known<'a>,
    ) -> Vec<String> {
        let names = match names {
            Ok(names) => names,
            Err(error) => {
                let within = error.range().and_then(|range| text.get(range)).unwrap_or(text);
                self.mistake_in(at, within, sentence(&error), None);
                return Vec::new();
            }
        };
        let mut names: Vec<String> = names.into_iter().collect();
        names.sort_unstable();
        for name in &names {
            let mut segments = name.split('.');
            let first = segments.next().unwrap_or_default();
            if let Some((_, spot)) = known.iter().find(|(known, _)| *known == first) {
                let rest: Vec<String> = segments.map(str::to_owned).collect();
                self.spot(at, name, &rest, *spot, Lists::Stop);
                continue;
            }
            let is_global = environment().globals().any(|(global, _)| global == first);
            if first == "item" {
                self.mistake_in(at, first, no_item(), None);
            } else if !is_global {
                let words: Vec<&str> = known.iter().map(|(known, _)| *known).collect();
                let help = match nearest(first, words.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("it knows {}; a text is quoted: `\"{first}\"`", listed(&words)),
                };
                self.mistake_in(at, first, format!("there is no `{first}` here"), Some(help));
            }
        }
        names
    }

    fn refused(&mut self, at: &[&str], refused: &Refused<'_>) {
        self.mistake_in(at, refused.word, refused.why.clone(), refused.help.map(str::to_owned));
    }

    fn mistake(&mut self, at: &[&str], message: String, help: Option<String>) {
        let pointer: Pointer = at.iter().copied().collect();
        let finding = self.located.finding(Code::InvalidRule, &pointer, message);
        self.push(finding, help);
    }

    /// The same, at a word inside the text.
    fn mistake_in(&mut self, at: &[&str], word: &str, message: String, help: Option<String>) {
        let pointer: Pointer = at.iter().copied().collect();
        let mut finding = self.located.finding(Code::InvalidRule, &pointer, message);
        let span = finding.primary.place.span;
        let within = self.located.node.at(&pointer).map_or(span, |node| node.span);
        if let Some(narrow) = find_word(self.located.text, within, word) {
            finding.primary.place.span = narrow;
        }
        self.push(finding, help);
    }

    fn push(&mut self, finding: Diagnostic, help: Option<String>) {
        self.mistakes.push(help.into_iter().fold(finding, Diagnostic::help));
    }
}

fn no_item() -> String {
    "there is no `item` here: the rule has no `each`".to_owned()
}

/// Where a word stands inside a part of a text, as a whole word.
fn find_word(text: &Text, within: Span, word: &str) -> Option<Span> {
    let slice = text.slice(within);
    let inner = |character: char| character.is_alphanumeric() || character == '_';
    let is_whole = |at: usize| {
        let (before, after) = (slice[..at].chars().next_back(), slice[at + word.len()..].chars().next());
        !before.is_some_and(inner) && !after.is_some_and(inner)
    };
    let (at, _) = slice.match_indices(word).find(|(at, _)| is_whole(*at))?;
    let start = within.start as usize + at;
    Some(Span::new(start, start + word.len()))
}
