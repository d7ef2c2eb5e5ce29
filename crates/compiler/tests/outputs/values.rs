//! Any text in any language of outputs: what is written reads back as the text, and does nothing else.

use pulldown_cmark::{Event, Options, Parser, TagEnd};

use crate::world::World;

/// Numbers that look random and are the same in every run (`SplitMix64`; Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(count).unwrap_or(1)).unwrap_or_default()
    }
}

/// What means something in one of the languages.
const PARTS: [&str; 60] = [
    "<",
    ">",
    "&",
    "\"",
    "'",
    "\\",
    "/",
    "`",
    "*",
    "_",
    "#",
    "|",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "[",
    "]",
    "(",
    ")",
    "!",
    "$",
    "~",
    ":",
    "-",
    "=",
    "+",
    ",",
    ";",
    ".",
    "\n",
    "\t",
    " ",
    "a",
    "b",
    "é",
    "漢",
    "👩",
    "1",
    "</script>",
    "<!--",
    "-->",
    "]]>",
    "&amp;",
    "&#60;",
    "\\n",
    "\\u0041",
    "r#\"",
    "\"#",
    "*/",
    "//",
    "---",
    "```",
    "javascript:",
    "=1+1",
    "@x",
    "null",
    "true",
    "0x10",
];

fn texts(seed: u64) -> Vec<String> {
    let mut random = Random(seed);
    let mut text = || (0..=random.below(12)).map(|_| PARTS[random.below(PARTS.len())]).collect::<String>();
    (0..60).map(|_| text()).collect()
}

/// What an output gives for a list of texts.
fn written(texts: &[String], extension: &str, template: &str) -> String {
    let project = format!("outputs:\n  - {{ template: t.{extension}, for: project, path: out/all.{extension} }}\n");
    let mut world = World::with(&project, "");
    world.write(&format!("t.{extension}"), template);
    let seed = |(index, text): (usize, &String)| {
        format!("s{index:02}: {{ family: roots, summary: {} }}\n", serde_json::json!(text))
    };
    world.write("garden/seeds.yaml", texts.iter().enumerate().map(seed).collect::<String>());
    world.generate();
    world.read(&format!("out/all.{extension}")).to_owned()
}

/// Calls `check` with random texts and what a template makes of them.
fn each(extension: &str, template: &str, check: impl Fn(&[String], &str)) {
    for seed in 0..6 {
        let texts = texts(seed);
        check(&texts, &written(&texts, extension, template));
    }
}

#[test]
fn json_reads_back() {
    let template = "{ \"$comment\": {{ header }}, \"texts\": [{% for entry in kinds[0].entries %}
{{ entry.value.summary }}, {{ entry.value }}{% if not loop.last %},{% endif %}
{% endfor %}] }\n";
    each("json", template, |texts, written| {
        let read: serde_json::Value = serde_json::from_str(written).expect("it is JSON");
        let both = texts
            .iter()
            .flat_map(|text| [serde_json::json!(text), serde_json::json!({ "family": "roots", "summary": text })]);
        assert_eq!(read["texts"], both.collect::<serde_json::Value>());
        assert!(!written.contains('<'), "it could end a script");
    });
}

#[test]
fn rust_reads_back() {
    let template = "{{ header }}
pub const TEXTS: &[&str] = &[{% for entry in kinds[0].entries %}{{ entry.value.summary }},
{% endfor %}];
";
    each("rs", template, |texts, written| {
        let file = syn::parse_file(written).expect("it is Rust");
        let [syn::Item::Const(item)] = file.items.as_slice() else { panic!("one constant: {written}") };
        let syn::Expr::Reference(list) = &*item.expr else { panic!("a reference: {written}") };
        let syn::Expr::Array(list) = &*list.expr else { panic!("a list: {written}") };
        let read = list.elems.iter().map(|element| match element {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
            _ => panic!("no text: {written}"),
        });
        assert_eq!(read.collect::<Vec<_>>(), texts);
    });
}

