// Placeholder until the first type of Commands lands.
