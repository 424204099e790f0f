"""The Comments FAQ: written from the policy in force, so that it is never out of date."""

from rejoinder.moderation.faq.model import FaqFacts as FaqFacts
from rejoinder.moderation.faq.model import FaqSection as FaqSection
from rejoinder.moderation.faq.model import PlaceEntry as PlaceEntry
from rejoinder.moderation.faq.model import RuleEntry as RuleEntry
from rejoinder.moderation.faq.sections import entries as entries
