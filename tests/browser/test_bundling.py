"""One file of many modules does what they would do: on sources with a known outcome."""

import pytest

from clipfeed.bundling import bundle
from tests.clipfeed.test_bundling import MODULES

SCRIPT = '<script type="text/plain" data-module="{}"></script>'


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("js/page.js", "js/other.js"), ["counted", 3, "other"]),
        (("js/other.js",), ["counted", "other"]),
    ],
)
def test_a_page_runs_its_modules_and_what_they_import_once(browser, names, said):
    source = bundle(["js/page.js", "js/other.js"], MODULES.__getitem__)
    page = browser.new_page()
    page.set_content("<script>said = [];</script>" + "".join(map(SCRIPT.format, names)))
    page.add_script_tag(content=source, type="module")
    page.wait_for_function(f"said.length >= {len(said)}")
    assert page.evaluate("said") == said
    page.close()