#[test]
fn html_has_no_other_tags_and_reads_back() {
    let template = "{{ header }}
<ul>{% for entry in kinds[0].entries %}<li title=\"{{ entry.value.summary }}\">{{ entry.value.summary }}</li>
{% endfor %}</ul>
<script type=\"application/json\">{{ kinds[0].entries[0].value|json }}</script>
";
    let decoded = |html: &str| {
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
        entities.iter().fold(html.to_owned(), |html, (entity, character)| html.replace(entity, character))
    };
    each("html", template, |texts, written| {
        let tags = 1 + 2 + 2 * texts.len() + 2;
        assert_eq!(written.matches('<').count(), tags, "{written}");
        let (_, list) = written.split_once("<ul>").expect("there is a list");
        let items = list.split("<li title=\"").skip(1).map(|item| {
            let (title, rest) = item.split_once("\">").expect("a title ends");
            let (text, _) = rest.split_once("</li>").expect("an item ends");
            (decoded(title), decoded(text))
        });
        let expected = texts.iter().map(|text| (text.clone(), text.clone()));
        assert_eq!(items.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    });
}

#[test]
fn yaml_and_toml_read_back() {
    let template = "{{ header }}
texts:
{% for entry in kinds[0].entries %}
  - {{ entry.value.summary }}
  - {{ entry.value }}
{% endfor %}
";
    each("yaml", template, |texts, written| {
        let text = source::Text::new("out.yaml", written);
        let mut findings = source::Findings::new();
        let documents = yaml::parse(&text, &yaml::Limits::default(), &mut findings);
        assert!(findings.is_empty(), "{written}");
        let both = texts
            .iter()
            .flat_map(|text| [serde_json::json!(text), serde_json::json!({ "family": "roots", "summary": text })]);
        let expected: serde_json::Value = both.collect();
        assert_eq!(
            documents.first().map(|document| document.root.to_json()),
            Some(serde_json::json!({ "texts": expected }))
        );
    });
    // Basic strings of TOML are strings of JSON where nothing is hidden (TOML 1.0, strings).
    each("toml", &template.replace("  - {{ entry.value }}\n", "").replace("  - ", ""), |texts, written| {
        let read = written.lines().skip(2).map(|line| serde_json::from_str::<String>(line).expect("a string"));
        assert_eq!(read.collect::<Vec<_>>(), texts);
    });
}

#[test]
fn csv_reads_back() {
    let template = "{{ header }}
{% for entry in kinds[0].entries %}
{{ entry.key }},{{ entry.value.summary }},end
{% endfor %}
";
    each("csv", template, |texts, written| {
        let (_, rows) = written.split_once('\n').expect("there is a header");
        let read: Vec<String> = records(rows).into_iter().map(|mut record| record.swap_remove(1)).collect();
        assert_eq!(read, texts);
    });
}

/// The records of a CSV text (RFC 4180, section 2).
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => field.extend(characters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                record.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut record));
            }
            _ => field.push(character),
        }
    }
    records
}

#[test]
fn markdown_reads_back() {
    let template = "{{ header }}

{% for entry in kinds[0].entries %}
- x {{ entry.value.summary }}
{% endfor %}
";
    each("md", template, |texts, written| {
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH | Options::ENABLE_FOOTNOTES;
        let (mut read, mut item) = (Vec::new(), String::new());
        for event in Parser::new_ext(written, options) {
            match event {
                Event::Text(text) => item.push_str(&text),
                Event::End(TagEnd::Item) => read.push(std::mem::take(&mut item)),
                Event::Start(tag) => {
                    assert!(
                        matches!(
                            tag,
                            pulldown_cmark::Tag::List(_) | pulldown_cmark::Tag::Item | pulldown_cmark::Tag::HtmlBlock
                        ),
                        "{tag:?}: {written}"
                    );
                }
                Event::Html(html) => assert!(html.starts_with("<!-- @generated by"), "{html}"),
                Event::End(_) => {}
                other => panic!("{other:?}: {written}"),
            }
        }
        // Blanks run together, and a character in between keeps MathJax out.
        let plain = |text: &String| format!("x {text}").split_whitespace().collect::<Vec<_>>().join(" ");
        let read: Vec<String> = read.iter().map(|text| text.replace('\u{200c}', "")).collect();
        assert_eq!(read, texts.iter().map(plain).collect::<Vec<_>>());
    });
}
