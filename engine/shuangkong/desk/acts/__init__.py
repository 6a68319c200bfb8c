"""What can be done at the desk, once: pages and the API call the same acts."""
