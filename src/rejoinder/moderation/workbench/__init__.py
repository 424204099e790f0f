"""Where an editor tries a policy on what was judged before, and then puts it in force."""
