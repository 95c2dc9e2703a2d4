from common.guards import append_only  # noqa: F401  TEMPORARY: import from common.guards
