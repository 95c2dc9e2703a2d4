"""What we ship of others: pinned, whole, and free of pointers to files we do not ship."""

import base64
import hashlib
import io
import json
import tarfile

import pytest

from tools.vendor import VENDOR, strip_source_map, unpack, verify

PACKAGES = json.loads((VENDOR / "VENDOR.json").read_text())


@pytest.fixture
def tarball(tmp_path):
    path = tmp_path / "thing.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in {
            "package/dist/thing.js": b"go();\n//# sourceMappingURL=thing.js.map",
            "package/fonts/a.woff2": b"a",
            "package/fonts/b.woff2": b"b",
        }.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_says_what_it_is(name):
    package = PACKAGES[name]
    assert package["version"]
    assert package["licence"] in {"0BSD", "OFL-1.1"}
    assert len(base64.b64decode(package["sha512"])) == 64


@pytest.mark.parametrize(
    "target", [target for package in PACKAGES.values() for target in package["take"].values()]
)
def test_everything_taken_is_there(target):
    path = VENDOR / target
    assert path.is_file() or (path.is_dir() and any(path.iterdir()))


def test_nothing_points_to_a_source_map():
    scripts_and_styles = [path for path in VENDOR.rglob("*") if path.suffix in {".js", ".css"}]
    assert scripts_and_styles
    assert not [path for path in scripts_and_styles if "sourceMappingURL" in path.read_text()]


def test_a_package_that_was_tampered_with_is_refused(tarball):
    right = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    verify(tarball, right)
    tarball.write_bytes(tarball.read_bytes() + b"!")
    with pytest.raises(ValueError, match="expected sha512"):
        verify(tarball, right)


def test_files_are_taken_by_pattern_and_cleaned(tarball, tmp_path):
    unpack(tarball, {"dist/thing.js": "thing/thing.js", "fonts/*.woff2": "thing/fonts/"}, tmp_path)
    assert (tmp_path / "thing/thing.js").read_text() == "go();"
    assert {path.name for path in (tmp_path / "thing/fonts").iterdir()} == {"a.woff2", "b.woff2"}


def test_a_pattern_that_takes_nothing_is_an_error(tarball, tmp_path):
    with pytest.raises(LookupError, match=r"nothing\.js"):
        unpack(tarball, {"dist/nothing.js": "nothing.js"}, tmp_path)


@pytest.mark.parametrize(
    "pointer", [b"\n//# sourceMappingURL=a.js.map", b"\n/*# sourceMappingURL=a.css.map */"]
)
def test_only_the_pointer_goes(pointer):
    assert strip_source_map(b"go();" + pointer) == b"go();"
