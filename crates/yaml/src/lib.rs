//! YAML with a place for everything: text → located tree, JSON Pointers, and back to the text.
//!
//! [`parse()`] reads all documents of a [`source::Text`] as YAML 1.2 with the core schema. What comes
//! out is JSON's data model, because everything after it is: a [`Node`] is a [`Value`] with the
//! [`source::Span`] it was written at, and each key of a [`Mapping`] has a span of its own.
//!
//! ```
//! use source::{Findings, Text};
//!
//! let text = Text::new("steps/a.yaml", "key: a\nports: [clock, store]\n");
//! let mut findings = Findings::new();
//! let documents = yaml::parse(&text, &yaml::Limits::default(), &mut findings);
//!
//! let pointer: yaml::Pointer = "/ports/1".parse()?;
//! let node = documents[0].root.at(&pointer).expect("two ports");
//! assert_eq!(node.as_str(), Some("store"));
//! assert_eq!(text.at(node.span).to_string(), "steps/a.yaml:2:16");
//! assert_eq!(documents[0].pointer_at(node.span.start), pointer);
//! assert!(findings.is_empty());
//! # Ok::<(), yaml::PointerError>(())
//! ```

mod limits;
mod mapping;
mod node;
mod pointer;
mod relative;

mod parse;
mod tree;

mod alias;
mod comments;
mod marks;
mod merge;
mod place;
mod scalar;

pub mod edit;

mod lenient;
mod report;
mod syntax;
mod words;

pub use comments::{Comments, comments};
pub use limits::{Limits, Mode};
pub use mapping::{Mapping, Pair};
pub use node::{Document, Node, Value};
pub use parse::parse;
pub use pointer::{Pointer, PointerError};
pub use relative::RelativePointer;
