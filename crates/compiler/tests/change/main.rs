//! Changes of definitions: a project in memory, a request, and the new texts or the reasons against them.

#![allow(clippy::needless_raw_string_hashes, reason = "`UPDATE_EXPECT=1` writes them")]

mod world;

mod add;
mod files;
mod given;

mod remove;
mod rename;
mod set;

mod blame;
mod rules;

mod hostile;
mod random;
