//! Literals of settings that are programs: Python and JavaScript, which nobody executes.
//!
//! 1. A text becomes tokens; comments go, and what is no name, string or bracket is no more than a mark.
//! 2. Strings, numbers, booleans, lists, tuples, dictionaries and objects are values; a name is one too, for
//!    who knows what it stands for. Everything else is unknown, up to the comma or bracket that ends it.
//!
//! Any text is read, in linear time. Brackets deeper than [`MAX_DEPTH`] are unknown.

use std::str::CharIndices;

/// What the text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    /// JavaScript or TypeScript.
    Script,
}

/// A value, as far as it can be known without running anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Literal {
    /// `None`, `null` or `undefined`.
    Null,
    Bool(bool),
    /// A number without sign, as it was written.
    Number(String),
    Text(String),
    /// A list, a tuple or a set.
    List(Vec<Literal>),
    /// Keys and values in the order of the text. What `...` spreads has the key `...`.
    Map(Vec<(String, Literal)>),
    /// What a name stands for.
    Name(String),
    Unknown,
}

impl Literal {
    /// The text, if it is one.
    pub(super) fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The items, if it is a list.
    pub(super) fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    /// The value of a key, of several the last; `None` where it is no map, or has no such key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(pairs) = self else { return None };
        pairs.iter().rfind(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// All texts of a list, or the one text; `None` where one is unknown.
    pub(super) fn texts(&self) -> Option<Vec<&str>> {
        match self {
            Self::Text(text) => Some(vec![text]),
            Self::List(items) => items.iter().map(Self::as_str).collect(),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Map(_) | Self::Name(_) | Self::Unknown => None,
        }
    }
}

/// More brackets than these inside each other have no value.
const MAX_DEPTH: usize = 32;

/// A piece of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A string without what it makes of values.
    Text(String),
    /// A name, a keyword or a number.
    Word(&'a str),
    /// A bracket or another sign of one character.
    Mark(char),
    /// `...`
    Spread,
    /// Anything that a value does not consist of.
    Other,
}

/// A token and where it begins.
#[derive(Clone, Debug)]
pub(super) struct Located<'a> {
    pub(super) token: Token<'a>,
    /// Whether it is the first of its line, and whether it begins it without a blank.
    pub(super) line: Line,
}

/// Where in its line a token begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Without a blank before it.
    Start,
    /// After blanks.
    Indented,
    /// After another token.
    Inside,
}

/// Tokens that are read from left to right.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    all: Vec<Located<'a>>,
    at: usize,
    language: Language,
}

impl<'a> Tokens<'a> {
    /// The tokens of a text.
    pub(super) fn new(text: &'a str, language: Language) -> Self {
        Self { all: Scanner { text, chars: text.char_indices(), language }.run(), at: 0, language }
    }

