"""What a child is said to have used, from what the system tells."""

import os
from pathlib import Path

import pytest

from services.matcher.adapters.pdf import usage
from services.matcher.adapters.pdf.usage import Used


class System:
    """A system that tells what the test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock_s = 100.0
        self.processor_s: float | None = 5.0
        self.waited_s: float | None = 7.0
        monkeypatch.setattr(usage, "processor_time_s", lambda _: self.processor_s)
        monkeypatch.setattr(usage, "waited_s", lambda _: self.waited_s)

    def clock(self) -> float:
        return self.clock_s


def test_waiting_for_a_processor_is_not_idleness(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten seconds, two of work and five in the queue for a processor leave three in which it did nothing."""
    system = System(monkeypatch)
    used = Used(1, clock=system.clock)
    system.clock_s, system.processor_s, system.waited_s = 110.0, 7.0, 12.0

    assert (used.processor_s(), used.idle_s(), used.clock_s()) == (2.0, 3.0, 10.0)


def test_what_was_seen_last_stands_once_the_process_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has ended uses nothing more."""
    system = System(monkeypatch)
    used = Used(1, clock=system.clock)
    system.clock_s, system.processor_s = 101.0, 5.4
    assert used.idle_s() == pytest.approx(0.6)
    system.clock_s, system.processor_s, system.waited_s = 200.0, None, None

    assert used.processor_s() == pytest.approx(0.4)
    assert used.idle_s() == pytest.approx(0.6)


def test_the_clock_counts_where_the_system_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without such figures a limit still ends what takes for ever."""
    system = System(monkeypatch)
    system.processor_s = system.waited_s = None
    used = Used(1, clock=system.clock)
    system.clock_s = 104.0

    assert (used.processor_s(), used.idle_s()) == (4.0, 4.0)


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="the system does not tell")
def test_this_process_is_seen_to_work() -> None:
    """The figures are the system's own: what this process used so far is more than nothing and less than it could."""
    used, spun = Used(os.getpid()), 0
    while used.processor_s() <= 0.0:
        spun += 1

    assert 0.0 <= used.idle_s() <= used.clock_s()
