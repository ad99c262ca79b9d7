// Placeholder until the first type of Bytes lands.
