"""Windows beside the main one: proposal, source text, help, licences."""
