"""What `make proof-guests` shows: one submission, one verdict, erasure, the page, messages."""
