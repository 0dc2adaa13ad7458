"""Versioned migrations: a thin Python revision each, its SQL beside it in sql/."""
