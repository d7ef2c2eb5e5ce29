//! Where a page is once the site is built. Generators follow links in Markdown and in nothing else, so a
//! picture or a file of HTML has to know.

use links::Flavour;

/// The path of a page in the built site, from its path in the docs; of what is no page, the path itself.
///
/// Of `MkDocs`, directory URLs are assumed, which is its default. The file itself is named, so that the address
/// leads somewhere without a server, too.
pub(super) fn path(flavour: Flavour, page: &str) -> String {
    let Some(stem) = page.strip_suffix(".md") else { return page.to_owned() };
    let (folder, name) = stem.rsplit_once('/').map_or(("", stem), |(folder, name)| (&stem[..=folder.len()], name));
    let is_readme = name == "README";
    match flavour {
        Flavour::Github => page.to_owned(),
        Flavour::Mdbook(_) | Flavour::Mkdocs(_) if is_readme => format!("{folder}index.html"),
        Flavour::Mdbook(_) | Flavour::Myst(_) => format!("{stem}.html"),
        Flavour::Mkdocs(_) if name == "index" => format!("{stem}.html"),
        Flavour::Mkdocs(_) => format!("{stem}/index.html"),
        Flavour::Docusaurus(_) if is_readme || name == "index" => folder.to_owned(),
        Flavour::Docusaurus(_) => stem.to_owned(),
    }
}

/// Whether a file of HTML beside the pages stands beside them on the site; other flavours copy what they are
/// told to, to where they are told.
pub(super) fn copies_html(flavour: Flavour) -> bool {
    match flavour {
        Flavour::Github | Flavour::Mdbook(_) | Flavour::Mkdocs(_) => true,
        Flavour::Myst(_) | Flavour::Docusaurus(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flavour_has_its_own_place_for_a_page() {
        let of = |page: &str| Flavour::ALL.iter().map(|flavour| path(*flavour, page)).collect::<Vec<_>>();
        assert_eq!(of("a/b.md"), ["a/b.md", "a/b.html", "a/b/index.html", "a/b.html", "a/b"]);
        assert_eq!(of("a/README.md"), ["a/README.md", "a/index.html", "a/index.html", "a/README.html", "a/"]);
        assert_eq!(of("index.md"), ["index.md", "index.html", "index.html", "index.html", ""]);
        assert_eq!(of("a/b.png"), ["a/b.png"; 5]);
    }
}
