//! stub
#![allow(missing_docs, missing_debug_implementations, reason="stub")]
#[derive(Clone,Copy,Debug)] pub enum Flavour { Mdbook }
impl std::str::FromStr for Flavour { type Err = String; fn from_str(_: &str) -> Result<Self,String> { Ok(Self::Mdbook) } }
pub struct Anchor { pub id: String }
pub struct Page;
impl Page { pub fn read(_: &str, _: Flavour) -> Self { Self } pub fn anchors(&self) -> &[Anchor] { &[] } pub fn has_anchor(&self, _: &str) -> bool { true } pub fn nearest_anchor(&self, _: &str) -> Option<&str> { None } }
pub struct Target { pub page: String, pub anchor: Option<String> }
impl Target { pub fn parse(s: &str) -> Result<Self, String> { let (p, a) = s.split_once('#').map_or((s, None), |(p,a)| (p, Some(a.to_owned()))); Ok(Self { page: p.to_owned(), anchor: a }) } }
