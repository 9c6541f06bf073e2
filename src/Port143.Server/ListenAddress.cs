using System.Diagnostics.CodeAnalysis;
using System.Net;
using Port143.Mail;

namespace Port143.Server;

/// <summary>
/// Where a listener listens: a TCP address and port, a Unix socket, or nowhere. Written <c>HOST:PORT</c>, <c>unix:PATH</c> or
/// <c>off</c>. HOST is an IP address (IPv6 in brackets), <c>localhost</c> for 127.0.0.1, or <c>*</c> for every address of the
/// machine; a port alone means <c>*</c>; port 0 means any free port.
/// </summary>
public sealed record ListenAddress
{
    /// <summary>The longest path of a Unix socket, in UTF-8 bytes (sun_path without its NUL).</summary>
    public const int MaxUnixPath = 107;

    /// <summary>The listener is closed.</summary>
    public static readonly ListenAddress Off = new();

    private ListenAddress()
    {
    }

    /// <summary>Whether the listener is closed.</summary>
    public bool IsOff => Port < 0 && UnixPath is null;

    /// <summary>Whether every address of the machine is meant.</summary>
    public bool IsEveryAddress => Port >= 0 && Address is null;

    /// <summary>The IP address; null for every address, a Unix socket or a closed listener.</summary>
    public IPAddress? Address { get; private init; }

    /// <summary>The TCP port, 0 for any free one; -1 when this is not TCP.</summary>
    public int Port { get; private init; } = -1;

    /// <summary>The full path of the Unix socket; null when this is not one.</summary>
    public string? UnixPath { get; private init; }

    /// <summary>A TCP address; <paramref name="address"/> null means every address of the machine.</summary>
    public static ListenAddress Tcp(IPAddress? address, int port)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        return new ListenAddress { Address = address, Port = port };
    }

    /// <summary>Reads the written form; <paramref name="error"/> says what is wrong with it and what would be right.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out ListenAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = null;
        if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
        {
            address = Off;
            return true;
        }
        if (text.StartsWith("unix:", StringComparison.OrdinalIgnoreCase))
        {
            return TryParseUnix(text["unix:".Length..], out address, out error);
        }
        int colon = text.LastIndexOf(':');
        if (!AsciiDigits.TryParse(text.AsSpan(colon + 1), 65535, out ulong port))
        {
            error = "it does not end with a port between 0 and 65535; write HOST:PORT, such as 127.0.0.1:1143, or off";
            return false;
        }
        if (!TryParseHost(colon < 0 ? "*" : text[..colon], out IPAddress? host, out error))
        {
            return false;
        }
        address = Tcp(host, (int)port);
        return true;
    }

    /// <summary>The written form; it can be read again.</summary>
    public override string ToString() =>
        IsOff ? "off" : UnixPath is not null ? "unix:" + UnixPath : Address is null ? $"*:{Port}" : new IPEndPoint(Address, Port).ToString();

    private static bool TryParseUnix(
        string path, [NotNullWhen(true)] out ListenAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = null;
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            error = "unix: needs a path, such as unix:/run/port143/lmtp";
            return false;
        }
        path = Path.GetFullPath(path);
        if (System.Text.Encoding.UTF8.GetByteCount(path) > MaxUnixPath)
        {
            error = $"the path of a Unix socket has at most {MaxUnixPath} bytes; choose a shorter one";
            return false;
        }
        address = new ListenAddress { UnixPath = path };
        return true;
    }

    private static bool TryParseHost(string host, out IPAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = null;
        if (host is "" or "*")
        {
            return true;
        }
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            address = IPAddress.Loopback;
            return true;
        }
        bool bracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        string number = bracketed ? host[1..^1] : host;
        // IPAddress.TryParse also takes 127.1 and 0x7f000001: only the usual spelling is meant here.
        if (bracketed == number.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(number, out address)
            && (bracketed || address.ToString() == number))
        {
            return true;
        }
        address = null;
        error = number.Contains(':', StringComparison.Ordinal) && !bracketed
            ? $"an IPv6 address stands in brackets; write [{number}]:PORT"
            : $"\"{host}\" is not an IP address of this machine; write an IP address, localhost, or * for all of them";
        return false;
    }
}
