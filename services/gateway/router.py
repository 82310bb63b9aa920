"""Finds the operation of a path and method; literal paths come before those with parameters."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from services.gateway.operation import Operation
from services.platform.errors import AppError, Reason

_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """An operation and the parameters of the path it was found by."""

    operation: Operation
    path: Mapping[str, str]


class MethodNotAllowedError(AppError):
    """The path exists; `allowed` says with which methods."""

    def __init__(self, allowed: Iterable[str]) -> None:
        super().__init__(Reason.METHOD_NOT_ALLOWED, "This route does not have this method; see the header Allow.")
        self.allowed = tuple(sorted(allowed))


class Router:
    """The routes of all operations."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._literal: dict[str, dict[str, Operation]] = {}
        self._patterns: dict[str, tuple[re.Pattern[str], dict[str, Operation]]] = {}
        for operation in operations:
            if _PARAMETER.search(operation.path):
                pattern = re.compile(_PARAMETER.sub(r"(?P<\1>[^/]+)", operation.path))
                _, methods = self._patterns.setdefault(operation.path, (pattern, {}))
            else:
                methods = self._literal.setdefault(operation.path, {})
            if operation.method in methods:
                raise ValueError(f"{operation.method} {operation.path} is declared twice")
            methods[operation.method] = operation
            if operation.method == "GET":
                methods["HEAD"] = operation

    def find(self, method: str, raw_path: str) -> Route:
        """Returns the route of a path as it was sent, percent-encoded.

        Raises:
            AppError: `NOT_FOUND`.
            MethodNotAllowedError: the path has other methods.
        """
        methods = self._literal.get(raw_path)
        found: dict[str, str] = {}
        if methods is None:
            for pattern, candidates in self._patterns.values():
                if matched := pattern.fullmatch(raw_path):
                    methods = candidates
                    # Bytes that are no UTF-8 stay apart from the character that stands for such bytes.
                    found = {
                        name: unquote(value, errors="surrogateescape") for name, value in matched.groupdict().items()
                    }
                    break
            else:
                raise AppError(Reason.NOT_FOUND, "There is no such route.")
        operation = methods.get(method)
        if operation is None:
            raise MethodNotAllowedError(methods)
        return Route(operation, found)
