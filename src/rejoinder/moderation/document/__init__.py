"""A site's policy: what it holds, and how it is read from the TOML that an editor writes."""

from rejoinder.moderation.document.model import LONGEST_COMMENT as LONGEST_COMMENT
from rejoinder.moderation.document.model import NEVER as NEVER
from rejoinder.moderation.document.model import Course as Course
from rejoinder.moderation.document.model import Mode as Mode
from rejoinder.moderation.document.model import Policy as Policy
from rejoinder.moderation.document.model import Thresholds as Thresholds
from rejoinder.moderation.document.reading import default_source as default_source
from rejoinder.moderation.document.reading import read_policy as read_policy
from rejoinder.moderation.document.reading import read_policy_once as read_policy_once
