"""The mean of networks that began alike: one network that errs less than any of them.

Wortsman et al. 2022, "Model soups" (https://arxiv.org/abs/2203.05482).
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import torch

from training.networks.multi_task import Student


def mean_of_weights(students: Sequence[Student]) -> Student:
    """Gives a student each of whose numbers is the mean of theirs; they stay as they are.

    Raises ValueError if there is none.
    """
    if not students:
        raise ValueError("There is no mean of no networks.")
    mean = copy.deepcopy(students[0])
    states = [student.state_dict() for student in students]
    mean.load_state_dict(
        {
            name: torch.stack([state[name] for state in states]).mean(0)
            if first.is_floating_point()
            else first
            for name, first in states[0].items()
        }
    )
    return mean
