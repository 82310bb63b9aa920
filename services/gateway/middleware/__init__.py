"""The steps a request takes before and after its handler."""
