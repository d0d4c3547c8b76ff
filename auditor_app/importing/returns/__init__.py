"""Tables that ministries return: which kind they are, what their columns mean, and what their rows say."""
