using System.Security.Cryptography;
using System.Text;
using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// Makes and recognises device passwords. They are random, 118 bits, so a keyed SHA-256 recognises them as safely as a slow
/// hash would, in microseconds, and SCRAM verifiers give a thief nothing to guess. Thread-safe.
/// </summary>
public sealed class DevicePasswords(IDirectory directory)
{
    /// <summary>The iteration count of SCRAM: the least of RFC 7677 section 4, for the password needs no more.</summary>
    public const int Iterations = 4096;

    private const string Purpose = "device-password";
    private const string SaltPurpose = "scram-salt";
    private const int SaltLength = 16;

    private byte[]? _key;
    private byte[]? _saltKey;

    /// <summary>
    /// Adds a device password to an account; <paramref name="template"/> says everything but id and verifier. Null when the
    /// name is taken or the account has too many. The text is shown to its owner and kept nowhere.
    /// </summary>
    public async ValueTask<(DevicePassword Device, string Text)?> AddAsync(
        Account account, Func<string, DeviceVerifier, DevicePassword> template, string actor, CancellationToken cancel)
    {
        string text = PasswordGenerator.Generate();
        byte[] tag = await TagAsync(Encoding.ASCII.GetBytes(text), cancel).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The generator makes device passwords.");
        IReadOnlyList<DevicePassword> others = await directory.ListDevicesAsync(account.Id, cancel).ConfigureAwait(false);
        byte[] salt = await SaltAsync(account.Address, others, cancel).ConfigureAwait(false);
        var verifier = new DeviceVerifier(
            tag, salt, Iterations, MakeKeys(HashAlgorithmName.SHA1, text, salt), MakeKeys(HashAlgorithmName.SHA256, text, salt));
        DevicePassword device = template(NewId(), verifier);
        return await directory.AddDeviceAsync(device, actor, cancel).ConfigureAwait(false) ? (device, text) : null;
    }

    /// <summary>The device password of the account that this is, or null.</summary>
    internal async ValueTask<DevicePassword?> FindAsync(AccountId account, ReadOnlyMemory<byte> password, CancellationToken cancel)
    {
        byte[]? tag = await TagAsync(password, cancel).ConfigureAwait(false);
        if (tag is null)
        {
            return null;
        }
        DevicePassword? found = null;
        foreach (DevicePassword device in await directory.ListDevicesAsync(account, cancel).ConfigureAwait(false))
        {
            if (CryptographicOperations.FixedTimeEquals(device.Verifier.Tag, tag))
            {
                found = device;
            }
        }
        return found;
    }

    /// <summary>
    /// The salt that SCRAM tells for an account: that of its device passwords, else one that depends on the address alone, so
    /// that nobody learns from it who exists.
    /// </summary>
    internal async ValueTask<byte[]> SaltAsync(AccountAddress address, IReadOnlyList<DevicePassword> devices, CancellationToken cancel)
    {
        if (devices.Count > 0)
        {
            return devices[0].Verifier.Salt;
        }
        _saltKey ??= await directory.GetKeyAsync(SaltPurpose, cancel).ConfigureAwait(false);
        return HMACSHA256.HashData(_saltKey, Encoding.UTF8.GetBytes(address.Value))[..SaltLength];
    }

    // RFC 5802 section 3. SASLprep leaves ASCII letters, digits and hyphens as they are.
    private static ScramKeys MakeKeys(HashAlgorithmName hash, string text, byte[] salt)
    {
        int length = hash == HashAlgorithmName.SHA1 ? SHA1.HashSizeInBytes : SHA256.HashSizeInBytes;
        byte[] salted = Rfc2898DeriveBytes.Pbkdf2(text, salt, Iterations, hash, length);
        byte[] clientKey = CryptographicOperations.HmacData(hash, salted, "Client Key"u8.ToArray());
        return new ScramKeys(
            CryptographicOperations.HashData(hash, clientKey), CryptographicOperations.HmacData(hash, salted, "Server Key"u8.ToArray()));
    }

    private async ValueTask<byte[]?> TagAsync(ReadOnlyMemory<byte> password, CancellationToken cancel)
    {
        byte[] reduced = new byte[DeviceText.Length];
        try
        {
            if (!DeviceText.TryReduce(password.Span, reduced))
            {
                return null;
            }
            _key ??= await directory.GetKeyAsync(Purpose, cancel).ConfigureAwait(false);
            return HMACSHA256.HashData(_key, reduced);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(reduced);
        }
    }

    private static string NewId() => RandomNumberGenerator.GetString(PasswordGenerator.Alphabet, 8);
}
