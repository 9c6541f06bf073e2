namespace Port143.Server.Tests.Attacks;

/// <summary>Attacks run one after the other: each looks at the memory and the witness that the others would disturb.</summary>
[CollectionDefinition(Name)]
public sealed class AttackCollection : ICollectionFixture<AttackTarget>
{
    public const string Name = "attacks";
}
