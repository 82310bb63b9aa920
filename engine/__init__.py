"""The one engine behind both doors: pure functions from a profile and requirements to an explained score."""
