"""The desk, where staff decide what the policy left to people. Knows no other face."""
