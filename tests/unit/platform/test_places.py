"""The URL of the fact store."""

import pytest

from services.platform.storage.places import Place


def test_a_plain_url_is_one_redis_and_keeps_what_is_not_ours() -> None:
    """Our own option is taken out of the query; redis-py's stay."""
    place = Place.of("rediss://u:p%40@db.example:6380/3?ssl_cert_reqs=none&wait_replicas=2")

    assert (place.cluster, place.wait_replicas) == (False, 2)
    assert place.url == "rediss://u:p%40@db.example:6380/3?ssl_cert_reqs=none"


@pytest.mark.parametrize(
    ("url", "seeds", "node"),
    [
        ("redis+cluster://a:1,b", (("a", 1), ("b", 6379)), "redis://n:7/0"),
        ("redis+cluster://[::1]:9/0?wait_replicas=1", (("::1", 9),), "redis://n:7/0"),
        ("rediss+cluster://u:p@a:1/?ssl_cert_reqs=none", (("a", 1),), "rediss://u:p@n:7/0?ssl_cert_reqs=none"),
    ],
)
def test_a_cluster_url_names_nodes_and_gives_each_the_same_login(
    url: str, seeds: tuple[tuple[str, int], ...], node: str
) -> None:
    """The first nodes come from the URL; one found later is reached with the same scheme, login and options."""
    place = Place.of(url)

    assert (place.cluster, place.seeds) == (True, seeds)
    assert place.node_url(("n", 7)) == node
    assert Place.of("redis+cluster://a:1").node_url(("fd00::2", 7)) == "redis://[fd00::2]:7/0"


@pytest.mark.parametrize(
    "url",
    [
        "redis+cluster://",
        "redis+cluster://a:1,,b:2",
        "redis+cluster://a:port",
        "redis+cluster://a:1/2",
        "redis://a:1/0?wait_replicas=-1",
        "redis://a:1/0?wait_replicas=",
    ],
)
def test_a_bad_url_is_refused_without_being_repeated(url: str) -> None:
    """It may hold a password."""
    with pytest.raises(ValueError, match=r"Redis") as refusal:
        Place.of(url.replace("://", "://u:hunter2@"))

    assert "hunter2" not in str(refusal.value)
