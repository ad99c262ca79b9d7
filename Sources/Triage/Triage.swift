// Placeholder until the first type of Triage lands.
