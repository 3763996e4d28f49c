"""One file of many modules, one of many style sheets. What the file does is tested in a browser."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from clipfeed.bundling import CannotBundleError, bundle, whole_sheet
from clipfeed.static import modules_of_pages

MODULES = {
    "js/page.js": 'import { add, log as say } from "./parts/sums.js";\nimport "./count.js";\n'
    "say(add(1, 2));\n",
    "js/other.js": 'import {\n  log,\n} from "./parts/sums.js";\nimport "./count.js";\n'
    'log("other");\n',
    "js/parts/sums.js": 'import { one } from "../one.js";\n'
    "export function add(a, b) {\n  return a + b * one;\n}\n"
    "export const log = (it) => said.push(it);\nconst hidden = 1;\n",
    "js/one.js": "export const one = 1;\nconst hidden = 2;\n",
    "js/count.js": 'said.push("counted");\n',
}


def test_a_bundle_has_each_module_once():
    source = bundle(["js/page.js", "js/other.js"], MODULES.__getitem__)
    assert source.count('"js/parts/sums.js": ()') == 1


@pytest.mark.parametrize(
    "source",
    [
        "export default 1;",
        "export let changing = 1;",
        'export * from "./one.js";',
        'import one from "./one.js";',
        'import * as all from "./one.js";',
        'import { one } from "elsewhere";',
    ],
)
def test_what_is_not_understood_is_refused(source):
    with pytest.raises(CannotBundleError):
        bundle(["js/page.js"], (MODULES | {"js/page.js": source}).__getitem__)


def test_modules_that_import_each_other_are_refused():
    modules = {"a.js": 'import "./b.js";\n', "b.js": 'import "./a.js";\n'}
    with pytest.raises(CannotBundleError, match="imports itself"):
        bundle(["a.js"], modules.__getitem__)


def test_our_own_modules_can_be_bundled():
    static = Path(settings.BASE_DIR, "static")
    names = modules_of_pages()
    assert {"js/site.js", "js/feed.js", "js/song.js"} <= set(names)
    source = bundle(names, lambda name: (static / name).read_text())
    assert '"js/silence.js": ()' in source  # only the player imports it


def test_every_template_names_its_modules_so_that_they_are_bundled():
    """The offline page alone names its few files: it keeps them on the device, one by one."""
    folder = Path(settings.BASE_DIR, "templates")
    by_hand = [
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        if re.search(r'<script[^>]*type="module"', path.read_text())
    ]
    assert by_hand == ["feed/offline.html"]


SHEETS = {
    "css/page.css": '/* A page. */\n\n@import "parts/lists.css";\n@import "rows.css";\nmain {}\n',
    "css/parts/lists.css": '@import "../rows.css";\nul {}\n',
    "css/rows.css": "li {}\n",
}


def test_a_style_sheet_has_what_it_imports_once_and_in_order():
    assert (
        whole_sheet("css/page.css", SHEETS.__getitem__)
        == "/* A page. */\n\nli {}\nul {}\nmain {}\n"
    )


def test_style_sheets_are_collected_whole(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "clipfeed.static.HashedStaticFiles"}
    }
    for _ in range(2):  # what has been collected is collected again
        call_command("collectstatic", interactive=False, verbosity=0)
        sheets = {path.name: path.read_text() for path in tmp_path.glob("css/*.css")}
        assert [name for name, source in sheets.items() if "@import" in source] == []
        assert sheets["feed.css"].count("\n.card {") == 1
        assert sheets["taste.css"].count("\n.shelf {") == 1


def test_a_page_has_one_style_sheet_besides_that_of_all_pages():
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        assert len(re.findall(r"static 'css/", path.read_text())) <= 1, path
