using System.Net;
using Microsoft.Extensions.Logging;
using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Delivery;

/// <summary>Finds recipients and puts messages into their mailboxes: what LMTP and the verb <c>deliver</c> share.</summary>
public sealed partial class DeliveryService(
    IMailStorage storage, IDirectory directory, TimeProvider time, ILogger<DeliveryService> log)
{
    private long _lastId = time.GetUtcNow().Ticks;

    /// <summary>The name of this host in trace fields and greetings.</summary>
    public string HostName { get; init; } = FindHostName();

    /// <summary>
    /// The account that mail for an address belongs to, or null. An account that may not sign in still gets its mail.
    /// <c>Postmaster</c> without a domain is the one of this host (RFC 5321 section 4.5.1).
    /// </summary>
    public async ValueTask<DeliveryTarget?> ResolveAsync(string recipient, CancellationToken cancel)
    {
        string text = recipient.Contains('@', StringComparison.Ordinal) ? recipient : $"{recipient}@{HostName}";
        if (!AccountAddress.TryCreate(text, out AccountAddress? address, out _))
        {
            return null;
        }
        Account? account = await directory.FindRecipientAsync(address, cancel).ConfigureAwait(false);
        if (account is null)
        {
            return null;
        }
        string? detail = null;
        if (!account.Address.Equals(address))
        {
            address.TrySplitDetail(out _, out detail);
        }
        return new DeliveryTarget(account.Id, recipient, detail);
    }

    /// <summary>
    /// Begins to take in a message for these recipients. Throws <see cref="IOException"/> when there is no room for it.
    /// </summary>
    public IncomingMessage Begin(DeliveryEnvelope envelope, IReadOnlyList<DeliveryTarget> targets) => new(this, envelope, targets);

    internal MessageStaging Stage(AccountId account) => storage.StageMessage(account);

    internal int WriteTrace(Span<byte> output, DeliveryEnvelope envelope, DeliveryTarget target) =>
        TraceFields.Write(output, envelope, target.Recipient, HostName, Interlocked.Increment(ref _lastId), time.GetLocalNow());

    internal async ValueTask<DeliveryOutcome> FileAsync(
        DeliveryTarget target, Func<DeliveryTarget, StagedMessage> stage, CancellationToken cancel)
    {
        try
        {
            MailboxList list = await storage.ListMailboxesAsync(target.Account, cancel).ConfigureAwait(false);
            MailboxInfo? mailbox = FindMailbox(list, target);
            if (mailbox is null)
            {
                return new DeliveryOutcome(DeliveryStatus.NoMailbox);
            }
            StagedMessage staged = stage(target);
            long size = staged.Size;
            var message = new NewMessage(staged, [], InternalDate.From(time.GetLocalNow()));
            AppendResult result = await storage.CommitAsync(target.Account, new AppendChange(mailbox.Id, [message]), cancel)
                .ConfigureAwait(false);
            return result.Failure switch
            {
                ChangeFailure.None => new DeliveryOutcome(DeliveryStatus.Delivered, mailbox.Name, result.Uids.Min),
                ChangeFailure.DiskFull => new DeliveryOutcome(DeliveryStatus.DiskFull),
                ChangeFailure.OverQuota => new DeliveryOutcome(
                    await storage.ReadQuotaAsync(target.Account, cancel).ConfigureAwait(false) is { } quota
                        && !quota.Limits.Allow(default, new QuotaUsage(size, Messages: 1))
                        ? DeliveryStatus.LargerThanQuota
                        : DeliveryStatus.OverQuota),
                _ => Failed(target, result.Failure.ToString(), null),
            };
        }
        catch (IOException error) when (DiskErrors.IsFull(error))
        {
            return new DeliveryOutcome(DeliveryStatus.DiskFull);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Failed(target, error.Message, error);
        }
    }

    internal void Report(DeliveryEnvelope envelope, DeliveryTarget target, DeliveryOutcome outcome, long size)
    {
        string client = envelope.ClientAddress ?? envelope.Protocol;
        if (outcome.Status == DeliveryStatus.Delivered)
        {
            LogDelivered(target.Recipient, target.Account, outcome.Mailbox!, outcome.Uid, size, client);
        }
        else
        {
            LogNotDelivered(target.Recipient, outcome.Status, size, client);
        }
    }

    private static MailboxInfo? FindMailbox(MailboxList list, DeliveryTarget target)
    {
        if (target.Mailbox is not null)
        {
            return list.Find(target.Mailbox);
        }
        if (target.Detail is not null)
        {
            foreach (MailboxInfo mailbox in list.Mailboxes)
            {
                if (mailbox.Name.Value.Equals(target.Detail, StringComparison.OrdinalIgnoreCase))
                {
                    return mailbox;
                }
            }
        }
        return list.Find(MailboxName.Inbox);
    }

    private static string FindHostName()
    {
        string name = Dns.GetHostName();
        return name.Length is > 0 and <= 255 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') ? name : "localhost";
    }

    private DeliveryOutcome Failed(DeliveryTarget target, string cause, Exception? error)
    {
        LogFailed(error, target.Recipient, cause);
        return new DeliveryOutcome(DeliveryStatus.StorageFailed);
    }

    [LoggerMessage(301, LogLevel.Information, "delivered recipient={Recipient} account={Account} mailbox={Mailbox} uid={Uid} size={Size} client={Client}")]
    private partial void LogDelivered(string recipient, AccountId account, MailboxName mailbox, uint uid, long size, string client);

    [LoggerMessage(302, LogLevel.Warning, "not delivered recipient={Recipient} cause={Cause} size={Size} client={Client}")]
    private partial void LogNotDelivered(string recipient, DeliveryStatus cause, long size, string client);

    [LoggerMessage(303, LogLevel.Error, "delivery failed recipient={Recipient} cause={Cause}")]
    private partial void LogFailed(Exception? error, string recipient, string cause);
}
