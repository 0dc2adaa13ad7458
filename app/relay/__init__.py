"""The relay: committed events leave the outbox, in order, for whoever listens."""
