"""Kaimen 开门: from a folder of data packages to a running portal."""
