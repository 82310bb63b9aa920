"""The corpus service's settings, read once from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from services.corpus.application.index.settings import EXACT_ROWS_LEAST
from services.corpus.domain.texts import TEXTS_MAX
from services.platform.config import Env


def cores() -> int:
    """Returns the cores this process may use, which in a container can be fewer than the machine has."""
    return len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusSettings:
    """Settings of one process.

    Attributes:
        model_dir: folder with model.onnx, tokenizer.json and manifest.json.
        threads: threads of one run of the model; they change its speed and never its vectors.
        queue_texts: most distinct texts waiting for the model; a request past it is refused with a time to retry.
        cache_texts: most vectors kept, about 1.8 kB each.
        redis_url: where the facts are.
        inline: most changed candidates of a batch that embed before its answer.
        embed_parallel: candidates that embed at once in the background.
        lease_s: how long a silent process keeps a candidate that it embeds.
        look_s: how long a candidate may wait before it is looked at again.
        sweep_every_s: how often forgotten candidates are looked for.
        drain_s: how long candidates may go on embedding after SIGTERM before they are given back; below CVDEEP_GRACE_S.
        edition_gone_s: how long nothing was heard of processes with a newer model before those of an older one embed all again.
        index_mb: MiB that the indexes in memory may take; beyond it those unused for longest are let go.
        exact_rows_max: candidates in a corpus up to which a search by meaning is exact.
        snapshot_dir: a folder of this process alone for snapshots of its indexes; None for none.
    """

    model_dir: Path
    threads: int
    queue_texts: int
    cache_texts: int
    redis_url: str
    inline: int = 32
    embed_parallel: int = 4
    lease_s: float = 60.0
    look_s: float = 15.0
    sweep_every_s: float = 5.0
    drain_s: float = 10.0
    edition_gone_s: float = 120.0
    index_mb: int = 2048
    exact_rows_max: int = 4_096
    snapshot_dir: Path | None = None

    @classmethod
    def from_env(cls, env: Env) -> Self:
        """Reads CVDEEP_MODEL_DIR, CVDEEP_REDIS_URL and CVDEEP_CORPUS_<SETTING>; raises `ConfigError`."""
        snapshots = env.text("CVDEEP_CORPUS_SNAPSHOT_DIR", "")
        return cls(
            model_dir=Path(env.text("CVDEEP_MODEL_DIR")),
            threads=env.integer("CVDEEP_CORPUS_THREADS", cores(), at_least=1),
            # The largest request must fit, or it could never be answered.
            queue_texts=env.integer("CVDEEP_CORPUS_QUEUE_TEXTS", 8192, at_least=TEXTS_MAX),
            cache_texts=env.integer("CVDEEP_CORPUS_CACHE_TEXTS", 20_000, at_least=0),
            redis_url=env.text("CVDEEP_REDIS_URL", "redis://127.0.0.1:6379/0"),
            inline=env.integer("CVDEEP_CORPUS_INLINE", 32, at_least=0),
            embed_parallel=env.integer("CVDEEP_CORPUS_EMBED_PARALLEL", 4, at_least=1),
            lease_s=env.number("CVDEEP_CORPUS_LEASE_S", 60.0),
            look_s=env.number("CVDEEP_CORPUS_LOOK_S", 15.0),
            sweep_every_s=env.number("CVDEEP_CORPUS_SWEEP_EVERY_S", 5.0),
            drain_s=env.number("CVDEEP_CORPUS_DRAIN_S", 10.0),
            edition_gone_s=env.number("CVDEEP_CORPUS_EDITION_GONE_S", 120.0),
            index_mb=env.integer("CVDEEP_CORPUS_INDEX_MB", 2048, at_least=1),
            exact_rows_max=env.integer("CVDEEP_CORPUS_EXACT_ROWS_MAX", 4_096, at_least=EXACT_ROWS_LEAST),
            snapshot_dir=Path(snapshots) if snapshots else None,
        )
