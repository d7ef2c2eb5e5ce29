//! Text as it stands in XML and HTML: between tags, and in quotes.

/// A text with each of its characters shown. What XML forbids is among the hidden characters.
pub(crate) fn text(text: &str) -> String {
    let is_plain = |byte: u8| (byte == b' ' || byte.is_ascii_graphic()) && !b"&<>\"'".contains(&byte);
    if text.bytes().all(is_plain) {
        return text.to_owned();
    }
    let shown = source::visible(text);
    let mut out = String::with_capacity(shown.len());
    for character in shown.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(text("</script>'\"&amp;\u{202e}\n"), "&lt;/script&gt;&#39;&quot;&amp;amp;\\u{202e}\\n");
    }
}
