#!/usr/bin/env python
"""Django's command line. Beside a running `bin/run` it talks to that room's own servers."""

import os
import sys

from warroom.embedded.environment import borrow_environment


def main() -> None:
    borrow_environment(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warroom.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
