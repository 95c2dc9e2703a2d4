"""The living page of every part in every state, for whoever draws. Only where DEBUG is on."""
