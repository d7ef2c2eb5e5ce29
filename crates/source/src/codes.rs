//! The table of all codes: every class of finding, its weight and its title.
//!
//! A code is public and stable. `docs/diagnostics/<code>.md` explains each one.

use std::fmt;
use std::str::FromStr;

use crate::Severity;

/// Declares the table once; the enum and its lookups follow from it.
macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $title:literal,)*) => {
        /// What class of finding a [`Diagnostic`](crate::Diagnostic) is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the stages that report them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The kebab-case name that people type and ignore lists hold.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// One sentence that says what is wrong.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// The severity of a finding of this code, unless a definition softens it.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // Files.
    MissingFile "missing-file" Error "A file or folder that the project names does not exist.",
    UnreadableFile "unreadable-file" Error "A file cannot be read as UTF-8 text.",
    FileTooLarge "file-too-large" Error "A file is larger than the limit.",
    OutsidePath "outside-path" Error "A path or symlink leaves the project.",
    // YAML.
    YamlSyntax "yaml-syntax" Error "The text is not YAML.",
    YamlLenient "yaml-lenient" Warning "Strict YAML refuses this text, though common parsers read it.",
    YamlDuplicateKey "yaml-duplicate-key" Error "A mapping has one key twice.",
    YamlKey "yaml-key" Error "A mapping key is not a plain name.",
    YamlDepth "yaml-depth" Error "Collections are nested deeper than the limit.",
    YamlAliases "yaml-aliases" Error "Aliases expand to more nodes than the limit, or to themselves.",
    YamlMerge "yaml-merge" Error "A merge key holds something other than mappings.",
    YamlTag "yaml-tag" Error "A tag cannot be applied, or does not fit its value.",
    YamlNumber "yaml-number" Error "A number cannot be kept exactly, or is not finite.",
    // The project file and kinds.
    InvalidProject "invalid-project" Error "The project file does not follow its schema.",
    NothingToCheck "nothing-to-check" Error "A project, registry or kind has nothing in it.",
    UnreadFile "unread-file" Warning "A file in a registry's folder is read by no kind.",
    InvalidKind "invalid-kind" Error "A kind's `x-` block does not follow its schema, or contradicts the kind.",
    InvalidSchema "invalid-schema" Error "A schema is not valid JSON Schema 2020-12.",
    UnsupportedSchema "unsupported-schema" Error "A schema uses something that has no Rust type.",
    InvalidDefault "invalid-default" Error "A `default` does not satisfy its own schema.",
    InvalidExample "invalid-example" Error "One of the `examples` does not satisfy its own schema.",
    UnknownKind "unknown-kind" Error "A reference names a kind that does not exist.",
    // Entries.
    WrongLayout "wrong-layout" Error "A file of entries does not have the layout of its kind.",
    MissingKey "missing-key" Error "An entry has no key.",
    DuplicateKey "duplicate-key" Error "Two entries of a kind have one key.",
    NameCollision "name-collision" Error "Two names become one name in Rust or one output file.",
    UnsafeName "unsafe-name" Error "A key cannot become a Rust name.",
    UnsafeText "unsafe-text" Error "A text holds a character that can disguise what it says.",
    TooManyVariants "too-many-variants" Warning "A closed kind has so many entries that its enum is slow to compile.",
    UnknownProperty "unknown-property" Error "A property is not declared.",
    MissingProperty "missing-property" Error "A required property is missing.",
    WrongType "wrong-type" Error "A value has another type than its schema says.",
    NotInEnum "not-in-enum" Error "A value is none of the values that its schema lists.",
    WrongFormat "wrong-format" Error "A string does not match its pattern, format or length.",
    OutOfRange "out-of-range" Error "A number is outside its range.",
    WrongCount "wrong-count" Error "An array or object has too many, too few or repeated items.",
    NoVariant "no-variant" Error "A value fits none of the shapes that its schema allows, or several.",
    SchemaViolation "schema-violation" Error "A value does not satisfy its schema.",
    // References, docs and paths.
    UnknownReference "unknown-reference" Error "A reference names an entry that does not exist.",
    BrokenChain "broken-chain" Error "An item of a chain does not take what the item before it gives.",
    NoConfig "no-config" Error "A config is given to an entry that cannot have one.",
    MissingPage "missing-page" Error "A link names a docs page that does not exist.",
    MissingAnchor "missing-anchor" Error "A link names a heading that its page does not have.",
    InvalidSite "invalid-site" Error "The settings of a docs site cannot be read.",
    MissingPath "missing-path" Error "A path below the repository root does not exist.",
    // Pages.
    BrokenLink "broken-link" Error "A link of a page leads nowhere.",
    WrongCase "wrong-case" Error "A link differs from the name of its file in case.",
    MissingInclude "missing-include" Error "A page includes something that does not exist.",
    UndefinedLink "undefined-link" Warning "A link names a definition that its page does not have.",
    UnusedDefinition "unused-definition" Warning "No link uses a definition of its page.",
    DuplicateAnchor "duplicate-anchor" Warning "Two places of a page have one anchor.",
    NotPortable "not-portable" Warning "A link or heading means something else in another flavour.",
    UnknownKey "unknown-key" Warning "Code in a page looks like a key and is none.",
    OrphanPage "orphan-page" Warning "A page of a kind's entries is the page of none of them.",
    UnexplainedKind "unexplained-kind" Warning "No page that people wrote explains a kind.",
    // Rules.
    InvalidRule "invalid-rule" Error "A rule does not follow its schema, or names what does not exist.",
    IdleRule "idle-rule" Error "A rule looks at no entry.",
    BrokenRule "broken-rule" Error "A rule does not do what its own cases say.",
    RuleViolation "rule-violation" Error "An entry breaks a rule of the project.",
    // Allowances.
    InvalidAllowance "invalid-allowance" Warning "A `rollbook-allow` comment allows nothing as it is written.",
    ExpiredAllowance "expired-allowance" Warning "A `rollbook-allow` comment is past its date.",
    UnusedAllowance "unused-allowance" Warning "A `rollbook-allow` comment stands where there is nothing to allow.",
    // Writing.
    UnsafeEdit "unsafe-edit" Error "A file of entries cannot be edited without risk to what it says.",
    // Output.
    InvalidRegion "invalid-region" Error "A region of a page cannot be kept up to date as it is written.",
    UnknownTemplate "unknown-template" Error "A template takes the place of none, and none names it.",
    TemplateError "template-error" Error "A template cannot be rendered.",
    OutputConflict "output-conflict" Error "A generated file would replace something that Rollbook did not write.",
    DriftMissing "drift-missing" Error "A generated file does not exist.",
    DriftStale "drift-stale" Error "A generated file differs from its definition.",
    DriftOrphaned "drift-orphaned" Error "A generated file has no definition any more.",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no code, with the nearest one that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode {
    /// What was given.
    pub given: String,
    /// The nearest code.
    pub nearest: Option<&'static str>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown code `{}`", self.given)?;
        self.nearest.map_or(Ok(()), |nearest| write!(f, "; did you mean `{nearest}`?"))
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, UnknownCode> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name).ok_or_else(|| UnknownCode {
            given: name.to_owned(),
            nearest: crate::nearest(name, Self::ALL.iter().map(|code| code.as_str())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_words_and_lead_back_to_their_codes() {
        for &code in Code::ALL {
            assert!(code.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}");
            assert!(code.title().ends_with('.'), "{code}: a title is a sentence");
            assert_eq!(code.as_str().parse(), Ok(code));
        }
    }

    #[test]
    fn a_wrong_name_is_told_the_nearest() {
        let error = "unknown-referense".parse::<Code>().expect_err("no such code");
        assert_eq!(error.to_string(), "unknown code `unknown-referense`; did you mean `unknown-reference`?");
    }
}
