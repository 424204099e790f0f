"""What is read: Most Read by distinct readers, and most commented beside it."""