    /// The token that is so many behind the next.
    pub(super) fn peek(&self, ahead: usize) -> Option<&Token<'a>> {
        self.all.get(self.at + ahead).map(|located| &located.token)
    }

    /// Whether the next tokens are these words and marks; a mark is one character that is no letter.
    pub(super) fn is_at(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, &word)| match self.peek(ahead) {
            Some(Token::Word(found)) => *found == word,
            Some(Token::Mark(mark)) => word.strip_prefix(*mark) == Some(""),
            Some(Token::Text(_) | Token::Spread | Token::Other) | None => false,
        })
    }

    /// Where in its line the next token begins.
    pub(super) fn line(&self) -> Line {
        self.all.get(self.at).map_or(Line::Start, |located| located.line)
    }

    /// Passes tokens.
    pub(super) fn pass(&mut self, count: usize) {
        self.at = (self.at + count).min(self.all.len());
    }

    /// Whether there are no more.
    pub(super) fn is_empty(&self) -> bool {
        self.at >= self.all.len()
    }

    /// The value that begins at the next token and ends with its statement.
    pub(super) fn statement(&mut self) -> Literal {
        self.value(0)
    }

    /// A value, up to the comma, bracket or end of a statement behind it.
    fn value(&mut self, depth: usize) -> Literal {
        let mut value = self.primary(depth);
        while let (Literal::Text(text), Some(Token::Text(more)), false) = (&mut value, self.peek(0), self.ends(depth)) {
            // Python joins strings beside each other.
            text.push_str(more);
            self.at += 1;
        }
        if self.ends(depth) {
            return value;
        }
        // In TypeScript, a type can follow: `{…} satisfies Config`.
        let is_typed = self.is_at(&["as"]) || self.is_at(&["satisfies"]);
        self.skip(depth);
        if is_typed { value } else { Literal::Unknown }
    }

    /// Whether nothing more belongs to the value before the next token.
    fn ends(&self, depth: usize) -> bool {
        match self.peek(0) {
            None | Some(Token::Mark(',' | ';' | ')' | ']' | '}')) => true,
            Some(token) if depth == 0 && self.line() != Line::Inside => {
                self.language == Language::Python || matches!(token, Token::Word(_) | Token::Text(_))
            }
            Some(_) => false,
        }
    }

    /// Passes all tokens up to the end of a value.
    fn skip(&mut self, depth: usize) {
        let mut open = 0_usize;
        while open > 0 || !self.ends(depth) {
            match self.peek(0) {
                Some(Token::Mark('(' | '[' | '{')) => open += 1,
                Some(Token::Mark(')' | ']' | '}')) => open = open.saturating_sub(1),
                Some(_) => {}
                None => return,
            }
            self.at += 1;
        }
    }

    fn primary(&mut self, depth: usize) -> Literal {
        if depth > MAX_DEPTH {
            return Literal::Unknown;
        }
        let Some(token) = self.peek(0).cloned() else { return Literal::Unknown };
        match token {
            Token::Text(text) => {
                self.at += 1;
                Literal::Text(text)
            }
            Token::Word(word) => {
                self.at += 1;
                self.word(word)
            }
            Token::Mark('[') => Literal::List(self.items(']', depth).0),
            Token::Mark('(') => {
                let (mut items, commas) = self.items(')', depth);
                if commas == 0 && items.len() == 1 { items.remove(0) } else { Literal::List(items) }
            }
            Token::Mark('{') => self.map(depth),
            Token::Mark(_) | Token::Spread | Token::Other => Literal::Unknown,
        }
    }

    /// The value of a name, keyword or number.
    fn word(&mut self, word: &str) -> Literal {
        match word {
            "true" | "True" => Literal::Bool(true),
            "false" | "False" => Literal::Bool(false),
            "null" | "undefined" | "None" => Literal::Null,
            // The name of a module, wherever it lies.
            "require" if self.is_at(&[".", "resolve", "("]) => match (self.peek(3).cloned(), self.peek(4)) {
                (Some(Token::Text(module)), Some(Token::Mark(')'))) => {
                    self.at += 5;
                    Literal::Text(module)
                }
                _ => Literal::Unknown,
            },
            _ if word.starts_with(|first: char| first.is_ascii_digit()) => Literal::Number(word.to_owned()),
            _ => Literal::Name(word.to_owned()),
        }
    }

    /// The values up to a closing bracket, and how many commas stand between them.
    fn items(&mut self, close: char, depth: usize) -> (Vec<Literal>, usize) {
        let (mut items, mut commas) = (Vec::new(), 0);
        self.at += 1;
        loop {
            match self.peek(0) {
                None => return (items, commas),
                Some(Token::Mark(mark)) if *mark == close => {
                    self.at += 1;
                    return (items, commas);
                }
                Some(Token::Mark(',')) => {
                    commas += 1;
                    self.at += 1;
                }
                // A bracket of another kind, or a statement, where a list should go on.
                Some(Token::Mark(')' | ']' | '}' | ';')) => self.at += 1,
                Some(_) => items.push(self.value(depth + 1)),
            }
        }
    }

    /// A dictionary or an object; a set of Python is a list.
    fn map(&mut self, depth: usize) -> Literal {
        let (mut pairs, mut items) = (Vec::new(), Vec::new());
        self.at += 1;
        loop {
            let key = match self.peek(0) {
                None => break,
                Some(Token::Mark('}')) => {
                    self.at += 1;
                    break;
                }
                Some(Token::Mark(',' | ';' | ')' | ']')) => {
                    self.at += 1;
                    continue;
                }
                Some(Token::Spread) => {
                    self.at += 1;
                    let value = self.value(depth + 1);
                    pairs.push(("...".to_owned(), value));
                    continue;
                }
                Some(Token::Text(text)) => Some(text.clone()),
                Some(Token::Word(word)) => Some((*word).to_owned()),
                Some(Token::Mark(_) | Token::Other) => None,
            };
            match (key, self.peek(1)) {
                (Some(key), Some(Token::Mark(':'))) => {
                    self.at += 2;
                    let value = self.value(depth + 1);
                    pairs.push((key, value));
                }
                (Some(key), Some(Token::Mark(',' | '}'))) if self.language == Language::Script => {
                    self.at += 1;
                    pairs.push((key.clone(), Literal::Name(key)));
                }
                // A set of Python, a method, or a key that is worked out.
                _ => items.push(self.value(depth + 1)),
            }
        }
        if pairs.is_empty() && !items.is_empty() { Literal::List(items) } else { Literal::Map(pairs) }
    }
}

