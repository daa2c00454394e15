"""Web archives in the next thread: what they hold is set by the test, how they answer is as the real ones do."""
