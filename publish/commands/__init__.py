"""The commands, a file each. Only the one asked for is loaded: each stands on libraries the others can spare."""
