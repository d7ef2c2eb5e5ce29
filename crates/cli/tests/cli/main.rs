//! Runs the built binary on small projects: what each command prints, writes and ends with.

#![allow(clippy::needless_raw_string_hashes, reason = "`UPDATE_EXPECT=1` writes them")]

mod project;
mod writers;

mod help;
mod place;

mod check;
mod generate;
mod interrupted;
mod links;
mod lock;
mod stamp;
mod today;
mod together;
mod watch;

mod change;

mod graph;
mod list;
mod show;

mod completions;
mod explain;

mod formats;
