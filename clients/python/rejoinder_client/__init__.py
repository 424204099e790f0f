"""A client for Rejoinder's API."""

from rejoinder_client import models as models
from rejoinder_client.calls import Client as Client
from rejoinder_client.transport import ApiError as ApiError
