//! The engine of rules, from outside: small projects in memory, whose findings are compared word by word; random
//! ones, whose findings are compared with those of a plain reading; and hostile ones.

mod project;

mod forms;
mod judged;
mod wrong;

mod oracle;
mod overlaps;
mod random;

mod hostile;
