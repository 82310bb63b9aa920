"""The gateway's ports over gRPC and Redis."""
