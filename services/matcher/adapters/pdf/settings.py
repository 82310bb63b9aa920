"""How many children read CVs and what each may use."""

from dataclasses import dataclass

from services.matcher.adapters.pdf.limits import ReadLimits
from services.platform.config import Env


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """Settings of the reader pool.

    `memory_mb` is the address space of one child. `cpu_s` is the processor time of one document, both readers (half of it each)
    and the structure step together; before its first text a reader may use `textless_end_cpu_s` of it. `wall_s` ends a child that
    neither works nor waits for a processor. `documents` is how many a child reads before a fresh one takes its place.
    `warm_ups` is how often a made-up CV is read before the first child starts: what is done for the first time is slow.

    A document that has used `aside_cpu_s` of processor time, or `aside_wall_s` of the clock, is slow: it goes on beside the
    others in one of at most `slow` children more, at the lowest priority. So is one that has shown no text after `textless_cpu_s`, or
    that the second reader takes as long for: a CV shows its first after a few milliseconds, and what unpacks for ever never does.
    `slow_waiting_mb` is what may wait for one of these children, one owner's at most half of that.
    """

    size: int = 2
    slow: int = 2
    slow_waiting_mb: int = 128
    aside_cpu_s: float = 0.3
    textless_cpu_s: float = 0.03
    textless_end_cpu_s: float = 2.0
    aside_wall_s: float = 3.0
    memory_mb: int = 1_024
    cpu_s: int = 10
    wall_s: float = 20.0
    max_pages: int = 50
    max_characters: int = 400_000
    documents: int = 200
    start_s: float = 30.0
    warm_ups: int = 4

    @property
    def limits(self) -> ReadLimits:
        """The caps a child applies itself."""
        return ReadLimits(max_pages=self.max_pages, max_characters=self.max_characters)

    @classmethod
    def from_env(cls, env: Env) -> "PoolSettings":
        """Reads `CVDEEP_MATCHER_PDF_*`; raises `ConfigError`."""
        default = cls()
        return cls(
            size=env.integer("CVDEEP_MATCHER_PDF_CHILDREN", default.size, at_least=1),
            slow=env.integer("CVDEEP_MATCHER_PDF_SLOW_CHILDREN", default.slow, at_least=1),
            slow_waiting_mb=env.integer("CVDEEP_MATCHER_PDF_SLOW_WAITING_MB", default.slow_waiting_mb, at_least=16),
            aside_cpu_s=env.number("CVDEEP_MATCHER_PDF_ASIDE_CPU_S", default.aside_cpu_s),
            aside_wall_s=env.number("CVDEEP_MATCHER_PDF_ASIDE_WALL_S", default.aside_wall_s),
            # Below this a child has no room for its own libraries.
            memory_mb=env.integer("CVDEEP_MATCHER_PDF_MEMORY_MB", default.memory_mb, at_least=192),
            cpu_s=env.integer("CVDEEP_MATCHER_PDF_CPU_S", default.cpu_s, at_least=4),
            textless_end_cpu_s=env.number("CVDEEP_MATCHER_PDF_TEXTLESS_CPU_S", default.textless_end_cpu_s),
            wall_s=env.number("CVDEEP_MATCHER_PDF_WALL_S", default.wall_s),
            max_pages=env.integer("CVDEEP_MATCHER_PDF_MAX_PAGES", default.max_pages, at_least=1),
            max_characters=env.integer("CVDEEP_MATCHER_PDF_MAX_CHARACTERS", default.max_characters, at_least=1_000),
            documents=env.integer("CVDEEP_MATCHER_PDF_DOCUMENTS_PER_CHILD", default.documents, at_least=1),
            start_s=env.number("CVDEEP_MATCHER_PDF_START_S", default.start_s),
        )
