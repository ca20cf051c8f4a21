"""Who is this machine, seen from a container."""

from __future__ import annotations

import pytest

from emulator.console import container_gateway

ROUTES = """Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t000012AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
eth0\t00000000\t010012AC\t0003\t0\t0\t0\t00000000\t0\t0\t0
"""


def test_the_gateway_of_the_default_route() -> None:
    assert container_gateway._gateway(ROUTES) == "172.18.0.1"


def test_without_a_default_route_there_is_none() -> None:
    assert container_gateway._gateway("\n".join(ROUTES.splitlines()[:2])) is None


@pytest.mark.parametrize("said", ["", "0", "yes"])
def test_nobody_is_trusted_unless_it_is_said(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("PETRI_PUBLISHED_ON_LOOPBACK", said)
    container_gateway.trusted_gateway.cache_clear()
    assert container_gateway.trusted_gateway() is None
    container_gateway.trusted_gateway.cache_clear()
