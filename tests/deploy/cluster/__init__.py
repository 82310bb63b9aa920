"""The chart on a real API server: `make cluster-test`."""
