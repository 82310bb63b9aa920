"""Search runs: accepting, showing and doing them."""
