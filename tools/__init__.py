"""Commands of the repository: set-up, running the system on one machine, code generation, benchmarks."""
