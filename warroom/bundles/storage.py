"""collectstatic, with what a page always loads as one file each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lightningcss import bundle_css
from servestatic.storage import CompressedManifestStaticFilesStorage

from warroom.bundles.scripts import join

BUNDLES = {
    "css/app.css": lambda path: bundle_css(str(path)),
    "js/app.js": join,
}


class BundledStorage(CompressedManifestStaticFilesStorage):
    """The stylesheet's imports and the script's modules stand in the file itself; then hashed and compressed.

    The bundle keeps its source's name, so a template names the same file on a laptop and in production.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            for name, bundle in BUNDLES.items():
                storage, path = paths[name]
                Path(self.path(name)).write_text(bundle(Path(storage.path(path))))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run=dry_run, **options)
