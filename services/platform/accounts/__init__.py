"""Clients, their API keys, their limits and their one ledger of credits."""
