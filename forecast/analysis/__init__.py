"""What a finished run says: estimates with errors, paired differences, survival, drivers. Reads results only."""
