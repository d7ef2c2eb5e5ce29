#!/usr/bin/env python3
"""Which forms of links lead where in each builder's site: `tests/flavours/resolve/table.py`, with `--write` to measure anew.

Reads the rows of expected.json, writes them as the links of the pages in tree/docs (all that follows `## Links`),
builds the tree with each builder, follows each link in the HTML as a browser would from the page's own address, and
compares with what expected.json says was reached. `--check-pages` compares the pages and builds nothing.

A row: `page` the page that it is written on, `on` the page that shows it where that is another one, `row` its name,
`write` its Markdown, with `{}` for its text, `to` what is meant, relative to tree/docs; `reached` has for each builder
`true`, `false`, or `"host"` where it is reached only if the server finds `a.html` when asked for `a`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
TARGET = ROOT / "target/flavours"
SITES = TARGET / "sites/resolve"
TABLE = HERE / "expected.json"
START = "## Links\n"
ORIGIN = "https://example.com"


def main():
    rows = json.loads(TABLE.read_text())
    texts = pages(rows)
    stale = [path for path, text in texts.items() if path.read_text() != text]
    for path in stale:
        print(f"stale: {path.relative_to(ROOT)}")
        if "--write" in sys.argv:
            path.write_text(texts[path])
    if stale and "--write" not in sys.argv:
        return 1
    if "--check-pages" in sys.argv:
        return 0
    subprocess.run([HERE.parent / "install", "mdbook", "mkdocs", "sphinx", "docusaurus"], check=True, stdout=subprocess.DEVNULL)
    reached = {name: read(rows, *build()) for name, build in BUILDERS.items()}
    wrong = 0
    for row in rows:
        found = {name: reached[name][row["row"]] for name in BUILDERS}
        for name in BUILDERS:
            if found[name] != row.get("reached", {}).get(name):
                wrong += 1
                print(f"{name}: {row['row']}: expected {row.get('reached', {}).get(name)}, found {found[name]}")
        row["reached"] = found
    if "--write" in sys.argv:
        TABLE.write_text("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")
    print(f"{len(rows)} links in {len(BUILDERS)} sites, {wrong} otherwise than expected.json says")
    return 1 if wrong and "--write" not in sys.argv else 0


def pages(rows):
    """The pages as their rows say."""
    texts = {}
    for row in rows:
        path = HERE / "tree/docs" / row["page"]
        if path not in texts:
            texts[path] = path.read_text().split(START)[0].rstrip("\n") + f"\n\n{START}"
        texts[path] += "\n" + row["write"].replace("{}", text_of(row)) + "\n"
    return texts


def text_of(row):
    """A text that no menu of a builder has."""
    return f"form: {row['row']}"


def stage(name, include):
    """A copy of the tree in which the directive of inclusion is that of the builder."""
    to = SITES / name
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(HERE / "tree", to)
    page = to / "docs/pages/including.md"
    page.write_text(page.read_text().replace("@include ../parts/_part.md", include))
    return to


def run(*command, at):
    done = subprocess.run(command, cwd=at, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env=os.environ | {"DOCUSAURUS_NO_PERSISTENT_CACHE": "true"})
    (at / "log").write_text(done.stdout)
    if done.returncode:
        sys.exit(f"{done.stdout}\n{command[0]} ended with {done.returncode}")


def mdbook():
    to = stage("mdbook", "{{#include ../parts/_part.md}}")
    docs = to / "docs"
    (docs / "book.toml").write_text('[book]\ntitle = "Tree"\nsrc = "."\n[build]\ncreate-missing = false\n[output.html.print]\nenable = false\n')
    chapters = sorted(str(path.relative_to(docs)) for path in docs.rglob("*.md") if path.name != "_part.md")
    chapters.sort(key=lambda path: path != "index.md")
    (docs / "SUMMARY.md").write_text("".join(f"- [{path}](<{path}>)\n" for path in chapters))
    run(TARGET / "mdbook/bin/mdbook", "build", docs, "--dest-dir", to / "html", at=to)
    return to / "html", lambda path, html: f"/{path}"


def mkdocs(directories):
    to = stage("mkdocs" if directories else "mkdocs-flat", '--8<-- "docs/parts/_part.md"')
    (to / "mkdocs.yml").write_text(
        "site_name: Tree\ndocs_dir: docs\nsite_dir: html\nplugins: []\nmarkdown_extensions: [attr_list, pymdownx.snippets]\n"
        f"use_directory_urls: {str(directories).lower()}\n")
    run(TARGET / "mkdocs/bin/mkdocs", "build", "-q", at=to)
    return to / "html", lambda path, html: f"/{path.removesuffix('index.html')}" if directories else f"/{path}"


def sphinx():
    to = stage("sphinx", "```{include} ../parts/_part.md\n```")
    for name in ["conf.py", "all_pages.md"]:
        shutil.copy(HERE.parent / "sphinx" / name, to / "docs")
    with (to / "docs/conf.py").open("a") as settings:
        settings.write('exclude_patterns = ["parts/_part.md"]\n')
    run(TARGET / "sphinx/bin/sphinx-build", "-q", "-b", "html", "docs", "html", at=to)
    return to / "html", lambda path, html: f"/{path}"


def docusaurus(slash):
    to = stage("docusaurus-slash" if slash else "docusaurus", "import Part from '../parts/_part.md';\n\n<Part />")
    (to / "docusaurus.config.js").write_text(
        f'const base = require({json.dumps(str(HERE.parent / "docusaurus/docusaurus.config.js"))});\n'
        'const hooks = { onBrokenMarkdownLinks: "ignore", onBrokenMarkdownImages: "ignore" };\n'
        'module.exports = { ...base, onBrokenLinks: "ignore", onBrokenAnchors: "ignore", markdown: { hooks }'
        + (", trailingSlash: true" if slash else "") + " };\n")
    shutil.copy(TARGET / "docusaurus/package.json", to)
    (to / "node_modules").symlink_to("../../../docusaurus/node_modules")
    run("node_modules/.bin/docusaurus", "build", "--out-dir", "html", at=to)
    # The page says itself where it is: with or without a slash at its end.
    return to / "html", lambda path, html: urlsplit(re.search(r'rel="?canonical"? href="?([^" >]+)', html)[1]).path


BUILDERS = {
    "mdbook": mdbook,
    "mkdocs": lambda: mkdocs(directories=True),
    "mkdocs_flat": lambda: mkdocs(directories=False),
    "myst": sphinx,
    "docusaurus": lambda: docusaurus(slash=False),
    "docusaurus_slash": lambda: docusaurus(slash=True),
}


class Page(HTMLParser):
    """The text, the ids, and the addresses of links and images by their text."""

    def __init__(self, html):
        super().__init__()
        self.text, self.ids, self.links, self.open = "", set(), {}, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids |= {attributes[name] for name in ("id", "name") if attributes.get(name)}
        if tag == "a":
            self.open = [attributes.get("href"), ""]
        if tag == "img" and "alt" in attributes:
            self.links.setdefault(attributes["alt"], attributes.get("src"))

    def handle_endtag(self, tag):
        if tag == "a" and self.open:
            self.links.setdefault(" ".join(self.open[1].split()), self.open[0])
            self.open = None

    def handle_data(self, data):
        self.text += data
        if self.open:
            self.open[1] += data


def read(rows, html, address):
    """For each row, whether what is meant is reached."""
    built, sources = {}, {}
    for path in html.rglob("*.html"):
        text = path.read_text()
        page = Page(text)
        built[path] = page
        if found := re.search(r"This is the page (.+?) of the tree\.", page.text):
            page.source = found[1]
            page.address = ORIGIN + quote(unquote(address(path.relative_to(html).as_posix(), text)))
            sources[found[1]] = page
    return {row["row"]: reached(row, html, built, sources) for row in rows}


def reached(row, html, built, sources):
    page = sources.get(row.get("on", row["page"]))
    href = page and page.links.get(text_of(row))
    if not href:
        return False
    if href.startswith("data:"):
        return (HERE / "tree/docs" / row["to"]).is_file()
    url = urlsplit(urljoin(page.address, href.replace("\\", "/")))
    if f"{url.scheme}://{url.netloc}" != ORIGIN:
        return False
    file, how = served(html, unquote(url.path))
    meant, _, fragment = row["to"].partition("#")
    if not file:
        return False
    if file.suffix != ".html":
        # A file that is copied: builders may give it another name, and none changes it.
        source = HERE / "tree/docs" / meant
        return how if source.is_file() and source.suffix != ".md" and same(source, file) else False
    found = built[file]
    if getattr(found, "source", None) != meant:
        return False
    wanted = unquote(url.fragment)
    if fragment and wanted not in found.ids and wanted.lower() != "top":
        return False
    return how


def same(source, file):
    return source.read_bytes() == file.read_bytes() or "<title>" in (text := file.read_text()) and (
        re.search("<title>.*?</title>", text)[0] in source.read_text())


def served(html, path):
    """The file that a server answers with, and what the server must do for it."""
    file = html / path.lstrip("/")
    if file.is_file() and not path.endswith("/"):
        return file, True
    if (file / "index.html").is_file():
        return file / "index.html", True
    beside = file.with_name(file.name + ".html") if file.name else file
    if not path.endswith("/") and beside.is_file():
        return beside, "host"
    return None, False


if __name__ == "__main__":
    sys.exit(main())
