"""All modules that pages run, in one file, and a page's style sheets in one: a browser asks once
instead of forty times, and has every page's scripts after the first.

Each module stays a function of its own, made when it is first used, so nothing but what it exports
leaves it. Only the forms of import and export that this project writes are understood.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

_IMPORT = re.compile(r'^import (?:(\{[^}]*\}) from )?"(\.{1,2}/[\w./]+)";\n?', re.MULTILINE)
_EXPORT = re.compile(
    r"^export (?=(?:async function|function|class|const) (?P<name>\w+))", re.MULTILINE
)
_OTHER = re.compile(r"^\s*(?:import|export)\b[^\n]*", re.MULTILINE)

_SHEET = re.compile(r'^@import "([\w/.-]+)";\n', re.MULTILINE)

_RUN = """
const made = new Map();
function fromBundle(name) {
  if (!made.has(name)) made.set(name, modules[name]());
  return made.get(name);
}
for (const { dataset } of document.querySelectorAll("script[data-module]")) {
  fromBundle(dataset.module);
}
"""


class CannotBundleError(Exception):
    """Says which module has what is not understood."""


def bundle(names: Iterable[str], read: Callable[[str], str]) -> str:
    """The source of a bundle of the modules `names` and all that they import.

    `read(name)` gives a module's source; names are paths with `/`. Raises `CannotBundleError`.
    """
    written: dict[str, str] = {}
    for name in names:
        _add(name, read, written, ())
    modules = ",\n".join(f'"{name}": () => {{\n{source}}}' for name, source in written.items())
    return f"const modules = {{\n{modules},\n}};\n{_RUN}"


def whole_sheet(name: str, read: Callable[[str], str], written: set[str] | None = None) -> str:
    """The style sheet `name` with what it imports in place of its imports, each sheet once."""
    written = set() if written is None else written
    written.add(name)

    def imported(found: re.Match[str]) -> str:
        other = _resolved(name, found[1])
        return "" if other in written else whole_sheet(other, read, written)

    return _SHEET.sub(imported, read(name))


def _add(
    name: str, read: Callable[[str], str], written: dict[str, str], importers: tuple[str, ...]
) -> None:
    if name in importers:
        raise CannotBundleError(f"{name} imports itself by way of {importers[-1]}")
    if name in written:
        return
    source = read(name)
    for _, imported in _IMPORT.findall(source):
        _add(_resolved(name, imported), read, written, (*importers, name))
    written[name] = _as_function_body(name, source)


def _as_function_body(name: str, source: str) -> str:
    exported = [match["name"] for match in _EXPORT.finditer(source)]
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: _use(name, found), source))
    if other := _OTHER.search(body):
        raise CannotBundleError(f"{name}: {other.group().strip()}")
    return f"{body}return {{ {', '.join(exported)} }};\n"


def _use(name: str, found: re.Match[str]) -> str:
    imported = f'fromBundle("{_resolved(name, found[2])}");\n'
    return f"const {found[1].replace(' as ', ': ')} = {imported}" if found[1] else imported


def _resolved(importer: str, imported: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(importer).parent / imported).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)
