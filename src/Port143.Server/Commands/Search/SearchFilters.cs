using System.Text;
using System.Text.Unicode;
using Port143.Protocol.Imap;
using Port143.Protocol.Imap.Commands.Search;
using Port143.Protocol.Imap.Grammar;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Search;

/// <summary>
/// Puts the keys of stored filters in the place of FILTER keys (RFC 5466 section 3.1). A filter counts as if it stood in
/// parentheses. Filters may name filters; one that leads back to itself, or to too many, is as good as not there.
/// </summary>
internal sealed class SearchFilters(ImapSession session)
{
    /// <summary>How deep filters may name filters; RFC 5466 section 3.1 asks for 3.</summary>
    private const int MaxDepth = 10;

    /// <summary>How many filters one search may read.</summary>
    private const int MaxReads = 100;

    private const string PrivateValues = "/private/filters/values/";
    private const string SharedValues = "/shared/filters/values/";

    private readonly List<string> _open = [];
    private int _reads;
    private string? _undefined;

    /// <summary>Whether an annotation of the server is a filter (RFC 5466 section 3.2).</summary>
    public static bool IsEntry(string entry) =>
        entry.StartsWith(PrivateValues, StringComparison.OrdinalIgnoreCase) || entry.StartsWith(SharedValues, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a FILTER key can name it, and its value is a whole search, or NIL. Filters that it names may be made later.</summary>
    public static bool IsValid(string entry, byte[]? value)
    {
        string name = entry[(entry.IndexOf("/values/", StringComparison.OrdinalIgnoreCase) + "/values/".Length)..];
        return ImapGrammar.ParseSearchKeys(Encoding.ASCII.GetBytes("FILTER " + name)) is FilterKey
            && (value is not { } keys || Utf8.IsValid(keys) && ImapGrammar.ParseSearchKeys(keys) is not null);
    }

    /// <summary>The search without FILTER keys; null and a refusal when a filter is not there or cannot be read.</summary>
    public static async ValueTask<(SearchKey? Key, CommandResult Refusal)> ResolveAsync(ImapSession session, SearchKey key, CancellationToken cancel)
    {
        if (!FilterKey.IsIn(key))
        {
            return (key, default);
        }
        var filters = new SearchFilters(session);
        SearchKey? resolved = await filters.PutInAsync(key, cancel).ConfigureAwait(false);
        return resolved is null
            ? (null, CommandResult.No("There is no such filter, or it cannot be used", ResponseCode.UndefinedFilter(filters._undefined!)))
            : (resolved, default);
    }

    private async ValueTask<SearchKey?> PutInAsync(SearchKey key, CancellationToken cancel)
    {
        switch (key)
        {
            case FilterKey filter:
                return await ReadAsync(filter.Name, cancel).ConfigureAwait(false);
            case AndKey and:
                var keys = new List<SearchKey>(and.Keys.Count);
                foreach (SearchKey one in and.Keys)
                {
                    if (await PutInAsync(one, cancel).ConfigureAwait(false) is not { } done)
                    {
                        return null;
                    }
                    keys.Add(done);
                }
                return new AndKey(keys);
            case OrKey or:
                return await PutInAsync(or.Left, cancel).ConfigureAwait(false) is { } left
                    && await PutInAsync(or.Right, cancel).ConfigureAwait(false) is { } right ? new OrKey(left, right) : null;
            case NotKey not:
                return await PutInAsync(not.Key, cancel).ConfigureAwait(false) is { } negated ? new NotKey(negated) : null;
            case FuzzyKey fuzzy:
                return await PutInAsync(fuzzy.Key, cancel).ConfigureAwait(false) is { } inexact ? new FuzzyKey(inexact) : null;
            default:
                return key;
        }
    }

    private async ValueTask<SearchKey?> ReadAsync(string name, CancellationToken cancel)
    {
        bool loops = _open.Contains(name, StringComparer.OrdinalIgnoreCase);
        if (loops || _open.Count == MaxDepth || ++_reads > MaxReads
            || await FindAsync(name, cancel).ConfigureAwait(false) is not { } value
            || ImapGrammar.ParseSearchKeys(value.Span) is not { } key)
        {
            _undefined ??= name;
            return null;
        }
        _open.Add(name);
        SearchKey? resolved = await PutInAsync(key, cancel).ConfigureAwait(false);
        _open.RemoveAt(_open.Count - 1);
        return resolved;
    }

    // The private filter goes before the shared one of the same name.
    private async ValueTask<ReadOnlyMemory<byte>?> FindAsync(string name, CancellationToken cancel) =>
        await FindAsync(session.AccountId, PrivateValues + name, cancel).ConfigureAwait(false)
        ?? await FindAsync(null, SharedValues + name, cancel).ConfigureAwait(false);

    private async ValueTask<ReadOnlyMemory<byte>?> FindAsync(AccountId? owner, string entry, CancellationToken cancel)
    {
        IReadOnlyList<Annotation> found = await session.Services.Storage.ReadAnnotationsAsync(
            session.AccountId, new AnnotationQuery(null, owner, entry), cancel).ConfigureAwait(false);
        return found.Count > 0 ? found[0].Value : null;
    }
}
