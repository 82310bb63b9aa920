"""The services of cvdeep; they know of each other only what protos/ says."""
