"""`make proof-speed`: how fast stays are, and whether a long past slows them: two proofs.

    SECONDS=30 SCALE=0.01 HOTELS=10 ROOMS=50 python -m bench.proof_speed

Each prints its figures and keeps them; the status is 1 when one of either falls short.
"""

import sys

from bench import proof_growth, proof_lifecycle
from bench.proof.run import prove, prove_at_scale, share_of_environment

if __name__ == "__main__":
    # What cannot be used is refused now, not after the first proof.
    share_of_environment()
    of_stays = prove(proof_lifecycle.measure, proof_lifecycle.SECONDS)
    sys.exit(max(of_stays, prove_at_scale(proof_growth.measure)))
