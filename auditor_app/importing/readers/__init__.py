"""Tables out of files from outside: parsed in a limited child process, streamed as dictionary-encoded columns."""
