#!/usr/bin/env python3
"""Run Celery beat. `./run_celery_beat.py --help` says more."""

from launchers import hand_over

if __name__ == "__main__":
    hand_over("beat")
