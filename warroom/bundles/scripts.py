"""Our native modules, joined into one script.

A joiner for the way we write modules and for nothing else: named imports or `* as`, exports where a thing is
declared. What it does not know it refuses, so that nothing goes out half understood.
"""

import re
from pathlib import Path

IMPORT = re.compile(r'^import (?:(\{[^}]+\}|\* as \w+) from )?"(\./|\.\./)([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|(?:async )?function|class) (\w+))", re.MULTILINE)
UNKNOWN = re.compile(r"^\s*(?:import|export)\b.*|\bimport(?:\.meta|\()|^await\b.*", re.MULTILINE)


def join(start: Path) -> str:
    """`start` and everything it imports, each once and after what it needs itself.

    Every module becomes a function of its own, so that two may use one name. Raises ValueError where a module is
    written in a way this does not understand, or where two import each other.
    """
    names: dict[Path, str] = {}
    parts: list[str] = []

    def take(path: Path, above: tuple[Path, ...]) -> str:
        if path in above:
            raise ValueError(f"{path.name} imports itself, by way of {above[-1].name}")
        if path in names:
            return names[path]
        text = path.read_text()

        def bound(found: re.Match[str]) -> str:
            what, up, where = found.groups()
            name = take((path.parent / (up + where)).resolve(), (*above, path))
            return f"const {what.removeprefix('* as ').replace(' as ', ': ')} = {name};\n" if what else ""

        text = IMPORT.sub(bound, text)
        exported = EXPORT.findall(text)
        text = EXPORT.sub("", text)
        if strange := UNKNOWN.search(text):
            raise ValueError(f"{path.name}: cannot join {strange[0].strip()!r}")
        names[path] = f"$m{len(names)}"
        parts.append(f"const {names[path]} = (() => {{\n{text}return {{ {', '.join(exported)} }};\n}})();\n")
        return names[path]

    take(start.resolve(), ())
    return "".join(parts)
