"""What programs of the private machine ask its API server."""

import json
import os
import ssl
import urllib.request
from dataclasses import dataclass
from typing import Any

TOKEN = "CVDEEP_CLUSTER_TOKEN"


@dataclass(frozen=True, slots=True)
class Api:
    """An API server.

    Attributes:
        url: where it is.
        token: the bearer's.
    """

    url: str
    token: str

    @classmethod
    def from_environment(cls, url: str) -> "Api":
        """Returns the API server at `url` for the bearer of CVDEEP_CLUSTER_TOKEN."""
        return cls(url, os.environ[TOKEN])

    def get(self, path: str) -> dict[str, Any]:
        """Returns an object or a list by its path."""
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.token}"})  # noqa: S310 - our own
        # It has made its certificate itself, on a machine that nobody else reaches.
        context = ssl._create_unverified_context()  # noqa: S323 - as said
        with urllib.request.urlopen(request, timeout=5, context=context) as answer:  # noqa: S310 - our own
            decoded: dict[str, Any] = json.load(answer)
        return decoded
