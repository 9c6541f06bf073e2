namespace Port143.Server.Tests.Simulator;

/// <summary>The server said what it should not have said.</summary>
internal sealed class SimulationException(string message) : Exception(message);
