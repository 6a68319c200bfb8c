"""The desk's pages, a module for each part of the desk; each has a blueprint `pages`."""
