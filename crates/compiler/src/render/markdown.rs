//! stub
use source::Findings;
use super::Artifact;
use crate::project::{Docs, Project};
use crate::registry::Registry;
pub(super) fn render(_: &Project, _: &Docs, _: &Registry, _: &mut Findings) -> Vec<Artifact> { Vec::new() }
