"""The refusal of a request whose body is left unread."""

from services.platform.errors import AppError


class UnreadBodyError(AppError):
    """Refused with a body that is not worth reading to its end: the connection is closed after the answer."""

    @classmethod
    def of(cls, error: AppError) -> "UnreadBodyError":
        """Makes one of an error."""
        return cls(error.reason, error.message, fields=error.fields)
