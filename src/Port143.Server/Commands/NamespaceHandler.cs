using Port143.Server.Sessions;

namespace Port143.Server.Commands;

/// <summary>NAMESPACE (RFC 9051 section 6.3.10): the own mailboxes without a prefix, and those that others share.</summary>
internal static class NamespaceHandler
{
    public static CommandResult Run(ImapSession session)
    {
        Write(session);
        return CommandResult.Ok("NAMESPACE completed");
    }

    // namespace-trans = SP DQUOTE "TRANSLATION" DQUOTE SP "(" string ")"; RFC 5255 section 3.5
    /// <summary>Writes the NAMESPACE response; LANGUAGE ends with one, too (RFC 5255 section 3.4).</summary>
    public static void Write(ImapSession session)
    {
        session.Writer.Raw("* NAMESPACE ((\"\" \"/\")) ((\"Other Users/\" \"/\""u8);
        if (session.Language.OtherUsers is { } translation)
        {
            session.Writer.Raw(" \"TRANSLATION\" ("u8).String(translation).Byte((byte)')');
        }
        session.Writer.Raw(")) NIL\r\n"u8);
    }
}
