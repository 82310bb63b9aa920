"""The `cvdeep` command line: what operators do, on a terminal and from scripts."""
