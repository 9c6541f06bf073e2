using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>
/// Gathers the uses of device passwords, so that a sign-in does not wait for the disk; they are written together every few
/// seconds. A crash loses the last of them. Thread-safe.
/// </summary>
internal sealed class DeviceUses(IDirectory directory)
{
    private readonly Lock _gate = new();
    private Dictionary<string, DeviceUse> _waiting = [];

    public void Note(DeviceUse use)
    {
        lock (_gate)
        {
            _waiting[use.Device] = use;
        }
    }

    /// <summary>Writes what has gathered.</summary>
    public async ValueTask FlushAsync(CancellationToken cancel)
    {
        Dictionary<string, DeviceUse> uses;
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                return;
            }
            uses = _waiting;
            _waiting = [];
        }
        await directory.NoteUsesAsync(uses.Values, cancel).ConfigureAwait(false);
    }
}
