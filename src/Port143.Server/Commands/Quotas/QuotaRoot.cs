using Port143.Protocol.Imap;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Quotas;

/// <summary>The one quota root of an account, which all its mailboxes share (RFC 9208 section 3.2).</summary>
internal static class QuotaRoot
{
    /// <summary>Its name; empty as in the RFC's examples, and the same for everybody, so that no address is told.</summary>
    public const string Name = "";

    /// <summary>STORAGE and ANNOTATION-STORAGE are counted in units of 1024 octets (RFC 9208 sections 5.1 and 5.4).</summary>
    private const long Unit = 1024;

    /// <summary>Writes the QUOTA response: the resources that are limited. The list is empty when none is (section 4.2.1).</summary>
    public static async ValueTask WriteAsync(ImapSession session, CancellationToken cancel)
    {
        Quota? quota = await session.Services.Storage.ReadQuotaAsync(session.AccountId, cancel).ConfigureAwait(false);
        ResponseWriter writer = session.Writer;
        writer.Raw("* QUOTA "u8).String(Name).Raw(" ("u8);
        if (quota is not null)
        {
            bool first = true;
            Write(writer, "STORAGE "u8, quota.Usage.Storage, quota.Limits.Storage, Unit, ref first);
            Write(writer, "MESSAGE "u8, quota.Usage.Messages, quota.Limits.Messages, 1, ref first);
            Write(writer, "MAILBOX "u8, quota.Usage.Mailboxes, quota.Limits.Mailboxes, 1, ref first);
            Write(writer, "ANNOTATION-STORAGE "u8, quota.Usage.Annotations, quota.Limits.Annotations, Unit, ref first);
        }
        writer.Raw(")\r\n"u8);
    }

    /// <summary>The limits with one more; null when there is no such resource or the number is too large.</summary>
    public static QuotaLimits? With(QuotaLimits limits, string resource, long limit) => resource switch
    {
        "STORAGE" when limit <= long.MaxValue / Unit => limits with { Storage = limit * Unit },
        "MESSAGE" => limits with { Messages = limit },
        "MAILBOX" => limits with { Mailboxes = limit },
        "ANNOTATION-STORAGE" when limit <= long.MaxValue / Unit => limits with { Annotations = limit * Unit },
        _ => null,
    };

    // What is used is rounded up, what may be used down: nobody is told of room that is not there.
    private static void Write(ResponseWriter writer, ReadOnlySpan<byte> resource, long used, long? limit, long unit, ref bool first)
    {
        if (limit is { } most)
        {
            writer.Raw(first ? ""u8 : " "u8).Raw(resource).Number((used + unit - 1) / unit).Space().Number(most / unit);
            first = false;
        }
    }
}
