"""Static files under content-hashed names: all modules in one, each style sheet whole."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from clipfeed.bundling import bundle, whole_sheet

_SHEET = re.compile(r"css/[\w/.-]+\.css")
_NAMED = re.compile(r'{% module "([\w/.]+)" %}')


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Rewrites `import` statements too, so that a module is cached for ever by its hash."""

    support_js_module_import_aggregation = True
    # A page still renders where collectstatic has not run (tests, a fresh checkout).
    manifest_strict = False
    # `{% module %}` names it wherever it has been written.
    bundle_name = "js/bundle.js"

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run and paths:
            self._put(paths, {self.bundle_name: bundle(modules_of_pages(), self._source)})
            self._put(paths, _whole_sheets(paths))
        yield from super().post_process(paths, dry_run, **options)

    def _source(self, name: str) -> str:
        with self.open(name) as file:
            return file.read().decode()

    def _put(self, paths: dict[str, Any], sources: dict[str, str]) -> None:
        for name, source in sources.items():
            self.delete(name)
            self._save(name, ContentFile(source))
            paths[name] = (self, name)


def _whole_sheets(paths: dict[str, Any]) -> dict[str, str]:
    """Our style sheets by name, as they were written: what lies collected may be whole already."""

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            source: str = file.read().decode()
        return source

    return {name: whole_sheet(name, read) for name in paths if _SHEET.fullmatch(name)}


def modules_of_pages() -> list[str]:
    """Names of the modules that templates run."""
    templates = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
    names = (name for path in templates for name in _NAMED.findall(path.read_text()))
    return list(dict.fromkeys(names))
