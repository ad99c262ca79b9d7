// Placeholder until the first type of Collectors lands.
