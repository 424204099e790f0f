"""A site's policy as the TOML that an editor writes: what may stand in it, and how it is read."""

from rejoinder.moderation.policy.parse import default_source as default_source
from rejoinder.moderation.policy.parse import read_earlier_default as read_earlier_default
from rejoinder.moderation.policy.parse import read_policy as read_policy
from rejoinder.moderation.policy.parse import read_policy_once as read_policy_once
from rejoinder.moderation.policy.parse import read_put_before as read_put_before
from rejoinder.moderation.policy.settings import EDITING as EDITING
from rejoinder.moderation.policy.settings import JUDGE as JUDGE
from rejoinder.moderation.setting import NEVER as NEVER
from rejoinder.moderation.setting import Policy as Policy
