// Placeholder until the first type of LogFormats lands.
