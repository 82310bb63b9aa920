"""What the corpus service's use cases need from outside, one module a use."""
