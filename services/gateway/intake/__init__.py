"""Turns hostile bytes of request bodies into plain values, with every size counted."""
