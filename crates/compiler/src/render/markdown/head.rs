//! How a page begins: the header, as a comment or within the front matter that its site generator reads.

use links::Flavour;

use super::site::Site;
use super::templates::Md;

/// The beginning of a page with this title. Docusaurus has no comments of HTML; what reads front matter gets
/// the header there.
pub(super) fn of(site: &Site<'_>, title: &str, header: &[String; 2]) -> Md {
    match site.docs.flavour {
        Flavour::Github | Flavour::Mdbook(_) => Md::from(format!("<!-- {} -->", comment_text(header))),
        Flavour::Mkdocs(_) | Flavour::Myst(_) | Flavour::Docusaurus(_) => {
            let header = source::visible(&header.join(" ")).replace(['\n', '\r'], " ");
            // JSON is YAML.
            let title = source::visible_json(&serde_json::Value::from(title).to_string());
            Md::from(format!("---\n# {header}\ntitle: {title}\n---"))
        }
    }
}

/// The header as it can stand in a comment of HTML, of which mdBook reads `{{` all the same.
pub(in crate::render) fn comment_text(lines: &[String; 2]) -> String {
    let mut text = source::visible(&lines.join(" "));
    while text.contains("--") || text.contains("{{") {
        text = text.replace("--", "- -").replace("{{", "{ {");
    }
    text
}
