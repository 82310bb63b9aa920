"""A Redis Cluster behind the interface of one Redis."""
