"""The version of the judgement: it changes whenever the same CV and job could give another number."""

ENGINE_VERSION = "1.5.0"
