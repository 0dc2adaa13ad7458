"""Growth alone: `SCALE=0.01 python -m bench.growth`."""

import sys

from bench.growth.measure import growth_figures
from bench.growth.scale import Scale
from bench.proof.figures import report
from bench.proof.run import share_of_environment

if __name__ == "__main__":
    sys.exit(report(growth_figures(Scale.of(share_of_environment()))))
