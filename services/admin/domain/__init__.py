"""What the command line computes itself."""
