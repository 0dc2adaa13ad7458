"""What `proof_spine` measures: a race for contradictions, and what the rules cost."""
