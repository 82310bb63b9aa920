"""The REST door: speaks HTTP to clients and gRPC to the services behind it."""
