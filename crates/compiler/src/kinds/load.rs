//! Kind files to [`Kind`]s.

use std::collections::BTreeMap;

use globset::Glob;
use serde_json::Value;
use source::{Code, Diagnostic, Findings, Span, Text, nearest};
use yaml::{Node, Pointer};

use super::{Block, Kind, Layout, Mention, Renamed};
use crate::entries::fill::{self, Unfillable};
use crate::files::{self, Files, Found};
use crate::own_format;
use crate::profile::{self, Lowering, Model, Type};
use crate::project::{Project, RegistryPlace};
use crate::schema::{self, Located, Schema};

/// All kinds of a project, sorted by registry and name.
pub fn load(files: &impl Files, project: &Project, findings: &mut Findings) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for registry in &project.registries {
        let folder = format!("{}/kinds", registry.folder);
        let paths = files.list(&folder).unwrap_or_else(|error| {
            findings.push(own_format::unreadable(&error));
            Vec::new()
        });
        let paths: Vec<&String> = paths.iter().filter(|path| path.ends_with(ENDING)).collect();
        // A folder that is not there has been reported.
        if paths.is_empty() && files.what_is(&registry.folder) == Found::Folder {
            let place = project.file.at(registry.span);
            let finding =
                Diagnostic::new(Code::NothingToCheck, place, format!("registry `{}` has no kind", registry.name));
            let path = Pointer::root().join("registries").join(&registry.name).to_string();
            findings.push(finding.path(path).help(format!("write `{folder}/<kind>{ENDING}`")));
        }
        kinds.extend(paths.into_iter().filter_map(|path| load_kind(files, registry, path, findings)));
    }
    kinds.sort_by(|a, b| (&a.registry, &a.name).cmp(&(&b.registry, &b.name)));
    refuse_equal_names(&kinds, findings);
    kinds
}

/// How the name of a kind file ends.
const ENDING: &str = ".schema.yaml";

/// The name of the kind that a kind file holds.
fn stem(path: &str) -> Option<&str> {
    path.rsplit('/').next()?.strip_suffix(ENDING)
}

fn load_kind(files: &impl Files, registry: &RegistryPlace, path: &str, findings: &mut Findings) -> Option<Kind> {
    let name = stem(path)?.to_owned();
    let text = own_format::read(files, path, findings)?;
    let document = own_format::one_document(&text, "kind file", Code::InvalidKind, findings)?;
    let root = &document.root;
    let base = Pointer::root();
    let located = Located { text: &text, node: root, base: &base };
    if root.as_mapping().is_none() {
        let message = format!("a kind is a mapping, found {}", schema::described(&root.to_json()));
        findings.push(located.finding(Code::InvalidKind, &base, message).help(BLOCK));
        return None;
    }
    let block = load_block(&located, findings);
    let sound = schema::check_meta(&root.to_json(), &located, findings);
    let (block, block_span) = block.filter(|_| sound)?;
    let type_name = profile::variant(&name).unwrap_or_default();
    let mut mistakes = Findings::new();
    mistakes.extend((!own_format::is_name(&name)).then(|| unsafe_name(&located, path, &name)));
    if profile::hides(&type_name) {
        let message = format!("a kind called `{name}` would hide Rust's `{type_name}`");
        let finding = located.finding_at_key(Code::UnsafeName, &Pointer::root().join("x-registry"), message);
        mistakes.push(finding.help(format!("rename `{path}`")));
    }
    let taken = [format!("{type_name}Key"), format!("{type_name}Factories"), "Ports".to_owned()];
    let lowering = Lowering { text: &text, schema: root, base: &base, name: &type_name, prefix: "", taken: &taken };
    let Some(model) = profile::lower(&lowering, &mut mistakes) else {
        findings.append(mistakes);
        return None;
    };
    let schema = Schema::compile(profile::strict(root.to_json()));
    if let (Err(error), true) = (&schema, mistakes.is_empty()) {
        mistakes.push(error.finding(&located));
    }
    check_block(&located, &block, &model, &mut mistakes);
    check_samples(&located, &model, &mut mistakes);
    let broken = mistakes.has_errors();
    findings.append(mistakes);
    let text_of = |keyword| root.get(keyword).and_then(Node::as_str).map(|text| text.trim().to_owned());
    schema.ok().filter(|_| !broken).map(|schema| Kind {
        registry: registry.name.clone(),
        id: format!("{}.{name}", registry.name),
        name,
        block,
        block_span,
        block_spans: block_spans(root),
        title: text_of("title").unwrap_or(type_name),
        description: text_of("description").unwrap_or_default(),
        schema,
        config: config_property(&model),
        model,
        references: mentions(root, &base),
        renamed: renamed(root),
        file: text.clone(),
    })
}

