"""What two or more services need, by capability."""
