using Port143.Protocol.Imap;

namespace Port143.Server.Sessions;

/// <summary>How a command ended; the session turns it into the tagged response, in one place.</summary>
/// <param name="Status">OK, NO or BAD.</param>
/// <param name="Text">What a person reads.</param>
/// <param name="Code">What a program reads.</param>
internal readonly record struct CommandResult(CommandStatus Status, string Text, ResponseCode? Code = null)
{
    /// <summary>The command was carried out.</summary>
    public static CommandResult Ok(string text, ResponseCode? code = null) => new(CommandStatus.Ok, text, code);

    /// <summary>The command was not carried out.</summary>
    public static CommandResult No(string text, ResponseCode? code = null) => new(CommandStatus.No, text, code);

    /// <summary>The command breaks the protocol.</summary>
    public static CommandResult Bad(string text, ResponseCode? code = null) => new(CommandStatus.Bad, text, code);
}
