"""Other vector searches, measured on the vectors that ours is measured on."""
