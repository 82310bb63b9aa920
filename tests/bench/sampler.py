"""Samples where a process spends CPU time: each tick charges what the main thread used since the last one to a step.

A step is found by walking the stack outwards from where the interpreter is: the first file that a rule names decides.
The walk passes through awaiting coroutines, so what Redis or gRPC libraries do is charged to whoever waits for it.
"""

import json
import signal
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

# Part of a file's path, name of a function (empty for any), step. Earlier rules win within one frame.
Rule = tuple[str, str, str]
OTHER = "event loop and the rest"


class Sampler:
    """Collects seconds of CPU time by step, and writes them to a file whenever it is sent SIGUSR1."""

    def __init__(self, rules: Sequence[Rule], report: Path, *, every_s: float = 0.002) -> None:
        self._rules = rules
        self._report = report
        self._every_s = every_s
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._last_s = 0.0
        self._reports = 0
        # (file, function) → step: strings are compared once.
        self._known: dict[tuple[str, str], str | None] = {}

    def start(self) -> None:
        """Starts the clock of used CPU time; the process' main thread must call it."""
        self._last_s = time.thread_time()
        signal.signal(signal.SIGPROF, self._tick)
        signal.signal(signal.SIGUSR1, self._write)
        signal.setitimer(signal.ITIMER_PROF, self._every_s, self._every_s)

    def _tick(self, _: int, frame: FrameType | None) -> None:
        now_s = time.thread_time()
        self._seconds[self._step_of(frame)] += now_s - self._last_s
        self._last_s = now_s

    def _step_of(self, frame: FrameType | None) -> str:
        while frame is not None:
            place = (frame.f_code.co_filename, frame.f_code.co_name)
            if place not in self._known:
                self._known[place] = self._rule_for(*place)
            step = self._known[place]
            if step is not None:
                return step
            frame = frame.f_back
        return OTHER

    def _rule_for(self, file: str, function: str) -> str | None:
        for part, name, step in self._rules:
            if part in file and name in {"", function}:
                return step
        return None

    def _write(self, _: int, __: FrameType | None) -> None:
        self._reports += 1
        fresh = self._report.with_suffix(".new")
        fresh.write_text(json.dumps({"reports": self._reports, "seconds": self._seconds}), encoding="utf-8")
        fresh.replace(self._report)