/// A text that becomes tokens.
struct Scanner<'a> {
    text: &'a str,
    chars: CharIndices<'a>,
    language: Language,
}

impl<'a> Scanner<'a> {
    fn run(mut self) -> Vec<Located<'a>> {
        let mut tokens: Vec<Located<'a>> = Vec::new();
        let mut line = Line::Start;
        while let Some((at, character)) = self.chars.next() {
            let token = match (character, self.language) {
                ('\n', _) => {
                    line = Line::Start;
                    continue;
                }
                ('\u{feff}', _) if at == 0 => continue,
                (blank, _) if blank.is_whitespace() => {
                    line = if line == Line::Start { Line::Indented } else { line };
                    continue;
                }
                ('#', Language::Python) => {
                    self.pass_line();
                    continue;
                }
                ('\\', Language::Python) if self.rest().trim_start_matches('\r').starts_with('\n') => {
                    // A line that goes on.
                    while self.chars.next().is_some_and(|(_, character)| character != '\n') {}
                    continue;
                }
                ('/', Language::Script) if self.rest().starts_with('/') => {
                    self.pass_line();
                    continue;
                }
                ('/', Language::Script) if self.rest().starts_with('*') => {
                    self.pass_comment();
                    continue;
                }
                ('/', Language::Script) if !tokens.last().is_some_and(|last| is_value(&last.token)) => self.pattern(),
                ('\'' | '"', _) => self.string(character, false),
                ('`', Language::Script) => self.template(),
                (first, _) if is_word(first) => self.word(at),
                ('.', _) if self.rest().starts_with("..") => {
                    self.pass(2);
                    Token::Spread
                }
                ('=' | '!' | '<' | '>', _) if self.rest().starts_with(['=', '>']) => {
                    self.pass(1);
                    Token::Other
                }
                (mark, _) => Token::Mark(mark),
            };
            tokens.push(Located { token, line });
            line = Line::Inside;
        }
        tokens
    }

    /// What is not read yet.
    fn rest(&self) -> &'a str {
        self.chars.as_str()
    }

    fn pass(&mut self, count: usize) {
        for _ in 0..count {
            self.chars.next();
        }
    }

    /// To the end of the line, which stays.
    fn pass_line(&mut self) {
        let length = self.rest().find('\n').unwrap_or(self.rest().len());
        self.jump(length);
    }

    /// Over `/* … */`; one without end goes to the end.
    fn pass_comment(&mut self) {
        let length = self.rest().get(1..).and_then(|rest| rest.find("*/")).map_or(self.rest().len(), |at| at + 3);
        self.jump(length);
    }

    /// Over so many bytes.
    fn jump(&mut self, bytes: usize) {
        let at = self.text.len() - self.rest().len();
        let to = at + bytes;
        while self.text.len() - self.rest().len() < to && self.chars.next().is_some() {}
    }

    fn word(&mut self, from: usize) -> Token<'a> {
        while self.rest().starts_with(is_word) {
            self.pass(1);
        }
        let word = &self.text[from..self.text.len() - self.rest().len()];
        // `r"…"`, `f"…"` and their like.
        let is_prefix = word.len() <= 2 && word.chars().all(|letter| "rRbBuUfF".contains(letter));
        if self.language == Language::Python
            && is_prefix
            && let Some(quote) = self.rest().chars().next().filter(|quote| matches!(quote, '\'' | '"'))
        {
            self.pass(1);
            let token = self.string(quote, word.contains(['r', 'R']));
            return if word.contains(['f', 'F', 'b', 'B']) { Token::Other } else { token };
        }
        Token::Word(word)
    }

    /// A string from behind its opening quote. One without end goes to the end of its line.
    fn string(&mut self, quote: char, is_raw: bool) -> Token<'a> {
        let mut marks = self.rest().chars();
        let is_triple = self.language == Language::Python && marks.next() == Some(quote) && marks.next() == Some(quote);
        if is_triple {
            self.pass(2);
        }
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let Some(character) = rest.chars().next() else { break };
            if character == '\n' && !is_triple {
                break;
            }
            self.pass(1);
            match character {
                _ if character == quote && !is_triple => break,
                _ if character == quote && rest.chars().take(3).filter(|&next| next == quote).count() == 3 => {
                    self.pass(2);
                    break;
                }
                '\\' => self.escape(&mut text, is_raw),
                _ => text.push(character),
            }
        }
        Token::Text(text)
    }

    /// What a backslash makes of the character behind it. Those that no path has stay as they are.
    fn escape(&mut self, text: &mut String, is_raw: bool) {
        let Some((_, character)) = self.chars.next() else { return };
        match character {
            _ if is_raw => text.extend(['\\', character]),
            'n' => text.push('\n'),
            't' => text.push('\t'),
            '\n' => {}
            '\\' | '\'' | '"' | '`' | '/' | '$' => text.push(character),
            _ => text.extend(['\\', character]),
        }
    }

    /// A template from behind its opening quote: a text, unless it has values in it.
    fn template(&mut self) -> Token<'a> {
        let (mut text, mut has_values) = (String::new(), false);
        // Of each value around the place, the braces that are open in it; `None` is a template.
        let mut around: Vec<Option<usize>> = vec![None];
        while let (Some(inner), Some((_, character))) = (around.last_mut(), self.chars.next()) {
            match (inner, character) {
                (None, '`') | (Some(0), '}') => drop(around.pop()),
                (None, '\\') => self.escape(&mut text, false),
                (None, '$') if self.rest().starts_with('{') => {
                    self.pass(1);
                    has_values = true;
                    around.push(Some(0));
                }
                (None, _) => text.push(character),
                (Some(_), '`') => around.push(None),
                (Some(_), '\'' | '"') => drop(self.string(character, false)),
                (Some(open), '{') => *open += 1,
                (Some(open), '}') => *open -= 1,
                (Some(_), _) => {}
            }
        }
        if has_values { Token::Other } else { Token::Text(text) }
    }

    /// A regular expression from behind its first slash, to the slash that ends it in its line.
    fn pattern(&mut self) -> Token<'a> {
        let mut in_class = false;
        while let Some(character) = self.rest().chars().next().filter(|&character| character != '\n') {
            self.pass(1);
            match character {
                '\\' if !self.rest().starts_with('\n') => self.pass(1),
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => break,
                _ => {}
            }
        }
        Token::Other
    }
}

