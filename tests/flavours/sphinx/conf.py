# Sphinx with MyST-Parser as tests/flavours/run builds with it.
project = "Pages"
extensions = ["myst_parser"]
root_doc = "all_pages"
# Without it, headings have no anchors that links can name.
myst_heading_anchors = 6
html_theme = "basic"
html_copy_source = False
