"""How the command line reaches other services."""
