# Copyright (c) 2026, Senior Outreach contributors
# License: MIT. See LICENSE
"""Reading a register file: bytes in, rows and problems out. Needs no site.

Every line that is not blank ends up either as a row or as an unreadable one, so that their sum is the number of
lines; the file is a stream, so that memory does not grow with it.
"""

from senior_outreach.population.register_file.reading.files import inspect, look, may_be_shown, read_rows
from senior_outreach.population.register_file.reading.mapping import missing_columns
from senior_outreach.population.register_file.reading.rows import (
	FileFacts,
	FileProblem,
	RegisterFileError,
	RegisterRow,
	RowProblem,
	UnreadableRow,
)

__all__ = [
	"FileFacts",
	"FileProblem",
	"RegisterFileError",
	"RegisterRow",
	"RowProblem",
	"UnreadableRow",
	"inspect",
	"look",
	"may_be_shown",
	"missing_columns",
	"read_rows",
]
