"""What the checks cost, and how they grow, over hotels with a long history."""
