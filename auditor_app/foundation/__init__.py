"""What every layer may use: errors, texts, paths, settings; no Qt, no SQL, no pandas."""
