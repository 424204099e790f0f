"""May it be published? The policy, the queue, decisions, reports and appeals."""
