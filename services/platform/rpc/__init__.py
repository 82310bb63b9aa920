"""gRPC between services: deadlines, request ids, errors, health and shutdown, the same for all of them."""
