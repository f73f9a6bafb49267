"""Print one of the two commands of README.md: ``report`` or ``test``."""

import re
import sys
from pathlib import Path

readme = Path(__file__).resolve().parent.parent / "README.md"
blocks = re.findall(r"^```bash\n(.*?)^```", readme.read_text(encoding="utf-8"), re.M | re.S)
wanted = {"report": "mobility-analysis report", "test": "bin/pytest"}[sys.argv[1]]
found = [block for block in blocks if wanted in block and "venv .venv" in block]
if len(found) != 1:
    sys.exit(f"README.md holds {len(found)} bash blocks with {wanted!r}; expected one")
print(found[0], end="")
