// Placeholder until the first type of Documents lands.
