using System.Security.Cryptography;

namespace Port143.Server.Authentication;

/// <summary>The name and the password that an exchange gave. Disposing of it zeroes both.</summary>
public sealed class SaslCredentials : IDisposable
{
    private readonly byte[] _user;
    private readonly byte[] _password;

    internal SaslCredentials(ReadOnlySpan<byte> user, ReadOnlySpan<byte> password)
    {
        _user = user.ToArray();
        _password = GC.AllocateUninitializedArray<byte>(password.Length, pinned: true);
        password.CopyTo(_password);
    }

    /// <summary>The name, as sent.</summary>
    public ReadOnlySpan<byte> User => _user;

    /// <summary>The password, as sent; whoever checks it may zero it.</summary>
    public Span<byte> Password => _password;

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_user);
        CryptographicOperations.ZeroMemory(_password);
    }
}
