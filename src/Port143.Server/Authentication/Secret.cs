using System.Security.Cryptography;

namespace Port143.Server.Authentication;

/// <summary>A copy of a password that the collector does not move about, and that is zeroed when it is done with.</summary>
internal sealed class Secret : IDisposable
{
    private readonly byte[] _bytes;

    public Secret(ReadOnlySpan<byte> bytes)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(_bytes);
    }

    /// <summary>The password.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>The password, for work that waits.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>Zeroes it.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
