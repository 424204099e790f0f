"""Private data by patterns: addresses, telephone numbers, accounts and the like, in a text.

Pure: a text in, what it gives away of somebody out. Nothing is looked up anywhere.
"""

from rejoinder.engine.private_data.details import private_data_score as private_data_score
from rejoinder.engine.private_data.details import private_details as private_details
from rejoinder.engine.private_data.model import Detail as Detail
from rejoinder.engine.private_data.model import Kind as Kind