/// A kind is a file, a module and a part of references, so it has a plain name.
fn unsafe_name(located: &Located<'_>, path: &str, name: &str) -> Diagnostic {
    let message = format!("`{name}` cannot be the name of a kind, expected one that matches `{}`", own_format::NAME);
    let plain = profile::words(name).map_or_else(|| "<name>".to_owned(), |words| words.join("_"));
    let right = format!("{}/{plain}{ENDING}", files::parent(path));
    let finding = located.finding(Code::UnsafeName, &Pointer::root(), message);
    finding.help(format!("mv {} {right}", files::typed(path)))
}

/// A block to begin with.
const BLOCK: &str = "x-registry: { entries: '*.yaml', layout: document, key: key }";

fn load_block(located: &Located<'_>, findings: &mut Findings) -> Option<(Block, Span)> {
    let base = Pointer::root().join("x-registry");
    let Some(node) = located.node.get("x-registry") else {
        let message = "a kind needs an `x-registry` block that says where its entries live";
        let near = located.node.as_mapping().and_then(|mapping| nearest("x-registry", mapping.keys()));
        findings.push(match near {
            Some(near) => located
                .finding_at_key(Code::InvalidKind, &Pointer::root().join(near), message)
                .help("did you mean `x-registry`?"),
            None => located.finding(Code::InvalidKind, &Pointer::root(), message).help(BLOCK),
        });
        return None;
    };
    let block = own_format::read_value::<Block>(located.text, node, &base, Code::InvalidKind, findings)?;
    let span = located.node.key_span_at(&base).unwrap_or(node.span);
    Some((block, span))
}

fn block_spans(root: &Node) -> BTreeMap<String, Span> {
    let block = root.get("x-registry").and_then(Node::as_mapping);
    block.into_iter().flatten().map(|pair| (pair.key.clone(), schema::focus(&pair.value))).collect()
}

/// The keys that entries had before; the block has been read, so they lead to texts.
fn renamed(root: &Node) -> Vec<Renamed> {
    let pairs = root.get("x-registry").and_then(|block| block.get("renamed")).and_then(Node::as_mapping);
    let pairs = pairs.into_iter().flatten().map(|pair| Renamed {
        from: pair.key.clone(),
        from_span: pair.key_span,
        to: pair.value.as_str().unwrap_or_default().to_owned(),
        to_span: pair.value.span,
    });
    pairs.collect()
}

