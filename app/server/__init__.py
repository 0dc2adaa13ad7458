"""The web server: streams end before it stops, and clients that do not read are cut off."""

from app.server.server import Server, configured

__all__ = ["Server", "configured"]
