"""The store as a web application for its people: pages and forms on the same operations as the commands."""
