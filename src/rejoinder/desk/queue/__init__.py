"""The queue: what waits for a person, the most urgent first, with all that a person needs."""

from rejoinder.desk.queue.items import item, queue
from rejoinder.desk.queue.memory import QueueMemory
from rejoinder.desk.queue.model import (
    Filter,
    Item,
    OpenAppeal,
    OpenReport,
    Order,
    Queue,
    Stretch,
    View,
    Waiting,
)
from rejoinder.desk.queue.stretches import places_in, sizes

__all__ = [
    "Filter",
    "Item",
    "OpenAppeal",
    "OpenReport",
    "Order",
    "Queue",
    "QueueMemory",
    "Stretch",
    "View",
    "Waiting",
    "item",
    "places_in",
    "queue",
    "sizes",
]
