"""The database schema: migrations, repeatable trigger files and the snapshot they add up to."""
