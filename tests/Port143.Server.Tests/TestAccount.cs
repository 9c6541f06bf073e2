using Port143.Storage;

namespace Port143.Server.Tests;

/// <summary>An account that a test may sign in to.</summary>
/// <param name="User">What LOGIN takes as the name.</param>
/// <param name="Password">Its password.</param>
/// <param name="Id">Its id; null on a server that is not ours.</param>
internal sealed record TestAccount(string User, string Password, AccountId? Id = null)
{
    /// <summary>The password of one of its devices, if it has one.</summary>
    public string? DevicePassword { get; init; }
}
