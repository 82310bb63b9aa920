"""What requests and answers look like: the same models validate and document."""
