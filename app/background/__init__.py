"""Work beside the requests: done again and again while a process runs, and ended for good."""
