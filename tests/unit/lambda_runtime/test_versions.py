from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from emulator.lambda_runtime.versions import VersionRegistry

if TYPE_CHECKING:
    from emulator.lambda_runtime.execution_environment import ExecutionEnvironment


def environment() -> ExecutionEnvironment:
    return cast("ExecutionEnvironment", object())


def test_a_version_leaves_its_environments_behind() -> None:
    registry, version = VersionRegistry(), cast("Any", [])
    registry.add(version)
    stays, leaves = environment(), environment()
    assert registry.join(version, stays)
    assert registry.join(version, leaves)
    registry.leave(version, leaves)
    assert registry.remove(version) == {stays}
    assert registry.remove(version) is None


def test_late_environments_are_told() -> None:
    registry, version = VersionRegistry(), cast("Any", [])
    assert not registry.join(version, environment())
    registry.add(version)
    registry.remove(version)
    assert not registry.join(version, environment())
    registry.leave(version, environment())


def test_equal_versions_are_not_the_same() -> None:
    registry, old, new = VersionRegistry(), cast("Any", []), cast("Any", [])
    assert old == new
    registry.add(old)
    of_old = environment()
    registry.join(old, of_old)
    registry.add(new)
    assert registry.remove(new) == set()
    assert registry.remove(old) == {of_old}
