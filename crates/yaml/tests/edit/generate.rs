//! Texts in odd layouts, with comments of which it is known what they belong to.

use crate::random::Random;

/// A text and its comments.
#[derive(Debug)]
pub(crate) struct Generated {
    pub(crate) text: String,
    /// Each comment, and the path of the entry or collection that it belongs to.
    pub(crate) comments: Vec<(String, Vec<String>)>,
    /// Whether it has anchors, aliases, merge keys or keys with `?`.
    pub(crate) is_special: bool,
}

struct Generator<'r> {
    random: &'r mut Random,
    text: String,
    comments: Vec<(String, Vec<String>)>,
    path: Vec<String>,
    step: usize,
    dash: usize,
    spaced: bool,
    is_special: bool,
    anchors: Vec<(String, bool)>,
    left: usize,
}

/// A text; one of five has anchors and the like.
pub(crate) fn text(random: &mut Random) -> Generated {
    let step = *random.pick(&[2, 2, 4]);
    let dash = *random.pick(&[0, step]);
    let (spaced, is_special) = (random.once_in(4), random.once_in(5));
    let mut generator = Generator {
        text: String::new(),
        comments: Vec::new(),
        path: Vec::new(),
        step,
        dash,
        spaced,
        is_special,
        anchors: Vec::new(),
        left: 30,
        random,
    };
    generator.document();
    let Generator { text, comments, is_special, .. } = generator;
    Generated { text: with_line_breaks(&text, random), comments, is_special }
}

/// The text with one of the customs of ending lines.
fn with_line_breaks(text: &str, random: &mut Random) -> String {
    let mut text = match random.below(8) {
        0 => text.replace('\n', "\r\n"),
        1 => text.split_inclusive('\n').map(|line| ended(line, random)).collect(),
        _ => text.to_owned(),
    };
    if random.once_in(8) && text.ends_with('\n') {
        text.truncate(text.len() - if text.ends_with("\r\n") { 2 } else { 1 });
    }
    if random.once_in(12) { format!("\u{feff}{text}") } else { text }
}

fn ended(line: &str, random: &mut Random) -> String {
    if random.once_in(2) { line.replace('\n', "\r\n") } else { line.to_owned() }
}

