"""python3 -m devbench COMMAND: what the starters in bin/ call."""

import sys

from devbench.commands import main

sys.exit(main(sys.argv[1:]))
