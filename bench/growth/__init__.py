"""What a long past costs: the same requests over a short history and over very long ones."""
