namespace Port143.Protocol.Lmtp;

/// <summary>The first word of a command line.</summary>
internal enum LmtpVerb
{
    Unknown,
    Lhlo,
    Helo,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Rset,
    Noop,
    Quit,
    Vrfy,
    Help,
}
