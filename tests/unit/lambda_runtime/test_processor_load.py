"""Whether the processor is busy, by a clock and a count that are made up."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from emulator.lambda_runtime.processor_load import CORES, ProcessorLoad, idle_seconds


@dataclass
class Machine:
    """Time passes when it is told to, and cores are idle for a share of it."""

    now: float = 1000.0
    idle: float = 5000.0

    def run(self, seconds: float, idle_share: float) -> None:
        self.now += seconds
        self.idle += seconds * CORES * idle_share


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def load(machine: Machine) -> ProcessorLoad:
    return ProcessorLoad(lambda: machine.idle, lambda: machine.now)


def test_before_the_first_look_it_was_not_busy(load: ProcessorLoad) -> None:
    assert not load.is_saturated()


def test_with_hardly_any_idle_time_it_is_saturated(load: ProcessorLoad, machine: Machine) -> None:
    load.is_saturated()
    machine.run(0.2, idle_share=0.05)
    assert load.is_saturated()
    machine.run(0.2, idle_share=0.5)
    assert not load.is_saturated()


def test_what_was_seen_holds_for_a_moment(load: ProcessorLoad, machine: Machine) -> None:
    """The kernel does not count finer."""
    load.is_saturated()
    machine.run(0.2, idle_share=0.0)
    assert load.is_saturated()
    machine.run(0.05, idle_share=1.0)
    assert load.is_saturated()


def test_a_look_after_a_long_while_is_about_all_of_it(load: ProcessorLoad, machine: Machine) -> None:
    load.is_saturated()
    machine.run(60, idle_share=1.0)
    machine.run(0.2, idle_share=0.0)
    assert not load.is_saturated()


def test_idle_time_of_the_machine_grows() -> None:
    assert idle_seconds() > 0
