// Placeholder until the first type of Patterns lands.
