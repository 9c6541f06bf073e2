namespace Port143.Storage;

/// <summary>
/// The part of the directory that is about ways to sign in other than the main password. As the rest: shared by processes,
/// changes are in the audit trail and durable when they return.
/// </summary>
public interface ICredentials
{
    /// <summary>
    /// A key of 32 random bytes for one purpose, made when it is first asked for and the same ever after, in every process.
    /// </summary>
    ValueTask<byte[]> GetKeyAsync(string purpose, CancellationToken cancel);

    /// <summary>The device passwords of an account, by name; expired ones too.</summary>
    ValueTask<IReadOnlyList<DevicePassword>> ListDevicesAsync(AccountId account, CancellationToken cancel);

    /// <summary>Whether any account has a device password.</summary>
    ValueTask<bool> HasDevicesAsync(CancellationToken cancel);

    /// <summary>
    /// Adds a device password. False when there is no such account, it has one of that name, or it has
    /// <see cref="DevicePassword.MaxPerAccount"/>.
    /// </summary>
    ValueTask<bool> AddDeviceAsync(DevicePassword device, string actor, CancellationToken cancel);

    /// <summary>Takes back a device password. False when the account has none with this id.</summary>
    ValueTask<bool> RevokeDeviceAsync(AccountId account, string device, string actor, CancellationToken cancel);

    /// <summary>Remembers uses of device passwords. Not an administrative change, so not in the audit trail.</summary>
    ValueTask NoteUsesAsync(IReadOnlyCollection<DeviceUse> uses, CancellationToken cancel);
}
