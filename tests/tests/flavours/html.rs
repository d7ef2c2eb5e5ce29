//! Reads built pages: the ids, the headings' ids, and the addresses of links and images.
//!
//! What builders write is regular; this is no parser for HTML that people write.

use std::collections::BTreeSet;

/// What a built page has.
#[derive(Default)]
pub(crate) struct Html {
    /// Every `id`, and every `name` of an `a`.
    pub(crate) ids: BTreeSet<String>,
    /// The ids of `h1` to `h6` in the order of the page.
    pub(crate) headings: Vec<String>,
    /// The addresses of `a` and `img`.
    pub(crate) addresses: Vec<String>,
    /// Where the page says that it stands, of `<link rel="canonical">`.
    pub(crate) canonical: Option<String>,
}

impl Html {
    pub(crate) fn read(text: &str) -> Self {
        let mut html = Self::default();
        let mut rest = text;
        while let Some(start) = rest.find('<') {
            rest = &rest[start..];
            if let Some(after) = rest.strip_prefix("<!--") {
                rest = after.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let name: String = rest[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
            rest = html.tag(&name, &rest[1 + name.len()..]);
            if name == "script" || name == "style" {
                rest = rest.find(&format!("</{name}")).map_or("", |end| &rest[end..]);
            }
        }
        html
    }

    /// Reads the attributes of a tag; what is left begins behind it.
    fn tag<'a>(&mut self, name: &str, mut rest: &'a str) -> &'a str {
        let mut attributes: Vec<(String, String)> = Vec::new();
        loop {
            rest = rest.trim_start_matches(|character: char| character.is_whitespace() || character == '/');
            let end = rest.find(|character: char| character.is_whitespace() || "=/><".contains(character));
            let (attribute, after) = rest.split_at(end.unwrap_or(rest.len()));
            if attribute.is_empty() {
                break;
            }
            rest = after;
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let quote = after.chars().next().filter(|first| matches!(first, '"' | '\''));
                (value, rest) = match quote {
                    Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                    None => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len())),
                };
            }
            attributes.push((attribute.to_owned(), unescaped(value)));
        }
        self.note(name, &attributes);
        rest
    }

    fn note(&mut self, name: &str, attributes: &[(String, String)]) {
        let get = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
        self.ids.extend(get("id"));
        match name {
            "a" => {
                self.ids.extend(get("name"));
                self.addresses.extend(get("href"));
            }
            "img" => self.addresses.extend(get("src")),
            "link" if get("rel").as_deref() == Some("canonical") => self.canonical = get("href"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.headings.extend(get("id")),
            _ => {}
        }
    }
}

/// The text of an attribute, with the references that builders write.
fn unescaped(value: &str) -> String {
    let named = [("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    named.iter().fold(value.to_owned(), |text, (reference, character)| text.replace(reference, character))
}
