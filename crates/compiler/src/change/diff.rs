//! New texts as a unified diff, as `git apply` and `patch` read it.

use std::fmt::Write as _;

use similar::TextDiff;

use super::NewText;

/// What changes in all texts; what would act in a terminal is shown as an escape.
#[must_use]
pub fn diff(texts: &[NewText]) -> String {
    let mut shown = String::new();
    let moved = moved(texts);
    for text in texts {
        // Writing to a string cannot fail.
        match moved {
            Some((from, _)) if text == from => {}
            Some((from, to)) if text == to => {
                let _ = writeln!(shown, "diff --git a/{} b/{}", from.path, to.path);
                let _ = writeln!(shown, "rename from {}\nrename to {}", from.path, to.path);
                push(&mut shown, [&from.path, &to.path], from.old.as_deref(), to.new.as_deref());
            }
            Some(_) | None => push(&mut shown, [&text.path; 2], text.old.as_deref(), text.new.as_deref()),
        }
    }
    let lines = shown.split('\n').map(|line| match line.strip_suffix('\r') {
        Some(line) => format!("{}\r", source::visible(line)),
        None => source::visible(line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The file that gets another path, and what it becomes.
fn moved(texts: &[NewText]) -> Option<(&NewText, &NewText)> {
    let from = texts.iter().find(|text| text.new.is_none())?;
    let to = texts.iter().find(|text| text.old.is_none())?;
    Some((from, to))
}

fn push(shown: &mut String, [from, to]: [&String; 2], old: Option<&str>, new: Option<&str>) {
    let header = |side: &str, path: &str, text: Option<&str>| {
        text.map_or_else(|| "/dev/null".to_owned(), |_| format!("{side}/{path}"))
    };
    let (before, after) = (header("a", from, old), header("b", to, new));
    let diff = TextDiff::from_lines(old.unwrap_or_default(), new.unwrap_or_default());
    shown.push_str(&diff.unified_diff().context_radius(3).header(&before, &after).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str, old: Option<&str>, new: Option<&str>) -> NewText {
        NewText { path: path.to_owned(), old: old.map(str::to_owned), new: new.map(str::to_owned) }
    }

    #[test]
    fn a_diff_names_files_that_come_and_go() {
        let created = diff(&[text("a.yaml", None, Some("key: a\n"))]);
        assert_eq!(created, "--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1 @@\n+key: a\n");
        let deleted = diff(&[text("a.yaml", Some("key: a\n"), None)]);
        assert_eq!(deleted, "--- a/a.yaml\n+++ /dev/null\n@@ -1 +0,0 @@\n-key: a\n");
    }

    #[test]
    fn a_file_with_another_path_is_one_change() {
        let texts = [text("a.yaml", Some("key: a\nn: 1\n"), None), text("b.yaml", None, Some("key: b\nn: 1\n"))];
        let expected = "diff --git a/a.yaml b/b.yaml\nrename from a.yaml\nrename to b.yaml\n\
                        --- a/a.yaml\n+++ b/b.yaml\n@@ -1,2 +1,2 @@\n-key: a\n+key: b\n n: 1\n";
        assert_eq!(diff(&texts), expected);
    }

    #[test]
    fn line_endings_stay_and_nothing_acts() {
        let shown = diff(&[text("a.yaml", Some("a: 1\r\n"), Some("a: \u{1b}[31m"))]);
        assert!(shown.contains("-a: 1\r\n+a: \\u{1b}[31m\n\\ No newline at end of file"), "{shown:?}");
    }
}
