using Port143.Protocol.Imap.Commands;
using Port143.Server.Commands;

namespace Port143.Server.Sessions;

// STOREs that a client sends without waiting between them share a commit.
internal sealed partial class ImapSession
{
    /// <summary>How many share a commit at the most: as many as the storage engine puts into one.</summary>
    private const int StoreLimit = 256;

    private readonly List<StoreCommand> _stores = [];

    /// <summary>
    /// Puts a STORE aside, to be run with those that follow it. False when it must run alone: where what one of them does decides
    /// what the next may do, or where the client wants to hear of each at its time.
    /// </summary>
    private async ValueTask<bool> TryGatherAsync(StoreCommand store)
    {
        if (store.UnchangedSince is not null || Notifications is not null || Selected is not { Contexts.IsEmpty: true })
        {
            return false;
        }
        // The news between two UID STOREs may have EXPUNGE, which those by number must not have before them.
        if (_stores.Count == StoreLimit || _stores.Count > 0 && _stores[0].Uid != store.Uid)
        {
            await RunStoresAsync().ConfigureAwait(false);
        }
        if (_ended)
        {
            return true;
        }
        _stores.Add(store);
        return true;
    }

    /// <summary>Runs the STOREs that were put aside: because another command comes, or nothing does.</summary>
    private async ValueTask RunStoresAsync()
    {
        if (_stores.Count == 0)
        {
            return;
        }
        StoreCommand[] stores = [.. _stores];
        _stores.Clear();
        var batch = new StoreBatch(this, stores);
        for (int i = 0; i < stores.Length && !_ended; i++)
        {
            int at = i;
            // The news come with the last of them: until then some are of STOREs that have yet to be answered.
            await RunCommandAsync(stores[i], null, () => batch.EndAsync(at, Cancel), tellsNews: i == stores.Length - 1).ConfigureAwait(false);
        }
    }
}
