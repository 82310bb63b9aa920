"""The other searches behind one protocol. Imports nothing of the project: it runs in an environment of its own."""

import importlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

_BATCH = 5_000


class Engine(Protocol):
    """A search being measured. `efforts` are settings that trade speed for recall, cheapest first."""

    efforts: Sequence[int]

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        """Takes in vectors [n, dims] of length one."""

    def set_effort(self, effort: int) -> str:
        """Turns the knob and says what it is called."""

    def search(self, query: NDArray[np.float32], k: int) -> Sequence[Any]:
        """Returns the `k` best by inner product, as whatever the engine calls them."""

    def row_of(self, found: Any) -> int:
        """Returns the row of what was found; not part of the time measured."""


class Hnswlib:
    """The graph itself, and nothing around it."""

    efforts: Sequence[int] = (100, 120, 150, 200, 300, 400, 600, 800, 1200)

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        self._index = importlib.import_module("hnswlib").Index("ip", vectors.shape[1])
        self._index.init_index(len(vectors), ef_construction=200, M=16)
        for start, block in _blocks(vectors, 50_000):
            self._index.add_items(block, np.arange(start, start + len(block)), num_threads=os.cpu_count())
        self._index.set_num_threads(1)

    def set_effort(self, effort: int) -> str:
        self._index.set_ef(effort)
        return f"M 16, ef {effort}"

    def search(self, query: NDArray[np.float32], k: int) -> Sequence[Any]:
        rows, _ = self._index.knn_query(query, k, num_threads=1)
        found: Sequence[Any] = rows[0]
        return found

    def row_of(self, found: Any) -> int:
        return int(found)


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
            self._collection.add(ids=[str(row) for row in range(start, start + len(block))], embeddings=block)

    def set_effort(self, effort: int) -> str:
        self._collection.modify(configuration={"hnsw": {"ef_search": effort, "num_threads": 1}})
        return f"HNSW 16, ef {effort}"

    def search(self, query: NDArray[np.float32], k: int) -> Sequence[Any]:
        found: Sequence[Any] = self._collection.query(query_embeddings=query[np.newaxis], n_results=k, include=[])[
            "ids"
        ][0]
        return found

    def row_of(self, found: Any) -> int:
        return int(found)


class LanceDb:
    """LanceDB in the process, in files of a temporary folder; small tables without an index, as its makers advise."""

    _plain_rows_max = 10_000

    def __init__(self) -> None:
        # Refining twice as many as are wanted takes an effort of at least that.
        self.efforts: Sequence[int] = (200, 300, 400, 600, 800)

    def build(self, vectors: NDArray[np.float16], folder: Path) -> None:
        arrow, lance = importlib.import_module("pyarrow"), importlib.import_module("lancedb")
        dims = vectors.shape[1]
        schema = arrow.schema([("row", arrow.int64()), ("vector", arrow.list_(arrow.float32(), dims))])

        def batches() -> Iterator[Any]:
            for start, block in _blocks(vectors, 50_000):
                values = arrow.FixedSizeListArray.from_arrays(arrow.array(block.ravel()), dims)
                yield arrow.RecordBatch.from_arrays(
                    [arrow.array(np.arange(start, start + len(block))), values], schema=schema
                )

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

    def search(self, query: NDArray[np.float32], k: int) -> Sequence[Any]:
        asked = self._table.search(query, vector_column_name="vector").distance_type("dot").select(["row"]).limit(k)
        if self._indexed:
            asked = asked.nprobes(8).ef(self._ef).refine_factor(2)
        found: Sequence[Any] = asked.to_arrow()["row"].to_numpy()
        return found

    def row_of(self, found: Any) -> int:
        return int(found)


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
            points = models.Batch(ids=list(range(start, start + len(block))), vectors=block.tolist())
            self._client.upsert("candidates", points)

    def set_effort(self, effort: int) -> str:
        return "exact"

    def search(self, query: NDArray[np.float32], k: int) -> Sequence[Any]:
        found: Sequence[Any] = self._client.query_points(
            "candidates", query=query, limit=k, with_payload=False, with_vectors=False
        ).points
        return found

    def row_of(self, found: Any) -> int:
        return int(found.id)


def _blocks(vectors: NDArray[np.float16], rows: int) -> Iterator[tuple[int, NDArray[np.float32]]]:
    for start in range(0, len(vectors), rows):
        yield start, vectors[start : start + rows].astype(np.float32)


RIVALS: dict[str, type[Engine]] = {
    "hnswlib": Hnswlib,
    "Chroma": Chroma,
    "LanceDB": LanceDb,
    "qdrant-client local": QdrantLocal,
}
