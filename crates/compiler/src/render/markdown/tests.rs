//! Pages of small projects.
