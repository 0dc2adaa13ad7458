"""`python -m app.cli`: how `hotelmate run` starts its children, whatever is on the PATH."""

from app.cli import main

main()
