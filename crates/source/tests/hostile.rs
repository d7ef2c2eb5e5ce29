//! Laws that hold for every format over texts and spans that nobody would write.

use source::{Code, Colour, Diagnostic, Findings, Format, Span, Text};

const FORMATS: [Format; 4] = [Format::Human, Format::Json, Format::Sarif, Format::Github];

/// What texts are made of: each piece has hurt a renderer of snippets somewhere.
const PIECES: [&str; 20] = [
    "a",
    "key: ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "漢",
    "e\u{301}",
    "👩\u{200d}💻",
    "\u{202e}",
    "\u{1b}[2J",
    "\0",
    "\u{feff}",
    "\u{ffff}",
    "// x",
    "{",
    "\u{2028}",
    "\u{85}",
    "........................................................................",
];

/// Characters that must come out of no format as they are.
const ACTING: [char; 8] = ['\u{202e}', '\u{1b}', '\0', '\r', '\u{feff}', '\u{ffff}', '\u{2028}', '\u{85}'];

/// Numbers that look random and are the same in each run: Knuth's MMIX generator, upper half
/// ("The Art of Computer Programming", volume 2, section 3.3.4).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn text(&mut self) -> String {
        (0..self.below(40)).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }

    /// Any offsets: outside the text, inside a character, end before start.
    fn span(&mut self, text: &Text) -> Span {
        let limit = text.content().len() + 3;
        Span { start: offset(self.below(limit)), end: offset(self.below(limit)) }
    }

    fn finding(&mut self) -> Diagnostic {
        let text = Text::new(format!("a{}.yaml", self.text()), self.text());
        let other = Text::new("b.yaml", self.text());
        let place = text.at(self.span(&text));
        let mut finding = Diagnostic::new(Code::ALL[self.below(Code::ALL.len())], place, self.text())
            .label(self.text())
            .also(text.at(self.span(&text)), self.text())
            .also(other.at(self.span(&other)), self.text())
            .path(self.text())
            .note(self.text())
            .help(self.text());
        finding.diff = Some(self.text());
        finding
    }
}

fn offset(number: usize) -> u32 {
    u32::try_from(number).expect("a small offset")
}

#[test]
fn any_text_and_any_span_is_written_and_nothing_acts() {
    let mut numbers = Numbers(1);
    for round in 0..500 {
        let mut findings = Findings::new();
        findings.push(numbers.finding());
        for format in FORMATS {
            let written = source::write(&findings, format, Colour::Never);
            assert!(!written.contains(ACTING), "round {round}, {format:?}: {written:?}");
            assert_eq!(written, source::write(&findings, format, Colour::Never), "round {round}: the same again");
        }
        let commands = source::write(&findings, Format::Github, Colour::Never);
        assert_eq!(commands.lines().count(), 1, "round {round}: one command");
    }
}

#[test]
fn output_does_not_grow_with_the_text() {
    let line = format!("{{{}}}", "key: value, ".repeat(100_000));
    let tall = "- item\n".repeat(100_000);
    for content in [line, tall, "\u{202e}".repeat(100_000), "\n".repeat(100_000)] {
        let text = Text::new("a.yaml", content);
        let end = text.content().len();
        for span in [Span::new(0, end), Span::new(end / 2, end / 2), Span::new(end, end)] {
            let mut findings = Findings::new();
            let finding = Diagnostic::new(Code::YamlSyntax, text.at(span), "unexpected text");
            findings.push(finding.also(text.at(Span::new(0, 1)), "first"));
            for format in FORMATS {
                let size = source::write(&findings, format, Colour::Never).len();
                assert!(size < 2_500, "{format:?}, {span:?}: {size} bytes");
            }
        }
    }
}

#[test]
fn no_format_adds_a_path_that_the_findings_do_not_name() {
    let mut findings = Findings::new();
    let text = Text::new("steps/a.yaml", "key: parse\n");
    findings.push(Diagnostic::new(Code::MissingKey, text.at(Span::new(0, 3)), "no key"));
    let here = std::env::current_dir().expect("tests have a directory");
    for format in FORMATS {
        let written = source::write(&findings, format, Colour::Always);
        assert!(!written.contains(&*here.to_string_lossy()) && !written.contains("file:"), "{written}");
    }
}
