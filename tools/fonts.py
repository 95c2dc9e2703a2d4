"""Cut the fonts that every page needs out of the pinned packages, into static/fonts/.

For maintainers only: `pip install fonttools brotli` beside npm, then `python tools/fonts.py`, and commit what
changed. Cut fonts are changed fonts, so they carry names of their own (both licences reserve the originals').
"""

import io
import re
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from json import loads
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from tools.vendor import VENDOR, fetch, verify

FONTS = VENDOR.parent / "fonts"
PRETENDARD = "dist/web/variable/woff2/PretendardVariable.woff2"
SLICES = "dist/web/variable/pretendardvariable-dynamic-subset.css"
SERIF = "files/source-serif-4-latin-wght-normal.woff2"

# What English and its neighbours are written with, and the signs that our own words use.
LATIN = (
    "20-7e a0-17f 18f 192 218-21b 237 2c6-2c7 2d8-2dd 1e9e 2002-200b 2010-2015 2018-201e 2020-2022 2026 2030 2032-2033 "
    "2039-203a 2044 20a9 20ac 2116 2122 2190-2193 2212 2215 221e 2248 2260 2264-2265 feff fffd"
)
# What stands on a page drawn with these and nothing else: the rest of the fonts' clever things is left out.
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "tnum", "case"]
WEIGHTS = (400, 700)


def points(ranges: str) -> set[int]:
    """The code points of `20-7e a0`, in hexadecimal, ends included."""
    pairs = [part.partition("-") for part in ranges.split()]
    return {point for low, _dash, high in pairs for point in range(int(low, 16), int(high or low, 16) + 1)}


def ranges(wanted: Iterable[int]) -> str:
    """The other way round, as CSS has it: `U+20-7e, U+a0`."""
    runs: list[list[int]] = []
    for point in sorted(wanted):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{low:x}" if low == high else f"U+{low:x}-{high:x}" for low, high in runs)


def cut(data: bytes, name: str, wanted: set[int], weights: tuple[int, int]) -> bytes:
    """A woff2 of `wanted` alone, between two weights, called `name`."""
    font = TTFont(io.BytesIO(data))
    options = Options(
        layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 6, 13, 14], notdef_outline=True
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    instantiateVariableFont(font, {"wght": weights}, inplace=True)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = name if record.nameID != 6 else name.replace(" ", "")
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


def without(slices: str, here: set[int]) -> str:
    """Pretendard's own slices, less the code points that are `here` already, as one rule a line."""
    faces = re.findall(r"url\(\./(\S+?)\).*?unicode-range: ([^;]+);", slices, re.DOTALL)
    lines = []
    for path, written in faces:
        left = points(written.lower().replace("u+", "").replace(",", " ")) - here
        if left:
            lines.append(
                '@font-face{font-family:"Room Sans";font-weight:400 700;font-display:swap;'
                f'src:url("../vendor/pretendard/{path}")format("woff2");unicode-range:{ranges(left)}}}'
            )
    return "\n".join(
        ["/* Written by tools/fonts.py: what Room Sans leaves to Pretendard, mostly Korean. */", *lines, ""]
    )


def main() -> int:
    packages = loads((VENDOR / "VENDOR.json").read_text())
    FONTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        taken = {}
        for name, licence in (
            ("pretendard", "dist/LICENSE.txt"),
            ("@fontsource-variable/source-serif-4", "LICENSE"),
        ):
            tarball = fetch(name, packages[name]["version"], Path(folder))
            verify(tarball, packages[name]["sha512"])
            with tarfile.open(tarball) as archive:
                members = {m.name.removeprefix("package/"): m for m in archive.getmembers()}
                for path in (PRETENDARD, SLICES, SERIF, licence):
                    if path in members:
                        file = archive.extractfile(members[path])
                        assert file is not None
                        taken[path] = file.read()
    latin = points(LATIN)
    sans = cut(taken[PRETENDARD], "Room Sans", latin, WEIGHTS)
    (FONTS / "room-sans.woff2").write_bytes(sans)
    (FONTS / "public-serif.woff2").write_bytes(cut(taken[SERIF], "Public Serif", latin, WEIGHTS))
    drawn = set(TTFont(io.BytesIO(sans)).getBestCmap())
    (FONTS / "hangul.css").write_text(without(taken[SLICES].decode(), drawn))
    shutil.copy(VENDOR / "pretendard/LICENSE", FONTS / "LICENSE-room-sans")
    shutil.copy(VENDOR / "source-serif-4/LICENSE", FONTS / "LICENSE-public-serif")
    print(ranges(drawn))
    return 0


if __name__ == "__main__":
    sys.exit(main())