impl Generator<'_> {
    fn document(&mut self) {
        if self.random.once_in(4) {
            self.text.push_str("# yaml-language-server: $schema=x.json\n");
        }
        if self.random.once_in(4) {
            self.comment_line(0, &[]);
            self.text.push('\n');
        }
        if self.random.once_in(6) {
            self.text.push_str("---\n");
        }
        if self.random.once_in(2) {
            self.mapping(0, 0);
        } else {
            self.sequence(0, 0);
        }
        if self.random.once_in(6) {
            self.text.push('\n');
            self.comment_line(0, &[]);
        }
        if self.random.once_in(8) {
            self.text.push_str("...\n");
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn indent(&mut self, column: usize) {
        self.text.push_str(&" ".repeat(column));
    }

    /// A comment that belongs to what `path` leads to.
    fn comment(&mut self, path: &[String]) {
        let comment = format!("# c{}{}.", self.comments.len(), if self.random.once_in(9) { "\t'" } else { "" });
        self.text.push_str(&comment);
        self.comments.push((comment, path.to_vec()));
    }

    fn comment_line(&mut self, column: usize, path: &[String]) {
        self.indent(column);
        self.comment(path);
        self.text.push('\n');
    }

    /// What stands above an entry of the current path.
    fn above(&mut self, column: usize, is_first: bool) {
        if !is_first && (self.spaced || self.random.once_in(10)) {
            self.text.push('\n');
        }
        if self.random.once_in(12) {
            let outer = self.path[..self.path.len() - 1].to_vec();
            self.comment_line(column, &outer);
            self.text.push('\n');
        }
        for _ in 0..self.random.below(8).saturating_sub(5) {
            let path = self.path.clone();
            self.comment_line(column, &path);
        }
    }

    /// The rest of a line that ends an entry of the current path.
    fn end_line(&mut self) {
        if self.random.once_in(4) {
            let blank = *self.random.pick(&[" ", "  ", "\t"]);
            self.text.push_str(blank);
            let path = self.path.clone();
            self.comment(&path);
        }
        self.text.push('\n');
    }

    fn mapping(&mut self, column: usize, depth: usize) {
        self.mapping_from(column, depth, false);
    }

    /// The lines of a mapping; `beside` if the first one goes on a line that has begun.
    fn mapping_from(&mut self, column: usize, depth: usize, beside: bool) {
        let merge = self.anchors.iter().rfind(|(_, is_mapping)| *is_mapping).map(|(name, _)| name.clone());
        for at in 0..=self.random.below(4) {
            let key = format!("k{at}");
            self.path.push(key.clone());
            if !(beside && at == 0) {
                self.above(column, at == 0);
                self.indent(column);
            }
            match (&merge, at) {
                (Some(name), 1) if self.random.once_in(2) => {
                    self.push(&format!("<<: *{name}\n"));
                }
                _ => self.pair(&key, column, depth),
            }
            self.path.pop();
        }
    }

    fn pair(&mut self, key: &str, column: usize, depth: usize) {
        let written = match self.random.below(10) {
            0 => format!("\"{key}\""),
            1 => format!("'{key}'"),
            _ => key.to_owned(),
        };
        if self.is_special && self.random.once_in(12) {
            self.push(&format!("? {written}\n"));
            self.indent(column);
            self.text.push(':');
        } else {
            let blank = if self.random.once_in(15) { " " } else { "" };
            self.push(&format!("{written}{blank}:"));
        }
        self.value(column, depth, false);
    }

    fn sequence(&mut self, column: usize, depth: usize) {
        self.sequence_from(column, depth, false);
    }

    fn sequence_from(&mut self, column: usize, depth: usize, beside: bool) {
        for at in 0..=self.random.below(4) {
            self.path.push(at.to_string());
            if !(beside && at == 0) {
                self.above(column, at == 0);
                self.indent(column);
            }
            self.text.push('-');
            self.value(column, depth, true);
            self.path.pop();
        }
    }

    /// What follows a key or dash in `column`, to the end of its lines.
    fn value(&mut self, column: usize, depth: usize, in_item: bool) {
        self.left = self.left.saturating_sub(1);
        if self.is_special && self.random.once_in(8) {
            return self.special(column, depth);
        }
        match self.random.below(if depth < 4 && self.left > 0 { 20 } else { 12 }) {
            0 => self.end_line(),
            1 => self.block_scalar(column),
            2 => self.spanning(column),
            3 | 4 => {
                let flow = self.flow(column, depth);
                self.text.push_str(&flow);
                self.end_line();
            }
            5 => {
                self.text.push_str(if self.random.once_in(2) { " !!str 12" } else { " !own text" });
                self.end_line();
            }
            6..12 => {
                let scalar = self.scalar();
                self.push(&format!(" {scalar}"));
                self.end_line();
            }
            _ => self.nested(column, depth, in_item),
        }
    }

    fn nested(&mut self, column: usize, depth: usize, in_item: bool) {
        let is_mapping = self.random.once_in(2);
        let beside = in_item && !self.random.once_in(4);
        if beside {
            let gap = *self.random.pick(&[1, 1, 1, 3]);
            self.indent(gap);
        } else {
            self.end_line();
        }
        let inner = match (in_item, is_mapping) {
            (true, _) if beside => self.text.len() - self.text.rfind('\n').map_or(0, |at| at + 1),
            (true, _) => column + 2,
            (false, true) => column + self.step,
            (false, false) => column + self.dash,
        };
        if is_mapping {
            self.mapping_from(inner, depth + 1, beside);
        } else {
            self.sequence_from(inner, depth + 1, beside);
        }
        if self.random.once_in(10) && inner > column {
            let path = self.path.clone();
            self.comment_line(inner, &path);
        }
    }

    fn special(&mut self, column: usize, depth: usize) {
        let name = format!("n{}", self.anchors.len());
        match self.anchors.last().cloned().filter(|_| self.random.once_in(2)) {
            Some((known, _)) => self.push(&format!(" *{known}")),
            None if depth < 3 && self.random.once_in(2) => {
                self.push(&format!(" &{name}"));
                self.end_line();
                self.mapping(column + self.step, depth + 1);
                return self.anchors.push((name, true));
            }
            None => {
                self.push(&format!(" &{name} text"));
                self.anchors.push((name, false));
            }
        }
        self.end_line();
    }

    fn scalar(&mut self) -> String {
        let scalars = [
            "1",
            "0x1F",
            "1.0",
            "-0.5e3",
            "0o17",
            "true",
            "null",
            "~",
            "plain",
            "two words",
            "'quoted'",
            "\"double\"",
            "\"\\u00e9 \\\"x\\\"\"",
            "'it''s'",
            "yes",
            "2001-12-14",
            "http://a.b/c",
            "a#b",
            "\"\"",
            "1_000",
            "é",
        ];
        (*self.random.pick(&scalars)).to_owned()
    }

    /// A text that goes on in a second line.
    fn spanning(&mut self, column: usize) {
        let indent = " ".repeat(column + 1 + self.random.below(4));
        let spanning = match self.random.below(3) {
            0 => format!(" \"double\n{indent}quoted\""),
            1 => format!(" 'single\n\n{indent}quoted'"),
            _ => format!(" plain\n{indent}words"),
        };
        self.text.push_str(&spanning);
        self.end_line();
    }

    fn block_scalar(&mut self, column: usize) {
        let head = *self.random.pick(&["|", ">", "|-", ">-", "|+", ">+", "|2", ">2-"]);
        self.push(&format!(" {head}"));
        self.end_line();
        let indent = " ".repeat(column + 2);
        for _ in 0..=self.random.below(3) {
            let line = *self.random.pick(&["text", "text: # no comment", "- more", "", "# no comment"]);
            let line = if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") };
            self.text.push_str(&line);
        }
        self.push(&format!("{indent}end\n"));
        if self.random.once_in(4) {
            self.text.push('\n');
        }
    }

    /// A blank and a collection in brackets.
    fn flow(&mut self, column: usize, depth: usize) -> String {
        let is_mapping = self.random.once_in(2);
        let (opens, closes) = if is_mapping { ('{', '}') } else { ('[', ']') };
        let count = self.random.below(4);
        if count > 0 && self.random.once_in(3) {
            let trails = self.random.once_in(2);
            let line = |at: usize| self.flow_line(at, is_mapping, column, depth, at + 1 < count || trails);
            let lines = (0..count).map(line).collect::<Vec<_>>().concat();
            return format!(" {opens}\n{lines}{}{closes}", " ".repeat(column + 1));
        }
        let pad = if self.random.once_in(3) { " " } else { "" };
        let entry = |at: usize| self.flow_entry(at, is_mapping, column, depth);
        format!(" {opens}{pad}{}{pad}{closes}", (0..count).map(entry).collect::<Vec<_>>().join(", "))
    }

    /// An entry that has its lines to itself.
    fn flow_line(&mut self, at: usize, is_mapping: bool, column: usize, depth: usize, comma: bool) -> String {
        let indent = " ".repeat(column + self.step);
        let entry = self.flow_entry(at, is_mapping, column, depth);
        let above = self.random.once_in(5).then(|| self.flow_comment(at, is_mapping));
        let above = above.map_or(String::new(), |comment| format!("{indent}{comment}\n"));
        let behind = self.random.once_in(4).then(|| self.flow_comment(at, is_mapping));
        let behind = behind.map_or(String::new(), |comment| format!(" {comment}"));
        format!("{above}{indent}{entry}{}{behind}\n", if comma { "," } else { "" })
    }

    /// A comment inside of brackets that belongs to one of the entries.
    fn flow_comment(&mut self, at: usize, is_mapping: bool) -> String {
        let comment = format!("# c{}.", self.comments.len());
        let path = [self.path.clone(), vec![flow_segment(at, is_mapping)]].concat();
        self.comments.push((comment.clone(), path));
        comment
    }

    fn flow_entry(&mut self, at: usize, is_mapping: bool, column: usize, depth: usize) -> String {
        self.path.push(flow_segment(at, is_mapping));
        let form = self.random.below(12);
        let entry = match (is_mapping, form) {
            (true, 0) => format!("f{at}"),
            (true, 1) => format!("\"f{at}\":{}", self.flow_value(column, depth)),
            (true, _) => format!("f{at}: {}", self.flow_value(column, depth)),
            (false, 0) => {
                self.path.push("lone".to_owned());
                let lone = format!("lone: {}", self.flow_value(column, depth));
                self.path.pop();
                lone
            }
            (false, _) => self.flow_value(column, depth),
        };
        self.path.pop();
        entry
    }

    fn flow_value(&mut self, column: usize, depth: usize) -> String {
        if depth < 4 && self.random.once_in(6) {
            self.flow(column + self.step, depth + 1).trim_start().to_owned()
        } else {
            self.scalar()
        }
    }
}

/// The last segment of the path of an entry in brackets.
fn flow_segment(at: usize, is_mapping: bool) -> String {
    if is_mapping { format!("f{at}") } else { at.to_string() }
}
