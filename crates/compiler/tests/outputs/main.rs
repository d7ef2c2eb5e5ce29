//! Templates of a project, its outputs, and regions in its pages: projects in memory, and what is made of them.

mod world;

mod outputs;
mod regions;
mod templates;

mod data;
mod values;
