"""Answers gRPC calls with the corpus service's use cases: protobuf on one side, domain on the other, no rules between."""
