"""Plots and tables of figures that proofs have kept; only the drawing needs matplotlib."""
