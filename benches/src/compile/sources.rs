//! The sources of a crate, each parsed, so that items can be taken away or changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::{Attribute, File, Item, ItemMod};

use crate::disk;

/// Files by their paths below `src`.
#[derive(Clone, Default)]
pub(super) struct Sources(pub(super) BTreeMap<PathBuf, File>);

impl Sources {
    /// Reads all sources below a folder.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let mut sources = Self::default();
        for (path, _) in disk::files(folder)? {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            sources.0.insert(name, parsed(&disk::read(&path)?)?);
        }
        Ok(sources)
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), String> {
        self.0.iter().try_for_each(|(path, file)| disk::write(&folder.join(path), &prettyplease::unparse(file)))
    }

    /// The modules that have configs, with their items: files and inline modules.
    pub(super) fn configs(&mut self) -> Vec<(String, &mut Vec<Item>)> {
        let mut found = Vec::new();
        for (path, file) in &mut self.0 {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            collect(name, &mut file.items, &mut found);
        }
        found
    }
}

fn collect<'a>(name: String, items: &'a mut Vec<Item>, found: &mut Vec<(String, &'a mut Vec<Item>)>) {
    if items.iter().any(|item| implements(item, "Config")) {
        found.push((name, items));
        return;
    }
    for item in items {
        if let Item::Mod(ItemMod { ident, content: Some((_, items)), .. }) = item {
            collect(ident.to_string(), items, found);
        }
    }
}

pub(super) fn parsed(text: &str) -> Result<File, String> {
    syn::parse_file(text).map_err(|error| format!("cannot parse a generated file: {error}"))
}

/// The attributes of a type, and then those of its fields or variants; other items have none.
pub(super) fn attributes(item: &mut Item) -> Vec<&mut Vec<Attribute>> {
    if let Item::Struct(own) = item {
        return std::iter::once(&mut own.attrs).chain(own.fields.iter_mut().map(|field| &mut field.attrs)).collect();
    }
    if let Item::Enum(own) = item {
        return std::iter::once(&mut own.attrs).chain(own.variants.iter_mut().map(|own| &mut own.attrs)).collect();
    }
    Vec::new()
}

/// Whether an item implements the trait of this name.
pub(super) fn implements(item: &Item, name: &str) -> bool {
    let Item::Impl(own) = item else { return false };
    own.trait_.as_ref().and_then(|(path, _)| path.segments.last()).is_some_and(|segment| segment.ident == name)
}
