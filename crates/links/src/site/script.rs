//! The object that a JavaScript or TypeScript file of settings exports, which nobody executes.
//!
//! 1. `const name = …` keeps a value for its name.
//! 2. The settings are what `module.exports =` or `export default` has: an object, a name of one, the argument
//!    of a call, or what a function returns. Where there is none of these, the first object that looks like
//!    settings.

use std::collections::BTreeMap;

use super::literal::{Language, Line, Literal, Token, Tokens};

/// Values of a script.
#[derive(Debug, Default)]
pub(super) struct Script {
    values: BTreeMap<String, Literal>,
    exported: Option<Literal>,
    /// What functions return, and objects that are assigned, in the order of the text.
    others: Vec<Literal>,
}

/// No more names than these lead from one to another.
const MAX_NAMES: usize = 8;

static UNKNOWN: Literal = Literal::Unknown;

impl Script {
    /// Reads a script. Any text is one.
    pub(super) fn read(text: &str) -> Self {
        let mut script = Self::default();
        let mut tokens = Tokens::new(text, Language::Script);
        while !tokens.is_empty() {
            script.statement(&mut tokens);
        }
        script
    }

    fn statement(&mut self, tokens: &mut Tokens<'_>) {
        let is_declared = ["const", "let", "var"].iter().any(|word| tokens.is_at(&[word]));
        if let (true, Some(Token::Word(name))) = (is_declared, tokens.peek(1)) {
            let name = (*name).to_owned();
            tokens.pass(2);
            // A type may follow.
            while !tokens.is_empty() && tokens.line() == Line::Inside && !tokens.is_at(&["="]) {
                tokens.pass(1);
            }
            if tokens.is_at(&["="]) {
                tokens.pass(1);
                if let Some(value) = value(tokens) {
                    self.values.entry(name).or_insert(value);
                }
            }
            return;
        }
        let exports: [&[&str]; 4] = [
            &["module", ".", "exports", "="],
            &["exports", ".", "default", "="],
            &["export", "default"],
            &["export", "="],
        ];
        if let Some(words) = exports.into_iter().find(|words| tokens.is_at(words)) {
            tokens.pass(words.len());
            self.exported = value(tokens).or(self.exported.take());
            return;
        }
        let is_arrow = tokens.peek(0) == Some(&Token::Other) && tokens.peek(1) == Some(&Token::Mark('('));
        let is_return = tokens.is_at(&["return"]);
        tokens.pass(1);
        if is_return || (is_arrow && tokens.peek(1) == Some(&Token::Mark('{'))) {
            self.others.push(tokens.statement());
        }
    }

    /// The settings.
    pub(super) fn settings(&self) -> Option<&Literal> {
        let candidates = self.exported.iter().chain(&self.others).map(|value| self.resolved(value));
        let declared = self.values.values();
        candidates.chain(declared).find(|value| SIGNS.iter().any(|sign| value.get(sign).is_some()))
    }

    /// What a value is, where it is a name of another.
    pub(super) fn resolved<'a>(&'a self, value: &'a Literal) -> &'a Literal {
        let mut value = value;
        for _ in 0..MAX_NAMES {
            match value {
                Literal::Name(name) => value = self.values.get(name).unwrap_or(&UNKNOWN),
                Literal::Null
                | Literal::Bool(_)
                | Literal::Number(_)
                | Literal::Text(_)
                | Literal::List(_)
                | Literal::Map(_)
                | Literal::Unknown => return value,
            }
        }
        &UNKNOWN
    }

    /// A value of an object; unknown where it may be among those that are spread into it, or the object is
    /// none.
    pub(super) fn get<'a>(&'a self, object: &'a Literal, key: &str) -> Option<&'a Literal> {
        match object.get(key) {
            Some(value) => Some(self.resolved(value)),
            None if object.get("...").is_some() || matches!(object, Literal::Unknown) => Some(&UNKNOWN),
            None => None,
        }
    }
}

/// Keys by which the settings of Docusaurus are known.
const SIGNS: [&str; 4] = ["presets", "baseUrl", "themeConfig", "plugins"];

/// The value at the next token; `None` at a function, whose statements come next.
fn value(tokens: &mut Tokens<'_>) -> Option<Literal> {
    if ["async", "function", "("].iter().any(|word| tokens.is_at(&[word])) {
        return None;
    }
    if let (Some(Token::Word(name)), Some(Token::Mark('('))) = (tokens.peek(0), tokens.peek(1)) {
        // `defineConfig({…})`; what `require` gives is not here.
        let is_module = *name == "require";
        tokens.pass(1);
        let argument = tokens.statement();
        return Some(argument).filter(|_| !is_module);
    }
    Some(tokens.statement())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_found_however_they_are_exported() {
        let scripts = [
            "module.exports = {baseUrl: '/x/'};",
            "const config: Config = {baseUrl: '/x/'};\nexport default config;",
            "/** @type {import('x').Config} */\nconst config = {\n  baseUrl,\n};\nconst baseUrl = '/x/'\nmodule.exports = config\n",
            "export default async function createConfigAsync() {\n  const x = await y();\n  return {baseUrl: '/x/'};\n}",
            "module.exports = () => ({baseUrl: '/x/'});",
            "export default defineConfig({baseUrl: '/x/'}) ;",
            "export default {baseUrl: '/x/'} satisfies Config;",
            "const a = require('a');\nexports.default = {baseUrl: '/x/', ...a}",
        ];
        for text in scripts {
            let script = Script::read(text);
            let settings = script.settings().unwrap_or_else(|| panic!("{text}"));
            assert_eq!(script.get(settings, "baseUrl").and_then(Literal::as_str), Some("/x/"), "{text}");
        }
    }

    #[test]
    fn what_is_spread_and_what_goes_in_circles_is_unknown() {
        let script = Script::read("const a = b; const b = a; module.exports = {...x, plugins: a}");
        let settings = script.settings().expect("an object is exported");
        assert_eq!(script.get(settings, "plugins"), Some(&Literal::Unknown));
        assert_eq!(script.get(settings, "baseUrl"), Some(&Literal::Unknown));
    }
}
