"""What holds for every request: admission, shape, repetition, versions, limits, headers."""
