using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Port143.Mail;
using Port143.Server.Authentication;
using Port143.Server.Connections;
using Port143.Server.Sessions;
using Port143.Server.Tls;
using Port143.Server.Tls.Acme;
using Port143.Storage;

namespace Port143.Server.Control;

/// <summary>What can be asked over the control socket, and the answers: JSON, which the verbs print as it is with --json.</summary>
internal sealed class ControlRequests(ConnectionTable connections, AttackLimiter limiter, IDirectory directory, CertificateStore certificates)
{
    /// <summary>Lists who is connected.</summary>
    public const string Sessions = "sessions";

    /// <summary>Ends a session: id, actor.</summary>
    public const string End = "end";

    /// <summary>Lists what is blocked.</summary>
    public const string Blocks = "blocks";

    /// <summary>Takes a block away: subject, actor.</summary>
    public const string Unblock = "unblock";

    /// <summary>Renews the certificate and waits for it: actor.</summary>
    public const string Renew = "renew";

    /// <summary>Answers a request. What is not known is <c>null</c>.</summary>
    public async ValueTask<byte[]> AnswerAsync(string[] words, CancellationToken cancel) => words switch
    {
        [Sessions] => Json(WriteSessions),
        [End, var id, var actor] => Json(json => json.WriteBooleanValue(true), await EndAsync(id, actor, cancel).ConfigureAwait(false)),
        [Blocks] => Json(json => WriteBlocks(json, limiter.Blocks)),
        [Unblock, var subject, var actor] => Json(json => json.WriteBooleanValue(true), await UnblockAsync(subject, actor, cancel).ConfigureAwait(false)),
        [Renew, var actor] => await RenewAsync(actor, cancel).ConfigureAwait(false),
        _ => Json(json => json.WriteNullValue()),
    };

    /// <summary>Writes blocks, as <see cref="Blocks"/> answers.</summary>
    public static void WriteBlocks(Utf8JsonWriter json, IEnumerable<SignInBlock> blocks)
    {
        json.WriteStartArray();
        foreach (SignInBlock block in blocks)
        {
            json.WriteStartObject();
            json.WriteString("subject", block.Subject);
            json.WriteString("cause", block.Cause);
            json.WriteString("since", Iso(block.Since));
            json.WriteString("until", Iso(block.Until));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private void WriteSessions(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (ImapSession session in connections.All.OfType<ImapSession>().OrderBy(s => s.Id))
        {
            json.WriteStartObject();
            json.WriteString("id", session.Id.ToString(CultureInfo.InvariantCulture));
            json.WriteString("account", session.Account?.Address.Value);
            json.WriteString("from", session.Client);
            json.WriteString("listener", session.Listener);
            json.WriteBoolean("tls", session.Pipe.IsSecure);
            json.WriteString("connected", Iso(session.Connected));
            json.WriteString("signedIn", session.SignedIn is { } time ? Iso(time) : null);
            json.WriteString("by", session.SignedInBy);
            json.WriteString("client", session.ClientId);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private async ValueTask<bool> EndAsync(string id, string actor, CancellationToken cancel)
    {
        ImapSession? session = connections.All.OfType<ImapSession>()
            .FirstOrDefault(s => s.Id.ToString(CultureInfo.InvariantCulture) == id);
        if (session is null)
        {
            return false;
        }
        Account? account = session.Account;
        session.Evict("The administrator ended this session", "ended by the administrator");
        await directory.RecordAsync(
            [], [new AuditNote(actor, "session-end", account?.Id, account?.Address.Value ?? "", $"ip={session.Client} client={session.ClientId}")], cancel)
            .ConfigureAwait(false);
        return true;
    }

    private async ValueTask<bool> UnblockAsync(string subject, string actor, CancellationToken cancel)
    {
        if (!limiter.Remove(subject, actor))
        {
            return false;
        }
        await limiter.FlushAsync(cancel).ConfigureAwait(false);
        return true;
    }

    // The reason why it failed, or an empty text; false when this server has no certificate to renew.
    private async ValueTask<byte[]> RenewAsync(string actor, CancellationToken cancel)
    {
        if (certificates.Renewal is not { } renewal)
        {
            return Json(json => json.WriteBooleanValue(false));
        }
        AcmeState state = await renewal.RenewAsync().WaitAsync(cancel).ConfigureAwait(false);
        await directory.RecordAsync(
            [], [new AuditNote(actor, "acme-renew", null, "", state.Error.Length > 0 ? "failed: " + state.Error : "certificate renewed")], cancel).ConfigureAwait(false);
        return Json(json => json.WriteStringValue(state.Error));
    }

    // false instead of what is written, when the thing was not there.
    private static byte[] Json(Action<Utf8JsonWriter> write, bool isThere = true)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (isThere)
            {
                write(json);
            }
            else
            {
                json.WriteBooleanValue(false);
            }
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
