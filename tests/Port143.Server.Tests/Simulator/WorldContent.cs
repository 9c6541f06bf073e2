namespace Port143.Server.Tests.Simulator;

/// <summary>The bytes of a message; copies share them and their EMAILID.</summary>
internal sealed class WorldContent
{
    public required Letter Letter { get; init; }

    public string? EmailId { get; set; }
}
