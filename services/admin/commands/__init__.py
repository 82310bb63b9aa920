"""One module for each noun of `cvdeep admin`."""
