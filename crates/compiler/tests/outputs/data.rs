//! What templates are given is what the reference says.
