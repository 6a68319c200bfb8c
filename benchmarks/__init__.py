"""Speed and memory of every stage, each against the best that today's libraries can do."""
