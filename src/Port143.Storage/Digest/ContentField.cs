namespace Port143.Storage.Digest;

/// <summary>The fields of a part's header that BODYSTRUCTURE needs (RFC 9051 section 7.5.2).</summary>
internal enum ContentField
{
    None = -1,
    Type,
    TransferEncoding,
    Id,
    Description,
    Disposition,
    Language,
    Location,
    Md5,
}
