"""Import of a register delivery against Frappe's own Data Import of the same people: `bin/benchmark import`.

Both write the same rows into Senior and Invitation, on sites of their own, in processes of their own. Ours also
checks every row, compares it with what is stored and writes the encrypted Senior Identity; it is timed from
pressing Import to the last row. Data Import is given the rows ready for its two DocTypes.
"""

import argparse
import json
import os
import subprocess
import sys

from devbench.services import start_services
from devbench.settings import CHECKOUT, Bench
from devbench.sites import make_site, remove_site

ROWS = 50_000
TENTH = 10


def run(importer: str, rows: int) -> dict[str, float]:
	bench = Bench()
	site = f"benchmark-{os.getpid()}.localhost"
	make_site(bench, site, fresh=True)
	try:
		command = [sys.executable, "-m", "benchmarks._import_run", importer, site, str(rows)]
		env = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
		done = subprocess.run(  # noqa: S603
			command, cwd=bench.sites, env=env, check=True, stdout=subprocess.PIPE, text=True
		)
	finally:
		remove_site(bench, site)
	result = json.loads(done.stdout.splitlines()[-1])
	print(
		f"{importer}: {rows} rows in {result['seconds']:.1f} s, peak {result['peak_mib']:.0f} MiB", flush=True
	)
	return result


def main() -> None:
	parser = argparse.ArgumentParser(prog="bin/benchmark import", description=__doc__)
	parser.add_argument("--rows", type=int, default=ROWS)
	rows = parser.parse_args().rows
	start_services(Bench())
	small = run("ours", rows // TENTH)
	ours = run("ours", rows)
	theirs = run("data_import", rows)
	figures = {
		"rows_per_second": round(rows / ours["seconds"]),
		"times_data_import": round(theirs["seconds"] / ours["seconds"], 1),
		"peak_mib": ours["peak_mib"],
		"peak_mib_of_a_tenth": small["peak_mib"],
		"peak_mib_data_import": theirs["peak_mib"],
		"rows": rows,
	}
	print(json.dumps(figures))


if __name__ == "__main__":
	main()
