"""What documents tell of partners, programs, events and figures, each with its exact words: document → facts."""
