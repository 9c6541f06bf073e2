namespace Port143.Protocol.Imap.Commands;

/// <summary>The forms of data that URLFETCH gives.</summary>
[Flags]
public enum UrlFetchData
{
    /// <summary>The octets, without any list around them (RFC 4467).</summary>
    Plain = 0,

    /// <summary>The octets (RFC 5524).</summary>
    Body = 1,

    /// <summary>The octets with their transfer encoding taken off.</summary>
    Binary = 2,

    /// <summary>The structure of the part.</summary>
    BodyPartStructure = 4,
}
