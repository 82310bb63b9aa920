"""The bounded cache of vectors."""

from services.corpus.application.embedding.cache import VectorCache


def test_the_one_unused_for_longest_goes_first() -> None:
    """A read counts as use."""
    cache = VectorCache(most=2)
    cache.put("m", b"a", b"1")
    cache.put("m", b"b", b"2")
    assert cache.get("m", b"a") == b"1"
    cache.put("m", b"c", b"3")
    assert cache.get("m", b"b") is None
    assert (cache.get("m", b"a"), cache.get("m", b"c"), len(cache)) == (b"1", b"3", 2)


def test_vectors_of_two_models_are_never_mixed() -> None:
    """The same text under another model is another entry."""
    cache = VectorCache(most=2)
    cache.put("m1", b"a", b"1")
    assert cache.get("m2", b"a") is None


def test_a_cache_of_nothing_keeps_nothing() -> None:
    """Zero switches it off."""
    cache = VectorCache(most=0)
    cache.put("m", b"a", b"1")
    assert len(cache) == 0
    assert cache.get("m", b"a") is None


def test_putting_again_does_not_take_a_second_place() -> None:
    """A row is kept once."""
    cache = VectorCache(most=2)
    for _ in range(3):
        cache.put("m", b"a", b"1")
    assert len(cache) == 1
