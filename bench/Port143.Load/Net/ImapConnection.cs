using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;

namespace Port143.Load.Net;

/// <summary>As much of an IMAP client as load needs: tagged commands, pipelining, APPEND, literals stepped over by their length.</summary>
internal sealed class ImapConnection : IDisposable
{
    private readonly Wire _wire;
    private int _commands;

    public ImapConnection(IPEndPoint endpoint, bool tls = false, bool quickAck = false)
    {
        _wire = new Wire(endpoint, tls, quickAck);
        string greeting = Encoding.UTF8.GetString(_wire.ReadLine());
        if (!greeting.StartsWith("* OK", StringComparison.Ordinal))
        {
            Dispose();
            throw new IOException($"greeting of {endpoint}: {greeting}");
        }
    }

    public long BytesReceived => _wire.BytesReceived;

    /// <summary>Sends a command and gives its tag. Its reply is read by <see cref="Wait"/>, in the order of sending.</summary>
    public string Send(string command)
    {
        string tag = NextTag();
        _wire.Send(Encoding.UTF8.GetBytes($"{tag} {command}\r\n"));
        return tag;
    }

    /// <summary>Sends octets as they are: commands that were put together with <see cref="NextTag"/>.</summary>
    public void SendRaw(ReadOnlySpan<byte> bytes) => _wire.Send(bytes);

    public string NextTag() => string.Create(CultureInfo.InvariantCulture, $"c{++_commands}");

    /// <summary>Sends a command, reads its reply, and throws unless it is OK.</summary>
    public ImapReply Ok(string command, LineHandler? onLine = null)
    {
        ImapReply reply = Wait(Send(command), onLine);
        return reply.IsOk ? reply : throw new IOException($"{command} was answered {reply.Line}");
    }

    /// <summary>Sends a command and reads its reply, whatever it is.</summary>
    public ImapReply Try(string command) => Wait(Send(command));

    public void Login(string user, string password) => Ok($"LOGIN {user} \"{password}\"");

    /// <summary>SELECT or EXAMINE; gives the number of messages.</summary>
    public int Select(string mailbox, bool readOnly = false, string parameters = "")
    {
        int exists = 0;
        Ok($"{(readOnly ? "EXAMINE" : "SELECT")} {mailbox}{parameters}", line => exists = Exists(line) ?? exists);
        return exists;
    }

    /// <summary>Sends an APPEND with a non-synchronizing literal (RFC 7888) and gives its tag.</summary>
    public string SendAppend(string mailbox, byte[] header, byte[] body, string options = "")
    {
        string tag = NextTag();
        byte[] line = Encoding.UTF8.GetBytes($"{tag} APPEND {mailbox} {options}{{{header.Length + body.Length}+}}\r\n");
        _wire.Send(line, header, body, "\r\n"u8.ToArray());
        return tag;
    }

    public void Append(string mailbox, byte[] header, byte[] body, string options = "")
    {
        ImapReply reply = Wait(SendAppend(mailbox, header, body, options));
        if (!reply.IsOk)
        {
            throw new IOException($"APPEND {mailbox} was answered {reply.Line}");
        }
    }

    /// <summary>Reads up to the tagged line of a command.</summary>
    public ImapReply Wait(string tag, LineHandler? onLine = null)
    {
        Span<byte> end = stackalloc byte[32];
        end = end[..(Encoding.ASCII.GetBytes(tag, end) + 1)];
        end[^1] = (byte)' ';
        int untagged = 0;
        while (true)
        {
            ReadOnlySpan<byte> line = _wire.ReadLine();
            if (line.StartsWith("* "u8))
            {
                untagged++;
                onLine?.Invoke(line);
                while (line is [.., (byte)'}'] && LiteralLength(line) is { } length)
                {
                    _wire.Skip(length);
                    line = _wire.ReadLine();
                }
            }
            else if (line.StartsWith(end))
            {
                return new ImapReply(Encoding.UTF8.GetString(line[end.Length..]), untagged);
            }
        }
    }

    /// <summary>Waits for one untagged response that <paramref name="wanted"/> accepts, as in IDLE.</summary>
    public void WaitFor(Func<string, bool> wanted)
    {
        while (!wanted(Encoding.UTF8.GetString(_wire.ReadLine())))
        {
        }
    }

    public void Logout()
    {
        Try("LOGOUT");
        Dispose();
    }

    public void Dispose() => _wire.Dispose();

    /// <summary>The number of "* 23 EXISTS", or null.</summary>
    public static int? Exists(ReadOnlySpan<byte> line) =>
        line.EndsWith(" EXISTS"u8) && Utf8Parser.TryParse(line[2..], out int number, out _) ? number : null;

    /// <summary>What stands behind <paramref name="name"/> in a response code: 17 in "* OK [UIDVALIDITY 17]"; null if the line has none.</summary>
    public static long? Code(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        int at = line.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(line[(at + name.Length + 1)..], out long number, out _) ? number : null;
    }

    private static long? LiteralLength(ReadOnlySpan<byte> line)
    {
        int open = line.LastIndexOf((byte)'{');
        return open >= 0 && Utf8Parser.TryParse(line[(open + 1)..], out long length, out int digits) && open + digits + 2 == line.Length ? length : null;
    }
}