/// What the block says must be there is there, and fits.
fn check_block(located: &Located<'_>, block: &Block, model: &Model, findings: &mut Findings) {
    let at = |property: &str| Pointer::root().join("x-registry").join(property);
    let mut wrong = |property: &str, message: String, help: String| {
        let pointer = at(property);
        findings.push(located.finding(Code::InvalidKind, &pointer, message).help(help));
    };
    if let Err(error) = Glob::new(&block.entries) {
        wrong(
            "entries",
            format!("`{}` is not a glob: {}", block.entries, error.kind()),
            "entries: '**/*.yaml'".to_owned(),
        );
    }
    for pointer in block.at.as_slice() {
        if let Err(error) = pointer.parse::<Pointer>() {
            wrong("at", format!("`{pointer}` is not a JSON Pointer: {error}"), "at: /groups".to_owned());
        }
    }
    let Some(fields) = model.object() else {
        let pointer = Pointer::root().join("type");
        let message = "an entry is an object and never null, so its schema has `type: object` and `properties`";
        findings.push(located.finding(Code::InvalidKind, &pointer, message).help("type: object"));
        return;
    };
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let mut needs = |property: &str, named: &str| {
        if names.contains(&named) {
            return true;
        }
        let help = nearest(named, names.iter().copied())
            .map_or_else(|| format!("declare `{named}` under `properties`"), |near| format!("did you mean `{near}`?"));
        let pointer = at(property);
        let message = format!("`{property}` names the property `{named}`, which the kind does not have");
        findings.push(located.finding(Code::InvalidKind, &pointer, message).help(help));
        false
    };
    for key in block.key_properties() {
        if needs("key", &key) {
            let field = fields.iter().find(|field| field.name == key);
            if field.is_some_and(|field| field.value.ty != Type::Str || field.value.nullable) {
                let pointer = Pointer::root().join("properties").join(&key);
                let message = format!("`{key}` holds the key, so it is a string and nothing else");
                findings.push(located.finding(Code::InvalidKind, &pointer, message).help("type: string"));
                return;
            }
        }
    }
    for order in &block.order {
        let property = order.strip_prefix('-').unwrap_or(order);
        if property != "key" {
            needs("order", property);
        }
    }
    if let Some(group) = block.group_by.as_deref().filter(|group| *group != "namespace") {
        needs("group_by", group);
    }
    if block.summary != "summary" {
        needs("summary", &block.summary);
    }
    if block.ports != "ports" {
        needs("ports", &block.ports);
    }
    if block.deprecated != "deprecated" {
        needs("deprecated", &block.deprecated);
    }
    if block.layout == Layout::Map && block.key.is_some() {
        let message = "with `layout: map` the mapping's keys are the keys, so `key` has no meaning".to_owned();
        findings.push(located.finding(Code::InvalidKind, &at("key"), message).help("remove `key`"));
    }
}

/// `default` and `examples` are promises to readers: each must satisfy the schema that it stands in.
pub(crate) fn check_samples(located: &Located<'_>, model: &Model, findings: &mut Findings) {
    check_defaults(located, model, findings);
    let definitions = located.node.get("$defs").map(Node::to_json);
    visit_schemas(located.node, &Pointer::root(), &mut |schema, at| {
        let default = schema.get("default").map(|node| (at.join("default"), node, Code::InvalidDefault));
        let examples = schema.get("examples").and_then(Node::as_sequence).into_iter().flatten().enumerate();
        let examples =
            examples.map(|(index, node)| (at.join("examples").join(index.to_string()), node, Code::InvalidExample));
        let samples: Vec<_> = default.into_iter().chain(examples).collect();
        if samples.is_empty() {
            return;
        }
        let mut own = schema.to_json();
        if let (Value::Object(own), Some(definitions)) = (&mut own, &definitions) {
            own.insert("$defs".to_owned(), definitions.clone());
        }
        // A schema that does not compile has been reported as a whole already.
        let Ok(compiled) = Schema::compile(profile::strict(own)) else { return };
        for (pointer, node, code) in samples {
            let base = located.base.concat(&pointer);
            let mut mistakes = Findings::new();
            compiled.check(&node.to_json(), &Located { text: located.text, node, base: &base }, &mut mistakes);
            let sample = if code == Code::InvalidDefault { "the default" } else { "the example" };
            for mut mistake in mistakes {
                mistake.code = code;
                mistake.message = format!("{sample} does not satisfy its own schema: {}", mistake.message);
                findings.push(mistake);
            }
        }
    });
}

