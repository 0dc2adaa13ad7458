"""Rules and triggers taken away, one at a time, and the test that tells."""
