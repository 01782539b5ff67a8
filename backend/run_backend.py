#!/usr/bin/env python3
"""Serve the API. `./run_backend.py --help` says more."""

from launchers import hand_over

if __name__ == "__main__":
    hand_over("backend")
