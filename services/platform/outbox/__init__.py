"""The outbox of webhook events: its keys and the script part that writes an event with the state it tells of."""
