"""Faults under load: what was acknowledged stays, the rest is whole or absent, and all goes on."""
