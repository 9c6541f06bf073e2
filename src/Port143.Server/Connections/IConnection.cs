using System.Net;

namespace Port143.Server.Connections;

/// <summary>A connection that the server keeps an eye on: limits, deadlines and the end of the server.</summary>
internal interface IConnection
{
    /// <summary>The client's address; null for a Unix socket.</summary>
    IPAddress? Address { get; }

    /// <summary>When it began.</summary>
    DateTimeOffset Connected { get; }

    /// <summary>Whether somebody has signed in.</summary>
    bool IsSignedIn { get; }

    /// <summary>Called once a second: ends what has run out of time. Must return at once.</summary>
    /// <param name="now"><see cref="Environment.TickCount64"/>.</param>
    void CheckDeadlines(long now);

    /// <summary>Asks the connection to say goodbye and end; a running command is finished first.</summary>
    void Stop();

    /// <summary>Cuts the connection.</summary>
    void Abort();
}
