using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Sessions;

// The selected mailbox.
internal sealed partial class ImapSession
{
    public void Select(SelectedMailbox selected)
    {
        Unselect();
        Selected = selected;
        selected.Index.Watch(this);
    }

    public void Unselect()
    {
        if (Selected is { } selected)
        {
            selected.Index.Unwatch(this);
            Selected = null;
            Notifications?.OnUnselected(selected);
        }
    }

    /// <summary>Takes the messages that no session was told as \Recent yet, for this one.</summary>
    public void ClaimRecent(SelectedMailbox selected)
    {
        if (!ShowsRecent)
        {
            return;
        }
        if (selected.ReadOnly || !selected.View.IsOwn)
        {
            // Another's \Recent is his to claim.
            uint from = selected.Index.FirstRecent;
            selected.Recent = selected.Numbers.ToUidSet().Intersect(UidSet.Of(Math.Max(from, 1), uint.MaxValue));
            return;
        }
        if (selected.Index.ClaimRecent() is { } first)
        {
            var recent = new UidSetBuilder();
            recent.Add(selected.Recent);
            recent.Add(first, uint.MaxValue);
            UidSet known = selected.Numbers.ToUidSet();
            selected.Recent = recent.Build().Intersect(known);
            if (known.Max > 0)
            {
                _ = ForgetErrorsAsync(Services.Storage.CommitAsync(selected.Account, new ClaimRecentChange(selected.Index.Id, selected.Index.FirstRecent), default));
            }
        }
    }

    // \Recent is a nicety: when it cannot be remembered, some messages are recent twice.
    private static async Task ForgetErrorsAsync(ValueTask<MailboxResult> change)
    {
        try
        {
            await change.ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
        }
    }
}
