"""How many threads FAISS uses."""

import faiss


def search_alone() -> None:
    """Makes FAISS compute in the calling thread alone."""
    faiss.omp_set_num_threads(1)
