"""What the walls cost: the same statements by the same client, with the walls and without."""
