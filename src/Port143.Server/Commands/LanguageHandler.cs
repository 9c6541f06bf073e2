using Port143.Protocol.Imap.Commands;
using Port143.Server.Sessions;
using Port143.Server.Texts;

namespace Port143.Server.Commands;

/// <summary>LANGUAGE (RFC 5255 section 3.2): the language of the texts for people.</summary>
internal static class LanguageHandler
{
    public static CommandResult Run(ImapSession session, LanguageCommand command)
    {
        if (command.Ranges.Count == 0)
        {
            session.Writer.Raw("* LANGUAGE ("u8).Ascii(string.Join(' ', Languages.All.Select(l => l.Tag))).Raw(")\r\n"u8);
            return CommandResult.Ok("LANGUAGE completed");
        }
        if (Languages.Find(command.Ranges) is not { } language)
        {
            return CommandResult.No("That language is not spoken here");
        }
        session.Language = language;
        session.Writer.Raw("* LANGUAGE ("u8).Ascii(language.Tag).Raw(")\r\n"u8);
        if (session.Account is not null)
        {
            // The names of the namespaces may read differently now (section 3.4).
            NamespaceHandler.Write(session);
        }
        return CommandResult.Ok("LANGUAGE completed");
    }
}
