//! Catalogs of which a part is taken away, so that the rest says what the part costs.

use syn::{Attribute, Block, ImplItem, Item};

use super::sources::{Sources, attributes, implements, parsed};

/// What is taken away from the configs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Docs,
    Derives,
    /// What is in the tables; the functions that give them stay.
    Specs,
    /// What is in the functions.
    Takes,
    Impls,
    /// All but the bare structs.
    Everything,
    /// The structs too: keys, entries and their table stay.
    Configs,
}

impl Part {
    pub(super) const ALL: [Self; 7] =
        [Self::Docs, Self::Derives, Self::Specs, Self::Takes, Self::Impls, Self::Everything, Self::Configs];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Docs => "without doc comments of configs",
            Self::Derives => "without `derive(Clone, Debug, PartialEq)`",
            Self::Specs => "with empty specs",
            Self::Takes => "with empty `take`",
            Self::Impls => "without `impl Config` and `impl Take`",
            Self::Everything => "with bare structs only",
            Self::Configs => "without configs",
        }
    }

    pub(super) fn name(self) -> String {
        format!("without-{self:?}").to_lowercase()
    }
}

/// What entries point at instead of the specs that are gone.
const NOTHING: &str = "
    struct Nothing;
    impl kernel::config::Config for Nothing {
        fn spec() -> &'static kernel::config::Spec {
            kernel::config::Spec::EMPTY
        }
    }
    impl kernel::config::Take for Nothing {
        fn take(_: &mut kernel::config::Checked) -> Self {
            Self
        }
    }
";

/// The catalog without a part.
///
/// # Errors
/// What stands in its place cannot be parsed, or what is left of a table cannot.
pub(super) fn without(sources: &Sources, part: Part) -> Result<Sources, String> {
    let mut left = sources.clone();
    for (_, items) in left.configs() {
        match part {
            Part::Docs => retain_attributes(items, |attribute| !is_doc(attribute)),
            Part::Derives => retain_attributes(items, is_doc),
            Part::Specs => replace_bodies(items, "Config", "{ kernel::config::Spec::EMPTY }")?,
            Part::Takes => replace_bodies(items, "Take", "{ let _ = checked; loop {} }")?,
            Part::Impls => items.retain(|item| !is_impl(item)),
            Part::Everything => {
                items.retain(|item| !is_impl(item));
                retain_attributes(items, |_| false);
            }
            Part::Configs => items.clear(),
        }
    }
    match part {
        Part::Docs | Part::Derives | Part::Specs | Part::Takes => Ok(left),
        Part::Impls | Part::Everything | Part::Configs => pointing_at_nothing(left),
    }
}

fn is_doc(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
}

fn is_impl(item: &Item) -> bool {
    implements(item, "Config") || implements(item, "Take")
}

fn retain_attributes(items: &mut [Item], keep: impl Fn(&Attribute) -> bool) {
    items.iter_mut().flat_map(attributes).for_each(|attributes| attributes.retain(&keep));
}

fn replace_bodies(items: &mut [Item], name: &str, body: &str) -> Result<(), String> {
    let body: Block = syn::parse_str(body).map_err(|error| error.to_string())?;
    for item in items.iter_mut().filter(|item| implements(item, name)) {
        let Item::Impl(own) = item else { continue };
        for member in &mut own.items {
            if let ImplItem::Fn(function) = member {
                function.block = body.clone();
            }
        }
    }
    Ok(())
}

/// Replaces the specs that entries refer to; what is left of a text is simpler than what is left of a tree.
fn pointing_at_nothing(sources: Sources) -> Result<Sources, String> {
    const BEGIN: &str = "SpecRef::of::<";
    let mut left = Sources::default();
    for (path, file) in sources.0 {
        let text = prettyplease::unparse(&file);
        let mut parts = text.split(BEGIN);
        let mut replaced = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (_, rest) = part.split_once('>').unwrap_or(("", part));
            replaced.extend([BEGIN, "crate::Nothing>", rest]);
        }
        if path.to_str() == Some("lib.rs") {
            replaced += NOTHING;
        }
        left.0.insert(path, parsed(&replaced)?);
    }
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CATALOG: &str = "
        pub struct Item { pub config: kernel::config::SpecRef }
        /// Configs.
        pub mod ns0 {
            /// A config.
            #[derive(Clone, Debug, PartialEq)]
            pub struct AConfig {
                /// A field.
                pub target: String,
            }
            impl kernel::config::Config for AConfig {
                fn spec() -> &'static kernel::config::Spec { static SPEC: u8 = 0; &SPEC }
            }
            impl kernel::config::Take for AConfig {
                fn take(checked: kernel::config::Checked) -> Self { Self { target: checked } }
            }
        }
        static ENTRIES: [Item; 1] = [Item { config: kernel::config::SpecRef::of::<ns0::AConfig>() }];
    ";

    #[test]
    fn what_is_taken_away_is_gone_and_the_rest_stays() {
        let whole = Sources([("lib.rs".into(), parsed(CATALOG).expect("it parses"))].into());
        let texts = ["A field", "derive", "static SPEC", "target: checked", "impl kernel::config::Take for AConfig"];
        let texts = texts.into_iter().chain(["of::<ns0::AConfig>", "pub struct AConfig", "static ENTRIES"]);
        let texts: Vec<&str> = texts.collect();
        for (part, gone) in [
            (Part::Docs, &[0][..]),
            (Part::Derives, &[1]),
            (Part::Specs, &[2]),
            (Part::Takes, &[3]),
            (Part::Impls, &[2, 3, 4, 5]),
            (Part::Everything, &[0, 1, 2, 3, 4, 5]),
            (Part::Configs, &[0, 1, 2, 3, 4, 5, 6]),
        ] {
            let left = without(&whole, part).expect("what is left parses");
            let left: String = left.0.values().map(prettyplease::unparse).collect();
            for (place, text) in texts.iter().enumerate() {
                assert_eq!(left.contains(text), !gone.contains(&place), "{part:?}, `{text}`: {left}");
            }
        }
    }
}
