"""The corpus service's settings, read once from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from services.corpus.domain.texts import TEXTS_MAX
from services.platform.config import Env


def _cores() -> int:
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
    """

    model_dir: Path
    threads: int
    queue_texts: int
    cache_texts: int

    @classmethod
    def from_env(cls, env: Env) -> Self:
        """Reads CVDEEP_MODEL_DIR and CVDEEP_CORPUS_{THREADS,QUEUE_TEXTS,CACHE_TEXTS}; raises `ConfigError`."""
        return cls(
            model_dir=Path(env.text("CVDEEP_MODEL_DIR")),
            threads=env.integer("CVDEEP_CORPUS_THREADS", _cores(), at_least=1),
            # The largest request must fit, or it could never be answered.
            queue_texts=env.integer("CVDEEP_CORPUS_QUEUE_TEXTS", 8192, at_least=TEXTS_MAX),
            cache_texts=env.integer("CVDEEP_CORPUS_CACHE_TEXTS", 20_000, at_least=0),
        )
