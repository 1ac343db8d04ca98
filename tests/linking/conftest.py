"""Makes the builders of small stories importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
