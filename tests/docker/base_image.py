"""A stand-in for python:3.13-slim-bookworm where no image can be pulled: Debian and Python of this machine."""

from __future__ import annotations

import io
import os
import platform
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = f"petri-test-base:{platform.python_version()}"

_FILES = "petri-test-base-files"

# What the official image has that matters here: Debian's minimum, and the libraries Python and Node.js are linked to.
_PACKAGES = (
    *("apt", "ca-certificates", "netbase", "passwd", "tzdata"),
    *("libbz2-1.0", "libexpat1", "libffi8", "liblzma5", "libncursesw6", "libreadline8", "libsqlite3-0"),
    *("libssl3", "libstdc++6", "libuuid1", "zlib1g"),
)
_LEFT_OUT = ("usr/share/doc/", "usr/share/man/", "usr/share/locale/", "usr/share/info/")
_UNUSED_PYTHON = ("__pycache__", "test", "tests", "idlelib", "tkinter", "turtledemo")


def why_not() -> str | None:
    """Why this machine's files will not do, if so."""
    if sys.platform != "linux" or not Path("/var/lib/dpkg/status").exists():
        return "a base image is assembled from the files of a Debian, which this machine is not"
    return None


def assemble(client: Any) -> str:
    """Make the image in the engine that ``client`` (``docker.DockerClient``) talks to. Returns its name.

    One that is there stays: whatever was built on it need not be built again.
    """
    if client.images.list(NAME):
        return NAME
    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as tar:
        _add_debian(tar)
        _add_python(tar)
    client.api.import_image_from_data(layer.getvalue(), repository=_FILES, tag="latest")
    # The loader finds libpython by its cache.
    steps = f"FROM {_FILES}\nRUN ldconfig\nENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin\n"
    client.images.build(fileobj=io.BytesIO(steps.encode()), tag=NAME, rm=True)
    return NAME


def _add_debian(tar: tarfile.TarFile) -> None:
    seen: set[str] = set()
    for name in ("dev", "etc", "home", "opt", "proc", "root", "run", "sys", "tmp", "usr", "var", "usr/local"):
        _add(tar, f"/{name}", seen)
    for link in ("/bin", "/sbin", "/lib", "/lib64"):
        _add(tar, link, seen)
    for path in ("/etc/passwd", "/etc/group", "/etc/ld.so.conf", "/etc/ssl/certs"):
        _add(tar, path, seen)
    for certificate in sorted(Path("/etc/ssl/certs").iterdir()):
        _add(tar, str(certificate), seen)
    for path in _files_of(_closure()):
        _add(tar, path, seen)


def _add(tar: tarfile.TarFile, path: str, seen: set[str]) -> None:
    # Where /bin is a link to /usr/bin, the package's /bin/sh is /usr/bin/sh; the last part may be a link itself.
    folder, _, last = path.rpartition("/")
    name = f"{os.path.realpath(folder or '/').rstrip('/')}/{last}".lstrip("/")
    if name in seen or name.startswith(_LEFT_OUT) or not os.path.lexists(path):
        return
    seen.add(name)
    tar.add(path, name, recursive=False)
    target = f"/{name}"
    if Path(target).is_symlink() and "/alternatives/" in str(Path(target).readlink()):
        # /usr/bin/awk -> /etc/alternatives/awk -> /usr/bin/mawk
        _add(tar, str(Path(target).readlink()), seen)


def _add_python(tar: tarfile.TarFile) -> None:
    prefix = Path(sys.base_prefix)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"

    def wanted(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        parts = member.name.split("/")
        if parts[-1] in _UNUSED_PYTHON or parts[-1].startswith("config-") or parts[-1].endswith(".a"):
            return None
        member.uid = member.gid = 0
        return member

    packages = f"{prefix}/lib/python{version}/site-packages"
    for path in (
        f"bin/python{version}",
        *(f"lib/{library.name}" for library in prefix.glob("lib/libpython3*")),
        *(f"lib/python{version}/{part.name}" for part in (prefix / f"lib/python{version}").iterdir()),
        f"include/python{version}",
    ):
        if f"{prefix}/{path}" != packages:
            tar.add(prefix / path, f"usr/local/{path}", filter=wanted)
    for package in Path(packages).glob("pip*"):
        tar.add(package, f"usr/local/lib/python{version}/site-packages/{package.name}", filter=wanted)
    for link in ("python", "python3"):
        member = tarfile.TarInfo(f"usr/local/bin/{link}")
        member.type, member.linkname = tarfile.SYMTYPE, f"python{version}"
        tar.addfile(member)


def _closure() -> list[str]:
    """Debian's essential packages and ours, with all that they depend on, as far as it is installed."""
    fields = "${binary:Package}\t${Package}\t${Essential}\t${Pre-Depends}, ${Depends}\t${Provides}\n"
    installed: dict[str, tuple[str, str]] = {}
    provided: dict[str, str] = {}
    wanted = list(_PACKAGES)
    for line in _dpkg_query("-W", "-f", fields):
        full, name, essential, depends, provides = line.split("\t")
        installed[name] = full, depends
        provided.update(dict.fromkeys(_names(provides), name))
        if essential == "yes":
            wanted.append(name)
    found: dict[str, str] = {}
    while wanted:
        name = wanted.pop()
        name = name if name in installed else provided.get(name, "")
        if name and name not in found:
            found[name], depends = installed[name]
            wanted += _names(depends)
    return sorted(found.values())


def _names(relation: str) -> Iterator[str]:
    """The package names of ``libc6 (>= 2.36), debconf (>= 0.5) | debconf-2.0``."""
    for alternative in relation.replace("|", ",").split(","):
        if words := alternative.split():
            yield words[0].partition(":")[0]


def _files_of(packages: list[str]) -> list[str]:
    return [path for path in _dpkg_query("-L", *packages) if path.startswith("/") and path != "/."]


def _dpkg_query(*arguments: str) -> list[str]:
    return subprocess.run(
        ["dpkg-query", *arguments], capture_output=True, text=True, check=True, env={"LC_ALL": "C", **os.environ}
    ).stdout.splitlines()
