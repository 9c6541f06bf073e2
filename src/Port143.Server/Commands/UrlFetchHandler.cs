using System.Buffers;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Storage.Digest;

namespace Port143.Server.Commands;

/// <summary>
/// URLFETCH (RFC 4467, RFC 5524): the data of URLs with authorization, whoever's mail they are of. Every URL that is not good is
/// NIL, for whatever reason.
/// </summary>
internal static class UrlFetchHandler
{
    private const int Chunk = 64 * 1024;

    public static async ValueTask<CommandResult> RunAsync(ImapSession session, UrlFetchCommand command, CancellationToken cancel)
    {
        foreach (UrlFetchItem item in command.Urls)
        {
            UrlContent? content = ImapUrl.TryParse(item.Url, out ImapUrl? url)
                && await UrlAuth.VerifyAsync(session, url, cancel).ConfigureAwait(false) is var (account, mailbox)
                    ? await UrlContent.OpenAsync(session.Services, account, mailbox, url, cancel).ConfigureAwait(false)
                    : null;
            session.IsMidResponse = true;
            session.Writer.Raw("* URLFETCH "u8).String(System.Text.Encoding.Latin1.GetBytes(item.Url)).Space();
            if (content is null)
            {
                session.Writer.Raw("NIL"u8);
            }
            else
            {
                await using (content.ConfigureAwait(false))
                {
                    await WriteAsync(session, item.Data, content, cancel).ConfigureAwait(false);
                }
            }
            session.Writer.CrLf();
            session.IsMidResponse = false;
            await session.FlushAsync().ConfigureAwait(false);
        }
        return CommandResult.Ok("URLFETCH completed");
    }

    private static async ValueTask WriteAsync(ImapSession session, UrlFetchData data, UrlContent content, CancellationToken cancel)
    {
        ResponseWriter writer = session.Writer;
        byte[]? decoded = data.HasFlag(UrlFetchData.Binary) ? await DecodeAsync(content, cancel).ConfigureAwait(false) : null;
        if (data.HasFlag(UrlFetchData.BodyPartStructure))
        {
            writer.Raw("(BODYPARTSTRUCTURE "u8).Raw(content.Structure(decoded?.Length)).Byte((byte)')');
            if (data == UrlFetchData.BodyPartStructure)
            {
                return;
            }
            writer.Space();
        }
        if (data.HasFlag(UrlFetchData.Binary))
        {
            writer.Raw("(BINARY "u8);
            _ = decoded is null ? writer.Raw("NIL"u8)
                : decoded.Contains((byte)0) ? writer.Literal8Header(decoded.Length).Raw(decoded)
                : writer.Literal(decoded);
            writer.Byte((byte)')');
        }
        else if (data.HasFlag(UrlFetchData.Body))
        {
            writer.Raw("(BODY "u8);
            await WriteOctetsAsync(session, content, cancel).ConfigureAwait(false);
            writer.Byte((byte)')');
        }
        else
        {
            await WriteOctetsAsync(session, content, cancel).ConfigureAwait(false);
        }
    }

    private static async ValueTask WriteOctetsAsync(ImapSession session, UrlContent content, CancellationToken cancel)
    {
        session.Writer.LiteralHeader(content.Length);
        byte[] chunk = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            for (long left = content.Length; left > 0;)
            {
                Memory<byte> part = chunk.AsMemory(0, (int)Math.Min(left, Chunk));
                await content.Stream.ReadExactlyAsync(part, cancel).ConfigureAwait(false);
                session.Writer.MessageOctets(part.Span);
                left -= part.Length;
                await session.FlushAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
        }
    }

    // As BINARY of FETCH; null when it cannot be decoded.
    private static async ValueTask<byte[]?> DecodeAsync(UrlContent content, CancellationToken cancel)
    {
        byte[] bytes = new byte[content.Length];
        await content.Stream.ReadExactlyAsync(bytes, cancel).ConfigureAwait(false);
        return content.Encoding is TransferEncoding.SevenBit or TransferEncoding.EightBit or TransferEncoding.Binary ? bytes
            : ContentDecoder.TryDecode(bytes, content.Encoding, out byte[] decoded) ? decoded
            : null;
    }
}