/// Refuses defaults that cannot be filled in.
fn check_defaults(located: &Located<'_>, model: &Model, findings: &mut Findings) {
    for Unfillable { field, why } in fill::unfillable(model) {
        let mut at = None;
        visit_schemas(located.node, &Pointer::root(), &mut |schema, pointer| {
            let is_it =
                pointer.last() == Some(&field.name) && schema.get("default").map(Node::to_json) == field.default;
            if is_it && at.is_none() {
                at = Some(pointer.join("default"));
            }
        });
        let message = format!("this default {why}");
        let finding = located.finding(Code::InvalidDefault, &at.unwrap_or_default(), message);
        findings.push(finding.help("give the nested values in the default, or no default"));
    }
}

/// Calls `visit` on a schema and every schema inside it.
pub(crate) fn visit_schemas(schema: &Node, at: &Pointer, visit: &mut dyn FnMut(&Node, &Pointer)) {
    let Some(mapping) = schema.as_mapping() else { return };
    visit(schema, at);
    for pair in mapping {
        let at = at.join(&pair.key);
        match pair.key.as_str() {
            "items" | "additionalProperties" => visit_schemas(&pair.value, &at, visit),
            "oneOf" => {
                for (index, member) in pair.value.as_sequence().into_iter().flatten().enumerate() {
                    visit_schemas(member, &at.join(index.to_string()), visit);
                }
            }
            "properties" | "$defs" => {
                for property in pair.value.as_mapping().into_iter().flat_map(yaml::Mapping::iter) {
                    visit_schemas(&property.value, &at.join(&property.key), visit);
                }
            }
            _ => {}
        }
    }
}

fn config_property(model: &Model) -> Option<String> {
    model.object()?.iter().find(|field| field.value.ty == Type::Schema).map(|field| field.name.clone())
}

/// The kinds that a schema refers to.
pub(crate) fn mentions(root: &Node, base: &Pointer) -> Vec<Mention> {
    let mut mentions = Vec::new();
    visit_schemas(root, base, &mut |schema, at| {
        let Some(node) = schema.get("x-ref") else { return };
        let to = node.as_str().or_else(|| node.get("to").and_then(Node::as_str));
        let path = at.join("x-ref").to_string();
        mentions.extend(to.map(|to| Mention { to: to.to_owned(), span: node.span, path }));
    });
    mentions
}

/// A finding for each mention of a kind that is none of `all`.
pub(crate) fn check_mentions(file: &Text, mentions: &[Mention], all: &[String], findings: &mut Findings) {
    for Mention { to, span, path } in mentions.iter().filter(|mention| !all.contains(&mention.to)) {
        let finding =
            Diagnostic::new(Code::UnknownKind, file.at(*span), format!("there is no kind `{to}`")).path(path.as_str());
        findings.push(match nearest(to, all.iter().map(String::as_str)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.note(format!("the kinds are {}", schema::listed(all))),
        });
    }
}

/// Two kinds of a registry, or two registries, must not share a Rust module.
fn refuse_equal_names(kinds: &[Kind], findings: &mut Findings) {
    let mut modules: BTreeMap<(Option<String>, Option<String>), &Kind> = BTreeMap::new();
    for kind in kinds {
        let name = (profile::module(&kind.registry), profile::module(&kind.name));
        if let Some(first) = modules.insert(name, kind) {
            let message = format!("kinds `{}` and `{}` have one name in Rust", first.id, kind.id);
            let finding = Diagnostic::new(Code::NameCollision, kind.file.at(kind.block_span), message)
                .also(first.file.at(first.block_span), "the other kind")
                .help(format!("rename `{}`", kind.file.name()));
            findings.push(finding);
        }
    }
}

/// The names of all kind files of a project, also of those that were left out for a mistake.
#[must_use]
pub(crate) fn declared(files: &impl Files, project: &Project) -> Vec<String> {
    let mut names = Vec::new();
    for registry in &project.registries {
        let paths = files.list(&format!("{}/kinds", registry.folder)).unwrap_or_default();
        names.extend(paths.iter().filter_map(|path| stem(path)).map(|stem| format!("{}.{stem}", registry.name)));
    }
    names
}
