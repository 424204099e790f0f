"""A site's policy: what it holds, and how it is read from the TOML that an editor writes."""

from rejoinder.moderation.policy.parse import default_source as default_source
from rejoinder.moderation.policy.parse import read_policy as read_policy
from rejoinder.moderation.policy.parse import read_policy_once as read_policy_once
from rejoinder.moderation.policy.settings import LONGEST_COMMENT as LONGEST_COMMENT
from rejoinder.moderation.policy.settings import NEVER as NEVER
from rejoinder.moderation.policy.settings import Course as Course
from rejoinder.moderation.policy.settings import Mode as Mode
from rejoinder.moderation.policy.settings import Policy as Policy
from rejoinder.moderation.policy.settings import Thresholds as Thresholds
