"""The writing half of the store: functions that take a Tx and never commit; called by actions alone."""
