// Placeholder until the first type of Intake lands.
