from __future__ import annotations

import io
import stat
import threading
import zipfile
from pathlib import Path

import pytest

from emulator.lambda_runtime.code_archive import CodeStore, UnsafeArchiveError, remove, unpack

LINK = stat.S_IFLNK | 0o777


def archive(*entries: tuple[str, str, int]) -> io.BytesIO:
    """A zip of names, contents and modes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content, mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            package.writestr(entry, content)
    buffer.seek(0)
    return buffer


def test_tree_is_unpacked_read_only_d71(tmp_path: Path) -> None:
    root = tmp_path / "code"
    unpack(
        archive(
            ("handler.py", "code", 0),
            ("bin/tool", "#!", stat.S_IFREG | 0o700),
            ("empty/", "", stat.S_IFDIR | 0o755),
            ("data/secret", "s", stat.S_IFREG | 0o600),
            ("link", "bin/tool", LINK),
            ("data/up", "../handler.py", LINK),
        ),
        root,
    )
    modes = {str(path.relative_to(root)): stat.filemode(path.lstat().st_mode) for path in root.rglob("*")}
    assert modes == {
        "handler.py": "-r--r--r--",
        "bin": "dr-xr-xr-x",
        "bin/tool": "-r-xr-xr-x",
        "empty": "dr-xr-xr-x",
        "data": "dr-xr-xr-x",
        "data/secret": "-r--r--r--",
        "link": "lrwxrwxrwx",
        "data/up": "lrwxrwxrwx",
    }
    assert stat.filemode(root.stat().st_mode) == "dr-xr-xr-x"
    assert (root / "data" / "up").read_text() == "code"
    remove(root)
    assert not root.exists()


@pytest.mark.parametrize(
    "entry",
    [
        ("../outside", "x", 0),
        ("a/../../outside", "x", 0),
        ("/outside", "x", 0),
        ("link", "../outside", LINK),
        ("link", "/etc/passwd", LINK),
        ("a/b/link", "../../../outside", LINK),
        ("pipe", "", stat.S_IFIFO | 0o644),
        ("device", "", stat.S_IFCHR | 0o644),
    ],
)
def test_entries_that_leave_the_package(tmp_path: Path, entry: tuple[str, str, int]) -> None:
    with pytest.raises(UnsafeArchiveError, match="deployment package"):
        unpack(archive(("handler.py", "code", 0), entry), tmp_path / "code")
    assert [path.name for path in tmp_path.iterdir()] == ["code"]


def test_nothing_is_written_through_links(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    package = archive(("a", "../target", LINK), ("a/written", "x", 0))
    with pytest.raises((UnsafeArchiveError, OSError)):
        unpack(package, tmp_path / "code")
    assert not list((tmp_path / "target").iterdir())


def test_links_that_leave_the_package_together(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    package = archive(("a/b/c/", "", stat.S_IFDIR), ("up", "a/b/c", LINK), ("out", "up/../../../../secret", LINK))
    with pytest.raises(UnsafeArchiveError):
        unpack(package, tmp_path / "code")


def test_size_is_counted_not_believed(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchiveError, match="must be smaller than 1000 bytes"):
        unpack(archive(("a", "x" * 600, 0), ("b", "x" * 600, 0)), tmp_path / "code", max_size=1000)


def test_not_a_zip(tmp_path: Path) -> None:
    with pytest.raises(zipfile.BadZipFile):
        unpack(io.BytesIO(b"no zip"), tmp_path / "code")


def test_store_unpacks_once_and_removes_after_the_last_user(tmp_path: Path) -> None:
    store, fetched = CodeStore(tmp_path), []

    def fetch() -> io.BytesIO:
        fetched.append(1)
        return archive(("handler.py", "code", 0))

    directories: list[Path] = []
    threads = [threading.Thread(target=lambda: directories.append(store.acquire("key", fetch))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(fetched) == 1
    assert len(set(directories)) == 1
    for _ in range(7):
        store.release("key")
    with store.use("key", fetch) as directory:
        store.release("key")
        assert (directory / "handler.py").read_text() == "code"
    assert not directory.exists()
    with store.use("key", fetch):
        assert len(fetched) == 2


def test_store_removes_what_is_still_used(tmp_path: Path) -> None:
    """By itself: to a user who is not root, `rm -rf` of the folder above is refused."""
    store = CodeStore(tmp_path / "store")
    store.acquire("used", lambda: archive(("folder/index.py", "", 0)))
    store.clear()
    assert list(tmp_path.iterdir()) == []


def test_store_leaves_nothing_of_a_bad_package(tmp_path: Path) -> None:
    store = CodeStore(tmp_path)
    with pytest.raises(UnsafeArchiveError):
        store.acquire("key", lambda: archive(("fine", "x", 0), ("../outside", "x", 0)))
    assert not list(tmp_path.iterdir())
    assert store.acquire("key", lambda: archive(("fine", "x", 0)))
