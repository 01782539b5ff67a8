#!/usr/bin/env python3
"""Run a Celery worker. `./run_celery_worker.py --help` says more."""

from launchers import hand_over

if __name__ == "__main__":
    hand_over("worker")
