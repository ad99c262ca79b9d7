// Placeholder until the first type of Reports lands.
