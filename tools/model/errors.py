"""The one failure of a model build that a person is told about."""


class ModelBuildError(RuntimeError):
    """The model could not be made ready; the message says what failed and what to do."""
