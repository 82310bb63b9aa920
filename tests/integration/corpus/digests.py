"""Writes the SHA-256 of each text's vector, a line each: texts and settings come as JSON on stdin.

Run as a process of its own by the tests, so that nothing of an earlier one is left.
"""

import asyncio
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from services.corpus.adapters.onnx.encoder import OnnxEncoder
from services.corpus.adapters.prometheus_meter import PrometheusMeter
from services.corpus.application.embedding.service import Embedding, EmbedLimits


def make_embedding(model_dir: Path, *, threads: int, cache_texts: int = 0) -> Embedding:
    """The service's embedding over the real model, not started; without a cache, so that every answer is computed."""
    return Embedding(
        lambda: OnnxEncoder.open(model_dir, threads=threads),
        limits=EmbedLimits(queue_texts=8192, cache_texts=cache_texts),
        meter=PrometheusMeter(),
    )


async def digests(embedding: Embedding, requests: Sequence[Sequence[str]]) -> list[str]:
    """Embeds all requests at once; returns the digest of every vector, request after request."""
    answers = await asyncio.gather(*[embedding.embed(texts) for texts in requests])
    return [hashlib.sha256(row.tobytes()).hexdigest() for answer in answers for row in answer.vectors]


async def _main() -> None:
    given = json.load(sys.stdin)
    embedding = make_embedding(Path(given["model_dir"]), threads=given["threads"])
    await embedding.start()
    sys.stdout.write("\n".join(await digests(embedding, given["requests"])) + "\n")
    await embedding.close()


if __name__ == "__main__":
    asyncio.run(_main())
