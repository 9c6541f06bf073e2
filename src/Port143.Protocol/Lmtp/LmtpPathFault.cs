namespace Port143.Protocol.Lmtp;

/// <summary>Why a path was refused.</summary>
internal enum LmtpPathFault
{
    None,
    Syntax,
    NeedsUtf8,
}
