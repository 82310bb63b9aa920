"""The other searches behind one protocol. Imports nothing of the project: it runs in an environment of its own.

Each gives what a search of ours does: keys of candidates, 32 hex signs, and a number for each that says how near it is.
"""

import importlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

_BATCH = 5_000


Answered = tuple[Sequence[Any], Sequence[float] | NDArray[np.floating]]


class Engine(Protocol):
    """A search being measured. `efforts` are settings that trade speed for recall, cheapest first."""

    efforts: Sequence[int]

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        """Takes in vectors [n, dims] of length one, whose keys are those of `keys_of`."""

    def set_effort(self, effort: int) -> str:
        """Turns the knob and says what it is called."""

    def search(self, query: NDArray[np.float32], k: int) -> Answered:
        """Returns the keys of the `k` best by inner product, and how near they are."""


def keys_of(start: int, rows: int) -> list[str]:
    """Returns the keys of so many rows from one on."""
    return [f"{row:032x}" for row in range(start, start + rows)]


class HnswlibBare:
    """The graph itself, and nothing around it: row numbers in place of keys."""

    efforts: Sequence[int] = (100, 110, 120, 135, 150, 200, 250, 300, 400, 500, 600, 800, 1200)

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        # The cheapest of 6 to 24 links at 1,000 and at 10,000, as measured beforehand; beyond, the usual 16.
        self._links = next(links for most, links in ((2_000, 8), (20_000, 12), (2**40, 16)) if len(vectors) <= most)
        self._index = importlib.import_module("hnswlib").Index("ip", vectors.shape[1])
        self._index.init_index(len(vectors), ef_construction=200, M=self._links)
        for start, block in _blocks(vectors, 50_000):
            self._index.add_items(block, np.arange(start, start + len(block)), num_threads=os.cpu_count())
        self._index.set_num_threads(1)

    def set_effort(self, effort: int) -> str:
        self._index.set_ef(effort)
        return f"M {self._links}, ef {effort}"

    def search(self, query: NDArray[np.float32], k: int) -> Answered:
        rows, distances = self._index.knn_query(query, k, num_threads=1)
        return rows[0], distances[0]


class Hnswlib(HnswlibBare):
    """The graph, with what a user adds to learn whom it found: it keeps numbers only."""

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        super().build(vectors, folder)
        self._keys = np.array(keys_of(0, len(vectors)), np.object_)

    def search(self, query: NDArray[np.float32], k: int) -> Answered:
        rows, distances = super().search(query, k)
        return self._keys.take(rows).tolist(), 1 - np.asarray(distances)


class Chroma:
    """Chroma in the process, in memory."""

    efforts: Sequence[int] = (100, 150, 200, 300, 400, 600, 800)

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        chroma = importlib.import_module("chromadb")
        client = chroma.EphemeralClient(chroma.Settings(anonymized_telemetry=False))
        self._collection = client.create_collection(
            "candidates",
            embedding_function=None,
            configuration={
                "hnsw": {"space": "ip", "ef_construction": 200, "max_neighbors": 16, "num_threads": os.cpu_count()}
            },
        )
        for start, block in _blocks(vectors, _BATCH):
            self._collection.add(ids=keys_of(start, len(block)), embeddings=block)

    def set_effort(self, effort: int) -> str:
        self._collection.modify(configuration={"hnsw": {"ef_search": effort, "num_threads": 1}})
        return f"HNSW 16, ef {effort}"

    def search(self, query: NDArray[np.float32], k: int) -> Answered:
        found = self._collection.query(query_embeddings=query[np.newaxis], n_results=k, include=["distances"])
        return found["ids"][0], found["distances"][0]


class LanceDb:
    """LanceDB in the process, in files of a temporary folder; small tables without an index, as its makers advise."""

    _plain_rows_max = 10_000

    def __init__(self) -> None:
        # Refining twice as many as are wanted takes an effort of at least that.
        self.efforts: Sequence[int] = (200, 300, 400, 600, 800)

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        arrow, lance = importlib.import_module("pyarrow"), importlib.import_module("lancedb")
        dims = vectors.shape[1]
        schema = arrow.schema([("key", arrow.string()), ("vector", arrow.list_(arrow.float32(), dims))])

        def batches() -> Iterator[Any]:
            for start, block in _blocks(vectors, 50_000):
                values = arrow.FixedSizeListArray.from_arrays(arrow.array(block.ravel()), dims)
                yield arrow.RecordBatch.from_arrays([arrow.array(keys_of(start, len(block))), values], schema=schema)

        self._table = lance.connect(str(folder)).create_table("candidates", batches(), schema=schema)
        self._indexed = len(vectors) > self._plain_rows_max
        if self._indexed:
            partitions = max(1, len(vectors) // 500_000)
            self._table.create_index("dot", num_partitions=partitions, index_type="IVF_HNSW_SQ", m=16)
        else:
            self.efforts = (0,)

    def set_effort(self, effort: int) -> str:
        self._ef = effort
        return f"IVF_HNSW_SQ, ef {effort}, refine 2" if self._indexed else "no index"

    def search(self, query: NDArray[np.float32], k: int) -> Answered:
        asked = self._table.search(query, vector_column_name="vector").distance_type("dot")
        asked = asked.select(["key", "_distance"]).limit(k)
        if self._indexed:
            asked = asked.nprobes(8).ef(self._ef).refine_factor(2)
        found = asked.to_arrow()
        return found["key"].to_pylist(), found["_distance"].to_numpy()


class QdrantLocal:
    """The local mode of qdrant-client: every product, computed with numpy."""

    efforts: Sequence[int] = (0,)

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        qdrant = importlib.import_module("qdrant_client")
        models = importlib.import_module("qdrant_client.models")
        self._client = qdrant.QdrantClient(":memory:")
        self._client.create_collection(
            "candidates",
            vectors_config=models.VectorParams(size=vectors.shape[1], distance=models.Distance.DOT),
        )
        for start, block in _blocks(vectors, _BATCH):
            # Its keys may be such as these: 32 hex signs.
            points = models.Batch(ids=keys_of(start, len(block)), vectors=block.tolist())
            self._client.upsert("candidates", points)

    def set_effort(self, effort: int) -> str:
        return "exact"

    def search(self, query: NDArray[np.float32], k: int) -> Answered:
        points = self._client.query_points(
            "candidates", query=query, limit=k, with_payload=False, with_vectors=False
        ).points
        return [point.id for point in points], [point.score for point in points]


def _blocks(vectors: NDArray[np.float16], rows: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
    for start in range(0, len(vectors), rows):
        yield start, vectors[start : start + rows].astype(np.float32)


RIVALS: dict[str, type[Engine]] = {
    "hnswlib": Hnswlib,
    "hnswlib bare": HnswlibBare,
    "Chroma": Chroma,
    "LanceDB": LanceDb,
    "qdrant-client local": QdrantLocal,
}
