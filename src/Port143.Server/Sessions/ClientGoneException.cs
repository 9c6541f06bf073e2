namespace Port143.Server.Sessions;

/// <summary>The client's connection broke. Ends the session; it is nobody's bug.</summary>
internal sealed class ClientGoneException(string reason, Exception? inner = null) : Exception(reason, inner);
