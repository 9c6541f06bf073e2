using System.Collections.Concurrent;
using System.Globalization;

namespace Port143.Load.Corpus;

/// <summary>
/// Made-up mail, the same for the same seed: median 8 KB, mean 24 KB, one message in a hundred with a large attachment.
/// Bodies come from a pool of distinct ones, so that a hundred thousand messages take no time to make; headers are unique.
/// A server that stores equal bodies only once gains by that, unlike with real mail: the pool is large for that reason.
/// </summary>
internal sealed class MailCorpus
{
    private readonly ConcurrentDictionary<int, BodyTemplate> _bodies = new();
    private readonly BodyMaker _bodyMaker;
    private readonly HeaderMaker _headerMaker;
    private readonly int _pool;

    public MailCorpus(ulong seed, int pool = 2000)
    {
        var vocabulary = new Vocabulary(seed);
        _bodyMaker = new BodyMaker(seed, vocabulary);
        _headerMaker = new HeaderMaker(seed, vocabulary);
        _pool = pool;
    }

    /// <summary>Message <paramref name="number"/> for a recipient: header (with the empty line) and body.</summary>
    public MailMessage Message(long number, string recipient)
    {
        BodyTemplate body = _bodies.GetOrAdd((int)(number % _pool), _bodyMaker.Make);
        return new MailMessage(_headerMaker.Make(number, recipient, body.Fields), body.Bytes);
    }

    /// <summary>When message <paramref name="number"/> was sent.</summary>
    public DateTime Date(long number) => _headerMaker.Date(number);

    /// <summary>The same as a date-time of IMAP (RFC 9051, section 9), without quotes.</summary>
    public string InternalDate(long number) => Date(number).ToString("dd-MMM-yyyy HH':'mm':'ss '+0000'", CultureInfo.InvariantCulture);
}