/// Whether a slash behind a token divides.
fn is_value(token: &Token<'_>) -> bool {
    match token {
        Token::Text(_) => true,
        Token::Word(word) => !matches!(*word, "return" | "case" | "typeof" | "in" | "of"),
        Token::Mark(mark) => matches!(mark, ')' | ']' | '}'),
        Token::Spread | Token::Other => false,
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$' | '@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, language: Language) -> Literal {
        Tokens::new(text, language).statement()
    }

    fn text(text: &str) -> Literal {
        Literal::Text(text.to_owned())
    }

    fn list(items: &[Literal]) -> Literal {
        Literal::List(items.to_vec())
    }

    fn map<const N: usize>(pairs: [(&str, Literal); N]) -> Literal {
        Literal::Map(pairs.map(|(key, value)| (key.to_owned(), value)).to_vec())
    }

    #[test]
    fn literals_of_python_are_values() {
        let cases = [
            ("3", Literal::Number("3".to_owned())),
            ("True # yes", Literal::Bool(true)),
            ("None", Literal::Null),
            (r#"'a' "b" r'\d'"#, text(r"ab\d")),
            ("'''a\n'b'''", text("a\n'b")),
            ("\"\"", text("")),
            ("[\n  'a',  # one\n  \"b\",\n]", list(&[text("a"), text("b")])),
            ("('a', 'b')", list(&[text("a"), text("b")])),
            ("('a'\n 'b')", text("ab")),
            ("('a',)", list(&[text("a")])),
            ("{'a', 'b'}", list(&[text("a"), text("b")])),
            ("{'.md': 'markdown'}", map([(".md", text("markdown"))])),
            ("f'{x}'", Literal::Unknown),
            ("['a', x + 'b', 'c']", list(&[text("a"), Literal::Unknown, text("c")])),
            ("os.path.join('a', 'b')", Literal::Unknown),
            ("'a'.lower()", Literal::Unknown),
            ("'a'\n'b'", text("a")),
        ];
        for (given, expected) in cases {
            assert_eq!(value(given, Language::Python), expected, "{given}");
        }
    }

    #[test]
    fn literals_of_scripts_are_values() {
        let name = |name: &str| Literal::Name(name.to_owned());
        let shorthand = map([
            ("b", Literal::Number("1".to_owned())),
            ("...", name("c")),
            ("d", name("d")),
            ("f", Literal::Bool(false)),
        ]);
        let cases = [
            ("'/x/' // base", text("/x/")),
            ("`/x/` /* base */;", text("/x/")),
            ("`/${a ? `b` : '}'}/`", Literal::Unknown),
            ("/[/'\"]+\\//g", Literal::Unknown),
            ("process.env.BASE || '/'", Literal::Unknown),
            ("require.resolve('./x')", text("./x")),
            ("['a', {b: 1, ...c, d, e() { return [1, 2]; }, f: false}] as const", list(&[text("a"), shorthand])),
            ("{a: (x) => { return {b: 1}; }, 'c-d': null}", map([("a", Literal::Unknown), ("c-d", Literal::Null)])),
            ("'a'\n  + b", Literal::Unknown),
            ("1 / 2 / 3", Literal::Unknown),
        ];
        for (given, expected) in cases {
            assert_eq!(value(given, Language::Script), expected, "{given}");
        }
    }

    #[test]
    fn any_text_has_values_in_linear_time() {
        let deep = "[".repeat(100_000);
        let closed = format!("{deep}{}", "]".repeat(100_000));
        let long = "['a', {b: [c(1), /x/]}, ".repeat(20_000);
        let parts = ["`${", "`", "'", "\"\"\"", "/*", "/", "\\", "{", "(", "]", "a", ":", "...", ",", "\n", "é", "f'"];
        let mixed: String = (0..60_000_usize).map(|at| parts[at * at % 31 % parts.len()]).collect();
        for text in [&deep, &closed, &long, &mixed] {
            for language in [Language::Python, Language::Script] {
                let mut tokens = Tokens::new(text, language);
                while !tokens.is_empty() {
                    tokens.statement();
                    tokens.pass(1);
                }
            }
        }
    }
}
