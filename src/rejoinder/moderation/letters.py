"""How long letters about what people decide wait."""

from datetime import timedelta
from typing import Final

# Longer than the way back stays in sight.
LETTER_WAITS: Final = timedelta(seconds=30)
