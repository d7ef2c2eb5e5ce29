//! stub
use source::Findings;
use super::Artifact;
use crate::project::Project;
use crate::registry::Registry;
pub(super) fn render(_: &Project, _: &str, _: &Registry, _: &mut Findings) -> Vec<Artifact> { Vec::new() }
