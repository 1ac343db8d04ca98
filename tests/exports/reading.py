"""Exports as a person reads them."""

import io
import re
import zipfile

import pytest


def readable(name, data):
    """What a person could read in a file of this format."""
    if name == "parquet":
        return str(pytest.importorskip("pyarrow.parquet").read_table(io.BytesIO(data)).to_pylist())
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return re.sub("<[^>]+>", "", "".join(parts.read(n).decode() for n in parts.namelist() if n.endswith("xml")))
    return data.decode()
