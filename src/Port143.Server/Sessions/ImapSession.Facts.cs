using System.Text;
using Port143.Protocol.Imap.Commands;

namespace Port143.Server.Sessions;

// What an administrator may know of a session.
internal sealed partial class ImapSession
{
    private const int MaxClientId = 80;

    private static long _lastId;

    /// <summary>Its number in this process.</summary>
    public long Id { get; } = Interlocked.Increment(ref _lastId);

    /// <summary>When the connection began.</summary>
    public DateTimeOffset Connected { get; }

    /// <inheritdoc/>
    public bool IsSignedIn => Account is not null;

    /// <summary>When the client signed in, or null.</summary>
    public DateTimeOffset? SignedIn { get; private set; }

    /// <summary>With what it signed in, as the log says it, or null.</summary>
    public string? SignedInBy { get; private set; }

    /// <summary>What the client says it is (ID, RFC 2971), printable ASCII; null when it says nothing.</summary>
    public string? ClientId { get; private set; }

    /// <summary>Whether the session rests on the account's own password, the one that <c>account passwd</c> changes.</summary>
    public bool IsByPassword => SignedInBy?.StartsWith("password", StringComparison.Ordinal) == true;

    /// <summary>Keeps what the client says it is.</summary>
    public void NoteClientId(IReadOnlyList<IdField> fields)
    {
        var text = new StringBuilder();
        foreach (string name in (string[])["name", "version", "os"])
        {
            string? value = fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            if (!string.IsNullOrWhiteSpace(value) && text.Length < MaxClientId)
            {
                text.Append(text.Length > 0 ? " " : "").Append(value.AsSpan(0, Math.Min(value.Length, MaxClientId - text.Length)));
            }
        }
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = char.IsAsciiLetterOrDigit(text[i]) || text[i] is >= ' ' and <= '~' ? text[i] : '?';
        }
        ClientId = text.Length > 0 ? text.ToString() : null;
    }
}
