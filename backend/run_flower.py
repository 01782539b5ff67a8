#!/usr/bin/env python3
"""Run Flower, the browser's view of Celery. `./run_flower.py --help` says more."""

from launchers import hand_over

if __name__ == "__main__":
    hand_over("flower")
