"""What waking the relay costs those who write."""
