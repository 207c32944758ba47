"""The corpus of bad files: each built by code, with the row of the catalogue it stands for and what must become of it."""

from __future__ import annotations

from bad_files_case import BadFile
from bad_files_office import office_files
from bad_files_pdf import pdf_files
from bad_files_places import placed_files
from bad_files_text import text_files
from bad_files_zip import zip_files

# ING-22 and ING-23 are made by what happens while files are read: tests/ingest/test_bad_files.py, test_sandbox.py.
ROWS = tuple(f"ING-{row:02}" for row in (1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21))


def bad_files() -> list[BadFile]:
    """All cases, those of one row together."""
    return sorted((*text_files(), *office_files(), *pdf_files(), *zip_files(), *placed_files()), key=lambda each: each.row)
