using Port143.Protocol.Imap.Commands;
using Port143.Protocol.Imap.Commands.Fetch;
using Port143.Server.Sessions;
using Port143.Storage;

namespace Port143.Server.Commands.Fetch;

/// <summary>What one FETCH writes for each message, in the client's order, and what it must read for that.</summary>
internal sealed class FetchPlan
{
    private FetchPlan(FetchPart[] parts, bool setsSeen, bool hasUid, bool hasFlags, bool hasModSeq)
    {
        Parts = parts;
        SetsSeen = setsSeen;
        HasUid = hasUid;
        HasFlags = hasFlags;
        HasModSeq = hasModSeq;
        foreach (FetchPart part in parts)
        {
            Columns |= part.Columns;
        }
    }

    public FetchPart[] Parts { get; }

    public ContentColumns Columns { get; }

    /// <summary>Whether the UIDs are all that is asked for.</summary>
    public bool IsUidAlone => Parts is [UidPart];

    /// <summary>Whether a body is read without PEEK.</summary>
    public bool SetsSeen { get; }

    public bool HasUid { get; }

    public bool HasFlags { get; }

    public bool HasModSeq { get; }

    /// <summary>Whether a part was asked for whose transfer encoding cannot be taken off.</summary>
    public bool HasUnknownEncoding => Parts.Any(p => p is BinaryPart { HasFailed: true });

    /// <summary>Makes the plan; with <paramref name="uidOnly"/> every response names the UID anyway (RFC 9586 section 3.3).</summary>
    public static FetchPlan Make(FetchCommand command, bool uidOnly = false) =>
        // RFC 7162 section 3.1.4.1: CHANGEDSINCE brings MODSEQ.
        Make(command.Items, withUid: command.Uid && !uidOnly, withModSeq: command.ChangedSince is not null);

    /// <summary>Makes the plan of some items, with UID and MODSEQ where they are not among them.</summary>
    public static FetchPlan Make(IReadOnlyList<FetchItem> items, bool withUid, bool withModSeq)
    {
        var parts = new List<FetchPart>(items.Count + 2);
        bool setsSeen = false, hasUid = false, hasFlags = false, hasModSeq = false;
        foreach (FetchItem item in items)
        {
            if (item is UidItem && hasUid || item is FlagsItem && hasFlags || item is ModSeqItem && hasModSeq)
            {
                continue;
            }
            hasUid |= item is UidItem;
            hasFlags |= item is FlagsItem;
            hasModSeq |= item is ModSeqItem;
            setsSeen |= item is BodySectionItem { Peek: false } or BinaryItem { Peek: false } or Rfc822Item or Rfc822TextItem;
            parts.Add(Make(item));
        }
        if (withUid && !hasUid)
        {
            parts.Insert(0, new UidPart());
            hasUid = true;
        }
        if (withModSeq && !hasModSeq)
        {
            parts.Add(new ModSeqPart());
            hasModSeq = true;
        }
        return new FetchPlan([.. parts], setsSeen, hasUid, hasFlags, hasModSeq);
    }

    private static FetchPart Make(FetchItem item) => item switch
    {
        UidItem => new UidPart(),
        FlagsItem => new FlagsPart(),
        InternalDateItem => new InternalDatePart(),
        Rfc822SizeItem => new Rfc822SizePart(),
        EnvelopeItem => new EnvelopePart(),
        BodyItem => new BodyPart(),
        BodyStructureItem => new BodyStructurePart(),
        ModSeqItem => new ModSeqPart(),
        SaveDateItem => new SaveDatePart(),
        EmailIdItem => new EmailIdPart(),
        ThreadIdItem => new ThreadIdPart(),
        PreviewItem => new PreviewPart(),
        Rfc822Item => new Rfc822Part(Rfc822Range.Whole),
        Rfc822HeaderItem => new Rfc822Part(Rfc822Range.Header),
        Rfc822TextItem => new Rfc822Part(Rfc822Range.Text),
        BodySectionItem { Section.Kind: SectionKind.HeaderFields or SectionKind.HeaderFieldsNot } fields => new HeaderFieldsPart(fields),
        BodySectionItem section => new BodySectionPart(section),
        BinaryItem binary => new BinaryPart(binary.Section, binary.Partial, sizeOnly: false),
        BinarySizeItem size => new BinaryPart(size.Section, null, sizeOnly: true),
        _ => throw new NotSupportedException(item.GetType().Name),
    };
}
